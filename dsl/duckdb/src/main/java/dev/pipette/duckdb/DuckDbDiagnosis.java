package dev.pipette.duckdb;

import dev.pipette.error.PipetteException;
import dev.pipette.spi.Check;
import dev.pipette.spi.DestinationClient.Access;
import dev.pipette.spi.DestinationSession;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Looks at a database file: is it there, may it be written, does it open. A file that is not there is not made. */
final class DuckDbDiagnosis {
    private static final String FILE = "file";
    private static final String WRITABLE = "writable";
    private static final String OPEN = "open";
    private static final String VERSION = "version";

    private final DuckDbClient client;
    private final Path file;
    private final List<Check> checks = new ArrayList<>();

    DuckDbDiagnosis(DuckDbClient client, Path file) {
        this.client = client;
        this.file = file;
    }

    List<Check> checks() {
        boolean there = client.exists();
        checks.add(Check.ok(FILE, there ? size() : "not there yet; the first load makes it"));
        checks.add(writable());
        if (!there) {
            checks.add(Check.skipped(OPEN, "because there is no file yet"));
            checks.add(Check.skipped(VERSION, "because there is no file yet"));
            return checks;
        }
        try (DestinationSession session = client.open(Access.EDIT)) {
            checks.add(Check.ok(OPEN, "it opens, and no process holds it"));
            String version = String.valueOf(session.dsl().fetchValue("SELECT version()"));
            checks.add(Check.ok(VERSION, "DuckDB " + version));
        } catch (PipetteException failed) {
            String message = String.valueOf(failed.getMessage());
            checks.add(Check.failed(OPEN, message.substring(message.indexOf("] ") + 2), ""));
            checks.add(Check.skipped(VERSION, "because " + OPEN + " failed"));
        }
        return checks;
    }

    private String size() {
        try {
            return String.format(Locale.ROOT, "%,d bytes", Files.size(file));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** DuckDB writes beside the file too; a folder that is not there is made. */
    private Check writable() {
        Path folder = Optional.ofNullable(file.getParent()).orElse(file);
        while (!Files.exists(folder) && folder.getParent() != null) {
            folder = folder.getParent();
        }
        if (!Files.isDirectory(folder) || !Files.isWritable(folder)) {
            return Check.failed(
                    WRITABLE,
                    "no: the folder " + folder + " may not be written",
                    "Let this user write there, or name a file in another folder.");
        }
        return Files.exists(file) && !Files.isWritable(file)
                ? Check.failed(
                        WRITABLE, "no: the file may not be written", "Let this user write it, or name another file.")
                : Check.ok(WRITABLE, "yes");
    }
}

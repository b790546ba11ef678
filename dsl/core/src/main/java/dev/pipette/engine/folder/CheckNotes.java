package dev.pipette.engine.folder;

import dev.pipette.check.CheckResult;
import dev.pipette.engine.disk.DurableFiles;
import dev.pipette.engine.disk.FolderDocument;
import dev.pipette.engine.disk.FolderProblem;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.type.TypeReference;

/**
 * How the checks of a package ended in an attempt that was not committed; kept in the package's folder, because the
 * transaction that would have kept it was rolled back.
 *
 * @param at when it was attempted
 * @param results of all checks of the package
 */
public record CheckNotes(String at, List<CheckResult> results) {
    private static final String NAME = "checks.json";

    /** Copies the list. */
    public CheckNotes {
        results = List.copyOf(results);
    }

    /** The attempts so far, oldest first. */
    public static List<CheckNotes> of(SealedPackage sealed) {
        Path path = path(sealed);
        try {
            return new FolderDocument(path, "It only says how checks ended: delete it.")
                    .read(new TypeReference<List<CheckNotes>>() {})
                    .orElse(List.of());
        } catch (IOException failed) {
            throw FolderProblem.failedTo("read", path, failed);
        }
    }

    /** Remembers an attempt, durably. */
    public static void add(SealedPackage sealed, Instant at, List<CheckResult> results) {
        Path path = path(sealed);
        List<CheckNotes> all = new ArrayList<>(of(sealed));
        all.add(new CheckNotes(at.toString(), results));
        try {
            DurableFiles.replace(path, FolderDocument.JSON.writeValueAsString(all));
        } catch (IOException failed) {
            throw FolderProblem.failedTo("write", path, failed);
        }
    }

    private static Path path(SealedPackage sealed) {
        return sealed.folder().resolve(NAME);
    }
}

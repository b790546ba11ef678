package dev.pipette.engine.folder;

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
 * An attempt at loading a package that failed, as the package's folder keeps it.
 *
 * @param at when, in ISO form
 * @param reason the error, without secrets
 */
public record LoadAttempt(String at, String reason) {
    private static final String NAME = "attempts.json";

    /** Of a package that is tried for ever, the last ones are enough. */
    private static final int MOST = 20;

    /** The last attempts, oldest first. */
    public static List<LoadAttempt> of(SealedPackage sealed) {
        Path path = path(sealed);
        try {
            return new FolderDocument(path, "It only says how attempts ended: delete it.")
                    .read(new TypeReference<List<LoadAttempt>>() {})
                    .orElse(List.of());
        } catch (IOException failed) {
            throw FolderProblem.failedTo("read", path, failed);
        }
    }

    /** Remembers an attempt, durably. */
    public static void add(SealedPackage sealed, Instant at, String reason) {
        Path path = path(sealed);
        List<LoadAttempt> all = new ArrayList<>(of(sealed));
        all.add(new LoadAttempt(at.toString(), reason));
        try {
            DurableFiles.replace(
                    path,
                    FolderDocument.JSON.writeValueAsString(all.subList(Math.max(0, all.size() - MOST), all.size())));
        } catch (IOException failed) {
            throw FolderProblem.failedTo("write", path, failed);
        }
    }

    private static Path path(SealedPackage sealed) {
        return sealed.folder().resolve(NAME);
    }
}

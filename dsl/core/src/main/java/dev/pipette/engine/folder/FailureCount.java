package dev.pipette.engine.folder;

import dev.pipette.engine.disk.DurableFiles;
import dev.pipette.engine.disk.FolderDocument;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.core.type.TypeReference;

/**
 * How often in a row the load of a package failed in the same way, kept in its folder.
 *
 * @param error with its code, as it is printed
 * @param times how often in a row
 */
public record FailureCount(String error, int times) {
    private static final String NAME = "failures.json";

    /**
     * Counts a failure, durably.
     *
     * @param error without secrets
     * @return how often in a row the package failed with this error
     */
    public static int add(SealedPackage sealed, String error) {
        Path path = sealed.folder().resolve(NAME);
        try {
            int before = new FolderDocument(path, "It is a count: delete it and run again.")
                    .read(new TypeReference<FailureCount>() {})
                    .filter(found -> error.equals(found.error()))
                    .map(FailureCount::times)
                    .orElse(0);
            DurableFiles.replace(path, FolderDocument.JSON.writeValueAsString(new FailureCount(error, before + 1)));
            return before + 1;
        } catch (IOException failed) {
            throw failed(path, failed);
        }
    }

    static void forget(Path folder) {
        Path path = folder.resolve(NAME);
        try {
            Files.deleteIfExists(path);
        } catch (IOException failed) {
            throw failed(path, failed);
        }
    }

    private static PipetteException failed(Path path, IOException failed) {
        return new PipetteException(
                ErrorCode.WORKING_FOLDER_FAILED,
                "could not write " + path + ": " + failed.getClass().getSimpleName() + " " + failed.getMessage() + ".",
                failed);
    }
}

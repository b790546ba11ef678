package dev.pipette.engine.folder;

import dev.pipette.engine.disk.DurableFiles;
import dev.pipette.engine.disk.FolderProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The decision to give a package up, in its folder: whoever publishes the package from then on brings its rows to the table of
 * rejects. So a process that dies between the decision and the commit leaves no doubt about which of the two a later run does.
 */
public final class GivingUp {
    private static final String NAME = "given-up.txt";

    private GivingUp() {}

    /**
     * Decides it, durably.
     *
     * @param reason why, without secrets
     */
    public static void decide(SealedPackage sealed, String reason) {
        Path path = path(sealed);
        try {
            DurableFiles.replace(path, reason);
        } catch (IOException failed) {
            throw FolderProblem.failedTo("write", path, failed);
        }
    }

    /** Why the package is given up; empty where it is to be loaded. */
    public static Optional<String> reason(SealedPackage sealed) {
        Path path = path(sealed);
        try {
            return Files.exists(path) ? Optional.of(Files.readString(path)) : Optional.empty();
        } catch (IOException failed) {
            throw FolderProblem.failedTo("read", path, failed);
        }
    }

    /** Takes the decision back. */
    public static void revoke(SealedPackage sealed) {
        Path path = path(sealed);
        try {
            if (Files.deleteIfExists(path)) {
                DurableFiles.forceFolder(sealed.folder());
            }
        } catch (IOException failed) {
            throw FolderProblem.failedTo("delete", path, failed);
        }
    }

    private static Path path(SealedPackage sealed) {
        return sealed.folder().resolve(NAME);
    }
}

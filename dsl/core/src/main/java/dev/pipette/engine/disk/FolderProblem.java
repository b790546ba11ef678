package dev.pipette.engine.disk;

import dev.pipette.engine.sql.Sql;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileLockInterruptionException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

/**
 * Says why a file of the working folder could not be read or written: an interrupt, a full disk, a right that is missing, or
 * what the system says.
 */
public final class FolderProblem {
    private static final List<String> FULL =
            List.of("No space left on device", "Disk quota exceeded", "not enough space on the disk", "File too large");
    private static final long HARDLY_ANY_ROOM = 1 << 20;

    /** What becomes of a run that was interrupted. */
    private static final String GOES_ON = "What was committed stays, and the next run continues with what was not.";

    private FolderProblem() {}

    /** An error for a file or folder that could not be used; {@code verb} says for what, such as {@code read}. */
    public static PipetteException failedTo(String verb, Path path, IOException failed) {
        return of("could not " + verb + " " + path, path, failed, "");
    }

    /**
     * Makes the error.
     *
     * @param what could not be done, without a full stop
     * @param place a file or folder on the disk that it happened on
     * @param outcome what became of the rows, as a sentence; empty where there is nothing to say of them
     */
    public static PipetteException of(String what, Path place, Exception failed, String outcome) {
        if (isInterrupt(failed)) {
            // the step that was interrupted is not at fault, and naming it would read like damage
            return interrupted("the run was interrupted. " + (outcome.isEmpty() ? GOES_ON : outcome), failed);
        }
        String end = outcome.isEmpty() ? "" : " " + outcome;
        String reason = reason(failed);
        return new PipetteException(
                ErrorCode.WORKING_FOLDER_FAILED,
                what + ": " + reason + ". " + advice(failed, reason, place) + end,
                failed);
    }

    /** An error for a thread that was interrupted. */
    public static PipetteException interrupted(String message, Exception failed) {
        return new PipetteException(ErrorCode.INTERRUPTED, message, failed);
    }

    /** An error for a folder of temporary files, where another one cannot be chosen. */
    public static PipetteException temporary(IOException failed) {
        Path folder = Path.of(System.getProperty("java.io.tmpdir", "."));
        return of("could not make a temporary folder in " + folder, folder, failed, "");
    }

    /** Whether something failed because its thread was interrupted. */
    public static boolean isInterrupt(Throwable failed) {
        return failed instanceof ClosedByInterruptException
                || failed instanceof FileLockInterruptionException
                || failed.getClass() == InterruptedIOException.class
                || failed instanceof InterruptedException
                || (failed.getCause() != null && isInterrupt(failed.getCause()));
    }

    private static String reason(Exception failed) {
        String reason = switch (failed) {
            case AccessDeniedException denied -> "permission denied";
            case NoSuchFileException gone -> "there is no such file or folder";
            case FileAlreadyExistsException taken -> taken.getFile() + " is in the way";
            case FileSystemException system when system.getReason() != null -> system.getReason();
            case SQLException engine -> Sql.message(engine);
            default -> failed.getMessage() == null ? failed.getClass().getSimpleName() : failed.getMessage();
        };
        return reason.endsWith(".") ? reason.substring(0, reason.length() - 1) : reason;
    }

    private static String advice(Exception failed, String reason, Path place) {
        if (FULL.stream().anyMatch(reason::contains) || hasNoRoom(place)) {
            return "The disk, or what this user may use of it, is full: make room, or choose another folder with"
                    + " .home(..).";
        }
        return failed instanceof AccessDeniedException || reason.contains("Permission denied")
                ? "Give this user the right to write there, or choose another folder with .home(..)."
                : "Repair it, or choose another folder with .home(..).";
    }

    private static boolean hasNoRoom(Path place) {
        try {
            Path there = place.toAbsolutePath();
            while (there != null && !Files.exists(there)) {
                there = there.getParent();
            }
            if (there == null) {
                return false;
            }
            FileStore store = Files.getFileStore(there);
            return store.getTotalSpace() > 0 && store.getUsableSpace() < HARDLY_ANY_ROOM;
        } catch (IOException | SecurityException unknown) {
            return false;
        }
    }
}

package dev.pipette.engine.files;

import dev.pipette.engine.disk.FolderProblem;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.ZipException;

/** Says why an input file cannot be read to its end. */
public final class SourceProblem {
    private SourceProblem() {}

    /** @param file as the user named it */
    public static PipetteException of(Path file, IOException failed) {
        if (FolderProblem.isInterrupt(failed)) {
            return FolderProblem.interrupted(
                    "the run was interrupted while " + file + " was read. Nothing of it was loaded.", failed);
        }
        return switch (failed) {
            case NoSuchFileException gone -> gone(file, gone);
            case AccessDeniedException denied ->
                new PipetteException(
                        ErrorCode.SOURCE_UNREADABLE,
                        file + " may not be read by this user. Give it the right to read the file.",
                        denied);
            case EOFException cut -> inflated(file, "the gzip data ends in the middle", cut);
            case ZipException damaged ->
                inflated(file, "the gzip data is damaged (" + damaged.getMessage() + ")", damaged);
            default ->
                new PipetteException(
                        ErrorCode.SOURCE_UNREADABLE,
                        file + " cannot be read: " + failed.getClass().getSimpleName() + " " + failed.getMessage()
                                + ". Nothing of it was loaded.",
                        failed);
        };
    }

    static PipetteException gone(Path file, Exception failed) {
        return new PipetteException(
                ErrorCode.SOURCE_MISSING,
                file + " is not there any more. Nothing of the run was loaded. Put it back, or run again without it.",
                failed);
    }

    private static PipetteException inflated(Path file, String reason, IOException failed) {
        return new PipetteException(
                ErrorCode.SOURCE_UNREADABLE,
                file + " cannot be inflated: " + reason
                        + ". Nothing of it was loaded. Fetch the file again; it may be cut short.",
                failed);
    }
}

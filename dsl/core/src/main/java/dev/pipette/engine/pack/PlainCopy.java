package dev.pipette.engine.pack;

import dev.pipette.engine.disk.FolderProblem;
import dev.pipette.engine.disk.PrivateFiles;
import dev.pipette.engine.files.SourceProblem;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.spi.BadLines;
import dev.pipette.spi.FileContent;
import dev.pipette.spi.SourceFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Writes the plain bytes of an input into the package, and distinguishes a broken input from a full disk. */
final class PlainCopy {
    private static final int BUFFER = 1 << 16;

    private PlainCopy() {}

    /**
     * Writes the bytes.
     *
     * @param named the input as the user named it
     * @param bad takes lines that cannot be read; null where the first one is an error
     */
    static void write(Path named, FileContent.Bytes plain, Path to, @Nullable BadLines bad) {
        try (InputStream in = opened(named, plain, bad);
                OutputStream out = PrivateFiles.USUAL.newFile(to)) {
            byte[] buffer = new byte[BUFFER];
            for (int read = read(named, in, buffer); read >= 0; read = read(named, in, buffer)) {
                out.write(buffer, 0, read);
            }
        } catch (IOException failed) {
            throw FolderProblem.of(
                    "could not write " + named + " into the package, to " + to,
                    to,
                    failed,
                    "Nothing of it was loaded.");
        }
    }

    /** Takes a file that was fetched for the run. */
    static void move(SourceFile file, Path to) {
        try {
            Files.move(file.path(), to);
        } catch (IOException failed) {
            throw FolderProblem.of(
                    "could not move " + file.named() + " into the package, from " + file.path() + " to " + to,
                    to,
                    failed,
                    "Nothing of it was loaded.");
        }
    }

    private static InputStream opened(Path named, FileContent.Bytes plain, @Nullable BadLines bad) {
        try {
            return bad == null ? plain.open() : plain.open(bad);
        } catch (IOException failed) {
            throw unreadable(named, failed);
        }
    }

    private static int read(Path named, InputStream in, byte[] buffer) {
        try {
            return in.read(buffer);
        } catch (IOException failed) {
            throw unreadable(named, failed);
        }
    }

    private static PipetteException unreadable(Path named, IOException failed) {
        if (FolderProblem.isInterrupt(failed)) {
            return SourceProblem.of(named, failed);
        }
        return new PipetteException(
                ErrorCode.SOURCE_UNREADABLE,
                named + " cannot be read to its end: " + failed.getMessage()
                        + ". Nothing of it was loaded. Provide the whole file and run again.",
                failed);
    }
}

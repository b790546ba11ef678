package dev.pipette.files;

import dev.pipette.ErrorCode;
import dev.pipette.PipetteException;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Opens a file, and the gzip layer of one that is named so. */
final class InputFile {
    private static final int BUFFER = 1 << 16;

    private InputFile() {}

    /**
     * Opens the bytes.
     *
     * @throws PipetteException SOURCE_MISSING or SOURCE_UNREADABLE
     */
    static InputStream open(Path file) throws IOException {
        InputStream bytes = bytes(file);
        return FileNames.isGzip(file) ? inflated(file, bytes) : bytes;
    }

    private static InputStream bytes(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new PipetteException(
                    ErrorCode.SOURCE_UNREADABLE, file + " is a folder. Name the files in it: " + file + "/*.");
        }
        try {
            return Files.newInputStream(file);
        } catch (NoSuchFileException missing) {
            throw new PipetteException(
                    ErrorCode.SOURCE_MISSING, "there is no file " + file + ". Correct the path.", missing);
        } catch (AccessDeniedException denied) {
            throw new PipetteException(
                    ErrorCode.SOURCE_UNREADABLE,
                    file + " may not be read by this user. Give it the right to read the file.",
                    denied);
        }
    }

    private static InputStream inflated(Path file, InputStream bytes) throws IOException {
        try {
            return new Inflated(new GZIPInputStream(bytes, BUFFER));
        } catch (IOException failed) {
            bytes.close();
            if (failed instanceof EOFException || failed instanceof ZipException) {
                throw new PipetteException(
                        ErrorCode.SOURCE_UNREADABLE,
                        file + " is named .gz and is not gzip data (" + Files.size(file)
                                + " bytes). Provide the whole file, or name it without .gz when it is plain text.",
                        failed);
            }
            throw failed;
        }
    }

    /** Says in words what inflating throws. */
    private static final class Inflated extends FilterInputStream {
        Inflated(GZIPInputStream input) {
            super(input);
        }

        @Override
        public int read() throws IOException {
            try {
                return super.read();
            } catch (EOFException | ZipException failed) {
                throw explained(failed);
            }
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            try {
                return super.read(bytes, offset, length);
            } catch (EOFException | ZipException failed) {
                throw explained(failed);
            }
        }

        // a cause would hide the sentence: readers print the innermost one
        private static IOException explained(IOException failed) {
            return failed instanceof EOFException
                    ? new IOException("the gzip data ends in the middle, so the file was cut off")
                    : new IOException("the gzip data is damaged (" + failed.getMessage() + ")");
        }
    }
}

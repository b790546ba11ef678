package dev.pipette.files;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.spi.FirstBytes;
import dev.pipette.spi.SourceFile;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.ZipException;

/** Opens a file, and the compression of one that is named so. */
final class PlainBytes {
    private PlainBytes() {}

    /**
     * Opens the plain bytes.
     *
     * @throws PipetteException SOURCE_MISSING or SOURCE_UNREADABLE
     */
    static InputStream open(SourceFile file) throws IOException {
        InputStream bytes = bytes(file.path());
        Optional<Compression> compression = Compression.of(file.named());
        return compression.isPresent() ? inflated(file, compression.get(), bytes) : bytes;
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

    private static InputStream inflated(SourceFile file, Compression compression, InputStream bytes)
            throws IOException {
        try {
            return new Inflated(compression, compression.inflated(bytes));
        } catch (EOFException | ZipException failed) {
            bytes.close();
            Optional<FirstBytes> other = FirstBytes.of(file.path());
            if (other.filter(compression::is).isPresent()) {
                throw new PipetteException(
                        ErrorCode.SOURCE_UNREADABLE,
                        "the " + compression.words() + " header of " + file.named() + " is damaged or cut ("
                                + Files.size(file.path())
                                + " bytes). Nothing of it was loaded. Provide the whole file.",
                        failed);
            }
            if (other.isPresent()) {
                throw new PipetteException(
                        ErrorCode.SOURCE_UNREADABLE,
                        other.get().problem(file.named().toString(), compression.words() + " data as its name says"),
                        failed);
            }
            throw new PipetteException(
                    ErrorCode.SOURCE_UNREADABLE,
                    file.named() + " is named " + compression.ending() + " and is not " + compression.words()
                            + " data (" + Files.size(file.path())
                            + " bytes). Provide the whole file, or name it without "
                            + compression.ending() + " when it is plain text.",
                    failed);
        } catch (IOException failed) {
            bytes.close();
            throw failed;
        }
    }
}

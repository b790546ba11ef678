package dev.pipette.files;

import dev.pipette.spi.FirstBytes;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.ZipException;

/** How a file is compressed as a whole, as its name says. */
enum Compression {
    GZIP(".gz", "gzip", "gunzip", FirstBytes.GZIP) {
        @Override
        InputStream inflated(InputStream bytes) throws IOException {
            return new GzipInput(bytes, BUFFER);
        }
    },
    ZSTD(".zst", "Zstandard", "unzstd", FirstBytes.ZSTANDARD) {
        @Override
        InputStream inflated(InputStream bytes) throws IOException {
            return new ZstandardInput(bytes, BUFFER);
        }
    };

    private static final int BUFFER = 1 << 16;

    private final String ending;
    private final String words;
    private final String unpacker;
    private final FirstBytes begins;

    Compression(String ending, String words, String unpacker, FirstBytes begins) {
        this.ending = ending;
        this.words = words;
        this.unpacker = unpacker;
        this.begins = begins;
    }

    /** What the file's name says; empty for a plain file. */
    static Optional<Compression> of(Path file) {
        for (Compression compression : values()) {
            if (FileNames.endsWith(file.toString(), compression.ending)) {
                return Optional.of(compression);
            }
        }
        return Optional.empty();
    }

    /** Whether bytes that begin so are compressed in this way. */
    boolean is(FirstBytes bytes) {
        return bytes == begins;
    }

    /** What names end in. */
    String ending() {
        return ending;
    }

    /** What people call it. */
    String words() {
        return words;
    }

    /** The program that unpacks such a file. */
    String unpacker() {
        return unpacker;
    }

    /**
     * Opens the plain bytes inside, of all parts of a file that was put together of several. Reading them throws the same.
     *
     * @throws EOFException when the data ends in the middle
     * @throws ZipException when the data is not what it should be
     */
    abstract InputStream inflated(InputStream bytes) throws IOException;
}

package dev.pipette.files;

import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** How a file is compressed as a whole, as its name says. */
enum Compression {
    GZIP(".gz", "gzip", "gunzip") {
        @Override
        InputStream inflated(InputStream bytes) throws IOException {
            return new GZIPInputStream(bytes, BUFFER);
        }

        @Override
        boolean isCut(IOException failed) {
            return failed instanceof EOFException;
        }

        @Override
        boolean isDamaged(IOException failed) {
            return failed instanceof ZipException;
        }
    },
    ZSTD(".zst", "Zstandard", "unzstd") {
        @Override
        InputStream inflated(InputStream bytes) throws IOException {
            // the library takes an empty file for no data, and one of something else for a damaged one
            PushbackInputStream begun = new PushbackInputStream(bytes, MAGIC_BYTES);
            byte[] begin = begun.readNBytes(MAGIC_BYTES);
            if (!isFrame(begin)) {
                throw new ZipException("no Zstandard frame");
            }
            begun.unread(begin);
            return new ZstdInputStream(new BufferedInputStream(begun, BUFFER));
        }

        @Override
        boolean isCut(IOException failed) {
            return failed instanceof ZstdIOException && "Truncated source".equals(failed.getMessage());
        }

        @Override
        boolean isDamaged(IOException failed) {
            return failed instanceof ZstdIOException;
        }
    };

    private static final int BUFFER = 1 << 16;
    private static final int MAGIC_BYTES = 4;

    private final String ending;
    private final String words;
    private final String unpacker;

    Compression(String ending, String words, String unpacker) {
        this.ending = ending;
        this.words = words;
        this.unpacker = unpacker;
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

    /** Whether a frame begins so: RFC 8878, 3.1.1 (0xFD2FB528) and 3.1.2 (0x184D2A50 to 5F), little-endian. */
    private static boolean isFrame(byte[] begin) {
        if (begin.length < MAGIC_BYTES) {
            return false;
        }
        int magic = ByteBuffer.wrap(begin).order(ByteOrder.LITTLE_ENDIAN).getInt();
        return magic == 0xFD2FB528 || (magic & 0xFFFFFFF0) == 0x184D2A50;
    }

    /**
     * Opens the plain bytes inside, of all parts of a file that was put together of several.
     *
     * @throws EOFException when the file ends where it should begin
     * @throws ZipException when the file begins as something else
     */
    abstract InputStream inflated(InputStream bytes) throws IOException;

    /** Whether inflating failed because the data ends too early. */
    abstract boolean isCut(IOException failed);

    /** Whether inflating failed because the data is not what it should be. */
    abstract boolean isDamaged(IOException failed);
}

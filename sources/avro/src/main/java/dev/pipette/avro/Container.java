package dev.pipette.avro;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.spi.FirstBytes;
import dev.pipette.spi.SourceFile;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The blocks of an Avro file, in their order. A file ends only behind the marker of a block: one that ends anywhere else was
 * cut off, and is an error.
 */
final class Container implements AutoCloseable {
    private static final byte[] MAGIC = {'O', 'b', 'j', 1};
    private static final int MARKER_BYTES = 16;
    private static final int BUFFER = 1 << 16;
    private static final long LEAST_MEMORY = 64L << 20;
    private static final int MOST_HEADER = 64 << 20;

    private final String named;
    private final InputStream in;
    private final long size;
    private final long most;
    private final ValueReader rows;
    private final Codec codec;
    private final byte[] marker;
    private long position;
    private long blockStart;
    private long block;

    /** A block: how many rows its plain bytes are. */
    record Block(long rows, BlockBytes bytes) {}

    private Container(SourceFile file) throws IOException {
        this.named = file.named().toString();
        this.size = Files.size(file.path());
        this.most = Math.max(LEAST_MEMORY, Runtime.getRuntime().maxMemory() / 4);
        this.in = new BufferedInputStream(Files.newInputStream(file.path()), BUFFER);
        try {
            byte[] magic = in.readNBytes(MAGIC.length);
            position = magic.length;
            if (!Arrays.equals(magic, MAGIC)) {
                throw notAvro(file);
            }
            Map<String, byte[]> header = header();
            this.marker = bytes(MARKER_BYTES);
            this.codec = codec(header.get("avro.codec"));
            byte @Nullable [] schema = header.get("avro.schema");
            if (schema == null) {
                throw new CorruptException("it has no schema");
            }
            this.rows = SchemaReaders.ofRows(schema);
        } catch (CorruptException | EOFException failed) {
            in.close();
            throw problem("the header cannot be read: " + failed.getMessage(), failed);
        } catch (IOException | PipetteException failed) {
            in.close();
            throw failed;
        }
    }

    /**
     * Opens a file, and reads its header.
     *
     * @throws PipetteException SOURCE_MISSING or SOURCE_UNREADABLE
     */
    static Container open(SourceFile file) throws IOException {
        try {
            return new Container(file);
        } catch (NoSuchFileException failed) {
            throw new PipetteException(
                    ErrorCode.SOURCE_MISSING, "there is no file " + file.named() + ". Correct the path.", failed);
        }
    }

    private static PipetteException notAvro(SourceFile file) {
        return new PipetteException(
                ErrorCode.SOURCE_UNREADABLE,
                FirstBytes.of(file.path())
                        .filter(found -> found != FirstBytes.AVRO)
                        .map(found -> found.problem(file.named().toString(), "an Avro file"))
                        .orElse(file.named() + " is not an Avro file: it does not begin with \"Obj\" and the byte 1."
                                + " Nothing of it was loaded. Provide the whole file, or give its format with --format"
                                + " or files(pattern, format)."));
    }

    private Codec codec(byte @Nullable [] named) throws IOException {
        String name = named == null ? Codec.NULL.word() : new String(named, StandardCharsets.UTF_8);
        Optional<Codec> found = Codec.of(name);
        if (found.isEmpty()) {
            throw new CorruptException(
                    "its codec '" + name
                            + "' is not one of null, deflate, snappy, zstandard, bzip2 and xz. Have it written with one of them");
        }
        return found.get();
    }

    private Map<String, byte[]> header() throws IOException {
        Map<String, byte[]> header = new HashMap<>();
        for (long count = number(); count != 0; count = number()) {
            if (count < 0) {
                count = -count;
                long _ = number();
            }
            for (long entry = 0; entry < count; entry++) {
                String key = new String(counted(), StandardCharsets.UTF_8);
                header.put(key, counted());
                if (position > MOST_HEADER) {
                    throw new CorruptException("it has more than " + (MOST_HEADER >> 20) + " MB");
                }
            }
        }
        return header;
    }

    private byte[] counted() throws IOException {
        long count = number();
        if (count < 0 || count > size - position) {
            throw new EOFException("a value of " + count + " bytes is longer than the file");
        }
        return bytes(count);
    }

    private byte[] bytes(long count) throws IOException {
        byte[] read = in.readNBytes((int) count);
        position += read.length;
        if (read.length < count) {
            throw new EOFException("the file ends after " + position + " bytes");
        }
        return read;
    }

    private long number() throws IOException {
        long number = 0;
        for (int shift = 0; shift < 70; shift += 7) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("the file ends after " + position + " bytes");
            }
            position++;
            number |= (long) (next & 0x7f) << shift;
            if (next < 0x80) {
                return (number >>> 1) ^ -(number & 1);
            }
        }
        throw new CorruptException("a number has more than 10 bytes");
    }

    /** Reads the rows of blocks. */
    ValueReader rows() {
        return rows;
    }

    /**
     * The next block; empty at the end of the file.
     *
     * @throws PipetteException SOURCE_UNREADABLE for a block that is cut off or damaged
     */
    Optional<Block> next() throws IOException {
        if (position == size) {
            return Optional.empty();
        }
        block++;
        blockStart = position;
        try {
            long count = number();
            long length = number();
            if (count < 0 || length < 0) {
                throw new CorruptException("it begins with " + count + " rows in " + length + " bytes");
            }
            if (length + MARKER_BYTES > size - position) {
                throw new EOFException("it has " + length + " bytes and a marker, and the file ends after "
                        + (size - position) + " more bytes");
            }
            if (length > most) {
                throw new CorruptException("it has " + length + " bytes, more than a quarter of the memory of this"
                        + " process. Give it more memory (-Xmx) if the file is right");
            }
            byte[] packed = bytes(length);
            if (!Arrays.equals(bytes(MARKER_BYTES), marker)) {
                throw new CorruptException("the marker behind it is not that of the file");
            }
            return Optional.of(new Block(count, new BlockBytes(unpacked(packed))));
        } catch (CorruptException | EOFException failed) {
            throw damaged(String.valueOf(failed.getMessage()), failed);
        }
    }

    private byte[] unpacked(byte[] packed) throws CorruptException {
        try {
            return codec.plain(packed, most);
        } catch (CorruptException failed) {
            throw failed;
        } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException failed) {
            throw new CorruptException(
                    "it cannot be unpacked with the codec " + codec.word() + " (" + failed.getMessage() + ")");
        }
    }

    /** An error in the block that was read last. */
    PipetteException damaged(String problem, Exception cause) {
        return problem("block " + block + " (at byte " + blockStart + ") is damaged or cut off: " + problem, cause);
    }

    private PipetteException problem(String problem, Exception cause) {
        return new PipetteException(
                ErrorCode.SOURCE_UNREADABLE,
                named + ": " + problem + ". Nothing of the file was loaded. Provide the whole file again.",
                cause);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}

package dev.pipette.files;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * The plain bytes of gzip data (RFC 1952), of all its members. {@link java.util.zip.GZIPInputStream} takes a further
 * member that is cut or damaged for the end of the data, and its rows would be lost. Here what follows a member is
 * another member, or zeros that fill the last block of a medium; everything else is an error.
 *
 * <pre>{@code
 * try (InputStream plain = new GzipInput(Files.newInputStream(Path.of("day.csv.gz")), 1 << 16)) {
 *     plain.transferTo(System.out);
 * }
 * }</pre>
 */
public final class GzipInput extends InputStream {
    private static final int MAGIC_1 = 0x1f;
    private static final int MAGIC_2 = 0x8b;
    private static final int DEFLATE = 8;
    private static final int HAS_HEADER_CRC = 2;
    private static final int HAS_EXTRA = 4;
    private static final int HAS_NAME = 8;
    private static final int HAS_COMMENT = 16;
    private static final int RESERVED_FLAGS = 0xe0;

    private final InputStream in;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 checksum = new CRC32();
    private final CRC32 headerChecksum = new CRC32();
    private final byte[] one = new byte[1];
    private final byte[] buffer;
    private int at;
    private int end;
    private long bufferStart;
    private boolean over;

    /**
     * Reads the first header.
     *
     * @param bufferSize in bytes
     * @throws EOFException when the data ends in it
     * @throws ZipException when it is not the header of gzip data
     */
    public GzipInput(InputStream in, int bufferSize) throws IOException {
        this.in = in;
        this.buffer = new byte[bufferSize];
        readHeader(next());
    }

    @Override
    public int read() throws IOException {
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (!over) {
            if (inflater.needsInput()) {
                require();
                inflater.setInput(buffer, at, end - at);
            }
            int inflated = inflate(bytes, offset, length);
            at = end - inflater.getRemaining();
            if (inflated > 0) {
                checksum.update(bytes, offset, inflated);
                return inflated;
            }
            if (inflater.finished()) {
                readTrailer();
                beginNextMember();
            } else if (inflater.needsDictionary()) {
                throw new ZipException("a preset dictionary is asked for");
            }
        }
        return -1;
    }

    private int inflate(byte[] bytes, int offset, int length) throws ZipException {
        try {
            return inflater.inflate(bytes, offset, length);
        } catch (DataFormatException failed) {
            throw new ZipException(String.valueOf(failed.getMessage()));
        }
    }

    private void readTrailer() throws IOException {
        if (number() != checksum.getValue()) {
            throw new ZipException("its checksum is another one");
        }
        if (number() != (inflater.getBytesWritten() & 0xffffffffL)) {
            throw new ZipException("its length is another one");
        }
    }

    private void beginNextMember() throws IOException {
        int first = nextOrEnd();
        long place = position() - 1;
        if (first == 0) {
            skipZeros(place);
        } else if (first == MAGIC_1) {
            inflater.reset();
            checksum.reset();
            try {
                readHeader(first);
            } catch (ZipException failed) {
                throw new ZipException("the part at byte " + place + ": " + failed.getMessage());
            }
            return;
        } else if (first > 0) {
            throw new ZipException("something else follows at byte " + place);
        }
        over = true;
    }

    private void skipZeros(long from) throws IOException {
        for (int next = nextOrEnd(); next >= 0; next = nextOrEnd()) {
            if (next != 0) {
                throw new ZipException("something else follows at byte " + from);
            }
        }
    }

    private void readHeader(int first) throws IOException {
        headerChecksum.reset();
        headerChecksum.update(first);
        if (first != MAGIC_1 || headerByte() != MAGIC_2) {
            throw new ZipException("it does not begin like gzip");
        }
        if (headerByte() != DEFLATE) {
            throw new ZipException("its method of compression is not deflate");
        }
        int flags = headerByte();
        if ((flags & RESERVED_FLAGS) != 0) {
            throw new ZipException("its header has flags that gzip does not have");
        }
        skip(6); // time, level, system
        if ((flags & HAS_EXTRA) != 0) {
            skip(headerByte() | headerByte() << 8);
        }
        if ((flags & HAS_NAME) != 0) {
            skipText();
        }
        if ((flags & HAS_COMMENT) != 0) {
            skipText();
        }
        if ((flags & HAS_HEADER_CRC) != 0) {
            long expected = headerChecksum.getValue() & 0xffff;
            if ((next() | next() << 8) != expected) {
                throw new ZipException("the checksum of its header is another one");
            }
        }
    }

    private int headerByte() throws IOException {
        int next = next();
        headerChecksum.update(next);
        return next;
    }

    private void skip(int bytes) throws IOException {
        for (int skipped = 0; skipped < bytes; skipped++) {
            headerByte();
        }
    }

    private void skipText() throws IOException {
        while (headerByte() != 0) {
            // a name or a comment ends with a zero
        }
    }

    /** Four bytes, the lowest first. */
    private long number() throws IOException {
        return next() | (long) next() << 8 | (long) next() << 16 | (long) next() << 24;
    }

    private int next() throws IOException {
        require();
        return buffer[at++] & 0xff;
    }

    private int nextOrEnd() throws IOException {
        return hasMore() ? buffer[at++] & 0xff : -1;
    }

    private void require() throws IOException {
        if (!hasMore()) {
            throw new EOFException("it ends after " + position() + " bytes");
        }
    }

    private boolean hasMore() throws IOException {
        while (at == end) {
            bufferStart += end;
            at = 0;
            end = 0;
            int read = in.read(buffer);
            if (read < 0) {
                return false;
            }
            end = read;
        }
        return true;
    }

    private long position() {
        return bufferStart + at;
    }

    @Override
    public void close() throws IOException {
        inflater.end();
        in.close();
    }
}

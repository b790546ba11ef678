package dev.pipette.files;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Bytes that can be looked at before they are read, and the number of the line that they are in. */
final class ByteBufferedInput implements Closeable {
    private static final int BUFFER = 1 << 16;

    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER];
    private int at;
    private int end;
    private long line;
    private boolean over;

    /** @param firstLine the number of the line that begins here */
    ByteBufferedInput(InputStream in, long firstLine) {
        this.in = in;
        this.line = firstLine;
    }

    /** The next byte; -1 at the end. */
    int next() throws IOException {
        int next = peek();
        if (next >= 0) {
            at++;
            if (next == '\n' || (next == '\r' && peek() != '\n')) {
                line++;
            }
        }
        return next;
    }

    /** The byte that {@link #next} returns. */
    int peek() throws IOException {
        return at < end || has(1) ? buffer[at] & 0xff : -1;
    }

    /** Whether these bytes come next. */
    boolean begins(byte[] with) throws IOException {
        if (with[0] != (byte) peek() || !has(with.length)) {
            return false;
        }
        return Arrays.equals(buffer, at, at + with.length, with, 0, with.length);
    }

    /** Copies bytes up to the first one that is to stop at, or to the end of what is in memory. */
    void copy(boolean[] stops, ByteArrayOutputStream to) throws IOException {
        if (at == end && !has(1)) {
            return;
        }
        int from = at;
        while (at < end && !stops[buffer[at] & 0xff]) {
            at++;
        }
        to.write(buffer, from, at - from);
    }

    /** Reads bytes that hold no line break. */
    void skip(int bytes) {
        at += bytes;
    }

    /** The number of the line of the next byte. */
    long line() {
        return line;
    }

    private boolean has(int bytes) throws IOException {
        if (end - at < bytes && !over) {
            System.arraycopy(buffer, at, buffer, 0, end - at);
            end -= at;
            at = 0;
            while (end < bytes && !over) {
                int read = in.read(buffer, end, buffer.length - end);
                over = read < 0;
                end += Math.max(0, read);
            }
        }
        return end - at >= bytes;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}

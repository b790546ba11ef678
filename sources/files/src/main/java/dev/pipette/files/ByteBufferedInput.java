package dev.pipette.files;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Bytes that can be looked at before they are read, and the number of the line that they are in. */
final class ByteBufferedInput implements Closeable {
    private static final int BUFFER = 1 << 16;

    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER];
    private int at;
    private int end;
    private long line;
    private boolean over;

    /** Bytes that are read again before those of the input. */
    private byte[] again = {};

    private int againAt;

    /** What was read since {@link #mark}; null where that is not kept. */
    private @Nullable ByteArrayOutputStream kept;

    private long markedLine;

    /** @param firstLine the number of the line that begins here */
    ByteBufferedInput(InputStream in, long firstLine) {
        this.in = in;
        this.line = firstLine;
    }

    /** Keeps what is read from here on, so that it can be read again. */
    void mark() {
        kept = new ByteArrayOutputStream();
        markedLine = line;
    }

    /** What was read since {@link #mark}. */
    byte[] sinceMark() {
        return kept == null ? new byte[0] : kept.toByteArray();
    }

    /** How many bytes were read since {@link #mark}. */
    int read() {
        return kept == null ? 0 : kept.size();
    }

    /** Reads again what was read since {@link #mark}, but for its first bytes, which end a line. */
    void readAgainFrom(int bytes) {
        byte[] read = sinceMark();
        byte[] all = new byte[read.length - bytes + (end - at) + (again.length - againAt)];
        System.arraycopy(read, bytes, all, 0, read.length - bytes);
        System.arraycopy(buffer, at, all, read.length - bytes, end - at);
        System.arraycopy(again, againAt, all, read.length - bytes + end - at, again.length - againAt);
        again = all;
        againAt = 0;
        at = 0;
        end = 0;
        line = markedLine;
        for (int index = 0; index < bytes; index++) {
            boolean isBreak =
                    read[index] == '\n' || read[index] == '\r' && (index + 1 == read.length || read[index + 1] != '\n');
            line += isBreak ? 1 : 0;
        }
        kept = null;
    }

    private void keep(int bytes) {
        if (kept != null) {
            kept.write(buffer, at, bytes);
        }
    }

    /** The next byte; -1 at the end. */
    int next() throws IOException {
        int next = peek();
        if (next >= 0) {
            keep(1);
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
        if (kept != null) {
            kept.write(buffer, from, at - from);
        }
    }

    /** Reads bytes that hold no line break. */
    void skip(int bytes) {
        keep(bytes);
        at += bytes;
    }

    /** The number of the line of the next byte. */
    long line() {
        return line;
    }

    private boolean has(int bytes) throws IOException {
        if (end - at < bytes && (!over || againAt < again.length)) {
            System.arraycopy(buffer, at, buffer, 0, end - at);
            end -= at;
            at = 0;
            while (end < bytes && (!over || againAt < again.length)) {
                int read = againAt < again.length ? readAgain() : in.read(buffer, end, buffer.length - end);
                over = read < 0;
                end += Math.max(0, read);
            }
        }
        return end - at >= bytes;
    }

    private int readAgain() {
        int count = Math.min(buffer.length - end, again.length - againAt);
        System.arraycopy(again, againAt, buffer, end, count);
        againAt += count;
        return count;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}

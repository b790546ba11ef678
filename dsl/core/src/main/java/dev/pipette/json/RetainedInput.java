package dev.pipette.json;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * An input that keeps what was read of it until it is forgotten, so that it can be read again from the line that is at fault.
 * Places are numbers of bytes from its beginning. Lines end in LF, CR LF or
 * CR, as the first line does: where that ends in LF or CR LF, a CR alone is a character of its line.
 */
final class RetainedInput extends InputStream {
    private static final int PIECE = 1 << 13;

    private final InputStream in;
    private byte[] kept = new byte[PIECE];
    private int begin;
    private int end;

    /** The place of the first byte that is kept. */
    private long first;

    /** The number of the line that it is in. */
    private long line = 1;

    /** What the first line ends in: LF also for CR LF; 0 while it is not known. */
    private int firstBreak;

    private long next;
    private boolean ended;

    RetainedInput(InputStream in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        return has(next) ? at(next++) & 0xFF : -1;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!has(next)) {
            return -1;
        }
        int count = (int) Math.min(length, first + (end - begin) - next);
        System.arraycopy(kept, begin + (int) (next - first), bytes, offset, count);
        next += count;
        return count;
    }

    /** Reads on at a place that is kept. */
    void readFrom(long place) {
        next = place;
    }

    /** Forgets what is before a place. */
    void forget(long place) {
        int upTo = begin + (int) (place - first);
        for (int index = begin; index < upTo; index++) {
            line += isBreak(index) ? 1 : 0;
        }
        begin = upTo;
        first = place;
    }

    /** The place where the line of a place begins, or where what is kept begins. */
    long lineBegin(long place) {
        long found = place;
        while (found > first && !isBreak(begin + (int) (found - 1 - first))) {
            found--;
        }
        return found;
    }

    /** The number of the line of a place, from 1. */
    long lineNumber(long place) {
        long number = line;
        for (int index = begin; index < begin + (int) (place - first); index++) {
            number += isBreak(index) ? 1 : 0;
        }
        return number;
    }

    /** The place after the line of a place and its break. */
    long behindLine(long place) throws IOException {
        long found = place;
        while (has(found)) {
            byte here = at(found++);
            if (here == '\n') {
                return found;
            }
            if (here == '\r' && endsByReturn()) {
                return has(found) && at(found) == '\n' ? found + 1 : found;
            }
        }
        return found;
    }

    /** The first place from one on that has no white space; the end of the input, where there is none. */
    long text(long place) throws IOException {
        long found = place;
        while (has(found) && (at(found) == ' ' || at(found) == '\t' || at(found) == '\n' || at(found) == '\r')) {
            found++;
        }
        return found;
    }

    /** The bytes from a place up to another, without line breaks at their end. */
    byte[] bytes(long from, long to) {
        int until = begin + (int) (to - first);
        int start = begin + (int) (from - first);
        while (until > start && (kept[until - 1] == '\n' || kept[until - 1] == '\r')) {
            until--;
        }
        return Arrays.copyOfRange(kept, start, until);
    }

    /** Whether the byte ends a line; of CR LF, the LF does. */
    private boolean isBreak(int index) {
        return kept[index] == '\n'
                || kept[index] == '\r' && endsByReturn() && (index + 1 >= end || kept[index + 1] != '\n');
    }

    /** Whether a CR alone ends a line: not where the first line ends in LF or CR LF, where it is a character of its line. */
    private boolean endsByReturn() {
        for (int index = begin; index < end && firstBreak == 0; index++) {
            if (kept[index] == '\n') {
                firstBreak = '\n';
            } else if (kept[index] == '\r' && index + 1 < end) {
                firstBreak = kept[index + 1] == '\n' ? '\n' : '\r';
            }
        }
        return firstBreak != '\n';
    }

    private byte at(long place) {
        return kept[begin + (int) (place - first)];
    }

    private boolean has(long place) throws IOException {
        while (place >= first + (end - begin) && !ended) {
            fill();
        }
        return place < first + (end - begin);
    }

    private void fill() throws IOException {
        if (kept.length - end < PIECE) {
            int length = end - begin;
            byte[] into = length > kept.length / 2 ? new byte[Math.addExact(kept.length, kept.length)] : kept;
            System.arraycopy(kept, begin, into, 0, length);
            kept = into;
            begin = 0;
            end = length;
        }
        int read = in.read(kept, end, kept.length - end);
        ended = read < 0;
        end += Math.max(0, read);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}

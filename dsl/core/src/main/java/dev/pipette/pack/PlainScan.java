package dev.pipette.pack;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Reads delimited text byte by byte and finds its records, as long as its form leaves no doubt about them (RFC 4180 to the
 * letter): one kind of line break, no empty line, quotes only around whole fields. Each file is scanned before it shares a
 * statement with others: of a list of files that has more files than DuckDB has threads, DuckDB 2.0 leaves out what follows
 * a quote without an end, and reports nothing.
 */
final class PlainScan {
    private static final int BUFFER = 1 << 16;
    private static final int NONE = -1;
    private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final int delimiter;
    private final int quote;
    private State state = State.RECORD;
    private long place;
    private long begin;
    private long body = NONE;
    private long records;
    private String breaks = "";

    /** What the last byte was part of. */
    private enum State {
        /** Nothing: a record begins. */
        RECORD,
        /** A delimiter: a field begins. */
        FIELD,
        /** A field without quotes. */
        PLAIN,
        /** A field in quotes. */
        QUOTED,
        /** The quote that ends a field, or the first of two. */
        QUOTE,
        /** A line break that is not whole. */
        RETURN,
        /** A form that leaves a doubt. */
        DOUBT
    }

    /**
     * A scan.
     *
     * @param delimiter byte between fields
     * @param quote byte around fields; -1 where no field is quoted
     */
    PlainScan(int delimiter, int quote) {
        this.delimiter = delimiter;
        this.quote = quote;
    }

    /** The records of a text in memory; empty where its form leaves a doubt. */
    static Optional<PlainRecords> of(byte[] text, int length, int delimiter, int quote) {
        PlainScan scan = new PlainScan(delimiter, quote);
        scan.read(text, length);
        return scan.end();
    }

    /** The records of a file; empty where its form leaves a doubt. */
    static Optional<PlainRecords> of(Path file, int delimiter, int quote) throws IOException {
        PlainScan scan = new PlainScan(delimiter, quote);
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = Files.newInputStream(file)) {
            int length = in.readNBytes(buffer, 0, BUFFER);
            while (length > 0 && scan.state != State.DOUBT) {
                scan.read(buffer, length);
                length = in.readNBytes(buffer, 0, BUFFER);
            }
        }
        return scan.end();
    }

    private void read(byte[] text, int length) {
        int at = 0;
        if (place == 0 && beginsWithMark(text, length)) {
            at = MARK.length;
            begin = MARK.length;
        }
        long base = place;
        State now = state;
        while (at < length && now != State.DOUBT) {
            at = insideOf(now, text, at, length);
            if (at == length) {
                break;
            }
            byte next = text[at];
            at++;
            now = switch (now) {
                case QUOTED -> next == quote ? State.QUOTE : State.QUOTED;
                case RETURN -> next == '\n' ? ended("\r\n", base + at) : State.DOUBT;
                case RECORD, FIELD, PLAIN, QUOTE -> outside(now, next, base + at);
                case DOUBT -> now;
            };
        }
        state = now;
        place = base + length;
    }

    /** Passes over the bytes that change nothing, which are most of a text. */
    private int insideOf(State now, byte[] text, int from, int length) {
        int at = from;
        if (now == State.PLAIN) {
            while (at < length && text[at] != delimiter && text[at] != '\n' && text[at] != '\r' && text[at] != quote) {
                at++;
            }
        } else if (now == State.QUOTED) {
            while (at < length && text[at] != quote) {
                at++;
            }
        }
        return at;
    }

    private static boolean beginsWithMark(byte[] text, int length) {
        return length >= MARK.length && text[0] == MARK[0] && text[1] == MARK[1] && text[2] == MARK[2];
    }

    private State outside(State now, byte next, long behind) {
        if (next == quote && quote != NONE) {
            return now == State.PLAIN ? State.DOUBT : State.QUOTED;
        }
        if (next == delimiter) {
            return State.FIELD;
        }
        if (next == '\n' || next == '\r') {
            return now == State.RECORD ? State.DOUBT : next == '\r' ? State.RETURN : ended("\n", behind);
        }
        return now == State.QUOTE ? State.DOUBT : State.PLAIN;
    }

    private State ended(String found, long behind) {
        if (!breaks.isEmpty() && !breaks.equals(found)) {
            return State.DOUBT;
        }
        breaks = found;
        records += body == NONE ? 0 : 1;
        body = body == NONE ? behind : body;
        return State.RECORD;
    }

    private Optional<PlainRecords> end() {
        if (state == State.DOUBT || state == State.QUOTED || state == State.RETURN) {
            return Optional.empty();
        }
        boolean broken = state == State.RECORD;
        return Optional.of(
                body == NONE
                        ? new PlainRecords(begin, place, place, 0, breaks, false)
                        : new PlainRecords(begin, body, place, broken ? records : records + 1, breaks, broken));
    }
}

package dev.pipette.engine.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
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

    // what a byte is
    private static final int OTHER = 0;
    private static final int DELIMITER = 1;
    private static final int QUOTE = 2;
    private static final int LINE_FEED = 3;
    private static final int CARRIAGE_RETURN = 4;
    private static final int KINDS = 5;

    // where the scan is behind a byte: at the begin of a record or a field, in a field without quotes or with them,
    // behind
    // the quote that ends a field or is the first of two, in a line break, or in doubt
    private static final int RECORD = 0;
    private static final int FIELD = 1;
    private static final int PLAIN = 2;
    private static final int QUOTED = 3;
    private static final int CLOSED = 4;
    private static final int BREAK = 5;
    private static final int DOUBT = 6;

    /** The next place, by the place and the kind of the byte. */
    private static final byte[] NEXT = {
        // other, delimiter, quote, LF, CR
        PLAIN, FIELD, QUOTED, DOUBT, DOUBT, // RECORD
        PLAIN, FIELD, QUOTED, RECORD, BREAK, // FIELD
        PLAIN, FIELD, DOUBT, RECORD, BREAK, // PLAIN
        QUOTED, QUOTED, CLOSED, QUOTED, QUOTED, // QUOTED
        DOUBT, FIELD, QUOTED, RECORD, BREAK, // CLOSED
        DOUBT, DOUBT, DOUBT, RECORD, DOUBT, // BREAK
        DOUBT, DOUBT, DOUBT, DOUBT, DOUBT, // DOUBT
    };

    private static final String UNIX = "\n";
    private static final String WINDOWS = "\r\n";

    private final byte[] kinds = new byte[256];
    private final int quote;
    private int at = RECORD;
    private long scanned;
    private long begin;
    private long body = NONE;
    private long records;
    private String breaks = "";

    /**
     * A scan.
     *
     * @param delimiter byte between fields
     * @param quote byte around fields; -1 where no field is quoted
     */
    private PlainScan(int delimiter, int quote) {
        this.quote = quote;
        kinds['\n'] = LINE_FEED;
        kinds['\r'] = CARRIAGE_RETURN;
        kinds[delimiter] = DELIMITER;
        if (quote != NONE) {
            kinds[quote] = QUOTE;
        }
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
            while (length > 0 && scan.at != DOUBT) {
                scan.read(buffer, length);
                length = in.readNBytes(buffer, 0, BUFFER);
            }
        }
        return scan.end();
    }

    private void read(byte[] text, int length) {
        if (scanned == 0 && beginsWithMark(text, length)) {
            begin = MARK.length;
        }
        Piece piece = new Piece(new String(text, 0, length, StandardCharsets.ISO_8859_1), quote);
        int place = scanned == 0 ? (int) begin : 0;
        while (place < length) {
            int line = at == RECORD ? piece.lineWithoutQuotes(place) : NONE;
            if (line != NONE) {
                at = plainLine(piece, place, line);
                place = line;
            } else {
                int before = at;
                at = NEXT[before * KINDS + kinds[text[place] & 0xFF]];
                place++;
                if (at == RECORD) {
                    at = ended(before == BREAK ? WINDOWS : UNIX, scanned + place);
                }
            }
        }
        scanned += length;
    }

    /** Most lines of most files have no quote, and are passed over as a whole. */
    private int plainLine(Piece piece, int from, int behind) {
        int feed = behind - 1;
        int carriage = piece.carriageReturn(from);
        boolean windows = carriage == feed - 1 && carriage >= from;
        boolean doubtful = carriage >= from && carriage < feed && !windows;
        boolean empty = (windows ? carriage : feed) == from;
        return doubtful || empty ? DOUBT : ended(windows ? WINDOWS : UNIX, scanned + behind);
    }

    /** Places in a piece of text, each looked for once. */
    private static final class Piece {
        private final String text;
        private final int quote;
        private int nextQuote;
        private int nextReturn;

        Piece(String text, int quote) {
            this.text = text;
            this.quote = quote;
            this.nextQuote = quote == NONE ? NONE : text.indexOf(quote);
            this.nextReturn = text.indexOf('\r');
        }

        /** The place after a line that ends in the piece and has no quote; -1 for any other. */
        int lineWithoutQuotes(int from) {
            if (nextQuote != NONE && nextQuote < from) {
                nextQuote = text.indexOf(quote, from);
            }
            int feed = text.indexOf('\n', from);
            return feed == NONE || nextQuote != NONE && nextQuote < feed ? NONE : feed + 1;
        }

        /** The place of the next carriage return; -1 where there is none. */
        int carriageReturn(int from) {
            if (nextReturn != NONE && nextReturn < from) {
                nextReturn = text.indexOf('\r', from);
            }
            return nextReturn;
        }
    }

    private static boolean beginsWithMark(byte[] text, int length) {
        return length >= MARK.length && text[0] == MARK[0] && text[1] == MARK[1] && text[2] == MARK[2];
    }

    /** Counts a record; leaves a doubt where it ends in another way than those before. */
    private int ended(String lineBreak, long behind) {
        if (breaks.isEmpty()) {
            breaks = lineBreak;
            body = behind;
            return RECORD;
        }
        records++;
        return breaks.equals(lineBreak) ? RECORD : DOUBT;
    }

    private Optional<PlainRecords> end() {
        boolean broken = at == RECORD;
        return switch (at) {
            case DOUBT, QUOTED, BREAK -> Optional.empty();
            default ->
                Optional.of(
                        body == NONE
                                ? new PlainRecords(begin, scanned, scanned, 0, breaks, false)
                                : new PlainRecords(
                                        begin, body, scanned, broken ? records : records + 1, breaks, broken));
        };
    }
}

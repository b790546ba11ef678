package dev.pipette.files;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.spi.BadLines;
import dev.pipette.text.Utf8Text;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Delimited text with escape characters, lines of comment, or numbers and dates of other forms, as RFC 4180 writes it, which the engine reads. DuckDB itself
 * takes what follows a comment mark in the middle of a line for a comment too, drops the escape character before any
 * other character, and takes no NULL text that holds it.
 *
 * <p>A line that begins with the comment mark is left out, inside quotes it is text. The escape character takes the meaning
 * from a delimiter, a quote, a line break or an escape character behind it; before anything else it is text. A quote inside
 * a quoted field may be written twice as well.
 */
final class PlainDialect extends RewrittenText {
    private static final int QUOTE = '"';
    private static final int LONGEST = 128 << 20;
    private static final int SHOWN = 120;
    private static final byte[] UTF_8_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final Path named;
    private final ByteBufferedInput in;
    private final byte[] delimiter;
    private final int quote;
    private final int escape;
    private final byte[] comment;
    private final boolean headed;
    private final ColumnWritings writings;
    private final ByteArrayOutputStream record = new ByteArrayOutputStream();
    private final Bytes field = new Bytes();
    private final boolean[] stops = new boolean[256];
    private final boolean[] stopsInQuotes = new boolean[256];
    private byte[] lineEnd = {};
    private int width;
    private long widthLine;
    private final @Nullable BadLines bad;

    /** Where the quoted field that is read opens, in bytes since the record began. */
    private int opened;

    /**
     * A reader of text in UTF-8.
     *
     * @param linesBefore lines of the file that come before the text
     * @param bad takes records that cannot be read; null where the first one is an error
     */
    PlainDialect(
            Path named,
            InputStream text,
            TextOptions options,
            String delimiter,
            int linesBefore,
            @Nullable BadLines bad)
            throws IOException {
        this.named = named;
        this.bad = bad;
        this.in = new ByteBufferedInput(text, linesBefore + 1L);
        this.delimiter = delimiter.getBytes(StandardCharsets.UTF_8);
        this.quote = options.quote().isEmpty() ? -2 : options.quote().charAt(0);
        this.escape = options.escape().isEmpty() ? -2 : options.escape().charAt(0);
        this.comment = options.comment().getBytes(StandardCharsets.UTF_8);
        this.headed = options.names().isEmpty();
        this.writings = ColumnWritings.of(named, options);
        for (int stop : new int[] {'\n', '\r', escape}) {
            if (stop >= 0) {
                stops[stop] = true;
                stopsInQuotes[stop] = true;
            }
        }
        stops[this.delimiter[0] & 0xff] = true;
        if (quote >= 0) {
            stopsInQuotes[quote] = true;
        }
        if (in.begins(UTF_8_MARK)) {
            in.skip(UTF_8_MARK.length);
        }
    }

    @Override
    byte[] next() throws IOException {
        record.reset();
        while (record.size() < 1 << 15 && in.peek() >= 0) {
            if (bad == null) {
                readRecord();
            } else {
                readOrKeepApart(bad);
            }
        }
        return record.toByteArray();
    }

    /** What is wrong with a record, for one who keeps it apart. */
    private static final class Fault extends RuntimeException {
        private static final long serialVersionUID = 1L;

        /** How many bytes of the record were read before its last line that is left out ends, or all of it. */
        private final int within;

        Fault(String reason, int within) {
            super(reason, null, false, false);
            this.within = within;
        }
    }

    /** Reads a record. One that cannot be read is left out, up to the end of the line that is at fault. */
    private void readOrKeepApart(BadLines apart) throws IOException {
        int begin = record.size();
        long line = in.line();
        in.mark();
        try {
            readRecord();
            if (!Utf8Text.isValid(ByteBuffer.wrap(in.sinceMark()))) {
                throw new Fault("this is not UTF-8 text", in.read() - 1);
            }
        } catch (Fault fault) {
            skipLine();
            byte[] raw = in.sinceMark();
            int end = lineEnd(raw, Math.min(fault.within, raw.length));
            cut(begin);
            apart.add(
                    line, Utf8Text.of(Arrays.copyOf(raw, withoutBreak(raw, end))), String.valueOf(fault.getMessage()));
            in.readAgainFrom(end);
        }
    }

    private void cut(int size) {
        byte[] whole = record.toByteArray();
        record.reset();
        record.write(whole, 0, size);
    }

    private static int lineEnd(byte[] raw, int within) {
        for (int index = Math.max(0, within); index < raw.length; index++) {
            if (raw[index] == '\n' || raw[index] == '\r' && (index + 1 == raw.length || raw[index + 1] != '\n')) {
                return index + 1;
            }
        }
        return raw.length;
    }

    private static int withoutBreak(byte[] raw, int end) {
        int text = end;
        while (text > 0 && text > end - 2 && (raw[text - 1] == '\n' || raw[text - 1] == '\r')) {
            text--;
        }
        return text;
    }

    private void readRecord() throws IOException {
        if (comment.length > 0 && in.begins(comment)) {
            in.skip(comment.length);
            skipLine();
            return;
        }
        long line = in.line();
        int begin = record.size();
        int fields = 0;
        boolean more = true;
        boolean blank = false;
        boolean isHeader = headed && width == 0;
        writings.recordBegins(isHeader);
        while (more) {
            boolean quoted = readField(line);
            blank = fields == 0 && !quoted && field.size() == 0;
            if (!writings.isEmpty()) {
                writings.rewrite(fields, field);
            }
            write(quoted);
            fields++;
            more = in.begins(delimiter);
            if (more) {
                in.skip(delimiter.length);
                record.writeBytes(delimiter);
            }
        }
        check(line, fields, blank && fields == 1, begin);
        if (isHeader && width > 0) {
            writings.headerEnds();
        }
        record.writeBytes(endOfLine());
    }

    /** Reads a field up to what ends it; returns whether it is in quotes. */
    private boolean readField(long line) throws IOException {
        field.reset();
        if (in.peek() != quote) {
            in.copy(stops, field);
            while (!atEnd()) {
                take(line);
                in.copy(stops, field);
            }
            return false;
        }
        opened = in.read();
        in.next();
        while (true) {
            in.copy(stopsInQuotes, field);
            int next = in.peek();
            if (next < 0) {
                throw unreadable(line, "a quoted field has no end", "", opened);
            }
            if (next != quote) {
                take(line);
                continue;
            }
            in.next();
            if (in.peek() != quote) {
                break;
            }
            field.write(in.next());
        }
        if (!atEnd()) {
            throw isOpening()
                    ? unreadable(line, "a quoted field has no end", "", opened)
                    : unreadable(
                            in.line(),
                            "something is after the closing quote of a field",
                            field.toString(StandardCharsets.UTF_8),
                            in.read());
        }
        return true;
    }

    /** Whether the quote that was read last seems to open a field of another line: then that of this one has no end. */
    private boolean isOpening() {
        byte[] raw = bad == null ? new byte[0] : in.sinceMark();
        int place = raw.length - 1;
        if (place <= 0 || lineEnd(raw, opened) > place) {
            return false;
        }
        byte before = raw[place - 1];
        return before == '\n' || before == '\r' || endsWithDelimiter(raw, place);
    }

    private boolean endsWithDelimiter(byte[] raw, int end) {
        return end >= delimiter.length
                && Arrays.equals(raw, end - delimiter.length, end, delimiter, 0, delimiter.length);
    }

    private boolean atEnd() throws IOException {
        int next = in.peek();
        return next < 0 || next == '\n' || next == '\r' || in.begins(delimiter);
    }

    /** Takes a character of a field, or an escape character and what it takes the meaning from. */
    private void take(long line) throws IOException {
        int next = in.next();
        if (next == escape) {
            if (in.begins(delimiter)) {
                in.skip(delimiter.length);
                field.writeBytes(delimiter);
                return;
            }
            int escaped = in.peek();
            if (escaped == quote || escaped == escape || escaped == '\n' || escaped == '\r') {
                next = in.next();
                if (next == '\r' && in.peek() == '\n') {
                    field.write(next);
                    next = in.next();
                }
            }
        }
        field.write(next);
        if (field.size() > LONGEST) {
            throw unreadable(line, "a field is longer than " + LONGEST + " bytes", "", opened);
        }
    }

    private void write(boolean quoted) {
        byte[] bytes = field.inside();
        int length = field.size();
        if (!quoted && !isSpecial(bytes, length)) {
            record.write(bytes, 0, length);
            return;
        }
        record.write(QUOTE);
        int from = 0;
        for (int next = 0; next < length; next++) {
            if (bytes[next] == QUOTE) {
                record.write(bytes, from, next - from);
                record.write(QUOTE);
                from = next;
            }
        }
        record.write(bytes, from, length - from);
        record.write(QUOTE);
    }

    private boolean isSpecial(byte[] bytes, int length) {
        for (int next = 0; next < length; next++) {
            if (bytes[next] == QUOTE || bytes[next] == '\n' || bytes[next] == '\r' || bytes[next] == delimiter[0]) {
                return true;
            }
        }
        return false;
    }

    /** Bytes that can be looked at without a copy. */
    static final class Bytes extends ByteArrayOutputStream {
        byte[] inside() {
            return buf;
        }
    }

    /** Reads the end of a line; writes each like the first one. */
    private byte[] endOfLine() throws IOException {
        int next = in.next();
        if (next < 0) {
            return lineEnd;
        }
        boolean both = next == '\r' && in.peek() == '\n';
        if (both) {
            in.next();
        }
        if (lineEnd.length == 0) {
            lineEnd = both ? new byte[] {'\r', '\n'} : new byte[] {(byte) next};
        }
        return lineEnd;
    }

    private void skipLine() throws IOException {
        for (int next = in.next(); next >= 0 && next != '\n'; next = in.next()) {
            if (next == '\r') {
                if (in.peek() == '\n') {
                    in.next();
                }
                return;
            }
        }
    }

    /** Refuses a record whose number of fields is not that of the first one: here, where the number of its line is known. */
    private void check(long line, int fields, boolean blank, int begin) {
        if (blank) {
            return;
        }
        if (width == 0) {
            width = fields;
            widthLine = line;
        }
        if (fields != width) {
            byte[] all = record.toByteArray();
            throw unreadable(
                    line,
                    fields
                            + (fields == 1 ? " field, but " : " fields, but ")
                            + (widthLine == 1 ? "the first line" : "line " + widthLine)
                            + (headed ? " names " : " has ")
                            + width,
                    new String(all, begin, all.length - begin, StandardCharsets.UTF_8),
                    in.read());
        }
    }

    /** @param within a place in the last line that is left out where such lines are kept apart, in bytes of the record */
    private RuntimeException unreadable(long line, String reason, String text, int within) {
        if (bad != null) {
            return new Fault(reason, within);
        }
        String shown = text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
        return new PipetteException(
                ErrorCode.SOURCE_UNREADABLE,
                named + ", line " + line + ": " + reason + (shown.isEmpty() ? "" : " (\"" + shown + "\")")
                        + ". Nothing of it was loaded. Fix the line, or name another delimiter, quote or escape character"
                        + " with .delimiter(..) (--delimiter), .quote(..) (--quote) or .escape(..) (--escape). "
                        + BadLines.ADVICE);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}

package dev.pipette.engine.files;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.pipette.engine.disk.PrivateFiles;
import dev.pipette.spi.BadLines;
import dev.pipette.text.Utf8Text;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Copies a delimited file that DuckDB could not read, without the records that are why. It takes the same texts for records as
 * DuckDB 2.0 in strict mode, which was tried: spaces may be around a quoted field, a quote inside a field without quotes is
 * text, a line without a field is passed over where there is more than one column, and empty fields may follow the last one.
 *
 * <p>A quote without an end takes what follows for its field, up to the quote that opens a field of a later record. So reading
 * goes on in the line after that of a quote whose end is missing, or seems to be where a field begins. Any other record is left
 * out whole, with all lines that are inside its quotes.
 */
final class ReadableRecords {
    private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final int BUFFER = 1 << 18;

    private final DelimitedFile file;
    private final FileBytes in;
    private final int columns;
    private final int quote;
    private final byte[] delimiter;
    private final BadLines bad;
    private final Tried tried = new Tried();
    private String lineBreak = "";
    private boolean ascii;

    private ReadableRecords(DelimitedFile file, FileBytes in, int columns, BadLines bad) {
        this.file = file;
        this.in = in;
        this.columns = columns;
        this.quote = file.dialect().quoteByte();
        this.delimiter = file.dialect().delimiter().getBytes(StandardCharsets.UTF_8);
        this.bad = bad;
    }

    /** What was found in the text from a place on. */
    private static final class Tried {
        /** The place after the record and its line break, or after the last line that is left out. */
        private long end;

        /** What is wrong; null for a record that can be read, or an empty line. */
        private @Nullable String problem;

        private boolean empty;
    }

    /**
     * Copies the records that can be read.
     *
     * @param columns that the file has
     * @param bad takes the others
     * @return how many others there are
     * @throws IOException where the file cannot be read, or the copy not be written
     */
    @CanIgnoreReturnValue
    static long copy(DelimitedFile file, int columns, Path to, BadLines bad) throws IOException {
        try (OutputStream out = new BufferedOutputStream(PrivateFiles.USUAL.newFile(to), BUFFER)) {
            return copy(file, columns, out, bad);
        }
    }

    private static long copy(DelimitedFile file, int columns, OutputStream out, BadLines bad) throws IOException {
        try (FileBytes in = new FileBytes(file.path())) {
            return new ReadableRecords(file, in, columns, bad).copy(out);
        }
    }

    /** Passes on the records that cannot be read, and copies nothing. */
    static void find(DelimitedFile file, int columns, BadLines bad) throws IOException {
        long _ = copy(file, columns, OutputStream.nullOutputStream(), bad);
    }

    private long copy(OutputStream out) throws IOException {
        long copied = 0;
        long count = 0;
        long line = 1L + file.linesBefore();
        long at = in.has(MARK, 0) ? MARK.length : 0;
        boolean isHeader = file.dialect().headed();
        while (at < in.size()) {
            tryAt(at);
            String problem = isHeader ? null : tried.problem;
            boolean left = problem != null || tried.empty && !endsAsOthers(at, tried.end);
            long behind = tried.end;
            if (left) {
                in.copy(copied, at, out);
                copied = behind;
            }
            if (problem != null) {
                count++;
                bad.add(line, Utf8Text.of(in.bytes(at, withoutBreak(at, behind))), problem);
            }
            line += breaks(at, behind);
            at = behind;
            isHeader = false;
        }
        in.copy(copied, in.size(), out);
        return count;
    }

    /** Reads a record, up to its end or to what is wrong. */
    private void tryAt(long begin) throws IOException {
        tried.problem = null;
        tried.empty = false;
        ascii = true;
        long at = begin;
        int fields = 0;
        int filled = 0;
        boolean more = true;
        while (more) {
            long from = at;
            at = fieldEnd(from);
            fields++;
            if (tried.problem != null) {
                tried.end = lineEnd(at);
                return;
            }
            filled = isEmpty(from, at) ? filled : fields;
            more = in.has(delimiter, at);
            at += more ? delimiter.length : 0;
        }
        boolean empty = fields == 1 && at == begin;
        tried.end = breakEnd(at);
        tried.empty = empty;
        int wide = Math.max(filled, Math.min(fields, columns));
        if (!empty && wide != columns) {
            tried.problem = count(fields) + ", but "
                    + (file.linesBefore() == 0 ? "the first line" : "line " + (file.linesBefore() + 1))
                    + (file.dialect().headed() ? " names " : " has ") + columns;
        } else if (!ascii && !Utf8Text.isValid(in.bytes(begin, at))) {
            tried.problem = "this is not UTF-8 text";
        } else if (!empty && !endsAsOthers(at, tried.end)) {
            tried.problem = "the line ends in another way (LF, CR LF, CR) than the first line";
            tried.end = lineEnd(at);
        }
    }

    private static String count(int fields) {
        return fields + (fields == 1 ? " field" : " fields");
    }

    private boolean isEmpty(long from, long to) throws IOException {
        return from == to || to == from + 2 && in.at(from) == quote && in.at(from + 1) == quote;
    }

    /** The place after a field: that of what ends it, or of what is wrong. */
    private long fieldEnd(long from) throws IOException {
        long at = from;
        while (quote >= 0 && in.at(at) == ' ' && !in.has(delimiter, at)) {
            at++;
        }
        return quote >= 0 && in.at(at) == quote ? quotedEnd(at) : plainEnd(from);
    }

    private long plainEnd(long from) throws IOException {
        long at = from;
        for (int here = in.at(at); here >= 0 && here != '\n' && here != '\r'; here = in.at(at)) {
            if (here == (delimiter[0] & 0xFF) && (delimiter.length == 1 || in.has(delimiter, at))) {
                return at;
            }
            ascii &= here < 0x80;
            at++;
        }
        return at;
    }

    private long quotedEnd(long from) throws IOException {
        long at = from + 1;
        while (true) {
            for (int here = in.at(at); here != quote; here = in.at(at)) {
                if (here < 0) {
                    return wrong("a quoted field has no end", from);
                }
                ascii &= here < 0x80;
                at++;
            }
            long closing = at++;
            if (in.at(at) == quote) {
                at++; // a quote that is written twice
                continue;
            }
            while (in.at(at) == ' ' && !in.has(delimiter, at)) {
                at++;
            }
            int here = in.at(at);
            if (here == quote) {
                at++; // DuckDB puts together what is in both
                continue;
            }
            boolean ends = here < 0 || here == '\n' || here == '\r' || in.has(delimiter, at);
            if (ends) {
                return at;
            }
            return closing >= lineEnd(from) && beginsField(closing)
                    ? wrong("a quoted field has no end", from)
                    : wrong("something is after the closing quote of a field", at);
        }
    }

    /** @param at a place in the last line that is left out */
    private long wrong(String problem, long at) {
        tried.problem = problem;
        return at;
    }

    /** Whether a field begins with the quote at a place. */
    private boolean beginsField(long place) throws IOException {
        long at = place;
        while (in.at(at - 1) == ' ') {
            at--;
        }
        int before = in.at(at - 1);
        return before == '\n' || before == '\r' || in.has(delimiter, at - delimiter.length);
    }

    /** The place after the line break at a place; the first one decides how lines end. */
    private long breakEnd(long at) throws IOException {
        int here = in.at(at);
        if (here < 0) {
            return at;
        }
        boolean windows = here == '\r' && in.at(at + 1) == '\n';
        if (lineBreak.isEmpty()) {
            lineBreak = windows ? "\r\n" : String.valueOf((char) here);
        }
        return at + (windows ? 2 : 1);
    }

    /** Whether a line break is that of the first line; true at the end of the file. */
    private boolean endsAsOthers(long at, long end) throws IOException {
        return at == end || lineBreak.length() == end - at && in.at(at) == lineBreak.charAt(0);
    }

    /** Whether a CR alone ends a line: not where lines end in LF or CR LF, where it is a character of its line. */
    private boolean endsByReturn() {
        return lineBreak.isEmpty() || lineBreak.equals("\r");
    }

    /** The place after a line. */
    private long lineEnd(long from) throws IOException {
        boolean alone = endsByReturn();
        long at = from;
        for (int here = in.at(at); here >= 0; here = in.at(at)) {
            at++;
            if (here == '\n' || alone && here == '\r' && in.at(at) != '\n') {
                return at;
            }
        }
        return at;
    }

    private long withoutBreak(long from, long to) throws IOException {
        long end = to;
        boolean feed = end > from && in.at(end - 1) == '\n';
        if (feed) {
            end--;
        }
        return end > from && in.at(end - 1) == '\r' && (feed || endsByReturn()) ? end - 1 : end;
    }

    private long breaks(long from, long to) throws IOException {
        boolean alone = endsByReturn();
        long count = 0;
        for (long at = from; at < to; at++) {
            int here = in.at(at);
            count += here == '\n' || alone && here == '\r' && in.at(at + 1) != '\n' ? 1 : 0;
        }
        return count;
    }
}

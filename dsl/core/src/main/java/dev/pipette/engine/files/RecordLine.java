package dev.pipette.engine.files;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;

/**
 * Finds the line in which a record of a delimited file begins: DuckDB counts records, and a quoted field holds lines. Where the
 * first line ends in LF or CR LF, a CR alone ends none.
 */
final class RecordLine {
    private RecordLine() {}

    /**
     * The number of the line, from 1.
     *
     * @param record its number from 1, where lines without fields count too
     * @return the record's number where the file cannot be read or has fewer records
     */
    static long of(DelimitedFile file, long record) {
        try (InputStream bytes = Files.newInputStream(file.path());
                InputStream buffered = new BufferedInputStream(bytes, 1 << 16)) {
            return line(
                    buffered,
                    endsByReturn(file),
                    file.dialect().quoteByte(),
                    file.dialect().delimiter().getBytes(StandardCharsets.UTF_8),
                    record);
        } catch (IOException unreadable) {
            return record;
        }
    }

    private static boolean endsByReturn(DelimitedFile file) throws IOException {
        try (InputStream bytes = Files.newInputStream(file.path());
                InputStream buffered = new BufferedInputStream(bytes, 1 << 12)) {
            int next = buffered.read();
            while (next >= 0 && next != '\n' && next != '\r') {
                next = buffered.read();
            }
            return next == '\r' && buffered.read() != '\n';
        }
    }

    private static long line(InputStream in, boolean byReturn, int quote, byte[] delimiter, long wanted)
            throws IOException {
        long record = 1;
        long line = 1;
        boolean quoted = false;
        boolean mayOpen = true;
        int matched = 0;
        int last = -1;
        while (record < wanted) {
            int next = in.read();
            if (next < 0) {
                return wanted;
            }
            boolean isBreak = next == '\n' || byReturn && next == '\r';
            if (isBreak && !(byReturn && next == '\n' && last == '\r')) {
                line++;
                record += quoted ? 0 : 1;
            }
            if (next == quote && (quoted || mayOpen)) {
                quoted = !quoted;
                mayOpen = true; // a second quote after a closing one is a quote
            } else {
                matched = (byte) next == delimiter[matched] ? matched + 1 : 0;
                mayOpen = next == '\r' || isBreak || matched == delimiter.length;
                matched %= delimiter.length;
            }
            last = next;
        }
        return line;
    }
}

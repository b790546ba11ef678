package dev.pipette.files;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.spi.BadLines;
import dev.pipette.text.Utf8Text;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Text of fixed width as CSV. Places are counted in characters. A line may end before its last columns, which are NULL then,
 * because many programs cut spaces at the end; text behind the last column is an error, because the places may be wrong.
 */
final class FixedText extends RewrittenText {
    private static final int BUFFER = 1 << 16;
    private static final int LONGEST = 128 << 20;
    private static final int SHOWN = 120;
    private static final byte[] UTF_8_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final Path named;
    private final InputStream in;
    private final String comment;
    private final ColumnWritings writings;
    private final List<FixedColumn> columns;
    private final FixedColumn.Trim trim;
    private final int end;
    private final @Nullable BadLines bad;
    private final ByteArrayOutputStream raw = new ByteArrayOutputStream();
    private final StringBuilder written = new StringBuilder();
    private long line;
    private boolean over;

    /**
     * A reader of text in UTF-8.
     *
     * @param bad takes lines that cannot be read; null where the first one is an error
     */
    FixedText(
            Path named,
            InputStream text,
            TextOptions options,
            List<FixedColumn> columns,
            FixedColumn.Trim trim,
            @Nullable BadLines bad)
            throws IOException {
        this.named = named;
        this.in = new BufferedInputStream(text, BUFFER);
        this.comment = options.comment();
        this.writings = ColumnWritings.of(named, options);
        this.columns = columns;
        this.trim = trim;
        this.end = columns.stream().mapToInt(FixedColumn::to).max().orElse(0);
        this.bad = bad;
        this.line = options.skippedLines();
        in.mark(UTF_8_MARK.length);
        if (!java.util.Arrays.equals(in.readNBytes(UTF_8_MARK.length), UTF_8_MARK)) {
            in.reset();
        }
    }

    @Override
    byte[] next() throws IOException {
        written.setLength(0);
        while (written.length() < BUFFER && !over) {
            over = !readLine();
            if (raw.size() > 0) {
                write();
            }
        }
        return written.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Reads a line into {@link #raw}; false for the last one, which may be empty. */
    private boolean readLine() throws IOException {
        raw.reset();
        line++;
        for (int next = in.read(); next >= 0; next = in.read()) {
            if (next == '\n') {
                return true;
            }
            if (next == '\r') {
                in.mark(1);
                if (in.read() != '\n') {
                    in.reset();
                }
                return true;
            }
            raw.write(next);
            if (raw.size() > LONGEST) {
                throw unreadable("the line is longer than " + LONGEST + " bytes", "");
            }
        }
        return false;
    }

    private void write() {
        byte[] bytes = raw.toByteArray();
        if (!Utf8Text.isValid(ByteBuffer.wrap(bytes))) {
            refuse("this is not UTF-8 text", Utf8Text.of(bytes));
            return;
        }
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (text.isBlank() || (!comment.isEmpty() && text.startsWith(comment))) {
            return;
        }
        int length = text.codePointCount(0, text.length());
        if (length > end && !text.substring(text.offsetByCodePoints(0, end)).isBlank()) {
            refuse("there is text behind the last column, which ends at character " + end, text);
            return;
        }
        for (int place = 0; place < columns.size(); place++) {
            FixedColumn column = columns.get(place);
            int from = Math.min(column.from(), length);
            int to = Math.min(column.to(), length);
            String field =
                    trim.trimmed(text.substring(text.offsetByCodePoints(0, from), text.offsetByCodePoints(0, to)));
            written.append(place == 0 ? "" : ",");
            append(writings.plain(place, field));
        }
        written.append('\n');
    }

    /** In quotes, so that a record of one empty field is not an empty line. */
    private void append(String field) {
        written.append('"').append(field.replace("\"", "\"\"")).append('"');
    }

    private void refuse(String problem, String text) {
        BadLines apart = bad;
        if (apart == null) {
            throw unreadable(problem, text);
        }
        apart.add(line, text, problem);
    }

    private PipetteException unreadable(String problem, String text) {
        String shown = text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
        return new PipetteException(
                ErrorCode.SOURCE_UNREADABLE,
                named + ", line " + line + ": " + problem + (shown.isEmpty() ? "" : " (\"" + shown + "\")")
                        + ". Nothing of it was loaded. Correct .positions(..) (--positions) or .encoding(..) (--encoding),"
                        + " leave the line out with .skipLines(..) (--skip-lines) or .comment(..) (--comment), or fix it. "
                        + BadLines.ADVICE);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}

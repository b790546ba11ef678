package dev.pipette.json;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.spi.BadLines;
import dev.pipette.spi.FirstBytes;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;

/**
 * Reads JSON as rows, one row at a time: memory depends on the largest row and not on the size of the input.
 *
 * <pre>{@code
 * try (Stream<Map<String, Object>> rows = JsonRows.of(input, "quakes.json", Optional.of("features"))) {
 *   rows.forEach(row -> ...);
 * }
 * }</pre>
 *
 * <p>Objects become {@link java.util.LinkedHashMap}, lists {@link java.util.ArrayList}, null stays null. An integer
 * becomes a {@link Long}, or a {@link java.math.BigInteger} where 64 bits do not hold it; another number becomes a
 * {@link Double} where a double prints as the same number again, else a {@link java.math.BigDecimal}, so no digit is
 * lost. The tokens {@code NaN}, {@code Infinity} and {@code -Infinity} are read too.
 *
 * <p>Every problem is a {@link dev.pipette.error.PipetteException} SOURCE_UNREADABLE that names the line and the column.
 */
public final class JsonRows {
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(JsonProblems.LONGEST_TEXT)
                    .maxNumberLength(JsonProblems.LONGEST_NUMBER)
                    // our own limit is lower and has the better message; this one is for parts that are skipped
                    .maxNestingDepth(100_000)
                    .build())
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            // names may be data (ids as keys): do not fill the JVM's table of strings with them
            .disable(TokenStreamFactory.Feature.INTERN_PROPERTY_NAMES)
            // very many names are not an attack: the parser then continues without its table of names
            .disable(TokenStreamFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
            .build();

    private static final byte[] UTF_8_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    /** Smaller than Jackson's, whose reads then go past it. */
    private static final int BUFFER = 4_096;

    private static final int BYTE_ORDER_MARK = 0xFEFF;

    /** As many bytes as a parser looks at to find an encoding. */
    static final int BLANKS = 4;

    private JsonRows() {}

    /**
     * Rows of a text: an array of objects, one object, or several of them one after the other.
     *
     * @param text JSON
     */
    public static Stream<Map<String, Object>> of(String text) {
        return of(text, Optional.empty());
    }

    /**
     * Rows of a text that holds one document or several, one after the other.
     *
     * @param text JSON
     * @param at dotted path to the list or object inside each document; empty for the document itself
     */
    public static Stream<Map<String, Object>> of(String text, Optional<String> at) {
        Reader reader = new StringReader(text);
        return stream(new JsonRowReader(
                () -> parser(reader), reader, "the JSON text", segments(at), JsonRowReader.Form.DOCUMENTS));
    }

    /**
     * Rows of one document: the elements of a list, or one object.
     *
     * @param input is closed with the stream; UTF-8, or UTF-16 or UTF-32 by its first bytes
     * @param describe names the input in errors
     * @param at dotted path to the list or object inside the document; empty for the document itself
     */
    public static Stream<Map<String, Object>> of(InputStream input, String describe, Optional<String> at) {
        return stream(new JsonRowReader(
                () -> parser(input, describe), input, describe, segments(at), JsonRowReader.Form.DOCUMENT));
    }

    /**
     * Rows of one document: the elements of a list, or one object.
     *
     * @param reader is closed with the stream
     * @param describe names the input in errors
     * @param at dotted path to the list or object inside the document; empty for the document itself
     */
    public static Stream<Map<String, Object>> of(Reader reader, String describe, Optional<String> at) {
        return stream(
                new JsonRowReader(() -> parser(reader), reader, describe, segments(at), JsonRowReader.Form.DOCUMENT));
    }

    /**
     * Rows of one document: the elements of the lists, and the objects, that a path leads to. null is no row.
     *
     * <pre>{@code
     * JsonRows.of(input, "orders.json", JsonPath.of("$.orders[*].lines[*]"));
     * }</pre>
     *
     * @param input is closed with the stream; UTF-8, or UTF-16 or UTF-32 by its first bytes
     * @param describe names the input in errors
     */
    public static Stream<Map<String, Object>> of(InputStream input, String describe, JsonPath path) {
        SelectedRows rows = new SelectedRows(() -> parser(input, describe), input, describe, path);
        return StreamSupport.stream(rows, false).onClose(rows::close);
    }

    /**
     * Rows of values one after the other, each in its line: objects, or lists of them.
     *
     * @param input is closed with the stream; UTF-8, or UTF-16 or UTF-32 by its first bytes
     * @param describe names the input in errors
     */
    public static Stream<Map<String, Object>> lines(InputStream input, String describe) {
        return stream(
                new JsonRowReader(() -> parser(input, describe), input, describe, List.of(), JsonRowReader.Form.LINES));
    }

    /**
     * The same, where lines that cannot be read are kept apart: those that hold no JSON, or JSON that would lose a value. A value
     * may span several lines; where it has no end, the line in which it begins is kept apart, and reading goes on with the next
     * one.
     *
     * <pre>{@code
     * JsonRows.lines(input, "events.jsonl", (line, text, problem) -> log.warn("line {}: {}", line, problem));
     * }</pre>
     *
     * @param input is closed with the stream; UTF-8
     * @param describe names the input in errors
     * @param bad takes the lines, in their order, before the rows behind them are passed on
     */
    public static Stream<Map<String, Object>> lines(InputStream input, String describe, BadLines bad) {
        JsonLineReader rows =
                new JsonLineReader(input, describe, part -> JSON.createParser(ObjectReadContext.empty(), part), bad);
        return StreamSupport.stream(rows, false).onClose(rows::close);
    }

    /** Looks whether an input begins as JSON does, and returns how many bytes of it are no JSON. */
    static int checkedBegin(RetainedInput input, String describe) throws IOException {
        byte[] begin = input.readNBytes(FirstBytes.LENGTH);
        checkText(begin, describe);
        return Arrays.equals(Arrays.copyOf(begin, Math.min(begin.length, UTF_8_MARK.length)), UTF_8_MARK)
                ? UTF_8_MARK.length
                : 0;
    }

    private static void checkText(byte[] begin, String describe) {
        FirstBytes.of(begin)
                .filter(found -> !found.isText() && found != FirstBytes.BINARY)
                .ifPresent(found -> {
                    throw new PipetteException(ErrorCode.SOURCE_UNREADABLE, found.problem(describe, "JSON text"));
                });
    }

    private static JsonParser parser(InputStream input, String describe) {
        // Jackson skips the mark only where something follows
        InputStream markable = new BufferedInputStream(input, BUFFER);
        try {
            markable.mark(FirstBytes.LENGTH);
            byte[] begin = new byte[FirstBytes.LENGTH];
            int read = markable.read(begin); // once: what fails later fails in its row
            checkText(Arrays.copyOf(begin, Math.max(0, read)), describe);
            markable.reset();
            markable.mark(UTF_8_MARK.length);
            if (!Arrays.equals(markable.readNBytes(UTF_8_MARK.length), UTF_8_MARK)) {
                markable.reset();
            }
        } catch (IOException failed) {
            throw JacksonIOException.construct(failed);
        }
        return JSON.createParser(ObjectReadContext.empty(), markable);
    }

    private static JsonParser parser(Reader reader) {
        Reader markable = reader.markSupported() ? reader : new BufferedReader(reader);
        try {
            markable.mark(1);
            if (markable.read() != BYTE_ORDER_MARK) {
                markable.reset();
            }
        } catch (IOException failed) {
            throw JacksonIOException.construct(failed);
        }
        return JSON.createParser(ObjectReadContext.empty(), markable);
    }

    private static List<String> segments(Optional<String> at) {
        return at.map(path -> List.of(path.split("\\.", -1))).orElse(List.of());
    }

    private static Stream<Map<String, Object>> stream(JsonRowReader rows) {
        return StreamSupport.stream(rows, false).onClose(rows::close);
    }
}

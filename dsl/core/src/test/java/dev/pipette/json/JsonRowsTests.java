package dev.pipette.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonRowsTests {
    @Test
    void the_elements_of_a_list_are_rows() {
        assertThat(rows("[{\"id\": 1, \"tags\": [\"a\", null]}, {\"id\": 2, \"at\": {\"x\": true}}]"))
                .containsExactly(
                        Map.of("id", 1L, "tags", Arrays.asList("a", null)), Map.of("id", 2L, "at", Map.of("x", true)));
    }

    @Test
    void a_single_object_is_one_row() {
        assertThat(rows("{\"id\": 1}")).containsExactly(Map.of("id", 1L));
    }

    @Test
    void rows_of_a_text_may_be_inside_each_of_its_documents() {
        assertThat(JsonRows.of(
                                "{\"data\": {\"items\": [{\"id\": 1}]}} {\"data\": {\"items\": {\"id\": 2}}}",
                                Optional.of("data.items"))
                        .map(row -> row.get("id")))
                .containsExactly(1L, 2L);
        assertThatThrownBy(() -> JsonRows.of("{\"data\": {\"item\": []}}", Optional.of("data.items"))
                        .toList())
                .hasMessageStartingWith("[SOURCE_UNREADABLE] the JSON text, line 1, ");
    }

    @Test
    void the_order_of_names_is_kept() {
        assertThat(rows("{\"z\": 1, \"a\": 2, \"m\": 3}").getFirst().keySet()).containsExactly("z", "a", "m");
    }

    @Test
    void null_is_a_value_of_its_own() {
        assertThat(rows("{\"id\": null}").getFirst()).containsEntry("id", null);
    }

    @Test
    void plain_values_and_lists_in_a_list_become_rows_with_one_value() {
        assertThat(rows("[1, \"a\", [2, 3], null]").stream().map(row -> row.get("value")))
                .containsExactly(1L, "a", List.of(2L, 3L), null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \n ", "[]", "\uFEFF", "\uFEFF[]"})
    void nothing_is_no_rows(String text) {
        assertThat(rows(text)).isEmpty();
        assertThat(lines(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "\uFEFF[]", " [ ] "})
    void a_document_may_be_an_empty_list(String text) {
        assertThat(document(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \n ", "\uFEFF"})
    void nothing_is_not_a_document(String text) {
        assertUnreadable(
                () -> document(text),
                "quakes.json is empty and not a JSON document. Nothing of it was loaded. Provide the whole file; a list"
                        + " without rows is [].");
    }

    @Test
    void an_object_may_have_two_hundred_thousand_names() {
        String names = java.util.stream.IntStream.range(0, 200_000)
                .mapToObj(number -> "\"k" + number + "\": 1")
                .collect(java.util.stream.Collectors.joining(","));

        assertThat(document("[{" + names + "}]").getFirst()).hasSize(200_000);
    }

    @Test
    void text_may_hold_several_documents() {
        assertThat(rows("{\"id\": 1}\n{\"id\": 2} [{\"id\": 3}]").stream().map(row -> row.get("id")))
                .containsExactly(1L, 2L, 3L);
    }

    // ------------------------------------------------------------------------------------------ numbers

    @ParameterizedTest
    @CsvSource({"0", "-0", "9223372036854775807", "-9223372036854775808"})
    void an_integer_of_64_bits_is_a_long(String number) {
        assertThat(value(number)).isEqualTo(Long.valueOf(number));
    }

    @ParameterizedTest
    @CsvSource({"9223372036854775808", "-9223372036854775809", "123456789012345678901234567890"})
    void a_larger_integer_is_a_big_integer(String number) {
        assertThat(value(number)).isEqualTo(new BigInteger(number));
    }

    @ParameterizedTest
    @CsvSource({
        "0.1",
        "19.90",
        "-0.0",
        "1e5",
        "1.5E-7",
        "0.30000000000000004",
        "123456.78901234567",
        "0.10000000000000000000000",
        "1.7976931348623157e308",
        "12345678.12345679",
        "1.234567812345679E7",
        "4.9e-324",
        "-118.6671667"
    })
    void a_number_that_a_double_prints_again_is_a_double(String number) {
        assertThat(value(number)).isEqualTo(Double.valueOf(number));
    }

    @ParameterizedTest
    @CsvSource({
        "0.1234567890123456789",
        "9007199254740993.0",
        "1234567890.123456789",
        "0.100000000000000005551115123125",
        "1e400",
        "-1e-400",
        "2e-324",
        "123456789012345678.25e-1"
    })
    void a_number_with_more_digits_than_a_double_holds_is_a_decimal(String number) {
        assertThat(value(number)).isEqualTo(new BigDecimal(number));
    }

    @Test
    void numbers_that_are_none_are_doubles() {
        assertThat(value("NaN")).isEqualTo(Double.NaN);
        assertThat(value("Infinity")).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(value("-Infinity")).isEqualTo(Double.NEGATIVE_INFINITY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e999999999", "1e-999999999", "1e99999999999999999999"})
    void a_number_beyond_all_types_is_an_error(String number) {
        assertUnreadable(
                () -> rows("[{\"n\": " + number + "}]"),
                "the JSON text, line 1, column 8: the number " + number
                        + " is beyond every number type. Write it as text, in quotes.");
    }

    // ------------------------------------------------------------------------------------------ paths

    @Test
    void a_path_leads_to_the_rows_inside_a_document() {
        assertThat(at(
                        "features",
                        "{\"metadata\": {\"count\": 2}, \"features\": [{\"id\": 1}, {\"id\": 2}], \"bbox\": [1]}"))
                .containsExactly(Map.of("id", 1L), Map.of("id", 2L));
    }

    @Test
    void a_path_leads_through_objects() {
        assertThat(at("data.items", "{\"data\": {\"next\": null, \"items\": {\"id\": 1}}, \"ok\": true}"))
                .containsExactly(Map.of("id", 1L));
    }

    @Test
    void null_at_the_path_is_no_rows() {
        assertThat(at("features", "{\"features\": null}")).isEmpty();
    }

    @Test
    void a_path_that_is_not_there_names_what_is_there() {
        assertUnreadable(
                () -> at("featurs", "{\"type\": \"x\", \"features\": []}"),
                "quakes.json, line 1, column 29: the document has no 'featurs', which the path 'featurs' needs."
                        + " It has: type, features.");
    }

    @Test
    void a_path_through_a_list_is_an_error() {
        assertUnreadable(
                () -> at("data.items", "{\"data\": [1]}"),
                "quakes.json, line 1, column 10: 'data' is a list and not an object, so the path 'data.items' leads"
                        + " nowhere. Correct the path.");
    }

    @Test
    void a_path_to_a_plain_value_is_an_error() {
        assertUnreadable(
                () -> at("count", "{\"count\": 12}"),
                "quakes.json, line 1, column 11: at 'count' there is the number 12, and rows come from a list or an"
                        + " object. Name the path of one.");
    }

    @Test
    void the_same_path_twice_is_an_error_and_not_a_loss() {
        assertUnreadable(
                () -> at("items", "{\"items\": [{\"id\": 1}],\n \"items\": [{\"id\": 2}]}"),
                "quakes.json, line 2, column 2: the name 'items' is there twice in one object, and one of its values"
                        + " would be lost. Rename or remove one of them.");
    }

    // ------------------------------------------------------------------------------------------ errors

    @Test
    void a_mistake_is_told_with_its_place() {
        assertUnreadable(
                () -> document("[{\"id\": 1},\n {\"id\": 2,}]"),
                "quakes.json, line 2, column 11: Unexpected character ('}' (code 125)): was expecting double-quote to"
                        + " start property name, in or after row 2, which begins in line 2."
                        + " Correct the input there and run again.");
    }

    @Test
    void a_mistake_in_lines_tells_where_the_row_began() {
        assertUnreadable(
                () -> lines("{\"id\": 1}\n{\"id\": 2\n{\"id\": 3}\n"),
                "events.jsonl, line 3, column 1: Unexpected character ('{' (code 123)): was expecting comma to separate"
                        + " Object entries, in or after row 2, which begins in line 2."
                        + " Correct the input there and run again."
                        + " Or keep such lines apart with .badRows(BadRows.REJECT) (--bad-rows reject).");
    }

    @Test
    void an_input_that_breaks_off_says_so() {
        assertUnreadable(
                () -> document("[{\"id\": 1},\n {\"id\""),
                "quakes.json, line 2, column 7: the input ends in the middle, in or after row 2, which begins in line 2."
                        + " Provide the whole file and run again.");
    }

    @Test
    void a_list_that_is_not_closed_is_an_error_after_its_rows() {
        assertUnreadable(
                () -> document("[{\"id\": 1}"),
                "quakes.json, line 1, column 11: the input ends in the middle, in or after row 1, which begins in line 1."
                        + " Provide the whole file and run again.");
    }

    @Test
    void something_after_the_document_is_an_error_that_names_jsonl() {
        assertUnreadable(
                () -> document("{\"id\": 1}\n{\"id\": 2}\n"),
                "quakes.json, line 2, column 1: something follows after the end of the document: an object. If each line"
                        + " holds an object of its own, read it as jsonl; otherwise remove what follows.");
    }

    @Test
    void a_plain_value_is_no_document() {
        assertUnreadable(
                () -> document("\"hello\""),
                "quakes.json, line 1, column 1: the document is the text 'hello', and rows come from a list or an"
                        + " object. Name the path of one.");
    }

    @Test
    void a_name_that_stands_twice_is_an_error() {
        assertUnreadable(
                () -> rows("{\"id\": null, \"id\": 2}"),
                "the JSON text, line 1, column 14: the name 'id' is there twice in one object, and one of its values would"
                        + " be lost. Rename or remove one of them.");
    }

    @Test
    void text_that_is_not_utf_8_is_an_error() {
        byte[] latin = "[{\"name\": \"Zürich\"}]".getBytes(StandardCharsets.ISO_8859_1);

        assertUnreadable(
                () -> collect(JsonRows.of(new ByteArrayInputStream(latin), "cities.json", Optional.empty())),
                "cities.json, line 1, column 14: Invalid UTF-8 start byte 0xfc, in or after row 1, which begins in line 1."
                        + " The input is not UTF-8: convert it, for instance with iconv -f WINDOWS-1252 -t UTF-8.");
    }

    @Test
    void an_input_that_cannot_be_read_on_is_an_error_with_its_reason() {
        InputStream broken = new InputStream() {
            private final InputStream start = new ByteArrayInputStream("{\"id\": 1}\n{\"id".getBytes(UTF_8));

            @Override
            public int read() throws IOException {
                int next = start.read();
                if (next < 0) {
                    throw new IOException("the disk is gone.");
                }
                return next;
            }
        };

        assertUnreadable(
                () -> collect(JsonRows.lines(broken, "events.jsonl")),
                "events.jsonl cannot be read to its end, in or after row 2, which begins in line 2: the disk is gone."
                        + " Provide the whole file and run again.");
    }

    // ------------------------------------------------------------------------------------------ sizes

    @Test
    void a_thousand_levels_are_read() throws InterruptedException {
        List<Object> read = new ArrayList<>();
        // code that is not compiled yet takes more of a stack than that of a thread of tests has left
        Thread reader = new Thread(
                null,
                () -> read.addAll(rows("[" + "{\"a\":".repeat(999) + "[7]" + "}".repeat(999) + "]")),
                "deep",
                4L << 20);
        reader.start();
        reader.join();
        Object level = read.getFirst();

        for (int depth = 0; depth < 999; depth++) {
            level = requireNonNull(((Map<?, ?>) level).get("a"));
        }
        assertThat(level).isEqualTo(List.of(7L));
    }

    @ParameterizedTest
    @ValueSource(ints = {1_001, 20_000, 1_000_000})
    void more_levels_are_an_error_and_no_stack_overflow(int levels) {
        assertThatThrownBy(() -> rows("{\"a\":" + "[".repeat(levels - 1) + "]".repeat(levels - 1) + "}"))
                .isInstanceOf(PipetteException.class)
                .hasMessage("[SOURCE_UNREADABLE] the JSON text, line 1, column 1005: objects and lists are nested more"
                        + " than 1,000 levels deep. Store the deeper part as text.");
    }

    @Test
    void long_text_is_read() {
        String text = "x".repeat(49_000_000);

        assertThat(rows("[{\"t\": \"" + text + "\"}]").getFirst()).containsEntry("t", text);
    }

    @Test
    void text_beyond_the_limit_is_an_error() {
        String tooLong = "[{\"t\": \"" + "x".repeat(JsonProblems.LONGEST_TEXT + 1) + "\"}]";

        assertUnreadable(
                () -> rows(tooLong),
                "the JSON text, line 1, column 8: a text has more than 100,000,000 characters, in or after row 1, which"
                        + " begins in line 1. Keep it in a file of its own and load its name.");
    }

    @ParameterizedTest
    @ValueSource(ints = {1_001, 10_000, 1_000_000})
    void a_number_of_too_many_digits_is_an_error_at_once(int digits) {
        assertUnreadable(
                () -> rows("[{\"n\": " + "7".repeat(digits) + "}]"),
                "the JSON text, line 1, column 3: a number has more than 1,000 digits, in or after row 1, which begins in"
                        + " line 1. Write it as text, in quotes.");
    }

    @Test
    void rows_come_one_at_a_time() {
        InputStream endless = new InputStream() {
            private final byte[] row = "{\"id\": 1},".getBytes(UTF_8);
            private long position = -1;

            @Override
            public int read() {
                position++;
                return position == 0 ? '[' : row[(int) ((position - 1) % row.length)];
            }
        };

        try (Stream<Map<String, Object>> rows = JsonRows.of(endless, "endless", Optional.empty())) {
            assertThat(rows.limit(100_000).count()).isEqualTo(100_000);
        }
    }

    // ------------------------------------------------------------------------------------------ encodings, closing

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE", "UTF-32BE"})
    void encodings_are_told_from_the_first_bytes(String encoding) {
        byte[] bytes = "\uFEFF[{\"name\": \"Zürich 東京 🇦🇼\"}]".getBytes(Charset.forName(encoding));

        assertThat(collect(JsonRows.of(new ByteArrayInputStream(bytes), "cities.json", Optional.empty())))
                .containsExactly(Map.of("name", "Zürich 東京 🇦🇼"));
    }

    @Test
    void a_reader_is_read_too() {
        assertThat(collect(JsonRows.of(new StringReader("\uFEFF{\"a\": [{\"id\": 1}]}"), "reader", Optional.of("a"))))
                .containsExactly(Map.of("id", 1L));
    }

    @Test
    void closing_the_stream_closes_the_input_also_before_the_first_row() {
        AtomicBoolean closed = new AtomicBoolean();
        InputStream input = new ByteArrayInputStream("[]".getBytes(UTF_8)) {
            @Override
            public void close() {
                closed.set(true);
            }
        };

        JsonRows.of(input, "input", Optional.empty()).close();

        assertThat(closed).isTrue();
    }

    private static List<Map<String, Object>> rows(String text) {
        return collect(JsonRows.of(text));
    }

    private static Object value(String json) {
        return requireNonNull(rows("[{\"n\": " + json + "}]").getFirst().get("n"));
    }

    private static List<Map<String, Object>> document(String text) {
        return collect(JsonRows.of(new ByteArrayInputStream(text.getBytes(UTF_8)), "quakes.json", Optional.empty()));
    }

    private static List<Map<String, Object>> at(String path, String text) {
        return collect(JsonRows.of(new ByteArrayInputStream(text.getBytes(UTF_8)), "quakes.json", Optional.of(path)));
    }

    private static List<Map<String, Object>> lines(String text) {
        return collect(JsonRows.lines(new ByteArrayInputStream(text.getBytes(UTF_8)), "events.jsonl"));
    }

    private static List<Map<String, Object>> collect(Stream<Map<String, Object>> rows) {
        try (rows) {
            return rows.toList();
        }
    }

    private static void assertUnreadable(
            org.assertj.core.api.ThrowableAssert.ThrowingCallable reading, String message) {
        assertThatThrownBy(reading)
                .isInstanceOfSatisfying(
                        PipetteException.class,
                        failed -> assertThat(failed.code()).isEqualTo(ErrorCode.SOURCE_UNREADABLE))
                .hasMessage("[SOURCE_UNREADABLE] " + message);
    }
}

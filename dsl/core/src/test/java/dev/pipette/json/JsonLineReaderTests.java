package dev.pipette.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.error.PipetteException;
import dev.pipette.text.Utf8Text;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines that cannot be read are kept apart, and all others are rows. */
class JsonLineReaderTests {
    private final List<String> bad = new ArrayList<>();

    private List<Map<String, Object>> rows(String text) {
        return rows(text.getBytes(UTF_8));
    }

    private List<Map<String, Object>> rows(byte[] bytes) {
        return rows(new ByteArrayInputStream(bytes));
    }

    private List<Map<String, Object>> rows(InputStream input) {
        try (Stream<Map<String, Object>> rows = JsonRows.lines(
                input, "events.jsonl", (line, text, problem) -> bad.add(line + " <" + text + "> " + problem))) {
            return rows.toList();
        }
    }

    @Test
    void lines_that_are_not_json_are_kept_apart_with_their_number_and_why() {
        assertThat(rows("""
                {"a": 1}
                oops

                {"a": 2, "a": 3}
                {"a": 4} {"a": 5}
                {"a": 6} x
                {"a": 7
                {"a": 8}
                """)).extracting(row -> row.get("a")).containsExactly(1L, 4L, 5L, 8L);
        assertThat(bad)
                .containsExactly(
                        "2 <oops> column 1: Unrecognized token 'oops': was expecting (JSON String, Number (or"
                                + " 'NaN'/'+INF'/'-INF'), Array, Object or token 'null', 'true' or 'false')",
                        "4 <{\"a\": 2, \"a\": 3}> column 10: the name 'a' is there twice in one object, and one of its"
                                + " values would be lost",
                        "6 <{\"a\": 6} x> column 10: Unrecognized token 'x': was expecting (JSON String, Number (or"
                                + " 'NaN'/'+INF'/'-INF'), Array, Object or token 'null', 'true' or 'false')",
                        "7 <{\"a\": 7> a value that begins in this line does not end in it");
    }

    @Test
    void a_value_may_span_lines_and_what_a_broken_one_takes_of_others_is_read_again() {
        assertThat(rows("""
                {
                  "a": 1
                }
                [{"a": 2},
                 {"a": 3}]
                {"a": [
                {"a": 4}
                """)).extracting(row -> row.get("a")).containsExactly(1L, 2L, 3L, 4L);
        assertThat(bad).containsExactly("6 <{\"a\": [> a value that begins in this line does not end in it");
    }

    @Test
    void a_return_alone_is_a_character_of_its_line_where_lines_end_otherwise() {
        assertThat(rows("{\"a\": 1}\r\n{\"a\":\r2}\r\n{\"a\":\rx}\r\n{\"a\": 4\r\n{\"a\": 5}"))
                .extracting(row -> row.get("a"))
                .containsExactly(1L, 2L, 5L);
        assertThat(bad)
                .extracting(found -> found.replaceAll("> .*", ">"))
                .containsExactly("3 <{\"a\":\rx}>", "4 <{\"a\": 4>");
    }

    @Test
    void a_file_without_a_fault_has_the_rows_that_it_has_otherwise() throws IOException {
        String text = "\uFEFF{\"a\": 1}\r\n\r\n 5 \"x\" [1, {\"b\": [2]}]\r{\"c\": NaN}";

        assertThat(rows(text))
                .isEqualTo(JsonRows.lines(new ByteArrayInputStream(text.getBytes(UTF_8)), "events.jsonl")
                        .toList());
        assertThat(bad).isEmpty();
        assertThat(rows("")).isEmpty();
        assertThat(rows(" \n\n")).isEmpty();
    }

    @Test
    void bytes_that_are_not_utf_8_are_kept_so_that_they_can_be_seen() {
        assertThat(rows("{\"a\": \"M\u00FCller\"}\n{\"a\": \"y\"}\n\0{}\n".getBytes(ISO_8859_1)))
                .containsExactly(Map.of("a", "y"));
        assertThat(bad).hasSize(2);
        assertThat(bad.getFirst()).startsWith("1 <{\"a\": \"M\\xFCller\"}> column 10: Invalid UTF-8");
        assertThat(bad.getLast()).startsWith("3 <\0{}> column 1: Illegal character");
    }

    @Test
    void an_input_that_breaks_off_is_an_error_and_no_line() {
        InputStream broken = new InputStream() {
            private int left = 100;

            @Override
            public int read() throws IOException {
                if (left-- <= 0) {
                    throw new IOException("cut");
                }
                return left % 10 == 0 ? '\n' : '1';
            }
        };

        assertThatThrownBy(() -> rows(broken))
                .isInstanceOf(PipetteException.class)
                .hasMessageContaining("events.jsonl cannot be read to its end: cut");
    }

    @Test
    void a_list_that_is_longer_than_what_waits_is_not_kept_apart() {
        String list = "{\"a\": 1},\n".repeat(20_000);

        assertThat(rows("[" + list + "{\"a\": 2}]\nx\n")).hasSize(20_001);
        assertThat(bad).hasSize(1);
        assertThatThrownBy(() -> rows("[" + list + "x]\n"))
                .hasMessageContaining("events.jsonl: in a list of more than 10000 rows, column");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void damaged_lines_change_nothing_for_the_others(int seed) throws IOException {
        for (int round = 0; round < Integer.getInteger("pipette.trials", 30); round++) {
            Random random = new Random(seed * 1_000L + round);
            String lineBreak = List.of("\n", "\r\n", "\r").get(random.nextInt(3));
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            List<Map<String, Object>> expected = new ArrayList<>();
            List<String> damaged = new ArrayList<>();
            int lines = random.nextInt(60);
            for (int line = 1; line <= lines; line++) {
                byte[] written = line(random, line);
                List<Map<String, Object>> alone = alone(written);
                if (alone == null) {
                    damaged.add(line + " <" + Utf8Text.of(written) + "> ");
                } else {
                    expected.addAll(alone);
                }
                all.writeBytes(written);
                all.writeBytes(line == lines && random.nextBoolean() ? new byte[0] : lineBreak.getBytes(UTF_8));
            }
            bad.clear();

            assertThat(rows(all.toByteArray()))
                    .as("seed %d, round %d", seed, round)
                    .isEqualTo(expected);
            assertThat(bad).as("seed %d, round %d", seed, round).hasSameSizeAs(damaged);
            for (int index = 0; index < damaged.size(); index++) {
                assertThat(bad.get(index)).startsWith(damaged.get(index));
            }
        }
    }

    private static byte[] line(Random random, int number) {
        String row = "{\"n\": " + number + ", \"t\": \"" + "\u00FCx".repeat(random.nextInt(20))
                + "\", \"l\": [1, {\"z\": " + number + "}]" + " ".repeat(random.nextInt(10) == 0 ? 9_000 : 0) + "}";
        return switch (random.nextInt(9)) {
            case 0 -> row.substring(0, random.nextInt(row.length())).getBytes(UTF_8);
            case 1 -> (row + " rest").getBytes(UTF_8);
            case 2 -> row.getBytes(ISO_8859_1);
            case 3 -> ("{\"n\": 1, \"n\": " + number + "}").getBytes(UTF_8);
            case 4 -> ("#" + row).getBytes(UTF_8);
            default -> row.getBytes(UTF_8);
        };
    }

    private static @org.jspecify.annotations.Nullable List<Map<String, Object>> alone(byte[] line) {
        try (Stream<Map<String, Object>> rows = JsonRows.lines(new ByteArrayInputStream(line), "line")) {
            return rows.toList();
        } catch (PipetteException cannotBeRead) {
            return null;
        }
    }
}

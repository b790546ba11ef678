package dev.pipette.engine.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files whose records can be copied, and files of which it is doubtful what their records are. */
class PlainScanTests {
    private static Optional<PlainRecords> records(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return PlainScan.of(bytes, bytes.length, ',', '"');
    }

    /** What of the text is behind the line of names. */
    private static String body(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        PlainRecords records = records(text).orElseThrow();
        return records.records() + ": "
                + new String(
                                bytes,
                                (int) records.body(),
                                (int) (records.end() - records.body()),
                                StandardCharsets.UTF_8)
                        .replace("\n", "\\n")
                        .replace("\r", "\\r");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "id,name\\n1,a\\n2,b\\n|2: 1,a\\n2,b\\n",
                "id,name\\n1,a\\n2,b|2: 1,a\\n2,b",
                "id,name\\r\\n1,a\\r\\n|1: 1,a\\r\\n",
                "id,name\\n|0: ",
                "id,name|0: ",
                "id\\n\"1\\n2\"\\n3|2: \"1\\n2\"\\n3",
                "\"i\\nd\",name\\n1,\"a \"\"b\"\"\"\\n|1: 1,\"a \"\"b\"\"\"\\n",
                "id,name\\n\"\",\\n|1: \"\",\\n",
                "id,name\\n1,\"a\"|1: 1,\"a\"",
                "id,name\\n1,\"a\\r\\nb\"\\n|1: 1,\"a\\r\\nb\"\\n",
                "ïd,name\\n1,ä\\n|1: 1,ä\\n",
            })
    void the_records_behind_the_line_of_names_are_found(String text, String expected) {
        assertThat(body(text.replace("\\n", "\n").replace("\\r", "\r"))).isEqualTo(expected);
    }

    @Test
    void a_byte_order_mark_belongs_to_no_line() {
        PlainRecords records = records("\ufeffid\n1\n").orElseThrow();

        assertThat(records).isEqualTo(new PlainRecords(3, 6, 8, 1, "\n", true));
    }

    @Test
    void a_file_without_a_line_break_has_none() {
        assertThat(records("id,name")).contains(new PlainRecords(0, 7, 7, 0, "", false));
        assertThat(records("id,name\r\n1,a")).contains(new PlainRecords(0, 9, 12, 1, "\r\n", false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "id,name\n1,\"a\n", // a quote without an end
                "id,name\n1,a\"b\n", // a quote inside
                "id,name\n1,\"a\"b\n", // text behind the closing quote
                "id,name\n1,\"a\" ,b\n",
                "id,name\n\n1,a\n", // an empty line
                "id,name\n1,a\n\n",
                "\nid,name\n1,a\n",
                "id,name\n1,a\r\n2,b\n", // two kinds of line breaks
                "id,name\r1,a\r",
                "id,name\r\n1,a\r2,b\r\n",
            })
    void a_form_that_leaves_a_doubt_is_not_copied(String text) {
        assertThat(records(text)).isEmpty();
    }

    @Test
    void another_delimiter_begins_a_field() {
        byte[] bytes = "id;name\n1,\"2;\"a\"\n".getBytes(StandardCharsets.UTF_8);

        assertThat(PlainScan.of(bytes, bytes.length, ';', '"')).isEmpty();
        assertThat(PlainScan.of(bytes, bytes.length, ',', '"')).isEmpty();

        byte[] quoted = "id;name\n1,2;\"a\"\n".getBytes(StandardCharsets.UTF_8);
        assertThat(PlainScan.of(quoted, quoted.length, ';', '"')).isPresent();
        assertThat(PlainScan.of(quoted, quoted.length, ',', '"')).isEmpty();
    }

    @Test
    void a_file_is_scanned_piece_by_piece(@TempDir Path folder) throws IOException {
        String row = "1,\"a \"\"b\"\"\r\nc\",ä\r\n";
        for (int spaces = 0; spaces < row.length(); spaces++) {
            String text = "id," + " ".repeat(spaces) + "name,x\r\n" + row.repeat(6_000);
            Path file = Files.writeString(folder.resolve("f" + spaces), text);

            assertThat(PlainScan.of(file, ',', '"')).hasValueSatisfying(found -> {
                assertThat(found.records()).isEqualTo(6_000);
                assertThat(found.end()).isEqualTo(file.toFile().length());
            });
        }
        Path open = Files.writeString(folder.resolve("open"), "id,name\n" + "1,a\n".repeat(40_000) + "2,\"b\n");
        assertThat(PlainScan.of(open, ',', '"')).isEmpty();
    }

    /** RFC 4180 with one kind of line break and no empty line, as a pattern. */
    private static boolean isPlain(String text) {
        String field = "(?:\"(?:[^\"]|\"\")*\"|[^\",\r\n]*)";
        String record = "(?!\r|\n)" + field + "(?:," + field + ")*";
        return Stream.of("\n", "\r\n")
                .anyMatch(line -> text.isEmpty()
                        || text.matches(record + "(?:" + line + record + ")*+(?:" + line + ")?")
                        || text.matches(record + line));
    }

    @Test
    void texts_at_random_are_plain_where_the_pattern_says_so() {
        Random random = new Random(4180);
        String[] words = {"a", "bb", ",", "\"", "\n", "\r\n", "\r", "\"a\"", "\"a\nb\"", "\"\"", ",b\n", "\u00e4"};
        int plain = 0;
        for (int round = 0; round < 20_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int word = random.nextInt(9); word > 0; word--) {
                text.append(words[random.nextInt(words.length)]);
            }
            boolean expected = isPlain(text.toString());

            assertThat(records(text.toString()).isPresent())
                    .as(text.toString().replace("\r", "\\r").replace("\n", "\\n"))
                    .isEqualTo(expected);
            plain += expected ? 1 : 0;
        }
        assertThat(plain).isBetween(2_000, 18_000);
    }

    @Test
    void where_no_field_is_quoted_a_quote_is_text() {
        byte[] text = {'i', 'd', '\n', '"', 'a', '\n', (byte) 0xFF, '\n'};

        assertThat(PlainScan.of(text, text.length, ',', -1))
                .map(PlainRecords::records)
                .contains(2L);
    }

    @Test
    void the_first_line_may_be_a_row() {
        assertThat(records("1,a\n2,b\n").orElseThrow().rows(false)).isEqualTo(2);
        assertThat(records("1,a\n2,b\n").orElseThrow().rows(true)).isEqualTo(1);
        assertThat(records("").orElseThrow().rows(false)).isZero();
    }
}

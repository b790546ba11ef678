package dev.pipette.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.spi.FileContent;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the engine reads of a file with another writing: its text in UTF-8, without what is not the table. */
class PlainTextTests {
    @TempDir
    Path folder;

    private FileContent.Columnar content(byte[] bytes, Map<String, String> options) throws IOException {
        return (FileContent.Columnar) new CsvFormat().content(Files.write(folder.resolve("day.csv"), bytes), options);
    }

    private FileContent.Columnar content(String text, Map<String, String> options) throws IOException {
        return content(text.getBytes(UTF_8), options);
    }

    private String plain(byte[] bytes, Map<String, String> options) throws IOException {
        try (InputStream in = content(bytes, options).plain().orElseThrow().open()) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    private String plain(String text, Map<String, String> options) throws IOException {
        return plain(text.getBytes(UTF_8), options);
    }

    @Test
    void a_file_that_the_engine_reads_as_it_is_is_not_copied() throws IOException {
        FileContent.Columnar content = content(
                "'a';b\n1;2,5\n",
                Map.of(
                        "delimiter", ";",
                        "quote", "'",
                        "null", "NA",
                        "header", "",
                        "decimal_comma", "true",
                        "encoding", "UTF8"));

        assertThat(content.plain()).isEmpty();
        assertThat(content.dialect().quote()).isEqualTo("'");
        assertThat(content.dialect().headed()).isFalse();
        assertThat(content.dialect().decimalComma()).isTrue();
        assertThat(content.dialect().nulls()).containsExactly("NA");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '`',
            value = {
                "`x\\,y,\"a\"`          ! `\"x,y\",\"a\"`",
                "`\\\"x,\\\\`           ! `\"\"\"x\",\\`",
                "`\"a\\\"b\"\"c\",\\N`  ! `\"a\"\"b\"\"c\",\\N`",
                "`\"\\a\\,\",\\`        ! `\"\\a,\",\\`",
                "`a,#b`                 ! `a,#b`",
                "`#a,b`                 ! ``",
                "`\\#a,b`               ! `\\#a,b`",
                "`,`                    ! `,`",
                "`\"\"`                 ! `\"\"`"
            })
    void a_record_is_written_as_rfc_4180_has_it(String record, String written) throws IOException {
        assertThat(plain(record, Map.of("escape", "\\", "comment", "#"))).isEqualTo(written);
    }

    @Test
    void lines_end_as_the_first_one_does() throws IOException {
        assertThat(plain("a,b\r\n1,2\n# x\r3,\"4\"", Map.of("comment", "#"))).isEqualTo("a,b\r\n1,2\r\n3,\"4\"\r\n");
    }

    @Test
    void fields_come_back_as_they_were_written_however_the_bytes_arrive() throws IOException {
        Random random = new Random(15);
        List<String> pieces = List.of("a", "é", "東", ",", ";;", "\"", "'", "\\", "\\\\", "\n", "\r\n", "#", " ", "");
        StringBuilder escaped = new StringBuilder();
        StringBuilder expected = new StringBuilder();
        for (int row = 0; row < 5_000; row++) {
            List<String> expectedFields = new ArrayList<>();
            List<String> escapedFields = new ArrayList<>();
            for (int column = 0; column < 3; column++) {
                StringBuilder field = new StringBuilder("x");
                for (int piece = random.nextInt(40); piece > 0; piece--) {
                    field.append(pieces.get(random.nextInt(pieces.size())));
                }
                String text = field.toString();
                boolean special = text.matches("(?s).*[\"\n\r,].*");
                expectedFields.add(special ? '"' + text.replace("\"", "\"\"") + '"' : text);
                escapedFields.add(text.replace("\\", "\\\\")
                        .replace("'", "\\'")
                        .replace(",", "\\,")
                        .replace("\r\n", "\\\r\n")
                        .replaceAll("(?<!\r)\n", "\\\\\n"));
            }
            expected.append(String.join(",", expectedFields)).append('\n');
            escaped.append(String.join(",", escapedFields)).append('\n');
        }

        assertThat(plain(escaped.toString(), Map.of("escape", "\\", "quote", "'", "delimiter", ",")))
                .isEqualTo(expected.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-32", "GB18030", "windows-1252"})
    void text_is_decoded_however_its_bytes_are_cut(String encoding) throws IOException {
        Charset charset = Charset.forName(encoding);
        String text = "id,name\n" + (encoding.startsWith("w") ? "é" : "東\ud83d\ude00").repeat(50_000) + ",x\n";
        InputStream drops = new ByteArrayInputStream(text.getBytes(charset)) {
            @Override
            public synchronized int read(byte[] into, int offset, int length) {
                return super.read(into, offset, Math.min(length, 777));
            }
        };

        try (InputStream in = Transcoded.of(Path.of("day.csv"), drops, charset)) {
            assertThat(new String(in.readAllBytes(), UTF_8)).isEqualTo(text);
        }
    }

    @Test
    void a_text_for_null_that_no_field_can_have_is_refused() {
        assertThatThrownBy(() -> content("id;v\n1;2\n", Map.of("null", "n;a")))
                .hasMessage(
                        "[BAD_USAGE] the text 'n;a' for NULL holds the delimiter, which no field has. Give the text of"
                                + " the whole field, without its quotes.");
        assertThatThrownBy(() -> content("id;v\n1;2\n", Map.of("null", "NA\n'x'", "quote", "'")))
                .hasMessage(
                        "[BAD_USAGE] the text ''x'' for NULL holds the quote or a line break, which no field has. Give"
                                + " the text of the whole field, without its quotes.");
    }

    @Test
    void half_a_character_at_the_end_is_an_error_with_its_line() {
        byte[] bytes = "id\nab".getBytes(Charset.forName("UTF-16LE"));

        assertThatThrownBy(() -> plain(Arrays.copyOf(bytes, bytes.length - 1), Map.of("encoding", "UTF-16LE")))
                .hasMessage("[SOURCE_UNREADABLE] " + folder.resolve("day.csv")
                        + ", line 2: the byte 0x62 is not UTF-16LE text (after \"a\"). Nothing of it was loaded. Name the"
                        + " encoding of the file with .encoding(..) (--encoding NAME).");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '`',
            value = {
                "`a;b\n1;2`               ! `;`",
                "`a;b\n\n1;2\r\n`         ! `;`",
                "`a|b\n1|\"x\n|\"`        ! `|`",
                "`a\tb`                   ! `\t`",
                "`a;b\tc\n1;2\n3;4`       ! `;`",
                "`a;b\n1;\"x`             ! `;`", // a field that is cut
                "`a;b\n1;2;3`             ! `,`",
                "`a;b\n1`                 ! `,`",
                "`a,b;c\n1,2;3`           ! `,`",
                "`a`                      ! `,`",
                "``                       ! `,`",
                "`a;b|c\n1;2|3`           ! `,`"
            })
    void a_delimiter_is_what_cuts_the_first_lines_alike(String text, String delimiter) throws IOException {
        FileContent.Columnar content = content(text, Map.of());

        assertThat(content.dialect().delimiter()).isEqualTo(delimiter);
        assertThat(content.notes()).hasSize(delimiter.equals(",") ? 0 : 1);
    }

    @Test
    void a_long_text_is_judged_by_its_first_lines() throws IOException {
        String lines = "1;\"a\nb\"\n".repeat(10_000);

        assertThat(content("id;note\n" + lines + "1;2;3\n", Map.of()).dialect().delimiter())
                .isEqualTo(";");
        assertThat(content("x\n# y\nid|n\n" + lines.replace(';', '|'), Map.of("skip_lines", "1", "comment", "#"))
                        .dialect()
                        .delimiter())
                .isEqualTo("|");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32", "x-UTF-16LE-BOM"})
    void text_of_one_byte_a_character_is_not_read_as_utf_16_or_utf_32(String encoding) {
        Path file = folder.resolve("day.csv");

        assertThatThrownBy(() -> plain("id,name\n1,Ada\n", Map.of("encoding", encoding)))
                .hasMessage("[SOURCE_UNREADABLE] " + file + " is not " + encoding
                        + ": it begins without a byte order mark, and no byte of its beginning is zero. Nothing of it was"
                        + " loaded. Leave .encoding(..) (--encoding) out, or name the encoding that the file has.");
    }

    @Test
    void an_empty_file_and_marked_text_without_zeros_are_text_of_utf_16() throws IOException {
        assertThat(plain(new byte[0], Map.of("encoding", "UTF-16"))).isEmpty();
        assertThat(plain(
                        "\uFEFF\u4E2D\u6587".getBytes(java.nio.charset.StandardCharsets.UTF_16BE),
                        Map.of("encoding", "UTF-16")))
                .isEqualTo("\u4E2D\u6587");
    }

    @ParameterizedTest
    @CsvSource({"comment, #", "escape, \\"})
    void a_text_for_null_cannot_hold_the_quote_that_the_rewritten_text_has(String option, String mark) {
        assertThatThrownBy(() -> content("a\n1\n", Map.of(option, mark, "quote", "'", "null", "\"")))
                .hasMessage(
                        "[BAD_USAGE] the text '\"' for NULL holds the quote or a line break, which no field has. Give"
                                + " the text of the whole field, without its quotes.");
    }

    private String readable(String text, Map<String, String> options, List<String> bad) throws IOException {
        return readable(text.getBytes(UTF_8), options, bad);
    }

    private String readable(byte[] text, Map<String, String> options, List<String> bad) throws IOException {
        Path file = Files.write(folder.resolve("day.csv"), text);
        FileContent.Columnar content = (FileContent.Columnar) new CsvFormat().content(file, options);
        try (InputStream in = content.plain()
                .orElseThrow()
                .open((line, found, problem) -> bad.add(line + " <" + found + "> " + problem))) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    @Test
    void records_that_cannot_be_read_are_left_out_of_text_that_is_rewritten() throws IOException {
        List<String> bad = new ArrayList<>();

        assertThat(readable(
                        "x\nid,t\n# no\n1,a\n2\n3,\"open\n4,b\n5,\"c\"d\n6,\"e\nf\",g,h\n# \n7,\"i\nj\"\n8,\"k\"\n9,\"l",
                        Map.of("comment", "#", "skip_lines", "1"),
                        bad))
                .isEqualTo("id,t\n1,a\n4,b\n7,\"i\nj\"\n8,\"k\"\n");
        assertThat(bad)
                .containsExactly(
                        "5 <2> 1 field, but line 2 names 2",
                        "6 <3,\"open> a quoted field has no end",
                        "8 <5,\"c\"d> something is after the closing quote of a field",
                        "9 <6,\"e\nf\",g,h> 4 fields, but line 2 names 2",
                        "15 <9,\"l> a quoted field has no end");
    }

    @Test
    void bytes_that_are_not_utf_8_leave_their_record_out() throws IOException {
        List<String> bad = new ArrayList<>();
        byte[] text = "id,t\r\n1,M\u00FCller\r\n2,\\,x\r\n".getBytes(Charset.forName("windows-1252"));

        assertThat(readable(text, Map.of("escape", "\\"), bad)).isEqualTo("id,t\r\n2,\",x\"\r\n");
        assertThat(bad).containsExactly("2 <1,M\\xFCller> this is not UTF-8 text");
    }

    @Test
    void many_records_that_cannot_be_read_cost_no_more_than_others() throws IOException {
        List<String> bad = new ArrayList<>();
        String lines = "1,\"a\n2,\"b\"\n3,\"\"\"c\"\n".repeat(40_000);

        assertThat(readable("id,t\n" + lines, Map.of("comment", "#"), bad))
                .isEqualTo("id,t\n" + "2,\"b\"\n3,\"\"\"c\"\n".repeat(40_000).replace("2,\"b\"", "2,\"b\""));
        assertThat(bad).hasSize(40_000);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '`',
            value = {
                "`,` ! `1,234`        ! `1234`",
                "`,` ! `-1,234,567.80`! `-1234567.80`",
                "`,` ! `1,23`         ! `1,23`",
                "`,` ! `1234,567`     ! `1234,567`",
                "`,` ! `1,234,56`     ! `1,234,56`",
                "`,` ! `1,234.5,6`    ! `1,234.5,6`",
                "`,` ! `12`           ! `12`",
                "`,` ! `1,234 EUR`    ! `1,234 EUR`",
                "`,` ! `9,999`        ! `9,999`",
                "`'` ! `1'234.5`      ! `1234.5`",
                "`_` ! `1_000`        ! `1000`",
                "` ` ! `1 234`        ! `1234`",
                "` ` ! `1\u00a0234`  ! `1234`",
                "` ` ! `1\u202f234`  ! `1234`",
                "` ` ! ` 1 234`       ! ` 1 234`"
            })
    void groups_of_three_digits_are_joined_in_the_columns_that_are_named(String separator, String text, String plain)
            throws IOException {
        String field = text.replace("\\u00a0", "\u00a0").replace("\\u202f", "\u202f");

        assertThat(plain(
                        "id;amount\n" + field + ";" + field + "\n",
                        Map.of("delimiter", ";", "thousands", "amount=" + separator, "null", "9,999")))
                .isEqualTo("id;amount\n" + field + ";" + plain + "\n");
    }

    @Test
    void thousands_and_a_decimal_comma_are_of_one_number() throws IOException {
        assertThat(plain(
                        "id;a b\n1;1.234.567,89\n2;1.5\n3;\"1.000\"\n",
                        Map.of("delimiter", ";", "decimal_comma", "true", "thousands", "a_b=.")))
                .isEqualTo("id;a b\n1;1234567,89\n2;1.5\n3;\"1000\"\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '`',
            value = {
                "dd.MM.yyyy           ! 03.04.2025          ! 2025-04-03",
                "dd.MM.yyyy           ! 31.02.2025          ! 31.02.2025",
                "dd.MM.yyyy           ! 3.4.2025            ! 3.4.2025",
                "dd.MM.yyyy           ! 2025-04-03          ! 2025-04-03",
                "d.M.yy               ! 3.4.25              ! 2025-04-03",
                "MM/dd/yyyy h:mm a    ! 04/03/2025 1:05 pm  ! 2025-04-03T13:05:00",
                "d MMM yyyy           ! 3 apr 2025          ! 2025-04-03",
                "yyyyMMddHHmmssSSS    ! 20250403130501250   ! 2025-04-03T13:05:01.25",
                "dd.MM.yyyy HH:mm XXX ! 03.04.2025 13:05 +02:00 ! 2025-04-03T13:05:00+02:00",
                "HH.mm                ! 13.05               ! 13:05:00"
            })
    void dates_and_times_are_written_as_iso_has_them(String format, String text, String plain) throws IOException {
        assertThat(plain("on,id\n" + text + "," + text + "\n", Map.of("date_format", "on=" + format)))
                .isEqualTo("on,id\n" + plain + "," + text + "\n");
    }

    @Test
    void columns_without_names_are_known_by_their_numbers() throws IOException {
        assertThat(plain("x,1'000\n", Map.of("header", "", "thousands", "column1='")))
                .isEqualTo("x,1000\n");
        assertThat(plain("x,1'000\n", Map.of("header", "name\namount", "thousands", "amount='")))
                .isEqualTo("x,1000\n");
    }

    @Test
    void a_column_that_is_not_in_the_file_is_an_error_that_names_the_nearest_one() {
        assertThatThrownBy(() -> plain("id,amount\n1,2\n", Map.of("thousands", "amuont=,")))
                .hasMessage("[BAD_USAGE] " + folder.resolve("day.csv") + " has no column 'amuont', for which"
                        + " .thousands(..) (--thousands) or .dateFormat(..) (--date-format) is given. Did you mean"
                        + " 'amount'? Correct the name; files that do not have the column belong into another"
                        + " resource.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '`',
            value = {
                "thousands   ! `.`         ! '.' names no column for the option 'thousands'. Give a column and its separator of thousands: amount=.",
                "thousands   ! `a=;`       ! ';' is not a separator of thousands. Give one of , . ' _ or a space.",
                "thousands   ! `a=.`       ! '.' cannot separate thousands and decimals. Add .decimalComma() (--decimal-comma), or give another",
                "date_format ! `MM/dd`     ! 'MM/dd' names no column for the option 'date_format'. Give a column and its format: day=dd.MM.yyyy.",
                "date_format ! `a=MM/dd`   ! 'MM/dd' is not a format of dates or times (it has neither a whole date nor a time of day). Give a pattern",
                "date_format ! `a=nonsense`! 'nonsense' is not a format of dates or times (",
                "date_format ! `a=yyyy-MM-dd\na=dd.MM.yyyy` ! the column 'a' is given two formats."
            })
    void a_writing_that_cannot_be_is_refused(String option, String value, String message) {
        assertThatThrownBy(() -> content("a\n1\n", Map.of(option, value.replace("\\n", "\n"))))
                .hasMessageStartingWith("[BAD_USAGE] " + message);
    }
}

package dev.pipette.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.spi.FileContent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Text of fixed width, as the engine reads it. */
class FixedFormatTests {
    @TempDir
    Path folder;

    private FileContent.Columnar content(byte[] bytes, Map<String, String> options) throws IOException {
        return (FileContent.Columnar) new FixedFormat().content(Files.write(folder.resolve("day.txt"), bytes), options);
    }

    private String plain(byte[] bytes, Map<String, String> options) throws IOException {
        try (InputStream in = content(bytes, options).plain().orElseThrow().open()) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    private String plain(String text, String positions, String... more) throws IOException {
        Map<String, String> options = new HashMap<>(Map.of("positions", positions.replace(',', '\n')));
        for (int at = 0; at < more.length; at += 2) {
            options.put(more[at], more[at + 1]);
        }
        return plain(text.getBytes(UTF_8), options);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '`',
            value = {
                "`id=1-3,name=4-8`       ! `\"1\",\"a \"\"b\"`",
                "`id=3,name=5`           ! `\"1\",\"a \"\"b\"`",
                "`name=4-,id=1-3`        ! `\"a \"\"b\",\"1\"`",
                "`id=3,name=5-8`         ! `\"1\",\"\"\"b\"`",
                "`all=1-,id=2-3`         ! `\"1  a \"\"b\",\"\"`",
                "`id=1-2,flag=20-20,x=8` ! `\"1\",\"\",\"\"`"
            })
    void columns_are_found_by_places_and_widths(String positions, String record) throws IOException {
        String line = positions.contains("flag") ? "1" : "1  a \"b";

        assertThat(plain(line + "\n", positions)).isEqualTo(record + "\n");
    }

    @Test
    void the_engine_is_told_the_names_and_that_no_line_has_them() throws IOException {
        FileContent.Columnar content = content(
                "1 x".getBytes(UTF_8), Map.of("positions", "id=2\nname=5", "null", "-", "decimal_comma", "true"));

        assertThat(content.dialect().names()).containsExactly("id", "name");
        assertThat(content.dialect().headed()).isFalse();
        assertThat(content.dialect().nulls()).containsExactly("-");
        assertThat(content.dialect().decimalComma()).isTrue();
    }

    @Test
    void lines_end_in_any_way_and_may_be_blank_short_or_comments() throws IOException {
        assertThat(plain(
                        "\uFEFFhead\r\n12abc\r\n\r\n# no\r34\n56  c  \n   \n78x",
                        "id=2,name=3",
                        "skip_lines",
                        "1",
                        "comment",
                        "#"))
                .isEqualTo("\"12\",\"abc\"\n\"34\",\"\"\n\"56\",\"c\"\n\"78\",\"x\"\n");
    }

    @ParameterizedTest
    @CsvSource({"both, x", "right, ' x'", "none, ' x '"})
    void fields_lose_their_spaces_where_it_is_said(String trim, String field) throws IOException {
        assertThat(plain("1 x \n", "id=1,v=3", "trim", trim)).isEqualTo("\"1\",\"" + field + "\"\n");
    }

    @Test
    void places_are_characters_of_the_encoding() throws IOException {
        assertThat(plain("ä1𝄞2東3", "a=2,b=2,c=2")).isEqualTo("\"ä1\",\"𝄞2\",\"東3\"\n");
        assertThat(plain(
                        "ä1".getBytes(Charset.forName("windows-1252")),
                        Map.of("positions", "a=1\nb=1", "encoding", "windows-1252")))
                .isEqualTo("\"ä\",\"1\"\n");
    }

    @Test
    void numbers_and_dates_are_written_as_the_engine_reads_them() throws IOException {
        assertThat(plain(
                        "1.234 03042025\n1.23  31022025\n",
                        "v=6,day=8",
                        "decimal_comma",
                        "true",
                        "thousands",
                        "v=.",
                        "date_format",
                        "day=ddMMyyyy"))
                .isEqualTo("\"1234\",\"2025-04-03\"\n\"1.23\",\"31022025\"\n");
    }

    @Test
    void what_cannot_be_read_is_an_error_or_kept_apart() throws IOException {
        byte[] bytes = "12a\n34bc\n\n5\u0000\n".replace('\u0000', 'ü').getBytes(Charset.forName("windows-1252"));
        Map<String, String> options = Map.of("positions", "id=2\nname=1");
        List<String> apart = new ArrayList<>();

        assertThatThrownBy(() -> plain(bytes, options))
                .hasMessage(
                        "[SOURCE_UNREADABLE] " + folder.resolve("day.txt") + ", line 2: there is text behind the last"
                                + " column, which ends at character 3 (\"34bc\"). Nothing of it was loaded. Correct"
                                + " .positions(..) (--positions) or .encoding(..) (--encoding), leave the line out with"
                                + " .skipLines(..) (--skip-lines) or .comment(..) (--comment), or fix it. Or keep such lines apart"
                                + " with .badRows(BadRows.REJECT) (--bad-rows reject).");
        try (InputStream in = content(bytes, options)
                .plain()
                .orElseThrow()
                .open((line, text, problem) -> apart.add(line + ": " + text + ": " + problem))) {
            assertThat(new String(in.readAllBytes(), UTF_8)).isEqualTo("\"12\",\"a\"\n");
        }
        assertThat(apart)
                .containsExactly(
                        "2: 34bc: there is text behind the last column, which ends at character 3",
                        "4: 5\\xFC: this is not UTF-8 text");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "id", "id=", "=5", "id=0", "id=5-3", "id=0-3", "id=x", "id=3-,name=4"})
    void what_is_no_place_is_refused(String positions) {
        assertThatThrownBy(() -> plain("1", positions))
                .hasMessageStartingWith("[BAD_USAGE] '")
                .hasMessageEndingWith(
                        "' is not the place of a column. Give its first and last character, from 1, or its"
                                + " width behind the column before: id=1-5, note=41-, name=20.");
    }

    @Test
    void other_options_are_refused() {
        assertThatThrownBy(() -> content(new byte[0], Map.of()))
                .hasMessage("[BAD_USAGE] text of fixed width does not say where its columns are. Give their places with"
                        + " .positions(..) (--positions): id=1-5,name=6-25.");
        assertThatThrownBy(() -> plain("1", "id=1", "trim", "left"))
                .hasMessage(
                        "[BAD_USAGE] fields cannot be trimmed at 'left'. Give .trim(..) (--trim) both, right or none.");
        assertThatThrownBy(() -> plain("1", "id=1,id=1"))
                .hasMessageStartingWith("[BAD_USAGE] two columns are given the name 'id'.");
        assertThatThrownBy(() -> plain("1", "id=1", "delimiter", ";"))
                .hasMessageStartingWith(
                        "[BAD_USAGE] the format fixed has no option 'delimiter', which is for csv and tsv.");
    }
}

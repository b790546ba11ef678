package dev.pipette.engine.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.spi.CsvDialect;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The names in the first line of a delimited file. */
class HeaderLineTests {
    private static final CsvDialect COMMA = CsvDialect.usual(",");

    @TempDir
    Path folder;

    private DelimitedFile file(byte[] bytes, CsvDialect dialect) throws IOException {
        Path path = folder.resolve("orders.csv");
        Files.write(path, bytes);
        return new DelimitedFile(path, Path.of("orders.csv"), dialect, 0);
    }

    private List<String> names(String text, CsvDialect dialect) throws IOException {
        return HeaderLine.read(file(text.getBytes(StandardCharsets.UTF_8), dialect));
    }

    static Stream<Arguments> lines() {
        return Stream.of(
                Arguments.of("a,b\n1,2\n", ",", List.of("a", "b")),
                Arguments.of("a,b", ",", List.of("a", "b")),
                Arguments.of("a,b\r\n1,2\r\n", ",", List.of("a", "b")),
                Arguments.of("a,b\r1,2\r", ",", List.of("a", "b")),
                Arguments.of("", ",", List.of()),
                Arguments.of("a", ",", List.of("a")),
                Arguments.of("a,\n1,2\n", ",", List.of("a", "")),
                Arguments.of(",\n", ",", List.of("", "")),
                Arguments.of("a;b,c\n", ";", List.of("a", "b,c")),
                Arguments.of("a\tb\n", "\t", List.of("a", "b")),
                Arguments.of("a||b|c||d\n", "||", List.of("a", "b|c", "d")),
                Arguments.of("\"a|\"|b||c\n", "||", List.of("a||b", "c")),
                Arguments.of("a|||b\n", "||", List.of("a", "|b")),
                Arguments.of("\"\"\"a\"\"\",\"\"\n", ",", List.of("\"a\"", "")),
                Arguments.of("\uFEFF", ",", List.of()),
                Arguments.of("\uFEFFa,b\n", ",", List.of("a", "b")),
                Arguments.of("\uFEFF\"a,b\",c\n", ",", List.of("a,b", "c")),
                Arguments.of("\"a,b\",c\n1,2\n", ",", List.of("a,b", "c")),
                Arguments.of("\"a\"\"b\",c\n", ",", List.of("a\"b", "c")),
                Arguments.of("\"a\nb\",c\n1,2\n", ",", List.of("a\nb", "c")),
                Arguments.of("a\"b,c\n", ",", List.of("a\"b", "c")),
                Arguments.of(" a , b\n", ",", List.of(" a ", " b")),
                Arguments.of(
                        "\u00e4,\u65e5\u672c,\uD83D\uDC18\n", ",", List.of("\u00e4", "\u65e5\u672c", "\uD83D\uDC18")));
    }

    @ParameterizedTest
    @MethodSource("lines")
    void names_are_read_as_rfc_4180_says(String text, String delimiter, List<String> names) throws IOException {
        assertThat(names(text, CsvDialect.usual(delimiter))).isEqualTo(names);
    }

    @Test
    void another_quote_or_none_is_taken_as_it_is_said() throws IOException {
        assertThat(names("'a,b',\"c\n", COMMA.withQuote("'"))).containsExactly("a,b", "\"c");
        assertThat(names("\"a,b\",c\n", COMMA.withQuote(""))).containsExactly("\"a", "b\"", "c");
    }

    @Test
    void blank_lines_before_the_first_row_of_a_file_without_names_are_passed_over() throws IOException {
        assertThat(names("\n\r\n1,2\n", COMMA.withoutHeader(List.of()))).containsExactly("1", "2");
        assertThat(names("\r\r1,2\r", COMMA.withoutHeader(List.of()))).containsExactly("1", "2");
        assertThat(names("\na,b\n", COMMA)).as("a line of names may be empty").containsExactly("");
    }

    @Test
    void a_quoted_name_without_an_end_is_refused() {
        assertThatThrownBy(() -> names("\"a,b\n1,2\n", COMMA))
                .hasMessage(
                        "[SOURCE_UNREADABLE] orders.csv, line 1: a quoted name has no end. Nothing of it was loaded."
                                + " Correct the line.");
    }

    @Test
    void a_name_with_another_line_break_than_the_end_of_the_line_is_refused() {
        assertThatThrownBy(() -> names("\"a\r\nb\",c\n1,2\n", COMMA))
                .hasMessage("[SOURCE_UNREADABLE] orders.csv, line 1: the name 'a\\r\\nb' holds a line break of another"
                        + " kind than the end of the line. Nothing of it was loaded. Change the name in the file's first"
                        + " line.");
    }

    @Test
    void text_of_another_encoding_is_refused_with_the_way_to_name_it() {
        assertThatThrownBy(() -> HeaderLine.read(file("größe,b\n".getBytes(Charset.forName("windows-1252")), COMMA)))
                .hasMessageStartingWith(
                        "[SOURCE_UNREADABLE] orders.csv, line 1: this is not UTF-8 text. Nothing of it was loaded.")
                .hasMessageContaining("windows-1252");
        assertThatThrownBy(() -> HeaderLine.read(file("a,b\n".getBytes(StandardCharsets.UTF_16), COMMA)))
                .hasMessageStartingWith(
                        "[SOURCE_UNREADABLE] orders.csv is UTF-16 text and not delimited text in UTF-8.");
        assertThatThrownBy(() -> HeaderLine.read(file(new byte[] {'a', 0, ',', 'b', '\n'}, COMMA)))
                .hasMessageStartingWith("[SOURCE_UNREADABLE] orders.csv");
    }

    @Test
    void a_first_line_without_an_end_is_refused() {
        byte[] endless = "a".repeat((4 << 20) + 1).getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> HeaderLine.read(file(endless, COMMA)))
                .hasMessage(
                        "[SOURCE_UNREADABLE] orders.csv: the first line has no end within 4194304 bytes. A delimited"
                                + " file begins with a line of column names.");
    }

    @Test
    void several_columns_without_a_name_are_refused_and_one_is_not() throws IOException {
        DelimitedFile file = file("title,,\n".getBytes(StandardCharsets.UTF_8), COMMA);

        HeaderLine.checkEmpty(file, List.of("a", ""));
        assertThatThrownBy(() -> HeaderLine.checkEmpty(file, HeaderLine.read(file)))
                .hasMessage(
                        "[NAME_COLLISION] orders.csv, line 1: 2 of 3 columns have no name. If this is not the line of"
                                + " names, leave out the lines before that with .skipLines(..) (--skip-lines). Otherwise name the"
                                + " columns in this line.");
    }

    @Test
    void two_columns_of_one_name_are_refused() throws IOException {
        DelimitedFile file = file("a,b,a\n".getBytes(StandardCharsets.UTF_8), COMMA);

        assertThatThrownBy(() -> DelimitedReader.header(file))
                .hasMessage(
                        "[NAME_COLLISION] orders.csv: two columns have the name 'a'. Rename one of them in the file's"
                                + " first line.");
    }
}

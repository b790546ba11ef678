package dev.pipette.duckdb;

import static dev.pipette.Pipette.bigint;
import static dev.pipette.Pipette.csvFormat;
import static dev.pipette.Pipette.decimal;
import static dev.pipette.Pipette.resource;
import static dev.pipette.Pipette.text;
import static dev.pipette.Pipette.tsvFormat;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.ZstdOutputStream;
import dev.pipette.FileFormat;
import dev.pipette.LoadInfo;
import dev.pipette.Resource;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Delimited text as people have it: what DuckDB moves and what Java walks are the same rows. */
class CsvDialectTests {
    private static final Charset WINDOWS = Charset.forName("windows-1252");

    @TempDir
    Path folder;

    private Scratch scratch;

    @BeforeEach
    void open() {
        scratch = new Scratch(folder);
    }

    private Path file(String name, byte[] bytes) {
        try {
            return Files.write(folder.resolve(name), bytes);
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }

    private Loaded load(FileFormat format, String text) {
        return load(format, text.getBytes(StandardCharsets.UTF_8), resource -> resource);
    }

    private Loaded load(FileFormat format, byte[] bytes, UnaryOperator<Resource> hints) {
        return load(format, file("input.csv", bytes), hints);
    }

    /** Loads the file once by DuckDB's reader and once as rows of Java, which must not differ. */
    private Loaded load(FileFormat format, Path file, UnaryOperator<Resource> hints) {
        LoadInfo info = scratch.run(hints.apply(resource("moved").files(file.toString(), format)));
        scratch.run(
                hints.apply(resource("walked").files(file.toString(), format).filter(row -> true)));
        Loaded moved = loaded("moved", info);
        assertThat(loaded("walked", info)).isEqualTo(moved);
        return moved;
    }

    private Loaded loaded(String table, LoadInfo info) {
        return new Loaded(
                scratch.columns(table),
                scratch.rows("SELECT * EXCLUDE (_dlt_id, _dlt_load_id) FROM " + table + " ORDER BY ALL"),
                info.notes());
    }

    private record Loaded(List<String> columns, List<String> rows, List<String> notes) {}

    private String refusal(FileFormat format, String text) {
        return refusal(format, text.getBytes(StandardCharsets.UTF_8));
    }

    /** What a load says that must be refused, in both ways. */
    private String refusal(FileFormat format, byte[] bytes) {
        Path file = file("input.csv", bytes);
        String moved = Scratch.refusal(() -> scratch.run(resource("items").files(file.toString(), format)));
        assertThat(Scratch.refusal(() -> scratch.run(
                        resource("items").files(file.toString(), format).filter(row -> true))))
                .isEqualTo(moved);
        return moved.replace(file.toString(), "input.csv");
    }

    // Names.

    @Test
    void without_a_header_the_columns_have_numbers() {
        Loaded loaded = load(csvFormat().withoutHeader(), "1,Ann\n2,Bob\n");

        assertThat(loaded.columns()).containsExactly("column0 BIGINT", "column1 VARCHAR");
        assertThat(loaded.rows()).containsExactly("1 | Ann", "2 | Bob");
    }

    @Test
    void without_a_header_the_columns_have_the_given_names() {
        Loaded loaded = load(csvFormat().withoutHeader("id", "Full Name"), "\ufeff\"1\",Ann\r\n2,Bob\r\n");

        assertThat(loaded.columns()).containsExactly("id BIGINT", "full_name VARCHAR");
        assertThat(loaded.rows()).containsExactly("1 | Ann", "2 | Bob");
    }

    @Test
    void a_file_without_a_header_and_without_bytes_has_no_rows() {
        Path file = file("input.csv", new byte[0]);

        assertThat(scratch.run(resource("items")
                                .files(file.toString(), csvFormat().withoutHeader("id")))
                        .nothingNew())
                .isTrue();
    }

    @Test
    void a_blank_line_before_the_rows_is_not_a_row() {
        assertThat(load(csvFormat().withoutHeader(), "\n1,Ann\n\n2,Bob\n").rows())
                .containsExactly("1 | Ann", "2 | Bob");
    }

    @Test
    void names_that_are_not_as_many_as_the_fields_are_refused() {
        assertThat(refusal(csvFormat().withoutHeader("id", "name"), "1,Ann,3\n"))
                .isEqualTo(
                        "[SOURCE_UNREADABLE] input.csv: its first row has 3 fields (\"1,Ann,3\"), but 2 names are given (id, name). Nothing of"
                                + " it was loaded. Give each column a name with .withoutHeader(..) (--header NAME,..), or"
                                + " correct the delimiter, which is ',' here.");
        assertThat(refusal(csvFormat().withoutHeader("id", "name"), "1\n2\n"))
                .startsWith(
                        "[SOURCE_UNREADABLE] input.csv: its first row has 1 field (\"1\"), but 2 names are given (id, name).");
        assertThat(refusal(csvFormat().withoutHeader(), "1,2\n3\n"))
                .startsWith("[SOURCE_UNREADABLE] input.csv, line 2: 1 fields, but the first line has 2 (\"3\").");
    }

    // Lines that are no rows.

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n"})
    void lines_before_the_table_are_skipped_however_they_end(String end) {
        Loaded loaded = load(
                csvFormat().skipLines(3), "Export \"of" + end + "2025;a,b\r\n" + end + "id,note\n1,x\n2,\"y\nz\"\n");

        assertThat(loaded.columns()).containsExactly("id BIGINT", "note VARCHAR");
        assertThat(loaded.rows()).containsExactly("1 | x", "2 | y\nz");
    }

    @Test
    void an_error_counts_the_skipped_lines() {
        assertThat(refusal(csvFormat().skipLines(2), "a\nb\nid,name\n1,x\n2\n"))
                .startsWith("[SOURCE_UNREADABLE] input.csv, line 5: 1 fields, but line 3 names 2 (\"2\").");
    }

    @Test
    void more_lines_to_skip_than_there_are_is_refused() {
        assertThat(refusal(csvFormat().skipLines(3), "id\n1"))
                .isEqualTo(
                        "[SOURCE_UNREADABLE] input.csv has 2 lines, and 3 are to be skipped. Nothing of it was loaded."
                                + " Skip fewer with .skipLines(..) (--skip-lines N), or provide the whole file.");
    }

    @Test
    void lines_of_comment_are_left_out_and_marks_inside_are_text() {
        Loaded loaded = load(
                csvFormat().comment("#"),
                "# made by hand, \"quoted\nid,color,note\n#1,2\n1,#ff0000,\"a\n# b\"\n\"#2\", #x,\n# the end");

        assertThat(loaded.columns()).containsExactly("id VARCHAR", "color VARCHAR", "note VARCHAR");
        assertThat(loaded.rows()).containsExactly("#2 |  #x | NULL", "1 | #ff0000 | a\n# b");
    }

    @Test
    void an_error_counts_the_lines_of_comment() {
        assertThat(refusal(csvFormat().comment("//"), "// one\r\nid,name\r\n// two\r\n1,x\r\n2\r\n"))
                .isEqualTo(
                        "[SOURCE_UNREADABLE] input.csv, line 5: 1 field, but line 2 names 2 (\"2\"). Nothing of it was"
                                + " loaded. Fix the line, or name another delimiter, quote or escape character with"
                                + " .delimiter(..) (--delimiter), .quote(..) (--quote) or .escape(..) (--escape)."
                                + " Or keep such lines apart with .badRows(BadRows.REJECT) (--bad-rows reject).");
    }

    // Quotes and escapes.

    @Test
    void another_quote() {
        Loaded loaded = load(csvFormat().quote("'"), "id,'the note'\n1,'it''s, \"so\"'\n2,\"b\n");

        assertThat(loaded.columns()).containsExactly("id BIGINT", "the_note VARCHAR");
        assertThat(loaded.rows()).containsExactly("1 | it's, \"so\"", "2 | \"b");
    }

    @Test
    void no_quote_at_all() {
        assertThat(load(tsvFormat().quote(""), "id\tsize\n1\t\"5\n2\t6\"\n").rows())
                .containsExactly("1 | \"5", "2 | 6\"");
    }

    @Test
    void an_escape_character() {
        Loaded loaded = load(csvFormat().escape("\\").nulls("\\N"), """
                id,"a ""name\\""
                1,"say \\"hi\\", twice: ""hi\"""
                2,one\\, two
                3,C:\\dir\\new
                4,\\N
                5,"back\\\\slash"
                6,two\\
                lines
                """);

        assertThat(loaded.columns()).containsExactly("id BIGINT", "a_namex VARCHAR");
        assertThat(loaded.rows())
                .containsExactly(
                        "1 | say \"hi\", twice: \"hi\"",
                        "2 | one, two",
                        "3 | C:\\dir\\new",
                        "4 | NULL",
                        "5 | back\\slash",
                        "6 | two\nlines");
    }

    @Test
    void an_escape_character_without_quotes() {
        Loaded loaded =
                load(tsvFormat().escape("\\").quote("").nulls("\\N"), "id\tnote\n1\tsay \"hi\"\n2\ta\\\tb\n3\t\\N\n");

        assertThat(loaded.rows()).containsExactly("1 | say \"hi\"", "2 | a\tb", "3 | NULL");
    }

    @Test
    void a_field_that_does_not_end_or_goes_on_after_its_quote_is_refused_with_its_line() {
        assertThat(refusal(csvFormat().escape("\\"), "id,note\n1,x\n2,\"open\\\"\n3,y\n"))
                .startsWith(
                        "[SOURCE_UNREADABLE] input.csv, line 3: a quoted field has no end. Nothing of it was loaded.");
        assertThat(refusal(csvFormat().escape("\\"), "id,note\n1,\"x\" y\n"))
                .startsWith("[SOURCE_UNREADABLE] input.csv, line 2: something is after the closing quote of a field"
                        + " (\"x\"). Nothing of it was loaded.");
    }

    // Null.

    @Test
    void texts_for_null_are_exact_and_the_empty_field_is_null_too() {
        Loaded loaded =
                load(csvFormat().nulls("NA", "-", "\\N"), "id,amount,note\n1,NA,\"NA\"\n-,2.5,na\n3,\\N, -\n4,,NAN\n");

        assertThat(loaded.columns()).containsExactly("id BIGINT", "amount DOUBLE", "note VARCHAR");
        assertThat(loaded.rows())
                .containsExactly("1 | NULL | NULL", "3 | NULL |  -", "4 | NULL | NAN", "NULL | 2.5 | na");
    }

    // Numbers with a comma.

    @Test
    void numbers_with_a_comma() {
        Loaded loaded = load(
                csvFormat().delimiter(";").decimalComma(),
                "id;price;code;thousands;day;at;list\n1;1,5;1,5;1.234;2025-01-02;2025-01-02 10:00:00.5;1,2,3\n"
                        + "2;-0,25;x;2.345;2025-01-03;2025-01-03 10:00:00.25;4,5,6\n");

        assertThat(loaded.columns())
                .containsExactly(
                        "id BIGINT",
                        "price DOUBLE",
                        "code VARCHAR",
                        "thousands VARCHAR",
                        "day DATE",
                        "at TIMESTAMP",
                        "list VARCHAR");
        assertThat(loaded.rows())
                .containsExactly(
                        "1 | 1.5 | 1,5 | 1.234 | 2025-01-02 | 2025-01-02 10:00:00.5 | 1,2,3",
                        "2 | -0.25 | x | 2.345 | 2025-01-03 | 2025-01-03 10:00:00.25 | 4,5,6");
    }

    @Test
    void declared_numbers_with_a_comma_and_declared_text() {
        Loaded loaded = load(
                csvFormat().decimalComma(),
                "id,price,zip,code\n\"1\",\"10,50\",\"1,0\",7\n2,\"0,1\",x,8\n".getBytes(StandardCharsets.UTF_8),
                resource -> resource.column("price", decimal(10, 2))
                        .column("zip", text())
                        .column("code", bigint()));

        assertThat(loaded.columns()).containsExactly("id BIGINT", "price DECIMAL(10,2)", "zip VARCHAR", "code BIGINT");
        assertThat(loaded.rows()).containsExactly("1 | 10.50 | 1,0 | 7", "2 | 0.10 | x | 8");
    }

    @Test
    void a_number_with_a_comma_goes_into_a_column_of_numbers_beside_one_that_is_none() {
        FileFormat format = csvFormat().delimiter(";").decimalComma();
        scratch.run(
                resource("moved").files(file("a.csv", bytes("id;x\n1;1,5\n")).toString(), format));
        scratch.run(resource("moved")
                .files(file("b.csv", bytes("id;x\n2;2,5\n3;1.234\n")).toString(), format));

        assertThat(scratch.rows("SELECT id, x, x__v_text FROM moved ORDER BY id"))
                .containsExactly("1 | 1.5 | NULL", "2 | 2.5 | NULL", "3 | NULL | 1.234");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    // Encodings.

    @ParameterizedTest
    @ValueSource(strings = {"windows-1252", "latin1", "UTF-16", "utf-16le", "UTF-16BE", "IBM850", "utf-8"})
    void text_of_any_encoding(String encoding) {
        Charset charset = Charset.forName(encoding);

        Loaded loaded = load(
                csvFormat().encoding(encoding),
                "id,größe\n1,\"é, ü\"\n2,plain\n".getBytes(charset),
                resource -> resource);

        assertThat(loaded.columns()).containsExactly("id BIGINT", "grosse VARCHAR");
        assertThat(loaded.rows()).containsExactly("1 | é, ü", "2 | plain");
    }

    @Test
    void a_byte_order_mark_is_right_where_it_differs_from_the_encoding() {
        Loaded loaded = load(csvFormat().encoding("windows-1252"), "\ufeffid,größe\n1,ü\n");

        assertThat(loaded.columns()).containsExactly("id BIGINT", "grosse VARCHAR");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gz", "zst"})
    void compressed_text_of_another_encoding_with_everything_else(String ending) throws IOException {
        Path file = folder.resolve("input.csv." + ending);
        try (OutputStream bytes = Files.newOutputStream(file);
                OutputStream out = ending.equals("gz") ? new GZIPOutputStream(bytes) : new ZstdOutputStream(bytes)) {
            out.write("Größen\n# zwei\n1;'5,5 \\' ü';1,5\n2;k.A.;2,25\n".getBytes(WINDOWS));
        }

        Loaded loaded = load(
                csvFormat()
                        .encoding("windows-1252")
                        .delimiter(";")
                        .skipLines(1)
                        .comment("#")
                        .quote("'")
                        .escape("\\")
                        .nulls("k.A.")
                        .decimalComma()
                        .withoutHeader("id", "size", "price"),
                file,
                resource -> resource);

        assertThat(loaded.columns()).containsExactly("id BIGINT", "size VARCHAR", "price DOUBLE");
        assertThat(loaded.rows()).containsExactly("1 | 5,5 ' ü | 1.5", "2 | NULL | 2.25");
    }

    @Test
    void bytes_that_the_encoding_does_not_have_are_refused_with_their_line() {
        assertThat(refusal(csvFormat().encoding("us-ascii"), "id,name\n1,Ann\n2,Jos\u00e9\n".getBytes(WINDOWS)))
                .isEqualTo("[SOURCE_UNREADABLE] input.csv, line 3: the byte 0xE9 is not US-ASCII text (after"
                        + " \"2,Jos\"). Nothing of it was loaded. Name the encoding of the file with .encoding(..)"
                        + " (--encoding NAME).");
        assertThat(refusal(csvFormat(), "id,name\n1,Ann\n2,Jos\u00e9\n".getBytes(WINDOWS)))
                .endsWith("Nothing of it was loaded. Name its encoding with .encoding(\"windows-1252\")"
                        + " (--encoding windows-1252), or convert the file to UTF-8. Or keep such lines apart with"
                        + " .badRows(BadRows.REJECT) (--bad-rows reject).");
    }

    // Delimiters that nobody names.

    @ParameterizedTest
    @ValueSource(strings = {";", "\t", "|"})
    void a_delimiter_is_found_and_noted(String delimiter) {
        Loaded loaded = load(csvFormat(), "id;name;note\n1;\"Ann;x\";a,b\n2;Bob;1,5\n".replace(";", delimiter));

        String shown = delimiter.replace("\t", "\\t");
        assertThat(loaded.rows()).containsExactly("1 | Ann" + delimiter + "x | a,b", "2 | Bob | 1,5");
        assertThat(loaded.notes())
                .containsExactly("resource moved: the first line has no comma, and '" + shown + "' is taken for the"
                        + " delimiter, because it cuts the first lines into equally many fields. If it is right, name it"
                        + " with .delimiter(\"" + shown + "\") (--delimiter '" + shown + "'); if not,"
                        + " .delimiter(\",\") (--delimiter ',') is the usual one");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "note\na;b\n", // one column
                "a;b\n1\n", // not in all lines
                "a;b|c\n1;2|3\n", // more than one
                "a,b;c\n1,2;3\n" // a comma
            })
    void a_delimiter_is_not_guessed_where_the_lines_do_not_show_it(String text) {
        assertThat(load(csvFormat(), text).notes()).isEmpty();
    }

    @Test
    void a_delimiter_that_is_named_is_not_looked_for() {
        Loaded loaded = load(csvFormat().delimiter(","), "a;b\n1;2\n");

        assertThat(loaded.columns()).containsExactly("a_b VARCHAR");
        assertThat(loaded.notes()).isEmpty();
    }
}

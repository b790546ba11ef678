package dev.pipette.duckdb;

import static dev.pipette.Pipette.csv;
import static dev.pipette.Pipette.text;
import static dev.pipette.Pipette.tsv;
import static dev.pipette.duckdb.Scratch.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pipette.LoadInfo;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.spi.LoadStep;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The form of delimited text, and errors that say where it is broken. */
class DelimitedTests {
    @TempDir
    Path folder;

    private Scratch scratch;

    @BeforeEach
    void open() {
        scratch = new Scratch(folder);
    }

    // Form of the file.

    @Test
    void a_file_with_names_only_makes_no_table_and_no_load() {
        LoadInfo info = scratch.run(scratch.items("id,name\n"));

        assertThat(info.nothingNew()).isTrue();
    }

    @Test
    void an_empty_file_is_no_rows() {
        LoadInfo info = scratch.run(scratch.items(""));

        assertThat(info.nothingNew()).isTrue();
    }

    @Test
    void an_empty_file_beside_others_is_no_rows() {
        scratch.file("a.csv", "");
        scratch.file("b.csv", "id,name\n1,Ann\n");
        scratch.file("c.csv", "id,other\n");

        scratch.run(csv("items", folder.resolve("*.csv")));

        assertThat(scratch.rows("SELECT id, name FROM items")).containsExactly("1 | Ann");
    }

    @Test
    void a_byte_order_mark_is_not_part_of_the_first_name() {
        scratch.run(scratch.items("\ufeffid,name\r\n1,Ann\r\n2,Bob\r\n"));

        assertThat(scratch.columns("items")).containsExactly("id BIGINT", "name VARCHAR");
        assertThat(scratch.rows("SELECT id, name FROM items ORDER BY id")).containsExactly("1 | Ann", "2 | Bob");
    }

    @Test
    void quoted_fields_hold_delimiters_quotes_and_line_breaks() {
        scratch.run(scratch.items("id,note\n1,\"a, \"\"b\"\"\nc\"\n2,\"\r\n\"\n3,d\n"));

        assertThat(scratch.rows(
                        "SELECT id, replace(replace(note, chr(10), '\\n'), chr(13), '\\r') FROM items ORDER BY id"))
                .containsExactly("1 | a, \"b\"\\nc", "2 | \\r\\n", "3 | d");
    }

    @Test
    void lines_that_end_in_more_than_one_way_are_refused() {
        Path file = scratch.file("items.csv", "id,name\r\n1,a\n2,\"b\"\r\n3,c\n");

        assertThat(refusal(() -> scratch.run(csv("items", file))))
                .isEqualTo("[SOURCE_UNREADABLE] " + file + " cannot be read as delimited text: its lines end in more"
                        + " than one way (LF, CR LF, CR), or quotes stand where they must not, or ',' is not its"
                        + " delimiter. Nothing of it was loaded. Fix the file, or name its delimiter with"
                        + " .option(\"delimiter\", ..).");
    }

    @Test
    void a_compressed_file_is_named_in_its_error() throws IOException {
        Path file = folder.resolve("items.csv.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write("id,name\n1\n".getBytes(StandardCharsets.UTF_8));
        }

        assertThat(refusal(() -> scratch.run(csv("items", file))))
                .startsWith("[SOURCE_UNREADABLE] " + file + ", line 2: 1 fields, but the first line names 2 (\"1\").");
    }

    @Test
    void a_compressed_file_that_was_cut_is_refused() throws IOException {
        Path file = folder.resolve("items.csv.gz");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write("id,name\n".getBytes(StandardCharsets.UTF_8));
            out.write(RandomGenerator.of("L64X128MixRandom")
                    .ints(20_000, 0, 1_000_000)
                    .mapToObj(number -> number + ",x\n")
                    .collect(Collectors.joining())
                    .getBytes(StandardCharsets.UTF_8));
        }
        Files.write(file, Arrays.copyOf(bytes.toByteArray(), bytes.size() / 2));
        String refusal = "[SOURCE_UNREADABLE] " + file
                + " cannot be read to its end: the gzip data ends in the middle (it" + " ends after " + Files.size(file)
                + " bytes), so the file was cut off. Nothing of it was loaded. Provide the whole file and run again.";

        assertThat(refusal(() -> scratch.run(csv("items", file)))).isEqualTo(refusal);
        assertThat(refusal(() -> scratch.run(csv("items", file).limit(1)))).isEqualTo(refusal);
    }

    @Test
    void a_compressed_file_is_read_by_row_functions_too() throws IOException {
        Path file = folder.resolve("items.csv.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write("id,name\n1,a\n2,b\n".getBytes(StandardCharsets.UTF_8));
        }

        scratch.run(csv("items", file).filter(row -> !Objects.equals(row.get("id"), 1L)));

        assertThat(scratch.rows("SELECT id, name FROM items")).containsExactly("2 | b");
    }

    @Test
    void lines_without_anything_are_no_rows() {
        scratch.run(scratch.items("id,name\n1,a\n\n2,b\n\n"));

        assertThat(scratch.rows("SELECT id, name FROM items ORDER BY id")).containsExactly("1 | a", "2 | b");
    }

    @Test
    void a_file_of_one_column_is_read() {
        scratch.run(scratch.items("name\na\n\nb\n"));

        assertThat(scratch.rows("SELECT name FROM items ORDER BY name")).containsExactly("a", "b", "NULL");
    }

    @Test
    void tabs_separate_and_a_last_line_needs_no_end() {
        scratch.run(tsv("items", scratch.file("items.tsv", "id\tnote\n1\ta,b\n2\tc")));

        assertThat(scratch.rows("SELECT id, note FROM items ORDER BY id")).containsExactly("1 | a,b", "2 | c");
    }

    @Test
    void another_delimiter_is_an_option() {
        scratch.run(scratch.items("id;note\n1;a,b\n").option("delimiter", ";"));

        assertThat(scratch.rows("SELECT id, note FROM items")).containsExactly("1 | a,b");
    }

    @Test
    void names_become_columns_by_the_naming_rules() {
        scratch.run(scratch.items("\"First Name\",\"a \"\"b\"\"\",x;y,Größe,it's,,id\n1,2,3,4,5,6,7\n"));

        assertThat(scratch.columns("items"))
                .containsExactly(
                        "first_name BIGINT",
                        "a_bx BIGINT",
                        "x_y BIGINT",
                        "grosse BIGINT",
                        "it_s BIGINT",
                        "_empty BIGINT",
                        "id BIGINT");
    }

    @Test
    void two_columns_of_one_name_are_refused() {
        Path file = scratch.file("items.csv", "id,name,name\n1,a,b\n");

        assertThat(refusal(() -> scratch.run(csv("items", file))))
                .isEqualTo("[NAME_COLLISION] " + file
                        + ": two columns have the name 'name'. Rename one of them in the file's first line.");
        assertThat(scratch.datasets()).isEmpty();
    }

    @Test
    void two_columns_that_become_one_are_refused() {
        Path file = scratch.file("items.csv", "id,User Name,userName\n1,a,b\n");
        String refusal = "[NAME_COLLISION] " + file + ": the columns 'User Name' and 'userName' both become"
                + " 'user_name'. Rename one of them in the file's first line.";

        assertThat(refusal(() -> scratch.run(csv("items", file)))).isEqualTo(refusal);
        assertThat(refusal(() -> scratch.run(csv("items", file).filter(row -> true))))
                .isEqualTo(refusal);
    }

    @Test
    void names_that_differ_in_case_only_are_refused() {
        Path file = scratch.file("items.csv", "id,ID\n1,2\n");
        String refusal = "[NAME_COLLISION] " + file
                + ": the columns 'id' and 'ID' both become 'id'. Rename one of them in the file's first line.";

        assertThat(refusal(() -> scratch.run(csv("items", file)))).isEqualTo(refusal);
        assertThat(refusal(() -> scratch.run(csv("items", file).limit(1)))).isEqualTo(refusal);
    }

    @Test
    void a_row_with_too_many_fields_is_refused_with_its_line() {
        Path file = scratch.file("items.csv", "id,name\n1,a\n2,b,c\n3,d\n");

        assertThat(refusal(() -> scratch.run(csv("items", file))))
                .isEqualTo("[SOURCE_UNREADABLE] " + file
                        + ", line 3: more than 2 fields, but the first line names 2 (\"2,b,c\")."
                        + " Nothing of it was loaded. Correct the line, or name the delimiter with"
                        + " .option(\"delimiter\", ..) where it is another one."
                        + " If lines come before the line of names, leave them out with .skipLines(..) (--skip-lines) or"
                        + " .comment(..) (--comment). If the first line is a row, declare it with .withoutHeader(..)"
                        + " (--no-header)."
                        + " Or keep such lines apart with .badRows(BadRows.REJECT) (--bad-rows reject).");
    }

    @Test
    void a_row_with_too_few_fields_is_refused_with_its_line() {
        Path file = scratch.file("items.csv", "id,name,x\n1,a,1\n2,b\n3,d,4\n");

        assertThat(refusal(() -> scratch.run(csv("items", file))))
                .isEqualTo("[SOURCE_UNREADABLE] " + file
                        + ", line 3: 2 fields, but the first line names 3 (\"2,b\")."
                        + " Nothing of it was loaded. Correct the line, or name the delimiter with"
                        + " .option(\"delimiter\", ..) where it is another one."
                        + " Or keep such lines apart with .badRows(BadRows.REJECT) (--bad-rows reject).");
    }

    @Test
    void a_quote_without_end_is_refused() {
        Path file = scratch.file("items.csv", "id,name\n1,\"a\n2,b\n");

        assertThat(refusal(() -> scratch.run(csv("items", file))))
                .isEqualTo("[SOURCE_UNREADABLE] " + file
                        + ", line 2: a quoted field has no end, or something is after its closing quote"
                        + " (\"1,\"a\")."
                        + " Nothing of it was loaded. Correct the line, or name the delimiter with"
                        + " .option(\"delimiter\", ..) where it is another one."
                        + " Or keep such lines apart with .badRows(BadRows.REJECT) (--bad-rows reject).");
    }

    @Test
    void a_file_in_another_encoding_is_refused() throws IOException {
        Path file =
                Files.write(folder.resolve("items.csv"), "id,name\n1,Größe\n".getBytes(StandardCharsets.ISO_8859_1));

        assertThat(refusal(() -> scratch.run(csv("items", file))))
                .isEqualTo("[SOURCE_UNREADABLE] " + file
                        + ", line 2: this is not UTF-8 text (\"1,Gr??e\"). Nothing of it was loaded. Name its encoding"
                        + " with .encoding(\"windows-1252\") (--encoding windows-1252), or convert the file to UTF-8."
                        + " Or keep such lines apart with .badRows(BadRows.REJECT) (--bad-rows reject).");
    }

    // A file that is not what it was.

    @Test
    void a_file_that_changes_before_it_is_loaded_is_not_loaded() {
        Path file = scratch.file("items.csv", "id,name\n1,a\n2,b\n");

        assertThatExceptionOfType(PipetteException.class)
                .isThrownBy(() -> scratch.pipeline()
                        .listener((step, loadId) -> {
                            if (step == LoadStep.SEALED) {
                                write(file, "id,name\n1,a\n2,c\n");
                            }
                        })
                        .run(csv("items", file)))
                .satisfies(failed -> {
                    assertThat(failed.code()).isEqualTo(ErrorCode.SOURCE_CHANGED);
                    assertThat(String.valueOf(failed.getMessage()).replaceAll("package [0-9.]+", "package N"))
                            .isEqualTo("[SOURCE_CHANGED] " + file + " changed after package N was made from it."
                                    + " Nothing was loaded, and the package was put aside."
                                    + " Run again to load the file as it is now.");
                });
        assertThat(scratch.tables()).isEmpty();

        scratch.run(csv("items", file));

        assertThat(scratch.rows("SELECT id, name FROM items ORDER BY id")).containsExactly("1 | a", "2 | c");
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}

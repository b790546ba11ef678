package dev.pipette.duckdb;

import static dev.pipette.Pipette.csv;
import static dev.pipette.Pipette.json;
import static dev.pipette.Pipette.jsonl;
import static dev.pipette.Pipette.parquet;
import static dev.pipette.Pipette.resource;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.LoadInfo;
import dev.pipette.Resource;
import dev.pipette.error.ErrorCode;
import dev.pipette.spi.LoadStep;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are not there, not what they are named, or not whole: one error, and the dataset stays what it was. */
class BadInputFilesTests {
    @TempDir
    Path folder;

    private BadInput bad;

    @BeforeEach
    void load_something_good() {
        bad = new BadInput(folder);
    }

    private String unreadable(Resource resource) {
        return bad.refused(ErrorCode.SOURCE_UNREADABLE, resource);
    }

    // Not there.

    @Test
    void a_missing_file_and_a_pattern_without_files_are_told() {
        assertThat(bad.refused(ErrorCode.SOURCE_MISSING, csv("items", folder.resolve("no.csv"))))
                .isEqualTo("resource items: there is no file DIR/no.csv. Correct the path.");
        assertThat(bad.refused(ErrorCode.SOURCE_MISSING, csv("items", folder.resolve("*.csv"))))
                .isEqualTo("resource items: no file matches DIR/*.csv (looked in DIR). Correct the pattern, or wait for"
                        + " the files.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"csv", "parquet", "jsonl"})
    void a_file_that_disappears_while_it_is_loaded_is_told(String format) throws IOException {
        Path file = format.equals("parquet")
                ? bad.parquet("items.parquet", "SELECT 1 AS id")
                : bad.file("items." + format, format.equals("csv") ? "id\n1\n" : "{\"id\": 1}\n");
        Resource items = resource("items").files(file);

        String message = bad.refusedWhile(ErrorCode.SOURCE_MISSING, items, LoadStep.PACKAGE_OPENED, () -> delete(file));

        assertThat(message)
                .startsWith(format.equals("jsonl") ? "there is no file DIR/items.jsonl" : "DIR/items." + format)
                .containsPattern("Correct the path|Put it back, or run again without it");
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    // Names.

    @ParameterizedTest
    @ValueSource(strings = {"a[1].csv", "a*.csv", "a?.csv", "it's \"a\"; b.csv", "two\nlines.csv"})
    void a_file_whose_name_looks_like_a_pattern_or_like_sql_is_that_file_and_no_other(String name) {
        bad.file("a1.csv", "id\n99\n");
        bad.file("ab.csv", "id\n99\n");
        Path file = bad.file(name, "id\n1\n");

        bad.scratch().run(csv("items", file), csv("seen", file).filter(row -> true));

        assertThat(bad.scratch().rows("SELECT id FROM items UNION ALL SELECT id FROM seen"))
                .containsExactly("1", "1");
    }

    @Test
    void a_parquet_file_and_a_working_folder_whose_names_look_like_patterns_are_read() throws IOException {
        bad.parquet("a1.parquet", "SELECT 99 AS id");
        Path file = Files.move(bad.parquet("b.parquet", "SELECT 1 AS id"), folder.resolve("a[1].parquet"));
        bad.scratch()
                .pipeline()
                .home(folder.resolve("home[1]*"))
                .run(jsonl("lines", bad.file("a.jsonl", "{\"id\": 1}")));

        bad.scratch().pipeline().home(folder.resolve("home[1]*")).run(parquet("items", file));

        assertThat(bad.scratch().rows("SELECT id FROM items UNION ALL SELECT id FROM lines"))
                .containsExactly("1", "1");
    }

    // Encodings.

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE"})
    void delimited_text_in_utf_16_is_refused_and_json_is_read(String encoding) {
        Charset charset = Charset.forName(encoding);

        assertThat(unreadable(csv("items", bad.file("a.csv", "id,name\n1,Ann\n".getBytes(charset)))))
                .isEqualTo(
                        "DIR/a.csv is UTF-16 text and not delimited text in UTF-8. Nothing of it was loaded. Name its"
                                + (encoding.endsWith("LE")
                                        ? " encoding with .encoding(\"UTF-16LE\") (--encoding UTF-16LE)"
                                        : " encoding with .encoding(\"UTF-16BE\") (--encoding UTF-16BE)")
                                + ", or convert the file to UTF-8.");

        bad.scratch()
                .run(
                        jsonl("lines", bad.file("a.jsonl", "{\"id\": \"é\"}\n{\"id\": \"ü\"}".getBytes(charset))),
                        json("document", bad.file("a.json", "[{\"id\": \"東\"}]".getBytes(charset))));
        assertThat(bad.scratch().rows("SELECT id FROM lines UNION ALL SELECT id FROM document"))
                .containsExactlyInAnyOrder("é", "ü", "東");
    }

    @Test
    void another_encoding_is_refused_with_its_line_also_in_the_line_of_names() {
        Charset latin = StandardCharsets.ISO_8859_1;

        assertThat(unreadable(csv("items", bad.file("a.csv", "id,größe\n1,2\n".getBytes(latin)))))
                .isEqualTo("DIR/a.csv, line 1: this is not UTF-8 text. Nothing of it was loaded. Name its encoding"
                        + " with .encoding(\"windows-1252\") (--encoding windows-1252), or convert the file to UTF-8.");
        assertThat(unreadable(jsonl("items", bad.file("a.jsonl", "{\"n\": 1}\n{\"n\": \"größe\"}".getBytes(latin)))))
                .isEqualTo("DIR/a.jsonl, line 2, column 12: Invalid UTF-8 middle byte 0xdf, in or after row 2, which"
                        + " begins in line 2. The input is not UTF-8: convert it, for instance with iconv -f"
                        + " WINDOWS-1252 -t UTF-8. Or keep such lines apart with"
                        + " .badRows(BadRows.REJECT) (--bad-rows reject).");
        assertThat(unreadable(json("items", bad.file("a.json", "[{\"n\": \"größe\"}]".getBytes(latin)))))
                .startsWith("DIR/a.json, line 1, column ");
    }

    @Test
    void a_byte_order_mark_of_utf_8_is_no_part_of_the_data() {
        bad.scratch()
                .run(
                        csv("a", bad.file("a.csv", "\ufeff\"id\",n\n1,2\n")),
                        jsonl("b", bad.file("b.jsonl", "\ufeff{\"id\": 1}\n")),
                        json("c", bad.file("c.json", "\ufeff[{\"id\": 1}]")));

        for (String table : new String[] {"a", "b", "c"}) {
            assertThat(bad.scratch().rows("SELECT id FROM " + table)).containsExactly("1");
        }
    }

    // Empty, cut, damaged.

    @Test
    void empty_text_is_no_rows_and_an_empty_document_or_parquet_file_is_refused() {
        assertThat(bad.scratch()
                        .run(
                                csv("a", bad.file("a.csv", "")),
                                csv("b", bad.file("b.csv", "\ufeff")),
                                csv("c", bad.file("c.csv", "id,name")),
                                jsonl("d", bad.file("d.jsonl", "")),
                                json("e", bad.file("e.json", "[]")),
                                parquet("f", bad.parquet("f.parquet", "SELECT 1 AS id WHERE false")))
                        .nothingNew())
                .isTrue();
        assertThat(unreadable(json("items", bad.file("a.json", "\n"))))
                .isEqualTo(
                        "DIR/a.json is empty and not a JSON document. Nothing of it was loaded. Provide the whole file; a"
                                + " list without rows is [].");
        assertThat(unreadable(parquet("items", bad.file("a.parquet", ""))))
                .isEqualTo(
                        "DIR/a.parquet cannot be read as Parquet: it does not end like one. Nothing of it was loaded."
                                + " Fetch the file again; it may be cut short, or be something else.");
    }

    @Test
    void what_a_file_really_is_is_told_with_a_way_out() {
        byte[] gzip = BadInput.gzip("id\n1\n");

        assertThat(unreadable(csv("items", bad.file("day.csv", gzip))))
                .isEqualTo("DIR/day.csv is gzip data and not delimited text in UTF-8. Nothing of it was loaded. Name it"
                        + " day.csv.gz, and it is unpacked while it is read.");
        assertThat(unreadable(csv("items", bad.file("day.csv", gzip)).filter(row -> true)))
                .startsWith("DIR/day.csv is gzip data and not delimited text in UTF-8.");
        assertThat(unreadable(json("items", bad.file("day.json", gzip))))
                .isEqualTo(
                        "DIR/day.json is gzip data and not JSON text. Nothing of it was loaded. Name it day.json.gz, and"
                                + " it is unpacked while it is read.");
        assertThat(unreadable(parquet("items", bad.file("day.parquet", gzip))))
                .isEqualTo(
                        "DIR/day.parquet is gzip data and not a Parquet file. Nothing of it was loaded. Unpack it first"
                                + " (gunzip).");
        assertThat(unreadable(csv("items", bad.file("day.csv.gz", "PK\3\4".getBytes(StandardCharsets.UTF_8)))))
                .isEqualTo(
                        "DIR/day.csv.gz is a zip archive and not gzip data as its name says. Nothing of it was loaded."
                                + " Name it with .zip at the end, and the pattern of its members behind !/: orders.zip!/*.csv."
                                + " In a program, add the dependency dev.pipette:pipette-archives.");
        assertThat(unreadable(jsonl("items", bad.file("day.jsonl", "<!DOCTYPE html><html></html>"))))
                .isEqualTo(
                        "DIR/day.jsonl is an HTML or XML document and not JSON text. Nothing of it was loaded. It may be"
                                + " an error page that was stored under this name. Fetch the file again.");
        assertThat(unreadable(resource("items").bytes("standard input", "csv", () -> new ByteArrayInputStream(gzip))))
                .isEqualTo(
                        "standard input is gzip data and not delimited text in UTF-8. Nothing of it was loaded. Unpack"
                                + " it first (gunzip).");
        bad.scratch().run(resource("items").bytes("day.csv.gz", "csv", () -> new ByteArrayInputStream(gzip)));
        assertThat(bad.scratch().rows("SELECT id FROM items")).containsExactly("1");
    }

    @Test
    void a_replace_by_empty_files_does_not_empty_the_table_silently() {
        bad.scratch().run(json("items", bad.file("items.json", "[{\"id\": 1}]")));

        assertThat(unreadable(json("items", bad.file("items.json", "")).replace()))
                .isEqualTo(
                        "DIR/items.json is empty and not a JSON document. Nothing of it was loaded. Provide the whole"
                                + " file; a list without rows is [].");
        for (Resource replacing : List.of(
                csv("items", bad.file("items.csv", "")).replace(),
                csv("items", bad.file("items.csv", "")).filter(row -> true).replace(),
                csv("items", bad.file("items.csv.gz", BadInput.gzip(""))).replace())) {
            assertThat(unreadable(replacing))
                    .isEqualTo("resource items: DIR/"
                            + replacing.source().describe().replaceFirst(".*/", "")
                            + " is empty, without even a line of column names, and replace would empty the table. Nothing"
                            + " was loaded. Provide the whole file, or one with the line of names alone to empty the"
                            + " table.");
        }
        assertThat(bad.scratch().rows("SELECT id FROM items")).containsExactly("1");

        LoadInfo emptied =
                bad.scratch().run(jsonl("items", bad.file("items.jsonl", "")).replace());
        assertThat(emptied.notes())
                .containsExactly(
                        "resource items: " + bad.file("items.jsonl", "") + " is empty, so replace left no rows");
        bad.scratch().run(json("items", bad.file("items.json", "[]")).replace());
        assertThat(bad.scratch().rows("SELECT id FROM items")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"csv", "jsonl", "json"})
    void a_cut_gzip_file_is_refused(String format) {
        String row = format.equals("csv") ? "1,abc\n" : "{\"id\": 1, \"name\": \"abc\"}";
        String begin = format.equals("csv") ? "id,name\n" : format.equals("json") ? "[" : "";
        byte[] whole = BadInput.gzip(begin + (row + (format.equals("json") ? "," : "\n")).repeat(50_000));
        Path file = bad.file("a." + format + ".gz", Arrays.copyOf(whole, whole.length - 30));

        assertThat(unreadable(resource("items").files(file))).startsWith("DIR/a." + format + ".gz cannot be ");
        assertThat(unreadable(resource("items").files(file).filter(seen -> true)))
                .startsWith("DIR/a." + format + ".gz cannot be ");
    }

    @Test
    void a_parquet_file_that_is_cut_or_damaged_is_refused_by_name() throws IOException {
        byte[] whole = Files.readAllBytes(
                bad.parquet("whole.parquet", "SELECT range AS id, md5('x' || range) AS s FROM range(20_000)"));
        Path cut = bad.file("cut.parquet", Arrays.copyOf(whole, whole.length - 100));
        for (int at = whole.length / 2; at < whole.length / 2 + 2_000; at++) {
            whole[at] ^= 0x5a;
        }
        Path damaged = bad.file("damaged.parquet", whole);
        String advice = " Nothing of it was loaded. Fetch the file again; it may be cut short, or be something else.";

        assertThat(unreadable(parquet("items", cut)))
                .isEqualTo("DIR/cut.parquet cannot be read as Parquet: it does not end like one." + advice);
        assertThat(unreadable(parquet("items", damaged)))
                .startsWith("DIR/damaged.parquet cannot be read as Parquet: ")
                .endsWith("." + advice);
        assertThat(unreadable(parquet("items", damaged).filter(row -> true)))
                .startsWith("DIR/damaged.parquet cannot be read as Parquet: ")
                .endsWith("." + advice);
    }

    @Test
    void types_of_parquet_that_no_column_has_are_text() {
        Path file = bad.parquet("a.parquet", """
                SELECT INTERVAL '1 month 2 days' AS span, MAP {1: 'x'} AS map, uuid() AS id, [[1, 2], [3]] AS lists,
                  TIME_NS '10:11:12.123456789' AS clock, {'a': '{"x":1}'::JSON} AS inside
                """);
        Path zoned = bad.parquet("b.parquet", "SELECT 1 AS id, TIMETZ '10:11:12+02' AS clock");

        bad.scratch().run(parquet("items", file));

        assertThat(bad.scratch().rows("SELECT span, map___1, length(id), clock, inside__a FROM items"))
                .containsExactly("1 month 2 days | x | 36 | 10:11:12.123456 | {\"x\":1}");
        assertThat(bad.scratch().rows("SELECT value FROM items__lists__list ORDER BY 1"))
                .containsExactly("1", "2", "3");
        bad.scratch().run(parquet("others", zoned));
        assertThat(bad.scratch().rows("SELECT clock FROM others")).containsExactly("08:11:12+00");
    }
}

package dev.pipette.duckdb;

import static dev.pipette.Pipette.bigint;
import static dev.pipette.Pipette.columnType;
import static dev.pipette.Pipette.csv;
import static dev.pipette.Pipette.cursor;
import static dev.pipette.Pipette.decimal;
import static dev.pipette.Pipette.jsonDocument;
import static dev.pipette.Pipette.resource;
import static dev.pipette.Pipette.text;
import static dev.pipette.Pipette.timestamp;
import static dev.pipette.duckdb.Scratch.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.Resource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names of columns, types and formats that a user gives: they have their effect, or it is said that they have none. */
class DeclaredColumnTests {
    @TempDir
    Path folder;

    private Scratch scratch;

    @BeforeEach
    void open() {
        scratch = new Scratch(folder);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text            | VARCHAR",
                "bigint          | BIGINT",
                "double          | DOUBLE",
                "decimal         | DECIMAL(38,9)",
                "decimal(12,2)   | DECIMAL(12,2)",
                "bool            | BOOLEAN",
                "date            | DATE",
                "time            | TIME",
                "timestamp       | TIMESTAMP WITH TIME ZONE",
                "local_timestamp | TIMESTAMP",
                "json            | JSON",
                "binary          | BLOB",
            })
    void an_empty_column_of_delimited_text_is_made_with_its_declared_type(String type, String duckDb) {
        Path file = scratch.file("items.csv", "id,empty\n1,\n2,\n");

        assertThat(scratch.run(csv("items", file).column("empty", columnType(type)))
                        .notes())
                .isEmpty();

        assertThat(scratch.columns("items")).containsExactly("id BIGINT", "empty " + duckDb);
        assertThat(scratch.rows("SELECT id, empty FROM items")).containsExactly("1 | NULL", "2 | NULL");
    }

    /** The row of a record. */
    public record Item(
            long id, @Nullable BigDecimal price, @Nullable String note) {}

    @Test
    void an_empty_column_of_rows_is_made_with_its_declared_type_however_they_are_read() {
        Path file = scratch.file("items.csv", "id,price,note\n1,,\n2,,\n");
        List<Resource> sources = List.of(
                csv("files", file),
                csv("walked", file).filter(row -> true),
                resource("documents")
                        .json("[{\"id\": 1, \"price\": null, \"note\": null}, {\"id\": 2, \"price\": null}]"),
                resource("records").rows(List.of(new Item(1, null, null), new Item(2, null, null))));

        for (Resource source : sources) {
            assertThat(scratch.run(source.column("price", decimal(12, 2)).column("note", text()))
                            .notes())
                    .isEmpty();
            assertThat(scratch.columns(source.tableName()))
                    .as(source.name())
                    .containsExactly("id BIGINT", "price DECIMAL(12,2)", "note VARCHAR");
            assertThat(scratch.rows("SELECT id, price, note FROM " + source.tableName()))
                    .as(source.name())
                    .containsExactly("1 | NULL | NULL", "2 | NULL | NULL");
        }
    }

    @Test
    void an_empty_key_inside_an_object_is_a_declared_column_too() {
        scratch.run(resource("items")
                .json("[{\"id\": 1, \"seen\": {\"at\": null, \"by\": null}}]")
                .column("seen__at", timestamp())
                .column("tags", jsonDocument()));

        assertThat(scratch.columns("items")).containsExactly("id BIGINT", "seen__at TIMESTAMP WITH TIME ZONE");
    }

    @Test
    void a_type_of_a_column_that_nothing_has_is_noted_with_the_nearest_name() {
        Path file = scratch.file("items.csv", "id,zip\n1,02116\n");

        assertThat(scratch.run(csv("items", file).column("zpi", text()).column("country", text()))
                        .notes())
                .containsExactlyInAnyOrder(
                        "resource items: a type is declared for column 'zpi', which no row has. Did you mean 'zip'?",
                        "resource items: a type is declared for column 'country', which no row has. Columns are id, zip.");
        assertThat(scratch.run(resource("others")
                                .json("{\"id\": 1}")
                                .column("ID", bigint())
                                .column("idd", bigint()))
                        .notes())
                .containsExactly(
                        "resource others: a type is declared for column 'idd', which no row has. Did you mean 'id'?");
    }

    @Test
    void a_declared_column_that_the_table_has_is_not_noted() {
        scratch.run(resource("items").json("{\"id\": 1, \"discount\": 5}").column("discount", bigint()));

        assertThat(scratch.run(resource("items").json("{\"id\": 2}").column("discount", bigint()))
                        .notes())
                .isEmpty();
    }

    @Test
    void mistyped_keys_cursors_formats_and_types_are_refused_with_the_nearest_name() {
        Path file = scratch.file("items.csv", "date,affiliate_id\n2025-01-01,7\n");

        assertThat(refusal(() -> scratch.run(csv("items", file).merge("affilate_id"))))
                .isEqualTo(
                        "[KEY_MISSING] merge into scratch.items: 1 row has no value for key column 'affilate_id' (first:"
                                + " row 1). No row has this column; columns are date, affiliate_id. Did you mean"
                                + " 'affiliate_id'?");
        assertThat(refusal(() -> scratch.run(csv("items", file).incremental(cursor("dat", String.class)))))
                .isEqualTo(
                        "[CURSOR_MISSING] resource items: no row has a value for cursor column 'dat'. Columns are date,"
                                + " affiliate_id. Did you mean 'date'?");
        assertThat(refusal(() ->
                        scratch.run(csv("items", file).filter(row -> true).incremental(cursor("dat", String.class)))))
                .endsWith(" Did you mean 'date'?");
        assertThat(refusal(() -> scratch.run(resource("items").files(file.toString(), "jsnl"))))
                .isEqualTo(
                        "[BAD_USAGE] resource items: there is no format 'jsnl'. Formats are avro, csv, fixed, json, jsonl, parquet,"
                                + " tsv, xlsx, xml. Did you mean 'jsonl'?");
        assertThat(refusal(() -> columnType("txt"))).endsWith(" binary, json. Did you mean 'text'?");
        assertThat(refusal(() ->
                        scratch.run(resource("items").files(file.toString()).option("delimeter", ";"))))
                .endsWith(
                        "It has: all_text, comment, date_format, decimal_comma, delimiter, encoding, escape, header, null, quote,"
                                + " skip_lines, thousands. Did you mean 'delimiter'?");
    }

    @Test
    void the_line_that_tells_excel_the_delimiter_is_understood() throws IOException {
        String text = "sep=;\r\nid;v\r\n1;2,5\r\n";
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(("\"sep=;\"\n" + text.substring(7)).getBytes(StandardCharsets.UTF_8));
        }

        scratch.run(
                csv("a", scratch.file("a.csv", text)),
                csv("b", scratch.file("b.csv", "\uFEFF" + text)).filter(row -> true),
                csv("c", Files.write(folder.resolve("c.csv.gz"), packed.toByteArray())),
                csv("d", scratch.file("d.csv", "SEP=|\nid|v\n1|2,5\n")),
                resource("e")
                        .files(scratch.file("e.csv", "sep=,\nid;v\n1;2,5\n").toString())
                        .option("delimiter", ";"));

        for (String table : new String[] {"a", "b", "c", "d", "e"}) {
            assertThat(scratch.rows("SELECT id, v FROM " + table)).as(table).containsExactly("1 | 2,5");
        }
    }

    @Test
    void lines_are_counted_from_that_line() throws IOException {
        String text = "sep=;\nid;v\n1;2\n3\n";
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        Path plain = scratch.file("a.csv", text);
        Path gzip = Files.write(folder.resolve("a.csv.gz"), packed.toByteArray());

        for (Path file : List.of(plain, gzip)) {
            for (Resource resource : List.of(csv("a", file), csv("a", file).filter(row -> true))) {
                assertThat(refusal(() -> scratch.run(resource)))
                        .isEqualTo("[SOURCE_UNREADABLE] " + file
                                + ", line 4: 1 fields, but line 2 names 2 (\"3\"). Nothing of"
                                + " it was loaded. Correct the line, or name the delimiter with .option(\"delimiter\", ..) where"
                                + " it is another one."
                                + " Or keep such lines apart with .badRows(BadRows.REJECT) (--bad-rows reject).");
            }
        }
        assertThat(refusal(() -> scratch.run(csv("b", scratch.file("b.csv", "sep=;\nid;\"v\n1;2\n")))))
                .endsWith("b.csv, line 2: a quoted name has no end. Nothing of it was loaded. Correct the line.");
    }

    @Test
    void a_column_named_like_that_line_is_a_column() {
        scratch.run(csv("items", scratch.file("a.csv", "sep=x,id\n1,2\n")));

        assertThat(scratch.rows("SELECT * EXCLUDE (_dlt_load_id, _dlt_id) FROM items"))
                .containsExactly("1 | 2");
    }
}

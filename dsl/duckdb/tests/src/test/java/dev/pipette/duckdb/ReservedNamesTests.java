package dev.pipette.duckdb;

import static dev.pipette.Pipette.csv;
import static dev.pipette.Pipette.jsonl;
import static dev.pipette.Pipette.parquet;
import static dev.pipette.Pipette.resource;
import static dev.pipette.duckdb.Scratch.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names that Pipette or DuckDB needs for itself, and names that are one: refused by name, or kept, and never mixed. */
class ReservedNamesTests {
    @TempDir
    Path folder;

    private Scratch scratch;

    @BeforeEach
    void open() {
        scratch = new Scratch(folder);
    }

    private Path parquetFile(String name, String select) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("COPY (" + select + ") TO '" + file + "' (FORMAT parquet)");
            return file;
        } catch (SQLException failed) {
            throw new IllegalStateException(select, failed);
        }
    }

    /** Renames a column to a name of the same length, where DuckDB would not write it. */
    private static Path renamed(Path file, String from, String to) throws IOException {
        String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
        return Files.writeString(file, bytes.replace(from, to), StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"_dlt_id", "_dlt_load_id", "_dlt_x", "_pipette_x", "_pipette_row_key", "_Pipette X"})
    void a_column_that_pipette_needs_is_refused_before_there_is_a_package(String name) throws IOException {
        String normalized = name.equals("_Pipette X") ? "_pipette_x" : name;
        String prefix = normalized.startsWith("_dlt_") ? "_dlt_" : "_pipette_";
        Path delimited = scratch.file("items.csv", "id," + name + "\n1,2\n");
        Path columnar = parquetFile("items.parquet", "SELECT 1 AS id, 2 AS \"" + name + "\"");
        Path lines = scratch.file("items.jsonl", "{\"id\": 1, \"" + name + "\": 2}\n");

        String reserved =
                " becomes column " + normalized + ", and names that begin with " + prefix + " are Pipette's own. ";
        String exclude = "Leave it out with .exclude(\"" + name + "\") (--exclude "
                + (name.contains(" ") ? "'" + name + "'" : name) + "), rename it in ";
        assertThat(refusal(() -> scratch.run(csv("items", delimited))))
                .isEqualTo("[NAME_COLLISION] " + delimited + ": its column '" + name + "'" + reserved + exclude
                        + "the file's first line, or rename or drop it with .map(..).");
        assertThat(refusal(() -> scratch.run(parquet("items", columnar))))
                .isEqualTo("[NAME_COLLISION] " + columnar + ": its column '" + name + "'" + reserved + exclude
                        + "the file, or rename or drop it with .map(..).");
        String byRows =
                "[NAME_COLLISION] table items: key '" + name + "'" + reserved + "Rename or drop it with .map(..).";
        assertThat(refusal(() -> scratch.run(jsonl("items", lines)))).isEqualTo(byRows);
        assertThat(refusal(() -> scratch.run(csv("items", delimited).filter(row -> true))))
                .isEqualTo(byRows);
        assertThat(refusal(() -> scratch.run(parquet("items", columnar).filter(row -> true))))
                .isEqualTo(byRows);

        scratch.run(csv("items", scratch.file("next.csv", "id\n7\n")));
        assertThat(scratch.rows("SELECT id FROM items")).containsExactly("7");
    }

    @Test
    void all_columns_of_a_file_that_pipette_needs_are_refused_at_once() throws IOException {
        Path file = parquetFile("items.parquet", "SELECT 1 AS id, 'x' AS _dlt_load_id, 'y' AS _dlt_id");

        assertThat(refusal(() -> scratch.run(parquet("items", file))))
                .isEqualTo("[NAME_COLLISION] " + file + ": its columns '_dlt_load_id', '_dlt_id' have names that are"
                        + " Pipette's own. Leave them out with .exclude(\"_dlt_load_id\", \"_dlt_id\") (--exclude"
                        + " _dlt_load_id,_dlt_id), rename them in the file, or rename or drop them with .map(..).");

        scratch.run(parquet("items", file).exclude("_dlt_load_id", "_dlt_id"));

        assertThat(scratch.rows("SELECT id FROM items")).containsExactly("1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"csv", "parquet", "jsonl"})
    void the_way_out_works(String format) throws IOException {
        Path file = switch (format) {
            case "csv" -> scratch.file("items.csv", "id,_dlt_id\n1,2\n");
            case "jsonl" -> scratch.file("items.jsonl", "{\"id\": 1, \"_dlt_id\": 2}\n");
            default -> parquetFile("items.parquet", "SELECT 1 AS id, 2 AS _dlt_id");
        };

        scratch.run(resource("items").files(file.toString()).map(row -> {
            Map<String, Object> renamed = new LinkedHashMap<>(row);
            renamed.put("old_id", renamed.remove("_dlt_id"));
            return renamed;
        }));

        assertThat(scratch.rows("SELECT id, old_id FROM items")).containsExactly("1 | 2");
    }

    @Test
    void a_column_that_pipette_needs_is_refused_where_code_adds_it() {
        Path file = scratch.file("items.csv", "id\n1\n");

        assertThat(refusal(() -> scratch.run(csv("items", file).addColumn("_dlt_id", "x"))))
                .isEqualTo(
                        "[NAME_COLLISION] resource items: a column that is added to its rows becomes column _dlt_id, and"
                                + " names that begin with _dlt_ are Pipette's own. Rename it in the code, or rename or drop it"
                                + " with .map(..).");
    }

    @Test
    void lists_of_one_row_that_become_one_table_are_refused() {
        assertThat(refusal(() -> scratch.run(resource("items").json("""
                {"id": 1, "Tags": ["a"]}
                {"id": 2, "Tags": ["a"], "tags": ["b"]}
                """))))
                .isEqualTo("[NAME_COLLISION] table items, row 2: the lists 'Tags' and 'tags' both become table"
                        + " 'items__tags'. Rename one of them with .map(..).");
        assertThat(refusal(() -> scratch.run(resource("items").json("{\"a\": {\"b\": [1]}, \"a__b\": [2]}"))))
                .isEqualTo("[NAME_COLLISION] table items, row 1: the lists 'a.b' and 'a__b' both become table"
                        + " 'items__a__b'. Rename one of them with .map(..).");
        assertThat(refusal(() -> scratch.run(resource("items").json("""
                {"id": 1, "orders": [{"id": 7}, {"Lines": [1], "lines": [2]}]}
                """))))
                .isEqualTo(
                        "[NAME_COLLISION] table items__orders, row 2: the lists 'Lines' and 'lines' both become table"
                                + " 'items__orders__lines'. Rename one of them with .map(..).");
    }

    @Test
    void lists_of_different_rows_may_become_one_table() {
        scratch.run(resource("items").json("""
                {"id": 1, "Tags": ["a", "b"], "tags": []}
                {"id": 2, "tags": ["c"]}
                """));

        assertThat(scratch.rows("SELECT value, _dlt_list_idx FROM items__tags ORDER BY value"))
                .containsExactly("a | 0", "b | 1", "c | 0");
    }

    @Test
    void parquet_columns_that_differ_in_case_only_are_refused_in_whatever_order() throws IOException {
        Path first = renamed(parquetFile("1.parquet", "SELECT 1 AS NAME, 2 AS XAME"), "XAME", "name");
        Path second = renamed(parquetFile("2.parquet", "SELECT 2 AS XAME, 1 AS NAME"), "XAME", "name");

        assertThat(refusal(() -> scratch.run(resource("items").files(folder + "/*.parquet"))))
                .isEqualTo("[NAME_COLLISION] " + first
                        + ": the names of the columns 'NAME' and 'name' differ only in upper"
                        + " and lower case. Rename one of them in the file.");
        assertThat(refusal(() -> scratch.run(parquet("items", second).filter(row -> true))))
                .isEqualTo("[NAME_COLLISION] " + second + ": the names of the columns 'name' and 'NAME' differ only in"
                        + " upper and lower case. Rename one of them in the file.");
    }

    @Test
    void parquet_columns_that_have_one_name_are_refused() throws IOException {
        Path file = renamed(parquetFile("1.parquet", "SELECT 1 AS name, 2 AS xame"), "xame", "name");

        assertThat(refusal(() -> scratch.run(parquet("items", file))))
                .isEqualTo("[NAME_COLLISION] " + file
                        + ": two columns have the name 'name'. Rename one of them in the file.");
    }

    @Test
    void fields_inside_parquet_that_differ_in_case_only_are_refused() throws IOException {
        Path file = renamed(
                parquetFile("1.parquet", "SELECT 1 AS id, {'name': 1, 'xame': 2} AS inside, 3 AS last"),
                "xame",
                "NAME");

        assertThat(refusal(() -> scratch.run(parquet("items", file))))
                .isEqualTo(
                        "[NAME_COLLISION] " + file + ": the names of the columns 'name' and 'NAME' differ only in upper"
                                + " and lower case. Rename one of them in the file.");
    }

    /** DuckDB takes {@code UserId} and {@code userid} for one name, which become two columns. */
    @Test
    void names_that_duckdb_cannot_tell_apart_are_refused_though_they_become_two_columns() throws IOException {
        Path delimited = scratch.file("items.csv", "UserId,userid\n1,2\n");
        Path columnar =
                renamed(parquetFile("items.parquet", "SELECT 1 AS \"UserId\", 2 AS xserxx"), "xserxx", "userid");

        for (var file : new Path[] {delimited, columnar}) {
            String where = file == delimited ? "the file's first line" : "the file";
            assertThat(refusal(() -> scratch.run(resource("items").files(file.toString()))))
                    .isEqualTo(
                            "[NAME_COLLISION] " + file + ": the names of the columns 'UserId' and 'userid' differ only"
                                    + " in upper and lower case. Rename one of them in " + where + ".");
        }
        scratch.run(resource("items").json("{\"UserId\": 1, \"userid\": 2}"));
        assertThat(scratch.rows("SELECT user_id, userid FROM items")).containsExactly("1 | 2");
    }

    @Test
    void a_column_with_the_name_of_duckdbs_row_number_is_loaded() throws IOException {
        Path file = parquetFile("items.parquet", "SELECT range AS id, 7 - range AS FILE_ROW_NUMBER FROM range(3)");

        scratch.run(parquet("items", file).merge("id"));
        scratch.run(parquet("items", file).merge("id"));

        assertThat(scratch.rows("SELECT id, file_row_number FROM items ORDER BY id"))
                .containsExactly("0 | 7", "1 | 6", "2 | 5");
    }

    @Test
    void a_folder_named_like_a_column_does_not_change_the_values_of_the_file() throws IOException {
        Path columnar = parquetFile("id=5/items.parquet", "SELECT 1 AS id, 2 AS v");
        Path delimited = scratch.file("id=5/items.csv", "id,v\n1,2\n");

        scratch.run(parquet("a", columnar), csv("b", delimited));
        scratch.run(
                parquet("c", columnar).filter(row -> true), csv("d", delimited).filter(row -> true));

        for (String table : new String[] {"a", "b", "c", "d"}) {
            assertThat(scratch.rows("SELECT * EXCLUDE (_dlt_id, _dlt_load_id) FROM " + table))
                    .as(table)
                    .containsExactly("1 | 2");
        }
    }
}

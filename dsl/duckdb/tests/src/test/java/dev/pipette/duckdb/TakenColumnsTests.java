package dev.pipette.duckdb;

import static dev.pipette.Pipette.csv;
import static dev.pipette.Pipette.cursor;
import static dev.pipette.Pipette.json;
import static dev.pipette.Pipette.jsonl;
import static dev.pipette.Pipette.nulls;
import static dev.pipette.Pipette.parquet;
import static dev.pipette.Pipette.resource;
import static dev.pipette.Pipette.text;
import static dev.pipette.duckdb.Scratch.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.LoadInfo;
import dev.pipette.Resource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Columns that are selected, excluded and renamed: the same on every way, and without Java's rows where files allow it. */
class TakenColumnsTests {
    private static final String EVERYTHING = "SELECT * EXCLUDE (_dlt_id, _dlt_load_id) FROM ";

    @TempDir
    Path folder;

    private Scratch scratch;

    @BeforeEach
    void open() {
        scratch = new Scratch(folder);
    }

    /** Where the rows come from, and whether Java reads them one by one. */
    private enum Way {
        CSV,
        CSV_ROWS,
        PARQUET,
        PARQUET_ROWS,
        JSON,
        JAVA;

        boolean readsRows() {
            return this != CSV && this != PARQUET;
        }
    }

    private Resource people(Way way) {
        return switch (way) {
            case CSV, CSV_ROWS ->
                csv(
                        "people",
                        scratch.file("people.csv", "id,Post Code,name,born\n1,01234,Ann,2001-02-03\n2,99999,Bob,\n"));
            case PARQUET, PARQUET_ROWS -> {
                Path file = folder.resolve("people.parquet");
                copy(
                        "SELECT * FROM (VALUES (1, '01234', 'Ann', '2001-02-03'), (2, '99999', 'Bob', NULL))"
                                + " people(id, \"Post Code\", name, born)",
                        file);
                yield parquet("people", file);
            }
            case JSON -> json("people", scratch.file("people.json", """
                        [{"id": 1, "Post Code": "01234", "name": "Ann", "born": "2001-02-03"},
                         {"id": 2, "Post Code": "99999", "name": "Bob", "born": null}]"""));
            case JAVA ->
                resource("people")
                        .rows(List.of(
                                Map.of("id", 1, "Post Code", "01234", "name", "Ann", "born", "2001-02-03"),
                                Map.of("id", 2, "Post Code", "99999", "name", "Bob")));
        };
    }

    private static void copy(String query, Path file) {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("COPY (" + query + ") TO '" + file + "' (FORMAT parquet)");
        } catch (SQLException failed) {
            throw new IllegalStateException(query, failed);
        }
    }

    private LoadInfo run(Way way, UnaryOperator<Resource> steps) {
        Resource chosen = steps.apply(people(way));
        boolean limited = way == Way.CSV_ROWS || way == Way.PARQUET_ROWS;
        return scratch.pipeline().run(limited ? chosen.limit(99) : chosen);
    }

    @ParameterizedTest
    @EnumSource
    void selected_columns_are_loaded_under_their_new_names(Way way) {
        run(
                way,
                people -> people.select("post_code", "id")
                        .rename(Map.of("Post Code", "zip"))
                        .column("zip", text())
                        .merge("id"));

        assertThat(scratch.rows("SELECT id, zip FROM people ORDER BY id")).containsExactly("1 | 01234", "2 | 99999");
        assertThat(scratch.columns("people")).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource
    void all_but_excluded_columns_are_loaded(Way way) {
        run(way, people -> people.exclude("born", "Post Code"));

        assertThat(scratch.rows("SELECT id, name FROM people ORDER BY id")).containsExactly("1 | Ann", "2 | Bob");
        assertThat(scratch.columns("people")).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource
    void two_columns_change_places(Way way) {
        run(way, people -> people.select("id", "name").rename(Map.of("id", "name", "name", "id")));

        assertThat(scratch.rows("SELECT name, id FROM people ORDER BY id")).containsExactly("1 | Ann", "2 | Bob");
    }

    @ParameterizedTest
    @EnumSource
    void a_name_that_is_almost_right_is_an_error_with_the_right_one(Way way) {
        String refused = refusal(() -> run(way, people -> people.exclude("nome")));

        assertThat(refused)
                .isEqualTo(
                        "[BAD_USAGE] resource people: .exclude(..) names column 'nome', which the input does not have."
                                + " Did you mean 'name'?");
    }

    @ParameterizedTest
    @EnumSource
    void java_reads_no_row_of_a_file_that_it_need_not_read(Way way) {
        List<String> read = new ArrayList<>();
        Resource chosen = people(way).exclude("born").rename("name", "first_name");

        scratch.pipeline().listener(new Extracted(read)).run(way.name().endsWith("_ROWS") ? chosen.limit(9) : chosen);

        assertThat(read.isEmpty()).isEqualTo(!way.readsRows());
    }

    /** Hears of the resources whose rows Java reads. */
    record Extracted(List<String> read) implements dev.pipette.LoadListener {
        @Override
        public void reached(dev.pipette.spi.LoadStep step, String loadId) {}

        @Override
        public void extracted(String resource, long rows) {
            read.add(resource);
        }
    }

    @Test
    void a_name_that_no_header_has_is_an_error_that_lists_the_columns() {
        assertThat(refusal(() -> run(Way.CSV, people -> people.select("id", "salary"))))
                .isEqualTo(
                        "[BAD_USAGE] resource people: .select(..) names column 'salary', which the input does not have."
                                + " It has: Post Code, born, id, name.");
        assertThat(scratch.datasets()).isEmpty();
    }

    @Test
    void a_name_that_an_earlier_step_left_out_or_changed_is_an_error_that_says_so() {
        assertThat(refusal(() -> run(Way.CSV, people -> people.select("id").rename("name", "n"))))
                .isEqualTo("[BAD_USAGE] resource people: .rename(..) names column 'name', which .select(..) leaves out"
                        + " before. Do not name it in .rename(..), or add it to .select(..).");
        assertThat(refusal(() -> run(Way.CSV, people -> people.exclude("name").exclude("name"))))
                .isEqualTo(
                        "[BAD_USAGE] resource people: .exclude(..) names column 'name', which an earlier .exclude(..)"
                                + " leaves out. Name it in one of them.");
        assertThat(refusal(() -> run(Way.CSV, people -> people.exclude("name").mask("name", nulls()))))
                .isEqualTo(
                        "[BAD_USAGE] resource people: .mask(..) names column 'name', which .exclude(..) leaves out before."
                                + " A column that is not loaded needs no mask: leave its .mask(..) out. To load its masks, take it"
                                + " out of .exclude(..).");
        assertThat(refusal(
                        () -> run(Way.CSV, people -> people.rename("name", "n").exclude("name"))))
                .isEqualTo(
                        "[BAD_USAGE] resource people: .exclude(..) names column 'name', which .rename(..) has renamed"
                                + " to 'n'. Name it 'n' here.");
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void a_mask_of_a_column_that_a_later_step_leaves_out_is_a_note(Way way) {
        LoadInfo excluded = run(
                way,
                people -> people.mask("name", nulls()).rename("name", "title").exclude("title"));
        LoadInfo selected = run(way, people -> people.mask("name", nulls()).select("id"));
        LoadInfo loaded = run(way, people -> people.mask("name", nulls()).select("id", "name"));

        assertThat(excluded.notes())
                .contains(
                        "resource people: column 'name' is masked by .mask(..) and then left out by .exclude(..), so that"
                                + " neither its values nor its masks are loaded. Leave .mask(..) out");
        assertThat(selected.notes())
                .contains(
                        "resource people: column 'name' is masked by .mask(..) and then left out by .select(..), so that"
                                + " neither its values nor its masks are loaded. Leave .mask(..) out");
        assertThat(loaded.notes()).noneMatch(note -> note.contains("masked"));
    }

    @Test
    void a_key_that_no_row_of_a_document_has_is_a_note_because_keys_may_be_absent() {
        LoadInfo info = run(Way.JSON, people -> people.select("id", "salary"));

        assertThat(info.notes())
                .containsExactly("resource people: .select(..) names column 'salary', which the input does not have."
                        + " It has: Post Code, born, id, name.");
        assertThat(scratch.rows(EVERYTHING + "people ORDER BY id")).containsExactly("1", "2");
    }

    @Test
    void a_column_that_only_some_of_the_files_have_is_taken_from_these() {
        scratch.file("day-1.csv", "id\n1\n");
        scratch.file("day-2.csv", "id,note,secret\n2,late,x\n");

        scratch.pipeline().run(resource("days").files(folder + "/day-*.csv").select("id", "note"));

        assertThat(scratch.rows("SELECT id, note FROM days ORDER BY id")).containsExactly("1 | NULL", "2 | late");
    }

    @Test
    void a_key_or_cursor_that_is_left_out_is_an_error_in_any_order_of_the_calls() {
        Resource jsonl = jsonl("log", folder.resolve("absent.jsonl"));

        assertThat(refusal(() -> scratch.pipeline().run(jsonl.merge("ID").exclude("id"))))
                .isEqualTo("[BAD_USAGE] resource log: key column 'ID' is left out by .exclude(..). Leave it in.");
        assertThat(refusal(() -> scratch.pipeline().run(jsonl.select("at").primaryKey("id"))))
                .isEqualTo("[BAD_USAGE] resource log: key column 'id' is not among the columns of .select(..). Add it"
                        + " there.");
        assertThat(refusal(() -> scratch.pipeline()
                        .run(jsonl.incremental(cursor("meta.at", String.class)).exclude("meta"))))
                .isEqualTo(
                        "[BAD_USAGE] resource log: cursor column 'meta.at' is left out by .exclude(..). Leave it in.");
        assertThat(refusal(() -> scratch.pipeline().run(jsonl.merge("id").rename("id", "key"))))
                .isEqualTo("[BAD_USAGE] resource log: key column 'id' is renamed to 'key'. Use that name.");
    }

    @Test
    void a_step_before_sees_the_column_that_a_later_one_leaves_out() {
        run(
                Way.CSV,
                people -> people.filter(row -> "Bob".equals(row.get("name"))).select("id"));

        assertThat(scratch.rows(EVERYTHING + "people")).containsExactly("2");
    }

    @Test
    void a_file_of_which_no_column_is_left_is_an_error() {
        Path file = scratch.file("flags.csv", "a,b\n1,2\n");

        assertThat(refusal(() -> scratch.pipeline().run(csv("flags", file).exclude("a", "b"))))
                .isEqualTo("[BAD_USAGE] resource flags: no column of the input is left to load. It has: a, b.");
    }

    @Test
    void a_reserved_column_can_be_left_out() {
        Path file = scratch.file("export.csv", "id,_dlt_id\n1,x\n");

        scratch.pipeline().run(csv("export", file).exclude("_dlt_id"));

        assertThat(scratch.rows(EVERYTHING + "export")).containsExactly("1");
    }
}

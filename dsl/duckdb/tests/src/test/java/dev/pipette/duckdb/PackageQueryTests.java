package dev.pipette.duckdb;

import static dev.pipette.Pipette.csv;
import static dev.pipette.Pipette.cursor;
import static dev.pipette.Pipette.jsonl;
import static dev.pipette.testing.PipetteAssertions.assertThat;
import static dev.pipette.testing.PipetteAssertions.assertThatRun;
import static dev.pipette.testing.PipetteAssertions.assertThatThrownBy;

import dev.pipette.Pipeline;
import dev.pipette.Resource;
import dev.pipette.admin.PipelineAdmin;
import dev.pipette.error.ErrorCode;
import dev.pipette.rows.Rows;
import dev.pipette.spi.LoadStep;
import dev.pipette.testing.CrashAt;
import dev.pipette.testing.LoadTest;
import dev.pipette.testing.TestClock;
import dev.pipette.testing.Workspace;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jooq.Record;
import org.junit.jupiter.api.Test;

/** A package that is not loaded yet is read with SQL, and only read. */
@LoadTest
record PackageQueryTests(Pipeline pipeline, Workspace workspace) {
    private static String waiting(Pipeline pipeline, Resource... resources) {
        CrashAt.step(LoadStep.SEALED).whileRunning(pipeline, resources);
        return pipeline.admin().pending().getLast().loadId();
    }

    private List<String> rows(String loadId, String sql) {
        return lines(pipeline.admin().query(loadId, sql));
    }

    private static List<String> lines(Rows rows) {
        return rows.result().stream()
                .map((Record row) ->
                        Stream.of(row.intoArray()).map(String::valueOf).collect(Collectors.joining(" | ")))
                .toList();
    }

    @Test
    void nested_tables_join_by_the_numbers_of_their_rows() {
        String loadId = waiting(pipeline, jsonl("orders", workspace.file("orders.jsonl", """
                {"id": 7, "lines": [{"sku": "a", "marks": [1, 2]}, {"sku": "b"}]}
                {"id": 8, "lines": [{"sku": "c"}]}
                """)));

        assertThat(rows(loadId, """
                        SELECT o.id, l.sku, l._list_index FROM orders o JOIN orders__lines l
                        ON l._parent_ordinal = o._ordinal ORDER BY o.id, l._list_index""")).containsExactly("7 | a | 0", "7 | b | 1", "8 | c | 0");
        assertThat(rows(loadId, """
                        SELECT o.id, m.value FROM orders o JOIN orders__lines__marks m
                        ON m._root_ordinal = o._ordinal ORDER BY 2""")).containsExactly("7 | 1", "7 | 2");
        assertThat(rows(loadId, "SHOW TABLES")).containsExactly("orders", "orders__lines", "orders__lines__marks");
    }

    @Test
    void columns_have_the_types_and_variants_of_the_whole_package() {
        String loadId = waiting(pipeline, jsonl("readings", workspace.file("readings.jsonl", """
                {"at": "2025-12-24T06:00:00Z", "value": 1, "note": "x"}
                {"at": "2025-12-24T07:00:00Z", "value": 2.5, "note": "y"}
                {"at": "2025-12-24T08:00:00Z", "value": "high", "note": null}
                """)));

        assertThat(rows(loadId, "SELECT column_name, column_type FROM (DESCRIBE readings)"))
                .containsExactly(
                        "at | TIMESTAMP WITH TIME ZONE",
                        "value | DOUBLE",
                        "value__v_text | VARCHAR",
                        "note | VARCHAR",
                        "_ordinal | BIGINT");
        assertThat(rows(loadId, "SELECT value, value__v_text FROM readings ORDER BY _ordinal"))
                .containsExactly("1.0 | null", "2.5 | null", "null | high");
    }

    @Test
    void a_file_that_the_package_refers_to_is_read_through_the_cursors_window() {
        Path file = workspace.file("days.csv", "day,clicks\n2025-01-01,1\n2025-01-02,2\n2025-01-03,3\n");
        String loadId =
                waiting(pipeline, csv("days", file).incremental(cursor("day").backfill("2025-01-02", "2025-01-03")));

        assertThat(rows(loadId, "SELECT day, clicks, _ordinal FROM days")).containsExactly("2025-01-02 | 2 | 1");
        assertThat(rows(loadId, "SELECT typeof(day) || ' ' || typeof(clicks) FROM days"))
                .containsExactly("DATE BIGINT");
    }

    @Test
    void a_changed_file_is_not_taken_for_what_was_extracted() {
        Path file = workspace.file("days.csv", "day,clicks\n2025-01-01,1\n");
        String loadId = waiting(pipeline, csv("days", file));
        workspace.file("days.csv", "day,clicks\n2025-01-01,1\n2025-01-02,2\n");

        assertThatThrownBy(() -> rows(loadId, "SELECT * FROM days"))
                .hasMessage("[SOURCE_CHANGED] package test/" + loadId + " cannot be queried: it refers to a file that"
                        + " changed after it was made, or is gone.");
    }

    @Test
    void a_package_is_read_and_nothing_else() {
        String loadId = waiting(pipeline, jsonl("items", workspace.file("items.jsonl", "{\"id\": 1}\n")));
        Path target = workspace.folder().resolve("stolen.csv");

        for (String statement : List.of(
                "COPY items TO '" + target + "'",
                "SELECT 1; COPY items TO '" + target + "'",
                "CREATE TABLE mine AS SELECT * FROM items")) {
            assertThatThrownBy(() -> rows(loadId, statement))
                    .hasMessage("[BAD_USAGE] package test/" + loadId + " can only be read, and this is not a query: "
                            + statement + ". Write a SELECT, DESCRIBE or SHOW TABLES.");
        }
        assertThat(target).doesNotExist();
        assertThatThrownBy(() -> rows(loadId, "SELECT * FROM itmes"))
                .hasMessageStartingWith("[BAD_USAGE] package test/" + loadId + " refused the query: Catalog Error:"
                        + " Table with name itmes does not exist!");
        pipeline.run();
        assertThat(pipeline.dataset()).table("items").containsExactlyRows("id\n1");
    }

    @Test
    void a_query_reaches_no_file_but_those_of_the_package() {
        Path file = workspace.file("day [1] *.csv", "day,clicks\n2025-01-01,1\n");
        Path other = workspace.file("other.csv", "password\nhunter2\n");
        String loadId = waiting(pipeline, csv("days", file));

        assertThat(rows(loadId, "SELECT clicks FROM days")).containsExactly("1");
        assertThatThrownBy(() -> rows(loadId, "SELECT * FROM read_csv('" + other + "')"))
                .hasMessageStartingWith(
                        "[BAD_USAGE] package test/" + loadId + " refused the query: Permission Error: Cannot access"
                                + " file \"" + other + "\" - file system operations are disabled by configuration");
    }

    @Test
    void quarantined_and_kept_packages_are_found_and_ambiguous_ones_are_asked_for(TestClock clock) {
        clock.set(Instant.parse("2025-12-24T15:00:00Z"));
        Resource items = jsonl("items", workspace.file("items.jsonl", "{\"id\": 1}\n"));
        Path home = workspace.home();
        String kept = pipeline.keepPackages().run(items).packages().getFirst().loadId();
        String same = waiting(workspace.pipeline("other"), items);

        assertThat(same).isEqualTo(kept);
        assertThat(lines(PipelineAdmin.queryPackage("test/" + kept, "SELECT id FROM items", home)))
                .containsExactly("1");
        assertThatThrownBy(() -> PipelineAdmin.queryPackage(kept, "SELECT id FROM items", home))
                .hasMessage("[BAD_USAGE] several pipelines have a package " + kept + ". Say which one: other/" + kept
                        + ", test/" + kept + ".");
        assertThatThrownBy(() -> PipelineAdmin.queryPackage("1.5", "SELECT id FROM items", home))
                .hasMessage("[BAD_USAGE] the working folder " + home + " has no package '1.5' that waits, was"
                        + " quarantined or was kept. It has: other/" + kept + ", test/" + kept + ".");
    }

    @Test
    void a_quarantined_package_shows_the_rows_that_were_at_fault() {
        Resource items = jsonl("items", workspace.file("items.jsonl", "{\"id\": 1, \"name\": \"one\"}\n"));
        pipeline.run(items);
        workspace.execute("ALTER TABLE items ALTER COLUMN name SET NOT NULL");
        workspace.file("items.jsonl", "{\"id\": 2}\n");
        assertThatRun(() -> pipeline.run(items))
                .failsWith(ErrorCode.ROW_REFUSED)
                .hasMessageContaining("NOT NULL constraint failed");

        var failed = pipeline.admin().failed();

        assertThat(failed.quarantined()).singleElement().satisfies(aside -> {
            assertThat(rows(aside.loadId(), "SELECT id FROM items")).containsExactly("2");
            assertThat(aside.queryCommand())
                    .isEqualTo("pipette sql package:" + aside.loadId() + " 'SELECT * FROM \"items\"' --home "
                            + pipeline.home());
            assertThat(aside.discardCommand())
                    .isEqualTo("pipette pipeline test discard " + aside.loadId() + " --home " + pipeline.home());
        });
        assertThat(failed.runs())
                .singleElement()
                .satisfies(run -> assertThat(run.failure().orElseThrow().code()).isEqualTo("ROW_REFUSED"));
        assertThat(failed.quarantined().getFirst().folder()).exists();
    }
}

package dev.pipette.duckdb;

import static dev.pipette.Pipette.csv;
import static dev.pipette.Pipette.cursor;
import static dev.pipette.Pipette.jsonl;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.Pipeline;
import dev.pipette.PipelineAdmin;
import dev.pipette.Pipette;
import dev.pipette.Resource;
import dev.pipette.Rows;
import dev.pipette.spi.LoadStep;
import dev.pipette.testing.Crash;
import dev.pipette.testing.CrashAt;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jooq.Record;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A package that is not loaded yet is read with SQL, and only read. */
final class PackageQueryTests {
    @TempDir
    Path folder;

    private Scratch scratch = new Scratch(Path.of(""));

    @BeforeEach
    void start() {
        scratch = new Scratch(folder);
    }

    private String waiting(Pipeline pipeline, Resource... resources) {
        Pipeline dying = pipeline.listener(CrashAt.step(LoadStep.SEALED));
        assertThatThrownBy(() -> dying.run(resources)).isInstanceOf(Crash.class);
        return pipeline.admin().pending().getLast().loadId();
    }

    private List<String> rows(String loadId, String sql) {
        return lines(scratch.pipeline().admin().query(loadId, sql));
    }

    private static List<String> lines(Rows rows) {
        return rows.result().stream()
                .map((Record row) ->
                        Stream.of(row.intoArray()).map(String::valueOf).collect(Collectors.joining(" | ")))
                .toList();
    }

    @Test
    void nested_tables_join_by_the_numbers_of_their_rows() {
        String loadId = waiting(scratch.pipeline(), jsonl("orders", scratch.file("orders.jsonl", """
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
        String loadId = waiting(scratch.pipeline(), jsonl("readings", scratch.file("readings.jsonl", """
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
        Path file = scratch.file("days.csv", "day,clicks\n2025-01-01,1\n2025-01-02,2\n2025-01-03,3\n");
        String loadId = waiting(
                scratch.pipeline(), csv("days", file).incremental(cursor("day").backfill("2025-01-02", "2025-01-03")));

        assertThat(rows(loadId, "SELECT day, clicks, _ordinal FROM days")).containsExactly("2025-01-02 | 2 | 1");
        assertThat(rows(loadId, "SELECT typeof(day) || ' ' || typeof(clicks) FROM days"))
                .containsExactly("DATE BIGINT");
    }

    @Test
    void a_changed_file_is_not_taken_for_what_was_extracted() {
        Path file = scratch.file("days.csv", "day,clicks\n2025-01-01,1\n");
        String loadId = waiting(scratch.pipeline(), csv("days", file));
        scratch.file("days.csv", "day,clicks\n2025-01-01,1\n2025-01-02,2\n");

        assertThatThrownBy(() -> rows(loadId, "SELECT * FROM days"))
                .hasMessage("[SOURCE_CHANGED] package scratch/" + loadId
                        + " cannot be queried: it refers to a file that" + " changed after it was made, or is gone.");
    }

    @Test
    void a_package_is_read_and_nothing_else() {
        String loadId = waiting(scratch.pipeline(), jsonl("items", scratch.file("items.jsonl", "{\"id\": 1}\n")));
        Path target = folder.resolve("stolen.csv");

        for (String statement : List.of(
                "COPY items TO '" + target + "'",
                "SELECT 1; COPY items TO '" + target + "'",
                "CREATE TABLE mine AS SELECT * FROM items")) {
            assertThatThrownBy(() -> rows(loadId, statement))
                    .hasMessage("[BAD_USAGE] package scratch/" + loadId + " can only be read, and this is no query: "
                            + statement + ". Write a SELECT, DESCRIBE or SHOW TABLES.");
        }
        assertThat(target).doesNotExist();
        assertThatThrownBy(() -> rows(loadId, "SELECT * FROM itmes"))
                .hasMessageStartingWith("[BAD_USAGE] package scratch/" + loadId + " refused the query: Catalog Error:"
                        + " Table with name itmes does not exist!");
        scratch.run();
        assertThat(scratch.rows("SELECT id FROM items")).containsExactly("1");
    }

    @Test
    void quarantined_and_kept_packages_are_found_and_ambiguous_ones_are_asked_for() {
        Clock clock = Clock.fixed(Instant.parse("2025-12-24T15:00:00Z"), ZoneOffset.UTC);
        Resource items = jsonl("items", scratch.file("items.jsonl", "{\"id\": 1}\n"));
        Path home = scratch.pipeline().home();
        String kept = scratch.pipeline()
                .clock(clock)
                .keepPackages()
                .run(items)
                .packages()
                .getFirst()
                .loadId();
        Pipeline other = Pipette.pipeline("other", Pipette.duckdb(folder.resolve("other.duckdb")))
                .home(home)
                .clock(clock);
        String same = waiting(other, items);

        assertThat(same).isEqualTo(kept);
        assertThat(lines(PipelineAdmin.queryPackage("scratch/" + kept, "SELECT id FROM items", home)))
                .containsExactly("1");
        assertThatThrownBy(() -> PipelineAdmin.queryPackage(kept, "SELECT id FROM items", home))
                .hasMessage("[BAD_USAGE] several pipelines have a package " + kept + ". Say which one: other/" + kept
                        + ", scratch/" + kept + ".");
        assertThatThrownBy(() -> PipelineAdmin.queryPackage("1.5", "SELECT id FROM items", home))
                .hasMessage("[BAD_USAGE] the working folder " + home + " has no package '1.5' that waits, was"
                        + " quarantined or was kept. It has: other/" + kept + ", scratch/" + kept + ".");
    }

    @Test
    void a_quarantined_package_shows_the_rows_that_were_at_fault() {
        Resource items = jsonl("items", scratch.file("items.jsonl", "{\"id\": 1, \"name\": \"one\"}\n"));
        scratch.run(items);
        scratch.execute("ALTER TABLE items ALTER COLUMN name SET NOT NULL");
        scratch.file("items.jsonl", "{\"id\": 2}\n");
        assertThatThrownBy(() -> scratch.run(items)).hasMessageContaining("NOT NULL constraint failed");

        var failed = scratch.pipeline().admin().failed();

        assertThat(failed.quarantined()).singleElement().satisfies(aside -> {
            assertThat(rows(aside.loadId(), "SELECT id FROM items")).containsExactly("2");
            assertThat(aside.queryCommand())
                    .isEqualTo("pipette sql package:" + aside.loadId() + " 'SELECT * FROM \"items\"' --home "
                            + scratch.pipeline().home());
            assertThat(aside.discardCommand())
                    .isEqualTo("pipette pipeline scratch discard " + aside.loadId() + " --home "
                            + scratch.pipeline().home());
        });
        assertThat(failed.runs())
                .singleElement()
                .satisfies(run -> assertThat(run.failure().orElseThrow().code()).isEqualTo("ROW_REFUSED"));
        assertThat(Files.exists(failed.quarantined().getFirst().folder())).isTrue();
    }
}

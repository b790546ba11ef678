package dev.pipette.testing;

import static dev.pipette.Pipette.duckdb;
import static dev.pipette.Pipette.pipeline;
import static dev.pipette.Pipette.resource;
import static dev.pipette.testing.Messages.failureOf;
import static dev.pipette.testing.PipetteAssertions.assertThat;

import dev.pipette.LoadInfo;
import dev.pipette.Pipeline;
import dev.pipette.Pipette;
import dev.pipette.Resource;
import dev.pipette.check.Checks;
import dev.pipette.spi.LoadStep;
import dev.pipette.testing.folders.KeptOpen;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadInfoAssertTests {
    private static final Resource ORDERS = resource("orders")
            .json("[{\"id\": 1, \"lines\": [{\"qty\": 2}]}, {\"id\": 1, \"lines\": [{\"qty\": 3}]}]")
            .merge("id");

    @TempDir
    Path folder;

    private Pipeline pipeline;

    @BeforeEach
    void makePipeline() {
        KeptOpen.keep(folder.resolve("t.duckdb"));
        pipeline = pipeline("t", duckdb(folder.resolve("t.duckdb"))).home(folder);
    }

    @Test
    void rows_are_counted_by_table_and_disposition() {
        LoadInfo info = pipeline.run(
                ORDERS,
                resource("items").json("[{\"id\": 1}]"),
                resource("days").json("[{\"day\": 1}, {\"day\": 2}]").replace());

        assertThat(info)
                .succeeded()
                .merged("orders", 1)
                .loaded("orders__lines", 1)
                .appended("items", 1)
                .replaced("days", 2)
                .skipped("orders", 1)
                .deleted("orders", 0)
                .loadedOnly("orders", "items", "days")
                .hasPackages(1)
                .recoveredNothing();
    }

    @Test
    void rejected_rows_and_checks_are_looked_at() {
        LoadInfo info = pipeline.run(resource("items")
                .json("[{\"id\": 1}, {\"n\": 2}]")
                .check(Checks.notNull("id").reject(), Checks.rowCount(3).warn()));

        assertThat(info).appended("items", 1).rejected("items", 1);
        assertThat(pipeline.run(ORDERS.check(Checks.notNull("id")))).passedAllChecks();
        assertThat(failureOf(() -> assertThat(info).passedAllChecks()))
                .isEqualTo("expected all checks of the run to pass, and 2 are broken:\n"
                        + "  rejected: not_null(id) of items: 1 violation: row 2 (id = NULL)\n"
                        + "  warned: row_count(3, ..) of items: 1 violation: 2 rows arrive");
    }

    @Test
    void other_numbers_are_told_with_all_that_was_loaded() {
        LoadInfo info = pipeline.run(ORDERS, resource("items").json("[{\"id\": 1}]"));

        assertThat(failureOf(() -> assertThat(info).merged("orders", 2)))
                .isEqualTo("expected 2 rows of orders to be merged, but it was 1. The run loaded: orders 1 merged,"
                        + " orders__lines 1 merged, items 1 appended.");
        assertThat(failureOf(() -> assertThat(info).appended("orders", 1)))
                .isEqualTo(
                        "expected orders to be appended, but its disposition is merge. The run loaded: orders 1 merged,"
                                + " orders__lines 1 merged, items 1 appended.");
        assertThat(failureOf(() -> assertThat(info).loaded("customers", 1)))
                .isEqualTo("expected 1 row of customers to be loaded, but it was 0. The run loaded: orders 1 merged,"
                        + " orders__lines 1 merged, items 1 appended.");
        assertThat(failureOf(() -> assertThat(info).skipped("orders", 0)))
                .isEqualTo("expected 0 rows of orders to be skipped, but it was 1.");
        assertThat(failureOf(() -> assertThat(info).deleted("orders", 2)))
                .isEqualTo("expected 2 rows of orders to be deleted, but it was 0.");
        assertThat(failureOf(() -> assertThat(info).loadedOnly("orders", "days")))
                .isEqualTo("expected the run to load only tables orders, days. Not loaded: days. Loaded besides: items."
                        + " The run loaded: orders 1 merged, orders__lines 1 merged, items 1 appended.");
        assertThat(failureOf(() -> assertThat(info).hadNothingToLoad()))
                .isEqualTo("expected the run to have nothing to load, but it loaded: orders 1 merged, orders__lines 1"
                        + " merged, items 1 appended.");
    }

    @Test
    void a_run_without_new_rows_has_nothing_to_load() {
        Resource events = resource("events").json("[{\"at\": 5}]").incremental(Pipette.cursor("at", Long.class));
        pipeline.run(events);

        LoadInfo second = pipeline.run(events);

        assertThat(second).hadNothingToLoad().loadedOnly().hasPackages(0).changedNoSchema();
        assertThat(failureOf(() -> assertThat(second).hasPackages(1)))
                .isEqualTo("expected the run to load 1 package, but it loaded none.");
        assertThat(failureOf(() -> assertThat(second).recovered()))
                .isEqualTo("expected the run to finish a package of an earlier run, but it loaded none.");
        assertThat(failureOf(() -> assertThat(second).appended("events", 0)))
                .isEqualTo("expected 0 rows of events to be appended, but it was 0. The run loaded: nothing.");
    }

    @Test
    void schema_changes_are_sentences() {
        pipeline.run(resource("items").json("[{\"id\": 1}]"));

        LoadInfo second = pipeline.run(resource("items").json("[{\"id\": 1, \"name\": \"a\", \"size\": 2}]"));

        assertThat(second).changedSchema("column items.size bigint was added", "column items.name text was added");
        assertThat(second).changedSchema();
        assertThat(failureOf(() -> assertThat(second)
                        .changedSchema("column items.name text was added", "column items.color text was added")))
                .isEqualTo("""
                        expected other schema changes:
                          missing     column items.color text was added
                          unexpected  column items.size bigint was added""");
        assertThat(failureOf(() -> assertThat(second).changedNoSchema())).isEqualTo("""
                        expected the run not to change the schema, but it did:
                          column items.name text was added
                          column items.size bigint was added""");
        LoadInfo third = pipeline.run(resource("items").json("[{\"id\": 2}]"));
        assertThat(failureOf(() -> assertThat(third).changedSchema()))
                .isEqualTo("expected the run to change the schema, but it changed nothing of it.");
    }

    @Test
    void a_package_of_an_earlier_run_is_recovered_with_a_note() {
        Resource items = resource("items").json("[{\"id\": 1}]");
        CrashAt.step(LoadStep.SEALED).whileRunning(pipeline, items);

        LoadInfo second = pipeline.run(items);

        String loadId = second.packages().getFirst().loadId();
        assertThat(second).recovered().hasNote("not loaded a second time");
        assertThat(failureOf(() -> assertThat(second).recoveredNothing()))
                .isEqualTo("expected the run to finish no package of an earlier run, but it did: " + loadId + ".");
        assertThat(failureOf(() -> assertThat(second).hasNote("tomorrow")))
                .isEqualTo("expected a note with \"tomorrow\". The notes are:\n  finished package " + loadId
                        + " of an earlier run that was interrupted\n  resource items: its rows are those of package "
                        + loadId + ", which an interrupted run had extracted; they were not loaded a second time");
    }

    @Test
    void a_package_that_was_made_by_the_run_itself_is_not_recovered() {
        LoadInfo info = pipeline.run(resource("items").json("[{\"id\": 1}]"));

        String loadId = info.packages().getFirst().loadId();
        assertThat(failureOf(() -> assertThat(info).recovered()))
                .isEqualTo("expected the run to finish a package of an earlier run, but it made all it loaded itself: "
                        + loadId + ".");
        assertThat(failureOf(() -> assertThat(info).hasNote("anything")))
                .isEqualTo("expected a note with \"anything\". The run has no notes.");
        assertThat(failureOf(() -> assertThat(info).hasPackages(2)))
                .isEqualTo("expected the run to load 2 packages, but it loaded 1: " + loadId + ".");
    }
}

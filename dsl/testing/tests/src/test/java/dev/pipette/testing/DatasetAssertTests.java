package dev.pipette.testing;

import static dev.pipette.Pipette.duckdb;
import static dev.pipette.Pipette.pipeline;
import static dev.pipette.Pipette.resource;
import static dev.pipette.testing.Messages.failureOf;
import static dev.pipette.testing.PipetteAssertions.assertThat;

import dev.pipette.Dataset;
import dev.pipette.Pipeline;
import dev.pipette.testing.folders.KeptOpen;
import java.nio.file.Path;
import org.jooq.CloseableDSLContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetAssertTests {
    @TempDir
    Path folder;

    private Pipeline pipeline;
    private Dataset dataset;

    @BeforeEach
    void makePipeline() {
        KeptOpen.keep(folder.resolve("t.duckdb"));
        pipeline = pipeline("t", duckdb(folder.resolve("t.duckdb")))
                .datasetName("shop")
                .home(folder);
        dataset = pipeline.dataset();
    }

    private void load() {
        pipeline.run(resource("orders").json("[{\"id\": 1, \"lines\": [{\"qty\": 2}, {\"qty\": 3}]}, {\"id\": 2}]"));
    }

    @Test
    void a_dataset_that_was_never_loaded_is_empty_and_does_not_exist() {
        assertThat(dataset)
                .isEmpty()
                .doesNotExist()
                .hasOnlyTables()
                .hasNoTable("orders")
                .hasLoads(0)
                .hasNoOrphans();
    }

    @Test
    void tables_are_there() {
        load();

        assertThat(dataset)
                .hasTables("orders")
                .hasOnlyTables("orders", "orders__lines")
                .hasNoTable("customers")
                .hasLoads(1)
                .hasNoOrphans()
                .hasNoUncommittedRows();
    }

    @Test
    void tables_that_are_missing_are_named_with_those_that_are_there() {
        load();

        assertThat(failureOf(() -> assertThat(dataset).hasTables("orders", "customers", "items")))
                .isEqualTo("expected dataset shop to have tables customers, items. It has orders, orders__lines.");
        assertThat(failureOf(() -> assertThat(dataset).table("customers")))
                .isEqualTo("expected dataset shop to have table customers. It has orders, orders__lines.");
        assertThat(failureOf(() -> assertThat(dataset).hasOnlyTables("orders", "customers")))
                .isEqualTo(
                        "expected dataset shop to have only tables orders, customers. Missing: customers. Not expected:"
                                + " orders__lines.");
    }

    @Test
    void tables_that_nobody_wants_are_named_with_their_rows() {
        load();

        assertThat(failureOf(() -> assertThat(dataset).hasNoTable("orders")))
                .isEqualTo("expected dataset shop to have no table orders, but it has one, with 2 rows.");
        assertThat(failureOf(() -> assertThat(dataset).isEmpty()))
                .isEqualTo("expected dataset shop to be empty. It has tables orders, orders__lines.");
        assertThat(failureOf(() -> assertThat(dataset).doesNotExist()))
                .isEqualTo(
                        "expected dataset shop not to exist. It has tables _dlt_loads, _dlt_pipeline_state, _dlt_version, _pipette_boundary, _pipette_dataset, _pipette_files, _pipette_last_changes, _pipette_run_keys, orders, orders__lines.");
    }

    @Test
    void loads_are_counted() {
        pipeline.clock(java.time.Clock.fixed(java.time.Instant.ofEpochSecond(100), java.time.ZoneOffset.UTC))
                .run(resource("orders").json("[{\"id\": 1}]"));

        String loadId = pipeline.admin().loads().getFirst().loadId();
        assertThat(failureOf(() -> assertThat(dataset).hasLoads(2)))
                .isEqualTo("expected dataset shop to have 2 loads, but it has 1: " + loadId + ".");
        Dataset other = pipeline("t", duckdb(folder.resolve("other.duckdb")))
                .datasetName("empty")
                .home(folder)
                .dataset();
        assertThat(failureOf(() -> assertThat(other).hasLoads(1)))
                .isEqualTo("expected dataset empty to have 1 load, but it has none.");
    }

    @Test
    void bookkeeping_rows_can_be_read() {
        load();

        assertThat(dataset)
                .bookkeeping("_dlt_loads")
                .hasRowCount(1)
                .rowWhere("status", 0)
                .has("schema_name", pipeline.schema().document().orElseThrow().name());
        assertThat(dataset).table("_dlt_version").hasColumns("version_hash");
        assertThat(failureOf(() -> assertThat(dataset).bookkeeping("orders")))
                .isEqualTo("orders is not a bookkeeping table: their names begin with _dlt_ or _pipette_. Ask for"
                        + " table(\"orders\").");
    }

    @Test
    void rows_without_a_parent_and_rows_of_no_load_are_found() {
        load();
        try (CloseableDSLContext dsl = dataset.dsl()) {
            dsl.execute("UPDATE orders__lines SET _dlt_parent_id = 'nobody' WHERE qty = 2");
            dsl.execute("UPDATE orders SET _dlt_load_id = '7.5' WHERE id = 2");
        }

        assertThat(failureOf(() -> assertThat(dataset).hasNoOrphans()))
                .isEqualTo("expected every nested row of dataset shop to have its parent row. Without one: 1 row of"
                        + " orders__lines.");
        assertThat(failureOf(() -> assertThat(dataset).hasNoUncommittedRows()))
                .isEqualTo(
                        "expected all rows of dataset shop to be of committed loads. Not in _dlt_loads: 7.5 in orders.");
    }

    @Test
    void a_description_stands_before_the_failure_of_a_part() {
        load();

        assertThat(failureOf(() -> assertThat(dataset)
                        .as("after the first run")
                        .table("orders")
                        .hasRowCount(3)))
                .isEqualTo("[after the first run] expected table orders to have 3 rows, but it has 2.");
    }
}

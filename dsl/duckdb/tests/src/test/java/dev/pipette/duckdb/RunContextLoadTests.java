package dev.pipette.duckdb;

import static dev.pipette.Pipette.cursor;
import static dev.pipette.Pipette.duckdb;
import static dev.pipette.Pipette.resource;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.LoadInfo;
import dev.pipette.Pipeline;
import dev.pipette.Resource;
import dev.pipette.RunContext;
import dev.pipette.plan.RunPlan;
import dev.pipette.schema.Refresh;
import dev.pipette.spi.LoadStep;
import dev.pipette.testing.Crash;
import dev.pipette.testing.CrashAt;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs whose destination, dataset, rows or effect their context decides. */
class RunContextLoadTests {
    @TempDir
    Path folder;

    /** Its rows have no order, so that a cursor that moved with the first of them would leave others out. */
    private static Resource orders() {
        return resource("orders")
                .rows(List.of(Map.of("id", 3), Map.of("id", 1), Map.of("id", 2)))
                .incremental(cursor("id", Long.class));
    }

    private static final String ORDERS = "SELECT id FROM orders ORDER BY id";

    @Test
    void a_limited_run_leaves_the_tables_and_the_state_of_the_pipeline_as_they_are() {
        Scratch scratch = new Scratch(folder);

        LoadInfo limited = RunContext.NONE.limit(1).call(() -> scratch.run(orders()));

        assertThat(limited.pipelineName()).isEqualTo("scratch_limited");
        assertThat(limited.dataset()).isEqualTo("scratch_limited");
        assertThat(limited.rows("orders")).isEqualTo(1);
        assertThat(limited.notes())
                .containsExactly(
                        "this run takes the first 1 row of each resource: pipeline scratch_limited and its dataset"
                                + " are for such runs, and the tables and the state of the pipeline itself stay as they are");

        scratch.run(orders());

        assertThat(scratch.pipeline().dataset().query(ORDERS).toString()).startsWith("id\n--\n 1\n 2\n 3\n");
        String found = RunContext.NONE
                .limit(1)
                .call(() -> scratch.pipeline().dataset().query(ORDERS).toString());
        assertThat(found).startsWith("id\n--\n 3\n1 row");
    }

    @Test
    void a_limited_run_does_not_load_what_an_earlier_run_left() {
        Scratch scratch = new Scratch(folder);
        assertThatThrownBy(() -> scratch.pipeline()
                        .listener(CrashAt.step(LoadStep.SEALED))
                        .run(orders()))
                .isInstanceOf(Crash.class);

        RunContext.NONE.limit(1).call(() -> scratch.run(orders()));

        assertThat(scratch.pipeline().admin().pending()).hasSize(1);
    }

    @Test
    void each_resource_begins_again_in_its_first_run_of_a_program() {
        Scratch scratch = new Scratch(folder);
        scratch.run(orders());
        Resource more = resource("orders").rows(List.of(Map.of("id", 9))).append();

        RunContext.NONE.refresh(Refresh.DROP_RESOURCES).call(() -> {
            scratch.run(resource("customers").rows(List.of(Map.of("id", 7))));
            scratch.run(orders());
            scratch.run(more);
            return true;
        });

        assertThat(scratch.pipeline().dataset().query(ORDERS).toString()).startsWith("id\n--\n 1\n 2\n 3\n 9\n");
        assertThat(scratch.pipeline()
                        .dataset()
                        .query("SELECT id FROM customers")
                        .toString())
                .startsWith("id\n--\n 7\n");
    }

    @Test
    void a_refresh_of_the_source_is_of_the_first_run_of_a_program() {
        Scratch scratch = new Scratch(folder);
        scratch.run(orders());
        scratch.run(resource("customers").rows(List.of(Map.of("id", 7))));

        RunContext.NONE.refresh(Refresh.DROP_SOURCES).call(() -> {
            scratch.run(resource("items").rows(List.of(Map.of("id", 5))));
            scratch.run(orders());
            return true;
        });

        assertThat(scratch.pipeline().dataset().tables()).containsExactly("items", "orders");
        assertThat(scratch.pipeline().dataset().query(ORDERS).toString()).startsWith("id\n--\n 1\n 2\n 3\n");
    }

    @Test
    void a_plan_has_the_refresh_that_its_run_would_have() {
        Scratch scratch = new Scratch(folder);
        scratch.run(orders());
        List<RunPlan> plans = new ArrayList<>();

        RunContext.NONE.refresh(Refresh.DROP_DATA).plan(plans::add).call(() -> scratch.run(orders()));

        assertThat(plans)
                .singleElement()
                .satisfies(plan -> assertThat(plan.table("orders").inserted()).isEqualTo(3));
    }

    @Test
    void another_destination_and_dataset_get_the_rows_and_are_read() {
        Scratch scratch = new Scratch(folder);
        RunContext trial =
                RunContext.NONE.into(duckdb(folder.resolve("trial.duckdb"))).dataset("today");

        String read = trial.call(() -> {
            scratch.run(orders());
            return scratch.pipeline().dataset() + " "
                    + scratch.pipeline().dataset().tables();
        });

        assertThat(read).isEqualTo("today in duckdb:" + folder.resolve("trial.duckdb") + " [orders]");
        assertThat(scratch.datasets()).isEmpty();
    }

    @Test
    void a_planned_run_hands_its_plan_over_and_writes_nothing() {
        Scratch scratch = new Scratch(folder);
        List<RunPlan> plans = new ArrayList<>();

        LoadInfo info = RunContext.NONE.plan(plans::add).call(() -> scratch.run(orders()));

        assertThat(plans)
                .singleElement()
                .satisfies(plan -> assertThat(plan.table("orders").inserted()).isEqualTo(3));
        assertThat(info.nothingNew()).isTrue();
        assertThat(info.notes()).containsExactly("the run was planned only: nothing was loaded");
        assertThat(scratch.datasets()).isEmpty();
    }

    @Test
    void a_planned_run_that_would_be_refused_fails_as_the_run_would() {
        Scratch scratch = new Scratch(folder);
        scratch.run(orders());
        List<RunPlan> plans = new ArrayList<>();
        Resource refused = resource("orders").rows(List.of(Map.of("other", 1))).merge("id");

        RunContext.NONE.plan(plans::add).call(() -> {
            assertThatThrownBy(() -> scratch.run(refused))
                    .hasMessage(
                            "[KEY_MISSING] merge into scratch.orders: 1 row has no value for key column 'id' (first: row"
                                    + " 1). No row has this column; columns are other.");
            assertThat(plans).hasSize(1);
            return true;
        });
    }

    @Test
    void what_else_would_write_is_refused_while_runs_are_planned() {
        Pipeline pipeline = new Scratch(folder).pipeline();

        RunContext.NONE.plan(plan -> {}).call(() -> {
            assertThatThrownBy(() -> pipeline.dataset().execute("DELETE FROM orders"))
                    .hasMessage(
                            "[BAD_USAGE] dataset.execute(..) would write, and this program runs with --plan, which writes"
                                    + " nothing. Leave --plan out, or call it only where RunContext.current().plans() is empty.");
            assertThatThrownBy(() -> pipeline.admin().drop("orders"))
                    .hasMessageContaining("admin.drop(..) would write");
            assertThatThrownBy(() -> pipeline.admin().sync()).hasMessageContaining("admin.sync(..) would write");
            return true;
        });
    }
}

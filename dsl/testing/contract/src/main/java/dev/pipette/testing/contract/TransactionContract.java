package dev.pipette.testing.contract;

import static dev.pipette.testing.contract.Trial.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.LoadInfo;
import dev.pipette.Pipeline;
import dev.pipette.Pipette;
import dev.pipette.Resource;
import dev.pipette.error.PipetteException;
import dev.pipette.spi.LoadStep;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A load is all or nothing. */
interface TransactionContract {
    @Test
    default void an_error_in_one_resource_leaves_nothing_of_the_others(Trial trial) {
        Resource broken = Pipette.resource("broken").stream(() ->
                Stream.iterate(1, id -> id + 1).limit(5).map(id -> Map.of("id", 12 / (5 - id))));

        assertThatThrownBy(() -> trial.run(json("items", "[{'id': 1}]"), broken))
                .hasMessage("[RESOURCE_FAILED] resource broken failed after 4 rows: ArithmeticException: / by zero."
                        + " Nothing of the run was loaded.");
        assertThat(trial.allTables()).isEmpty();
        assertThat(trial.pipeline().admin().pending()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "TRANSACTION_BEGUN",
                "CHECKED",
                "ROWS_STAGED",
                "SCHEMA_CHANGED",
                "ROWS_APPLIED",
                "BOOKKEEPING_WRITTEN"
            })
    default void a_failure_while_publishing_leaves_nothing_and_the_next_run_finishes_the_package(
            LoadStep step, Trial trial) {
        trial.run(json("items", "[{'id': 1, 'tags': ['x']}]").merge("id"), json("days", "[{'day': 1}]"));
        List<String> before = trial.everything();
        Pipeline failing = trial.pipeline().listener((reached, loadId) -> {
            if (reached == step) {
                throw new IllegalStateException("the network is gone");
            }
        });
        Resource items = json("items", "[{'id': 1, 'tags': ['y'], 'name': 'one'}, {'id': 2}]")
                .merge("id");
        Resource days = json("days", "[{'day': 2}]").replace();

        assertThatThrownBy(() -> failing.run(items, days)).hasMessage("the network is gone");

        assertThat(trial.everything()).isEqualTo(before);
        trial.run(items, days);
        assertThat(trial.rows("SELECT id, name FROM items ORDER BY id")).containsExactly("1 | one", "2 | NULL");
        assertThat(trial.rows("SELECT value FROM items__tags")).containsExactly("y");
        assertThat(trial.rows("SELECT day FROM days")).containsExactly("2");
    }

    @Test
    default void a_statement_that_the_destination_refuses_leaves_nothing(Trial trial) {
        trial.run(json("items", "[{'id': 1}]"));
        trial.execute("CREATE VIEW contract_data.extra AS SELECT 1 AS id");
        List<String> before = trial.everything();

        assertThatThrownBy(() -> trial.run(json("items", "[{'id': 2}]"), json("extra", "[{'id': 3}]")))
                .isInstanceOf(PipetteException.class)
                .hasMessageContaining("extra");

        assertThat(trial.everything()).isEqualTo(before);
    }

    @Test
    default void state_is_committed_with_the_rows_and_not_without(Trial trial) {
        Resource counting = Pipette.resource("runs").stream(context -> {
            long run = context.state().integer("run").orElse(0L) + 1;
            context.state().put("run", run);
            return Stream.of(Map.of("run", run));
        });
        Resource broken = Pipette.resource("runs").stream(context -> {
            context.state().put("run", 99L);
            throw new IllegalStateException("no rows today");
        });
        trial.run(counting);

        assertThatThrownBy(() -> trial.run(broken)).hasRootCauseMessage("no rows today");
        trial.run(counting);

        assertThat(trial.rows("SELECT run FROM runs ORDER BY run")).containsExactly("1", "2");
        assertThat(trial.pipeline().admin().state().resources()).containsEntry("runs", Map.of("run", 2L));
    }

    @Test
    default void a_change_of_state_without_rows_is_a_load(Trial trial) {
        Resource looking = Pipette.resource("looks").stream(context -> {
            context.state().put("looks", context.state().integer("looks").orElse(0L) + 1);
            return Stream.of();
        });

        LoadInfo first = trial.run(looking);
        trial.run(looking);

        assertThat(first.packages()).hasSize(1);
        assertThat(trial.loadIds()).hasSize(2);
        assertThat(trial.pipeline().admin().state().resources()).containsEntry("looks", Map.of("looks", 2L));
    }

    @Test
    default void a_run_with_nothing_new_writes_nothing(Trial trial) {
        Resource items = json("items", "[{'id': 1, 'at': 5}]").incremental(Pipette.cursor("at", Long.class));
        trial.run(items);
        List<String> before = trial.everything();

        LoadInfo second = trial.run(items);

        assertThat(second.nothingNew()).isTrue();
        assertThat(trial.everything()).isEqualTo(before);
    }

    @Test
    default void a_run_without_rows_into_a_new_dataset_writes_nothing(Trial trial) {
        LoadInfo info = trial.run(json("items", "[]"), json("others", "[]").merge("id"));

        assertThat(info.nothingNew()).isTrue();
        assertThat(trial.allTables()).isEmpty();
        assertThat(trial.pipeline().admin().pending()).isEmpty();
    }
}

package dev.pipette.testing.contract;

import static dev.pipette.testing.contract.Trial.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.LoadInfo;
import dev.pipette.Pipeline;
import dev.pipette.Resource;
import dev.pipette.spi.LoadStep;
import dev.pipette.testing.Crash;
import dev.pipette.testing.CrashAt;
import org.junit.jupiter.api.Test;

/** A run key is the identity of a run's input, committed with its rows. */
interface RunKeyContract {
    Resource DAY = json("items", "[{'id': 1}, {'id': 2}]");

    @Test
    default void the_same_key_again_loads_nothing(Trial trial) {
        Pipeline day = trial.pipeline().runKey("2025-12-24");
        day.run(DAY);

        LoadInfo second = day.run(DAY);

        assertThat(second.nothingNew()).isTrue();
        assertThat(second.notes())
                .containsExactly("resource items was not read, because run key 2025-12-24 is committed");
        assertThat(trial.rows("SELECT id FROM items ORDER BY id")).containsExactly("1", "2");
        assertThat(trial.loadIds()).hasSize(1);
    }

    @Test
    default void another_key_is_another_input(Trial trial) {
        trial.pipeline().runKey("2025-12-24").run(DAY);

        trial.pipeline().runKey("2025-12-25").run(DAY);

        assertThat(trial.rows("SELECT id FROM items ORDER BY id")).containsExactly("1", "1", "2", "2");
    }

    @Test
    default void the_same_key_from_another_machine_loads_nothing(Trial trial) {
        trial.pipeline().runKey("2025-12-24").run(DAY);

        LoadInfo second = trial.elsewhere().runKey("2025-12-24").run(DAY);

        assertThat(second.nothingNew()).isTrue();
        assertThat(trial.rows("SELECT id FROM items ORDER BY id")).containsExactly("1", "2");
    }

    @Test
    default void a_resource_that_the_key_was_not_run_with_is_loaded(Trial trial) {
        trial.pipeline().runKey("2025-12-24").run(DAY);

        trial.pipeline().runKey("2025-12-24").run(DAY, json("more", "[{'id': 3}]"));

        assertThat(trial.rows("SELECT id FROM items ORDER BY id")).containsExactly("1", "2");
        assertThat(trial.rows("SELECT id FROM more")).containsExactly("3");
    }

    @Test
    default void a_key_without_rows_is_committed_too(Trial trial) {
        trial.pipeline().runKey("2025-12-24").run(json("items", "[]"));

        LoadInfo second = trial.pipeline().runKey("2025-12-24").run(DAY);

        assertThat(second.nothingNew()).isTrue();
        assertThat(trial.loadIds()).hasSize(1);
    }

    @Test
    default void two_machines_that_load_one_key_at_once_load_it_once(Trial trial) {
        trial.run(json("items", "[{'id': 0}]"));
        Pipeline raced = trial.pipeline().runKey("2025-12-24").listener((step, loadId) -> {
            if (step == LoadStep.SEALED) {
                trial.elsewhere().runKey("2025-12-24").run(DAY);
            }
        });

        raced.run(DAY);

        assertThat(trial.rows("SELECT id FROM items ORDER BY id")).containsExactly("0", "1", "2");
    }

    @Test
    default void a_killed_run_is_finished_and_its_key_loads_nothing_more(Trial trial) {
        Pipeline dying = trial.pipeline().runKey("2025-12-24").listener(CrashAt.step(LoadStep.SEALED));
        assertThatThrownBy(() -> dying.run(DAY)).isInstanceOf(Crash.class);

        trial.pipeline().runKey("2025-12-24").run(DAY);

        assertThat(trial.rows("SELECT id FROM items ORDER BY id")).containsExactly("1", "2");
    }
}

package dev.pipette.testing.contract;

import static dev.pipette.testing.contract.Trial.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.LoadInfo;
import dev.pipette.Pipeline;
import dev.pipette.Pipette;
import dev.pipette.Resource;
import dev.pipette.spi.LoadStep;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The truth about state is what is committed: it is restored from there, and moves only from the version read. */
interface StateContract {
    private static Resource events(String rows) {
        return json("events", rows).incremental(Pipette.cursor("at", Long.class));
    }

    /** Numbers its runs: two machines that start from one state would load the same number. */
    private static Resource counting() {
        return Pipette.resource("runs").stream(context -> {
            long run = context.state().integer("run").orElse(0L) + 1;
            context.state().put("run", run);
            return Stream.of(Map.of("run", run));
        });
    }

    private static String waiting(Trial trial) {
        assertThat(trial.pipeline().admin().pending()).hasSize(1);
        return trial.pipeline().admin().pending().getFirst().loadId();
    }

    @Test
    default void state_is_restored_when_the_folder_is_gone(Trial trial) {
        trial.run(counting());
        trial.loseFolder();

        trial.run(counting());

        assertThat(trial.rows("SELECT run FROM runs ORDER BY run")).containsExactly("1", "2");
        assertThat(trial.pipeline().admin().info().stateVersion()).isEqualTo(2);
    }

    @Test
    default void machines_that_take_turns_go_on_from_each_others_state(Trial trial) {
        trial.run(counting());
        trial.elsewhere().run(counting());
        trial.run(counting());

        assertThat(trial.rows("SELECT run FROM runs ORDER BY run")).containsExactly("1", "2", "3");
    }

    @Test
    default void a_machine_that_was_overtaken_extracts_again_from_the_committed_state(Trial trial) {
        trial.run(counting());
        AtomicInteger races = new AtomicInteger();
        Pipeline overtaken = trial.pipeline().listener((step, loadId) -> {
            if (step == LoadStep.SEALED && races.getAndIncrement() < 2) {
                trial.elsewhere().run(counting());
            }
        });

        LoadInfo info = overtaken.run(counting());

        assertThat(trial.rows("SELECT run FROM runs ORDER BY run")).containsExactly("1", "2", "3", "4");
        assertThat(info.notes())
                .containsExactly(
                        "extracted again, because another machine loaded the pipeline meanwhile (state version 2)",
                        "extracted again, because another machine loaded the pipeline meanwhile (state version 3)");
        assertThat(trial.pipeline().admin().pending()).isEmpty();
    }

    @Test
    default void a_first_load_that_was_overtaken_extracts_again(Trial trial) {
        AtomicInteger races = new AtomicInteger();
        Pipeline overtaken = trial.pipeline().listener((step, loadId) -> {
            if (step == LoadStep.SEALED && races.getAndIncrement() == 0) {
                trial.elsewhere().run(events("[{'id': 1, 'at': 10}]"));
            }
        });

        overtaken.run(events("[{'id': 1, 'at': 10}, {'id': 2, 'at': 10}, {'id': 3, 'at': 11}]"));

        assertThat(trial.rows("SELECT id FROM events ORDER BY id")).containsExactly("1", "2", "3");
    }

    @Test
    default void machines_that_add_rows_at_one_boundary_at_once_load_each_row_once(Trial trial) {
        trial.run(events("[{'id': 1, 'at': 10}]"));
        AtomicInteger races = new AtomicInteger();
        Pipeline overtaken = trial.pipeline().listener((step, loadId) -> {
            if (step == LoadStep.SEALED && races.getAndIncrement() == 0) {
                trial.elsewhere().run(events("[{'id': 1, 'at': 10}, {'id': 2, 'at': 10}, {'id': 3, 'at': 10}]"));
            }
        });

        overtaken.run(events("[{'id': 1, 'at': 10}, {'id': 3, 'at': 10}, {'id': 4, 'at': 10}]"));

        assertThat(trial.rows("SELECT id FROM events ORDER BY id")).containsExactly("1", "2", "3", "4");
    }

    @Test
    default void a_machine_that_is_overtaken_again_and_again_gives_up_and_says_so(Trial trial) {
        Pipeline overtaken = trial.pipeline().listener((step, loadId) -> {
            if (step == LoadStep.SEALED) {
                trial.elsewhere().run(counting());
            }
        });

        assertThatThrownBy(() -> overtaken.run(counting()))
                .satisfies(failed -> assertThat(failed)
                        .hasMessage("[STATE_MOVED] pipeline contract was loaded by another machine during each of 10"
                                + " attempts. Nothing of this run was loaded. Rows that it extracted wait in package "
                                + waiting(trial) + ". Let one machine at a time run it."));
        assertThat(trial.rows("SELECT count(*), max(run) FROM runs")).containsExactly("10 | 10");
        trial.run(counting());
        assertThat(trial.rows("SELECT count(*), max(run) FROM runs")).containsExactly("11 | 11");
        assertThat(trial.pipeline().admin().pending()).isEmpty();
    }

    @Test
    default void pipelines_that_share_a_dataset_have_states_of_their_own(Trial trial) {
        trial.run(counting());
        trial.pipeline("other").run(counting().table("other_runs"));
        trial.pipeline("other").run(counting().table("other_runs"));

        trial.run(counting());

        assertThat(trial.rows("SELECT run FROM runs ORDER BY run")).containsExactly("1", "2");
        assertThat(trial.rows("SELECT run FROM other_runs ORDER BY run")).containsExactly("1", "2");
    }

    @Test
    default void the_highest_version_is_the_newest_state_whatever_the_clocks_said(Trial trial) {
        trial.run(counting());
        trial.run(counting());
        trial.execute("UPDATE contract_data._dlt_pipeline_state SET created_at = created_at + INTERVAL '1' YEAR"
                + " WHERE version = 1");
        trial.loseFolder();

        trial.run(counting());

        assertThat(trial.rows("SELECT run FROM runs ORDER BY run")).containsExactly("1", "2", "3");
    }

    /** Unlike Pipette, dlt writes the state first and the load row last, in other transactions. */
    @Test
    default void a_state_whose_load_was_not_committed_does_not_count(Trial trial) {
        trial.run(counting());
        trial.run(counting());
        trial.execute("UPDATE contract_data._dlt_pipeline_state SET _dlt_id = 'made by dlt'");
        trial.execute("DELETE FROM contract_data._dlt_loads WHERE load_id ="
                + " (SELECT max(load_id) FROM contract_data._dlt_loads)");
        trial.loseFolder();

        assertThat(trial.pipeline().admin().state().resources()).containsEntry("runs", Map.of("run", 1L));
    }
}

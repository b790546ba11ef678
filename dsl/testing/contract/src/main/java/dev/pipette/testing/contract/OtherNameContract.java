package dev.pipette.testing.contract;

import static dev.pipette.Pipette.cursor;
import static dev.pipette.testing.contract.Trial.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.LoadInfo;
import dev.pipette.Pipeline;
import dev.pipette.Resource;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.spi.LoadStep;
import dev.pipette.testing.Crash;
import dev.pipette.testing.CrashAt;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** A database is the same database by any of its names, and a dataset keeps its identity in itself. */
interface OtherNameContract {
    /** The steps at which most is at stake; after each the same call continues with the run that died. */
    private static List<LoadStep> steps() {
        return List.of(LoadStep.SEALED, LoadStep.BOOKKEEPING_WRITTEN, LoadStep.COMMITTED, LoadStep.MARKED);
    }

    private static Resource row(int id) {
        return json("items", "[{'id': " + id + "}]");
    }

    private static void die(LoadStep step, Pipeline pipeline, Resource resource) {
        Pipeline dying = pipeline.listener(CrashAt.step(step));
        assertThatThrownBy(() -> dying.run(resource))
                .as("the run reaches %s", step)
                .isInstanceOf(Crash.class);
    }

    @Test
    default void a_first_append_that_dies_under_one_name_is_finished_under_the_other(Trial trial) {
        for (LoadStep step : steps()) {
            String dataset = "at_" + step.name().toLowerCase(Locale.ROOT);

            die(step, trial.pipeline().datasetName(dataset), row(1));
            trial.byOtherName().datasetName(dataset).run(row(1));

            assertThat(trial.rows("SELECT id FROM " + dataset + ".items"))
                    .as("the first load dies at %s", step)
                    .containsExactly("1");
        }
        assertThat(trial.pipeline().admin().pending()).isEmpty();
    }

    @Test
    default void a_later_append_that_dies_under_one_name_is_finished_under_the_other(Trial trial) {
        trial.run(row(0));
        List<String> loaded = new ArrayList<>(List.of("0"));
        for (LoadStep step : steps()) {
            die(step, trial.byOtherName(), row(loaded.size()));
            trial.run(row(loaded.size()));
            loaded.add(String.valueOf(loaded.size()));

            assertThat(trial.rows("SELECT id FROM items ORDER BY id"))
                    .as("a later load dies at %s", step)
                    .isEqualTo(loaded);
        }
    }

    @Test
    default void a_load_that_was_committed_under_the_other_name_is_not_loaded_again_and_says_so(Trial trial) {
        trial.crash(LoadStep.COMMITTED, row(1));

        LoadInfo info = trial.byOtherName().run(row(1));

        assertThat(trial.rows("SELECT id FROM items")).containsExactly("1");
        assertThat(info.notes())
                .anyMatch(note -> note.endsWith(
                        "of an earlier run that was interrupted had been committed; it was not loaded again"));
    }

    @Test
    default void a_dataset_without_an_identity_is_recognized_as_well(Trial trial) {
        trial.run(row(1));
        trial.execute("DROP TABLE contract_data._pipette_dataset");
        trial.crash(LoadStep.COMMITTED, row(2));
        trial.execute("DELETE FROM contract_data._pipette_dataset");

        trial.byOtherName().run(row(2));

        assertThat(trial.rows("SELECT id FROM items ORDER BY id")).containsExactly("1", "2");
        assertThat(trial.rows("SELECT count(*) FROM _pipette_dataset")).containsExactly("0");
        trial.run(row(3));
        assertThat(trial.rows("SELECT count(*) FROM _pipette_dataset")).containsExactly("1");
    }

    @Test
    default void the_first_load_gives_the_dataset_its_identity_and_no_later_one_changes_it(Trial trial) {
        trial.run(row(1));
        List<String> identity = trial.rows("SELECT dataset_id FROM _pipette_dataset");
        trial.elsewhere().run(row(2));
        trial.pipeline("other").run(json("more", "[{'id': 1}]"));

        assertThat(trial.rows("SELECT dataset_id FROM _pipette_dataset"))
                .hasSize(1)
                .isEqualTo(identity);
    }

    @Test
    default void a_dropped_dataset_is_missed_under_the_other_name(Trial trial) {
        Resource events = json("events", "[{'id': 1, 'at': 10}]").incremental(cursor("at", Long.class));
        trial.run(events);
        trial.execute("DROP SCHEMA contract_data CASCADE");

        assertThatThrownBy(() -> trial.byOtherName().run(events))
                .hasMessageContaining(" has no state of pipeline contract, but version 1 was committed there before")
                .isInstanceOfSatisfying(
                        PipetteException.class,
                        failed -> assertThat(failed.code()).isEqualTo(ErrorCode.DATASET_REWOUND));

        trial.byOtherName().admin().sync();
        trial.run(events);
        assertThat(trial.rows("SELECT id FROM events")).containsExactly("1");
    }

    @Test
    default void a_dataset_that_was_dropped_and_made_again_takes_no_package_of_the_old_one(Trial trial) {
        trial.run(json("events", "[{'id': 1, 'at': 10}]").incremental(cursor("at", Long.class)));
        Resource more =
                json("events", "[{'id': 1, 'at': 10}, {'id': 2, 'at': 20}]").incremental(cursor("at", Long.class));
        trial.crash(LoadStep.SEALED, more);
        trial.execute("DROP SCHEMA contract_data CASCADE");
        trial.elsewhere().run(json("others", "[{'id': 1, 'at': 5}]").incremental(cursor("at", Long.class)));

        trial.run(more);

        assertThat(trial.rows("SELECT id FROM events ORDER BY id")).containsExactly("1", "2");
    }

    @Test
    default void discard_refuses_a_package_that_is_committed_under_the_other_name(Trial trial) {
        trial.crash(LoadStep.COMMITTED, row(1));
        String loadId = trial.pipeline().admin().pending().getFirst().loadId();

        assertThatThrownBy(() -> trial.byOtherName().admin().discard(loadId))
                .hasMessage(
                        "[BAD_USAGE] package " + loadId + " of pipeline contract is committed at the destination, so"
                                + " there is nothing to discard; the next run ticks it off.");
    }
}

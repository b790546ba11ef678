package dev.pipette.testing.contract;

import static dev.pipette.testing.contract.Trial.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.Pipette;
import dev.pipette.Resource;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.spi.LoadStep;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/** A destination that was dropped, or restored from an older copy, is noticed before anything is written to it. */
interface RewindContract {
    private static Resource events(String rows) {
        return json("events", rows).incremental(Pipette.cursor("at", Long.class));
    }

    private static void drop(Trial trial) {
        trial.execute("DROP SCHEMA contract_data CASCADE");
    }

    private static void copy(Trial trial) {
        trial.execute("CREATE SCHEMA contract_copy");
        for (String table : trial.allTables()) {
            trial.execute("CREATE TABLE contract_copy." + table + " AS SELECT * FROM contract_data." + table);
        }
    }

    private static void restoreCopy(Trial trial) {
        for (String table : trial.allTables()) {
            trial.execute("DELETE FROM contract_data." + table);
            trial.execute("INSERT INTO contract_data." + table + " SELECT * FROM contract_copy." + table);
        }
    }

    private static void rewound(Trial trial, Resource resource, String message) {
        assertThatThrownBy(() -> trial.run(resource))
                .hasMessageContaining(message)
                .asInstanceOf(InstanceOfAssertFactories.type(PipetteException.class))
                .extracting(PipetteException::code)
                .isEqualTo(ErrorCode.DATASET_REWOUND);
    }

    @Test
    default void a_dropped_dataset_stops_the_load_until_sync_accepts_it(Trial trial) {
        Resource events = events("[{'id': 1, 'at': 10}]");
        trial.run(events);
        drop(trial);

        rewound(
                trial,
                events,
                " has no state of pipeline contract, but version 1 was committed there before: it was dropped or"
                        + " restored from an older copy, or its state was deleted. Nothing was loaded. To continue from what is there, run"
                        + " 'pipette pipeline contract sync'");
        assertThat(trial.allTables()).isEmpty();

        trial.pipeline().admin().sync();
        trial.run(events);
        assertThat(trial.rows("SELECT id FROM events")).containsExactly("1");
    }

    @Test
    default void a_dataset_that_never_was_is_made(Trial trial) {
        trial.run(events("[{'id': 1, 'at': 10}]"));

        trial.pipeline().datasetName("contract_more").run(events("[{'id': 1, 'at': 10}]"));

        assertThat(trial.rows("SELECT id FROM contract_more.events")).containsExactly("1");
    }

    @Test
    default void a_restored_older_copy_stops_the_load_until_sync_accepts_it(Trial trial) {
        trial.run(events("[{'id': 1, 'at': 10}]"));
        copy(trial);
        trial.run(events("[{'id': 1, 'at': 10}, {'id': 2, 'at': 11}]"));
        restoreCopy(trial);
        Resource all = events("[{'id': 1, 'at': 10}, {'id': 2, 'at': 11}, {'id': 3, 'at': 12}]");

        rewound(
                trial,
                all,
                " has state version 1 of pipeline contract, but version 2 was committed there before: it was dropped"
                        + " or restored from an older copy, or its state was deleted.");
        assertThat(trial.rows("SELECT id FROM events")).containsExactly("1");

        trial.pipeline().admin().sync();
        trial.run(all);
        assertThat(trial.rows("SELECT id FROM events ORDER BY id")).containsExactly("1", "2", "3");
    }

    @Test
    default void sync_also_resolves_a_package_that_was_waiting_when_the_dataset_was_dropped(Trial trial) {
        trial.run(events("[{'id': 1, 'at': 10}]"));
        Resource all = events("[{'id': 1, 'at': 10}, {'id': 2, 'at': 11}]");
        trial.crash(LoadStep.SEALED, all);
        drop(trial);

        rewound(trial, all, "To continue from what is there, run 'pipette pipeline contract sync'");

        trial.pipeline().admin().sync();
        assertThat(trial.pipeline().admin().pending())
                .as("what sync set aside, it did not delete")
                .singleElement()
                .satisfies(aside -> assertThat(aside.state()).isEqualTo("quarantined"));
        trial.run(all);
        assertThat(trial.rows("SELECT id FROM events ORDER BY id")).containsExactly("1", "2");
        assertThat(trial.pipeline().admin().pending())
                .as("its rows were extracted again")
                .isEmpty();
    }

    @Test
    default void a_load_that_was_committed_and_lost_again_before_it_was_acknowledged_is_not_taken_for_loaded(
            Trial trial) {
        trial.run(json("items", "[{'id': 1}]"));
        copy(trial);
        trial.crash(LoadStep.MARKED, json("items", "[{'id': 2}]"));
        restoreCopy(trial);

        trial.run(json("items", "[{'id': 2}]"));

        assertThat(trial.rows("SELECT id FROM items ORDER BY id")).containsExactly("1", "2");
    }

    @Test
    default void discard_resolves_a_package_that_was_extracted_from_newer_state_than_there_is(Trial trial) {
        trial.elsewhere().run(events("[{'id': 1, 'at': 10}]"));
        copy(trial);
        trial.elsewhere().run(events("[{'id': 1, 'at': 10}, {'id': 2, 'at': 11}]"));
        Resource all = events("[{'id': 1, 'at': 10}, {'id': 2, 'at': 11}, {'id': 3, 'at': 12}]");
        trial.crash(LoadStep.SEALED, all);
        restoreCopy(trial);
        String waiting = trial.pipeline().admin().pending().getFirst().loadId();

        rewound(
                trial,
                all,
                " has state version 1 of pipeline contract, but version 2 was committed there before: it was dropped"
                        + " or restored from an older copy, or its state was deleted. Nothing was loaded. To continue from what is there, run"
                        + " 'pipette pipeline contract sync', which sets package " + waiting
                        + " aside; to delete that package, run 'pipette pipeline contract discard " + waiting + "'.");

        assertThat(trial.pipeline().admin().discard(waiting)).containsExactly(waiting);
        trial.run(all);
        assertThat(trial.rows("SELECT id FROM events ORDER BY id")).containsExactly("1", "2", "3");
        assertThat(trial.pipeline().admin().pending()).isEmpty();
    }
}

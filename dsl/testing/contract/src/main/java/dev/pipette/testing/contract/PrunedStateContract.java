package dev.pipette.testing.contract;

import static dev.pipette.testing.contract.Trial.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.Pipette;
import dev.pipette.Resource;
import dev.pipette.error.PipetteException;
import dev.pipette.spi.LoadStep;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

/** People delete old rows of the bookkeeping tables: committed state survives it, and what was not committed is not used. */
interface PrunedStateContract {
    private static Resource events(String rows) {
        return json("events", rows).incremental(Pipette.cursor("at", Long.class));
    }

    private static Resource first() {
        return events("[{'id': 1, 'at': 10}]");
    }

    private static Resource both() {
        return events("[{'id': 1, 'at': 10}, {'id': 2, 'at': 20}]");
    }

    private static void others(Trial trial) {
        for (int load = 1; load <= 3; load++) {
            trial.run(json("others", "[{'id': " + load + "}]"));
        }
    }

    private static void assertGoesOn(Trial trial) {
        trial.run(both());
        trial.loseFolder();
        trial.run(both());
        assertThat(trial.rows("SELECT id FROM events ORDER BY id")).containsExactly("1", "2");
    }

    @Test
    default void state_survives_when_older_load_rows_are_deleted(Trial trial) {
        trial.run(first());
        others(trial);
        trial.execute("DELETE FROM contract_data._dlt_loads WHERE load_id <"
                + " (SELECT max(load_id) FROM contract_data._dlt_loads)");

        assertGoesOn(trial);
    }

    @Test
    default void state_survives_when_all_load_rows_are_deleted_and_the_folder_is_gone(Trial trial) {
        trial.run(first());
        trial.execute("DELETE FROM contract_data._dlt_loads");
        trial.loseFolder();

        assertGoesOn(trial);
    }

    @Test
    default void state_survives_when_older_state_rows_are_deleted_too(Trial trial) {
        trial.run(first());
        trial.run(json("counted", "[{'id': 1}]"));
        others(trial);
        trial.execute("DELETE FROM contract_data._dlt_pipeline_state WHERE version <"
                + " (SELECT max(version) FROM contract_data._dlt_pipeline_state)");
        trial.execute("DELETE FROM contract_data._dlt_loads WHERE load_id <"
                + " (SELECT max(load_id) FROM contract_data._dlt_loads)");

        assertGoesOn(trial);
    }

    @Test
    default void state_of_a_load_that_people_gave_another_status_counts(Trial trial) {
        trial.run(first());
        trial.execute("UPDATE contract_data._dlt_loads SET status = 1");

        assertGoesOn(trial);
    }

    @Test
    default void load_ids_grow_above_those_whose_rows_were_deleted(Trial trial) {
        Clock early = Clock.fixed(Instant.parse("2001-01-01T00:00:00Z"), ZoneOffset.UTC);
        trial.run(first());
        trial.execute("DELETE FROM contract_data._dlt_loads");
        trial.loseFolder();

        trial.pipeline().clock(early).run(both());

        assertThat(trial.rows("SELECT id FROM events ORDER BY _dlt_load_id")).containsExactly("1", "2");
    }

    @Test
    default void a_committed_load_is_recognized_after_its_load_row_was_deleted(Trial trial) {
        trial.crash(LoadStep.COMMITTED, json("items", "[{'id': 1}]"));
        trial.execute("DELETE FROM contract_data._dlt_loads");

        trial.run(json("items", "[{'id': 1}]"));

        assertThat(trial.rows("SELECT id FROM items")).containsExactly("1");
    }

    @Test
    default void a_lost_state_is_said_and_the_advice_loads_no_row_twice(Trial trial) {
        trial.run(first(), json("merged", "[{'id': 1}]").merge("id"));
        trial.run(both());
        trial.execute("DELETE FROM contract_data._dlt_pipeline_state");

        assertThatThrownBy(() -> trial.run(both()))
                .hasMessageContaining(" has no state of pipeline contract, but version 2 was committed there before");
        assertThatThrownBy(() -> trial.pipeline().admin().sync())
                .isInstanceOf(PipetteException.class)
                .hasMessageStartingWith("[DATASET_REWOUND] ")
                .hasMessageEndingWith(" has no state of pipeline contract, version 2 was committed there before, and"
                        + " rows that were loaded after it are still there: events 2 rows. If their resources have a"
                        + " cursor, the next run after a sync would load such rows again. Nothing was changed. To load"
                        + " none twice, restore the deleted rows of _dlt_pipeline_state; or run 'pipette pipeline"
                        + " contract sync --accept --home " + trial.home() + "' and, before the next run, 'pipette"
                        + " pipeline contract cursor RESOURCE --set VALUE --home " + trial.home() + "' for each cursor,"
                        + " with the highest value in its table. Where rows may be loaded again, 'pipette pipeline"
                        + " contract sync --accept --home " + trial.home() + "' is enough.");

        assertThat(trial.pipeline().admin().syncAcceptingRepeatedRows().stateVersion())
                .isZero();
        trial.run(json("others", "[{'id': 1}]"));
    }

    @Test
    default void a_state_that_lost_its_newest_versions_counts_the_rows_above_it(Trial trial) {
        trial.run(first());
        trial.run(both());
        trial.execute("DELETE FROM contract_data._dlt_pipeline_state WHERE version = 2");

        assertThatThrownBy(() -> trial.pipeline().admin().sync())
                .hasMessageContaining(" has state version 1 of pipeline contract, version 2 was committed there before,"
                        + " and rows that were loaded after it are still there: events 1 row. ");
    }

    private static void stateOfDlt(Trial trial, String loadId) {
        trial.execute("INSERT INTO contract_data._dlt_pipeline_state SELECT version + 1, engine_version, pipeline_name,"
                + " state, created_at, version_hash, '" + loadId + "', 'made by dlt'"
                + " FROM contract_data._dlt_pipeline_state");
    }

    @Test
    default void state_of_a_load_that_dlt_did_not_finish_is_not_used(Trial trial) {
        trial.run(first());
        stateOfDlt(trial, "9999999999.1");
        trial.loseFolder();

        trial.run(both());

        assertThat(trial.rows("SELECT id FROM events ORDER BY id")).containsExactly("1", "2");
        assertThat(trial.rows(
                        "SELECT version FROM _dlt_pipeline_state WHERE _dlt_id <> 'made by dlt' ORDER BY version"))
                .containsExactly("1", "2");
    }

    @Test
    default void state_of_dlt_whose_load_row_may_have_been_deleted_stops_the_load_until_somebody_decides(Trial trial) {
        trial.run(first());
        stateOfDlt(trial, "1000000000.1");

        assertThatThrownBy(() -> trial.run(both()))
                .isInstanceOf(PipetteException.class)
                .hasMessageStartingWith("[DATASET_REWOUND] ")
                .hasMessageEndingWith(": dlt wrote state version 2 of pipeline contract with load 1000000000.1, and"
                        + " _dlt_loads has no row of that load. Either that row was deleted later, or the load never came"
                        + " to its end. Nothing was loaded. If the row was deleted, write it again: INSERT INTO"
                        + " contract_data._dlt_loads (load_id, status, inserted_at) SELECT _dlt_load_id, 0, created_at"
                        + " FROM contract_data._dlt_pipeline_state WHERE pipeline_name = 'contract' AND _dlt_load_id ="
                        + " '1000000000.1'; if the load failed, delete its state: DELETE FROM"
                        + " contract_data._dlt_pipeline_state WHERE pipeline_name = 'contract' AND _dlt_load_id ="
                        + " '1000000000.1';");

        trial.execute("INSERT INTO contract_data._dlt_loads (load_id, status, inserted_at) SELECT _dlt_load_id, 0,"
                + " created_at FROM contract_data._dlt_pipeline_state WHERE pipeline_name = 'contract' AND _dlt_load_id"
                + " = '1000000000.1'");
        trial.run(both());
        assertThat(trial.rows("SELECT id FROM events ORDER BY id")).containsExactly("1", "2");
        assertThat(trial.pipeline().admin().info().stateVersion()).isEqualTo(3);
    }
}

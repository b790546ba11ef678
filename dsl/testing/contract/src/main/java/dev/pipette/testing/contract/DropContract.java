package dev.pipette.testing.contract;

import static dev.pipette.testing.contract.Trial.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.pipette.LoadInfo;
import dev.pipette.Pipeline;
import dev.pipette.Pipette;
import dev.pipette.Resource;
import dev.pipette.admin.DropInfo;
import dev.pipette.spi.LoadStep;
import dev.pipette.testing.Crash;
import dev.pipette.testing.CrashAt;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A dropped resource is gone at once and as a whole, and the next run loads it again. */
interface DropContract {
    private static Resource events() {
        return json("events", "[{'id': 1, 'at': 10, 'tags': ['x', 'y']}, {'id': 2, 'at': 10}]")
                .incremental(Pipette.cursor("at", Long.class));
    }

    private static Resource items() {
        return json("items", "[{'id': 1, 'at': 5}]").incremental(Pipette.cursor("at", Long.class));
    }

    @Test
    default void a_preview_tells_all_and_changes_nothing(Trial trial) {
        trial.pipeline().runKey("first").run(events(), items());
        List<String> before = trial.everything();

        DropInfo plan = trial.pipeline().admin().planDrop("events");

        assertThat(plan.done()).isFalse();
        assertThat(plan.tables()).containsExactly(entry("events", 2L), entry("events__tags", 2L));
        assertThat(plan.state()).isTrue();
        assertThat(plan.boundaryKeys()).isEqualTo(2);
        assertThat(plan.runKeys()).isEqualTo(1);
        assertThat(plan.packages()).isEmpty();
        assertThat(trial.everything()).isEqualTo(before);
    }

    @Test
    default void a_dropped_resource_is_loaded_anew_and_others_are_left_as_they_are(Trial trial) {
        trial.pipeline().runKey("first").run(events(), items());

        DropInfo dropped = trial.pipeline().admin().drop("events");

        assertThat(dropped.done()).isTrue();
        assertThat(dropped.tables()).containsExactly(entry("events", 2L), entry("events__tags", 2L));
        assertThat(trial.allTables())
                .containsExactly(
                        "_dlt_loads",
                        "_dlt_pipeline_state",
                        "_dlt_version",
                        "_pipette_boundary",
                        "_pipette_dataset",
                        "_pipette_files",
                        "_pipette_last_changes",
                        "_pipette_run_keys",
                        "items");
        assertThat(trial.pipeline().admin().state().resources()).containsOnlyKeys("items");
        assertThat(trial.pipeline().admin().schema().tables())
                .extracting(table -> table.name())
                .containsExactly("items");
        LoadInfo next = trial.pipeline().runKey("first").run(events(), items());
        assertThat(next.rows("events")).isEqualTo(2);
        assertThat(next.rows("items")).isZero();
        assertThat(trial.rows("SELECT value FROM events__tags ORDER BY value")).containsExactly("x", "y");
    }

    @Test
    default void dropping_is_a_load_with_a_version_of_the_state_of_its_own(Trial trial) {
        trial.run(json("plain", "[{'id': 1}]"));
        long version = trial.pipeline().admin().state().version();

        trial.pipeline().admin().drop("plain");

        assertThat(trial.pipeline().admin().state().version()).isEqualTo(version + 1);
        assertThat(trial.loadIds()).hasSize(2);
        assertThat(trial.run(json("plain", "[{'id': 1}]")).rows("plain")).isEqualTo(1);
    }

    @Test
    default void only_the_state_is_forgotten_where_that_is_asked_for(Trial trial) {
        trial.run(events());

        DropInfo forgotten = trial.pipeline().admin().dropState("events");

        assertThat(forgotten.tables()).isEmpty();
        assertThat(trial.rows("SELECT id FROM events ORDER BY id")).containsExactly("1", "2");
        trial.run(events());
        assertThat(trial.rows("SELECT id FROM events ORDER BY id")).containsExactly("1", "1", "2", "2");
    }

    @ParameterizedTest
    @EnumSource(names = {"TRANSACTION_BEGUN", "CHECKED", "SCHEMA_CHANGED", "ROWS_APPLIED", "BOOKKEEPING_WRITTEN"})
    default void a_crash_in_the_middle_changes_nothing(LoadStep step, Trial trial) {
        trial.run(events(), items());
        List<String> before = trial.everything();
        Pipeline dying = trial.pipeline().listener(CrashAt.step(step));

        assertThatThrownBy(() -> dying.admin().drop("events")).isInstanceOf(Crash.class);

        assertThat(trial.everything()).isEqualTo(before);
        assertThat(trial.run(events(), items()).nothingNew()).isTrue();
        trial.pipeline().admin().drop("events");
        assertThat(trial.run(events()).rows("events")).isEqualTo(2);
    }

    @Test
    default void a_crash_after_the_commit_leaves_a_package_that_is_not_loaded(Trial trial) {
        trial.run(events());
        trial.crash(
                LoadStep.SEALED, json("events", "[{'id': 3, 'at': 11}]").incremental(Pipette.cursor("at", Long.class)));
        Pipeline dying = trial.pipeline().listener(CrashAt.step(LoadStep.COMMITTED));

        assertThatThrownBy(() -> dying.admin().drop("events")).isInstanceOf(Crash.class);

        trial.run(events());
        assertThat(trial.rows("SELECT id FROM events ORDER BY id")).containsExactly("1", "2");
        assertThat(trial.pipeline().admin().pending())
                .as("the row is nowhere else")
                .hasSize(1);
        trial.pipeline().admin().drop("events");
        assertThat(trial.pipeline().admin().pending()).isEmpty();
    }

    @Test
    default void packages_of_the_resource_go_with_it(Trial trial) {
        trial.run(events());
        trial.crash(
                LoadStep.SEALED, json("events", "[{'id': 3, 'at': 11}]").incremental(Pipette.cursor("at", Long.class)));
        String waiting = trial.pipeline().admin().pending().getFirst().loadId();

        assertThat(trial.pipeline().admin().planDrop("events").packages()).containsExactly(waiting);
        trial.pipeline().admin().drop("events");

        assertThat(trial.pipeline().admin().pending()).isEmpty();
        trial.run(events());
        assertThat(trial.rows("SELECT id FROM events ORDER BY id")).containsExactly("1", "2");
    }

    @Test
    default void a_package_of_another_resource_that_waits_is_not_made_unloadable(Trial trial) {
        trial.run(events());
        trial.crash(LoadStep.SEALED, items());
        String waiting = trial.pipeline().admin().pending().getFirst().loadId();
        List<String> before = trial.everything();

        assertThatThrownBy(() -> trial.pipeline().admin().drop("events"))
                .hasMessage("[PACKAGE_PENDING] package " + waiting + " of items waits, and could not be loaded after"
                        + " events was dropped. Run pipeline contract to load it, or delete it with 'pipette pipeline"
                        + " contract discard " + waiting + "'. Nothing was dropped.");

        assertThat(trial.everything()).isEqualTo(before);
        trial.run(items());
        trial.pipeline().admin().drop("events");
        assertThat(trial.rows("SELECT id FROM items")).containsExactly("1");
    }

    @Test
    default void a_package_that_was_committed_unnoticed_is_ticked_off_first(Trial trial) {
        trial.crash(LoadStep.COMMITTED, events());
        String waiting = trial.pipeline().admin().pending().getFirst().loadId();

        assertThatThrownBy(() -> trial.pipeline().admin().drop("events"))
                .hasMessage("[PACKAGE_PENDING] package " + waiting + " with events is committed at the destination, and"
                        + " the run that committed it was interrupted. Run pipeline contract again, which ticks it"
                        + " off, and then drop events. Nothing was dropped.");

        trial.run(events());
        trial.pipeline().admin().drop("events");
        assertThat(trial.run(events()).rows("events")).isEqualTo(2);
    }

    @Test
    default void a_machine_that_had_extracted_before_sees_that_the_state_moved(Trial trial) {
        trial.run(events());
        Pipeline dying = trial.elsewhere().listener(CrashAt.step(LoadStep.SEALED));
        Resource more = json("events", "[{'id': 2, 'at': 10}, {'id': 3, 'at': 11}]")
                .incremental(Pipette.cursor("at", Long.class));
        assertThatThrownBy(() -> dying.run(more)).isInstanceOf(Crash.class);
        String waiting = trial.elsewhere().admin().pending().getFirst().loadId();

        trial.pipeline().admin().drop("events");
        LoadInfo next = trial.elsewhere().run(more);

        assertThat(next.notes())
                .containsExactly("package " + waiting + " was dropped, because another machine loaded the pipeline"
                        + " meanwhile (state version 2); its resources were extracted again");
        assertThat(trial.rows("SELECT id FROM events ORDER BY id")).containsExactly("2", "3");
    }

    @Test
    default void a_table_of_another_name_is_found_by_its_resource(Trial trial) {
        trial.run(json("events", "[{'id': 1}]").table("happenings"));

        assertThat(trial.pipeline().admin().drop("events").tables()).containsExactly(entry("happenings", 1L));

        assertThat(trial.allTables()).doesNotContain("happenings");
    }

    @Test
    default void a_resource_that_never_was_is_not_dropped(Trial trial) {
        trial.run(events(), items());

        assertThatThrownBy(() -> trial.pipeline().admin().drop("evnts"))
                .hasMessageStartingWith("[BAD_USAGE] pipeline contract has nothing of a resource 'evnts' in ")
                .hasMessageEndingWith(", dataset contract_data. It has: events, items.");
        assertThatThrownBy(() -> trial.pipeline("other").admin().planDrop("events"))
                .hasMessageEndingWith(", dataset contract_data. It has: none.");
    }
}

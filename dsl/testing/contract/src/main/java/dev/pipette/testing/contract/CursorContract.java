package dev.pipette.testing.contract;

import static dev.pipette.testing.contract.Trial.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.LoadInfo;
import dev.pipette.Pipette;
import dev.pipette.Resource;
import dev.pipette.spi.LoadStep;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** A cursor takes what is new, and of the rows at its boundary exactly those that were not loaded yet. */
interface CursorContract {
    private static Resource events(String rows) {
        return json("events", rows).incremental(Pipette.cursor("at", Long.class));
    }

    @Test
    default void rows_at_the_boundary_are_loaded_once_over_several_runs(Trial trial) {
        trial.run(events("[{'id': 1, 'at': 5}, {'id': 2, 'at': 10}]"));
        trial.run(events("[{'id': 1, 'at': 5}, {'id': 2, 'at': 10}, {'id': 3, 'at': 10}]"));
        LoadInfo third = trial.run(
                events("[{'id': 2, 'at': 10}, {'id': 3, 'at': 10}, {'id': 4, 'at': 10}, {'id': 5, 'at': 11}]"));
        LoadInfo fourth = trial.run(events("[{'id': 4, 'at': 10}, {'id': 5, 'at': 11}, {'id': 6, 'at': 11}]"));

        assertThat(trial.rows("SELECT id FROM events ORDER BY id")).containsExactly("1", "2", "3", "4", "5", "6");
        assertThat(third.rows("events")).isEqualTo(2);
        assertThat(fourth.rows("events")).isEqualTo(1);
    }

    @Test
    default void rows_that_are_known_as_a_whole_do_not_travel_to_the_destination(Trial trial) {
        trial.run(events("[{'id': 1, 'at': 10}, {'id': 2, 'at': 10, 'tags': ['a']}]"));
        List<LoadStep> reached = new CopyOnWriteArrayList<>();

        trial.pipeline()
                .listener((step, loadId) -> reached.add(step))
                .run(events("[{'tags': ['a'], 'at': 10, 'id': 2}, {'id': 1, 'at': 10, 'gone': null}]"));

        assertThat(reached).contains(LoadStep.EXTRACTED).doesNotContain(LoadStep.TRANSACTION_BEGUN);
        assertThat(trial.rows("SELECT id FROM events ORDER BY id")).containsExactly("1", "2");
    }

    @Test
    default void a_boundary_that_only_grew_is_remembered(Trial trial) {
        trial.run(events("[{'id': 1, 'at': 10}]"));
        trial.run(events("[{'id': 1, 'at': 10}, {'id': 2, 'at': 10}]"));

        LoadInfo third = trial.run(events("[{'id': 1, 'at': 10}, {'id': 2, 'at': 10}]"));

        assertThat(third.nothingNew()).isTrue();
        assertThat(trial.rows("SELECT id FROM events ORDER BY id")).containsExactly("1", "2");
    }

    @Test
    default void keys_of_a_value_that_the_cursor_has_left_are_forgotten(Trial trial) {
        trial.run(events("[{'id': 1, 'at': 10}, {'id': 2, 'at': 10}]"));
        assertThat(trial.rows("SELECT count(*) FROM _pipette_boundary")).containsExactly("2");

        trial.run(events("[{'id': 3, 'at': 11}]"));

        assertThat(trial.rows("SELECT count(*) FROM _pipette_boundary")).containsExactly("1");
    }

    @Test
    default void rows_at_the_boundary_are_known_by_their_primary_key(Trial trial) {
        trial.run(events("[{'id': 1, 'at': 10, 'name': 'a'}]").primaryKey("id"));

        trial.run(events("[{'id': 1, 'at': 10, 'name': 'changed'}, {'id': 2, 'at': 10, 'name': 'b'}]")
                .primaryKey("id"));

        assertThat(trial.rows("SELECT id, name FROM events ORDER BY id")).containsExactly("1 | a", "2 | b");
    }

    @Test
    default void without_a_primary_key_a_changed_row_at_the_boundary_is_another_row(Trial trial) {
        trial.run(events("[{'id': 1, 'at': 10, 'name': 'a'}]"));

        trial.run(events("[{'id': 1, 'at': 10, 'name': 'a'}, {'id': 1, 'at': 10, 'name': 'changed'}]"));

        assertThat(trial.rows("SELECT id, name FROM events ORDER BY name")).containsExactly("1 | a", "1 | changed");
    }

    @Test
    default void the_nested_rows_of_a_row_at_the_boundary_are_left_out_with_it(Trial trial) {
        trial.run(events("[{'id': 1, 'at': 10, 'tags': ['x']}]"));

        trial.run(events("[{'id': 1, 'at': 10, 'tags': ['x']}, {'id': 2, 'at': 10, 'tags': ['y']}]"));

        assertThat(trial.rows("SELECT value FROM events__tags ORDER BY value")).containsExactly("x", "y");
    }

    @Test
    default void rows_below_the_boundary_are_left_out(Trial trial) {
        trial.run(events("[{'id': 1, 'at': 10}]"));

        trial.run(events("[{'id': 2, 'at': 9}, {'id': 3, 'at': 11}]"));

        assertThat(trial.rows("SELECT id FROM events ORDER BY id")).containsExactly("1", "3");
    }

    @Test
    default void the_boundary_is_exact_when_the_folder_is_lost(Trial trial) {
        trial.run(events("[{'id': 1, 'at': 10}, {'id': 2, 'at': 10}]"));
        trial.loseFolder();

        trial.run(events("[{'id': 1, 'at': 10}, {'id': 2, 'at': 10}, {'id': 3, 'at': 10}]"));

        assertThat(trial.rows("SELECT id FROM events ORDER BY id")).containsExactly("1", "2", "3");
    }

    @Test
    default void the_boundary_is_exact_from_another_machine(Trial trial) {
        trial.run(events("[{'id': 1, 'at': 10}]"));
        trial.elsewhere().run(events("[{'id': 1, 'at': 10}, {'id': 2, 'at': 10}]"));

        trial.run(events("[{'id': 1, 'at': 10}, {'id': 2, 'at': 10}, {'id': 3, 'at': 10}]"));

        assertThat(trial.rows("SELECT id FROM events ORDER BY id")).containsExactly("1", "2", "3");
    }

    @Test
    default void a_first_load_starts_where_it_was_told_that_value_included(Trial trial) {
        trial.run(json("events", "[{'id': 1, 'at': 4}, {'id': 2, 'at': 5}, {'id': 3, 'at': 6}]")
                .incremental(Pipette.cursor("at", Long.class).startingAt(5L)));

        assertThat(trial.rows("SELECT id FROM events ORDER BY id")).containsExactly("2", "3");
    }

    @Test
    default void a_merge_with_a_cursor_takes_rows_at_the_boundary_again(Trial trial) {
        trial.run(events("[{'id': 1, 'at': 10, 'name': 'a'}]").merge("id"));

        trial.run(events("[{'id': 1, 'at': 10, 'name': 'changed'}, {'id': 2, 'at': 9, 'name': 'late'}]")
                .merge("id"));

        assertThat(trial.rows("SELECT id, name FROM events")).containsExactly("1 | changed");
    }

    @Test
    default void instants_finer_than_a_microsecond_are_loaded_once(Trial trial) {
        List<Map<String, Object>> rows = new ArrayList<>();
        rows.add(Map.of("id", 1, "at", Instant.parse("2025-12-24T00:00:00.123456789Z")));
        Resource events = Pipette.resource("events").rows(rows).incremental(Pipette.cursor("at", Instant.class));
        trial.run(events);
        rows.add(Map.of("id", 2, "at", Instant.parse("2025-12-24T00:00:00.123456999Z")));
        trial.run(events);
        rows.add(Map.of("id", 3, "at", Instant.parse("2025-12-24T00:00:00.123457001Z")));

        trial.run(events);

        assertThat(trial.rows("SELECT id FROM events ORDER BY id")).containsExactly("1", "2", "3");
    }

    @Test
    default void text_that_is_compared_as_an_instant_is_loaded_once(Trial trial) {
        Resource first = json("events", "[{'id': 1, 'at': '2025-12-24T06:00:00+05:30'}]")
                .incremental(Pipette.cursor("at", Instant.class));
        Resource second = json("events", """
                        [{'id': 1, 'at': '2025-12-24T06:00:00+05:30'}, {'id': 2, 'at': '2025-12-24T00:30:00Z'},
                         {'id': 3, 'at': '2025-12-24T05:59:00+05:30'}]""").incremental(Pipette.cursor("at", Instant.class));
        trial.run(first);

        trial.run(second);

        assertThat(trial.rows("SELECT id FROM events ORDER BY id")).containsExactly("1", "2");
    }

    @Test
    default void a_replace_takes_all_rows_and_begins_the_cursor_anew(Trial trial) {
        trial.run(events("[{'id': 1, 'at': 10}]"));
        trial.run(events("[{'id': 2, 'at': 3}]").replace());

        trial.run(events("[{'id': 2, 'at': 3}, {'id': 3, 'at': 4}]"));

        assertThat(trial.rows("SELECT id FROM events WHERE id = 3")).containsExactly("3");
    }
}

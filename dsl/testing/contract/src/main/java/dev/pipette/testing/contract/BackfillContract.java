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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/** A backfill loads a part of what there is, and leaves what a cursor follows as it is. */
interface BackfillContract {
    private static Resource followed(String rows) {
        return json("events", rows).incremental(Pipette.cursor("at", Long.class));
    }

    private static Resource backfill(String rows, long from, long to) {
        return json("events", rows).incremental(Pipette.cursor("at", Long.class).backfill(from, to));
    }

    private static List<String> ids(Trial trial) {
        return trial.rows("SELECT id FROM events ORDER BY id");
    }

    @Test
    default void a_backfill_takes_its_start_and_leaves_out_its_end(Trial trial) {
        LoadInfo info = trial.run(backfill(
                "[{'id': 1, 'at': 4}, {'id': 2, 'at': 5}, {'id': 3, 'at': 9, 'tags': ['x']}, {'id': 4, 'at': 10,"
                        + " 'tags': ['y']}]",
                5,
                10));

        assertThat(ids(trial)).containsExactly("2", "3");
        assertThat(trial.rows("SELECT value FROM events__tags")).containsExactly("x");
        assertThat(info.rows("events")).isEqualTo(2);
        assertThat(info.notes())
                .containsExactly(
                        "resource events: backfill from 5 to 10 by at; where its cursor is was left as it" + " is");
    }

    @Test
    default void a_backfill_leaves_the_cursor_and_its_boundary_as_they_are(Trial trial) {
        trial.run(followed("[{'id': 1, 'at': 10}, {'id': 2, 'at': 20}]"));
        List<String> boundary = trial.rows("SELECT key FROM _pipette_boundary");

        trial.run(backfill("[{'id': 3, 'at': 5}, {'id': 4, 'at': 30}]", 0, 40));

        assertThat(trial.rows("SELECT key FROM _pipette_boundary")).isEqualTo(boundary);
        trial.run(followed("[{'id': 2, 'at': 20}, {'id': 5, 'at': 20}, {'id': 6, 'at': 19}]"));
        assertThat(ids(trial)).containsExactly("1", "2", "3", "4", "5");
    }

    @Test
    default void an_appended_backfill_appends_what_was_loaded_before(Trial trial) {
        Resource events = backfill("[{'id': 1, 'at': 10}]", 0, 20);
        trial.run(events);

        trial.run(events);

        assertThat(ids(trial)).containsExactly("1", "1");
    }

    @Test
    default void a_backfill_with_a_run_key_is_loaded_once(Trial trial) {
        Resource events = backfill("[{'id': 1, 'at': 10}]", 0, 20);
        trial.pipeline().runKey("january").run(events);
        trial.loseFolder();

        trial.pipeline().runKey("january").run(events);

        assertThat(ids(trial)).containsExactly("1");
    }

    @Test
    default void a_merged_backfill_replaces_the_rows_of_its_keys(Trial trial) {
        trial.run(followed("[{'id': 1, 'at': 10, 'name': 'a'}, {'id': 2, 'at': 20, 'name': 'b'}]")
                .merge("id"));

        trial.run(backfill("[{'id': 1, 'at': 10, 'name': 'A'}, {'id': 2, 'at': 20, 'name': 'B'}]", 10, 20)
                .merge("id"));

        assertThat(trial.rows("SELECT id, name FROM events ORDER BY id")).containsExactly("1 | A", "2 | b");
    }

    @Test
    default void a_backfill_without_rows_writes_nothing(Trial trial) {
        trial.run(followed("[{'id': 1, 'at': 10}]"));
        List<String> loads = trial.loadIds();

        LoadInfo info = trial.run(backfill("[{'id': 1, 'at': 10}]", 11, 20));

        assertThat(info.nothingNew()).isTrue();
        assertThat(trial.loadIds()).isEqualTo(loads);
        assertThat(trial.pipeline().admin().pending()).isEmpty();
    }

    @Test
    default void bounds_are_compared_as_the_table_keeps_values(Trial trial) {
        List<Map<String, Object>> rows = new ArrayList<>();
        rows.add(Map.of("id", 1, "at", Instant.parse("2025-12-24T00:00:00.123456400Z")));
        rows.add(Map.of("id", 2, "at", Instant.parse("2025-12-24T00:00:00.123455999Z")));

        trial.run(Pipette.resource("events")
                .rows(rows)
                .incremental(Pipette.cursor("at", Instant.class)
                        .backfill(
                                Instant.parse("2025-12-24T00:00:00Z"),
                                Instant.parse("2025-12-24T00:00:00.123456500Z"))));

        assertThat(ids(trial)).containsExactly("2");
    }

    @Test
    default void a_resource_is_told_both_ends(Trial trial) {
        Resource asking = Pipette.resource("asked").stream(context -> Stream.of(Map.of(
                        "at",
                        context.cursor(Long.class).orElseThrow(),
                        "until",
                        context.backfillEnd(Long.class).orElseThrow())))
                .incremental(Pipette.cursor("at", Long.class).backfill(5L, 10L));

        trial.run(asking);

        assertThat(trial.rows("SELECT until FROM asked WHERE \"at\" = 5")).containsExactly("10");
    }

    /** Rows of code. */
    private static Resource reading(int value, long from, long to) {
        return Pipette.resource("readings").stream(() -> Stream.of(Map.of("reading", value, "at", 7)))
                .incremental(Pipette.cursor("at", Long.class).backfill(from, to));
    }

    @ParameterizedTest
    @SomeSteps(except = {LoadStep.ACKNOWLEDGED, LoadStep.CLEANED})
    default void a_backfill_that_died_at_any_step_is_loaded_once(LoadStep step, Trial trial) {
        trial.run(json("items", "[{'id': 0}]"));
        trial.crash(step, reading(1, 5, 10));

        trial.run(reading(1, 5, 10));

        assertThat(trial.rows("SELECT count(*) FROM readings")).containsExactly("1");
        assertThat(trial.pipeline().admin().pending()).isEmpty();
    }

    @Test
    default void an_interrupted_backfill_is_finished_and_another_one_is_loaded_after_it(Trial trial) {
        trial.crash(LoadStep.SEALED, reading(1, 5, 10));

        LoadInfo next = trial.run(reading(1, 5, 11));

        assertThat(trial.rows("SELECT reading FROM readings")).containsExactly("1", "1");
        assertThat(next.packages()).hasSize(2);
    }

    @Test
    default void other_rows_of_the_window_of_an_interrupted_backfill_are_loaded_too(Trial trial) {
        trial.crash(LoadStep.SEALED, reading(1, 5, 10));

        trial.run(reading(2, 5, 10));

        assertThat(trial.rows("SELECT reading FROM readings ORDER BY reading")).containsExactly("1", "2");
    }

    @Test
    default void an_interrupted_load_by_the_cursor_is_not_taken_for_a_backfill(Trial trial) {
        trial.crash(LoadStep.SEALED, followed("[{'id': 1, 'at': 10}]"));

        trial.run(backfill("[{'id': 2, 'at': 5}]", 0, 6));

        assertThat(ids(trial)).containsExactly("1", "2");
    }
}

package dev.pipette.testing.contract;

import static dev.pipette.testing.contract.CursorOptionContract.at;
import static dev.pipette.testing.contract.CursorOptionContract.ids;
import static dev.pipette.testing.contract.Trial.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.LoadInfo;
import dev.pipette.Pipette;
import dev.pipette.Resource;
import dev.pipette.incremental.Cursor;
import dev.pipette.incremental.RowOrder;
import dev.pipette.testing.contract.CursorOptionContract.Reader;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Period;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An append with a lag reads rows again and loads each of them once. */
interface LagContract {
    private static void assertLoadedOnce(Trial trial, Resource events, String... ids) {
        trial.run(events);
        trial.run(events);

        LoadInfo third = trial.run(events);

        assertThat(third.nothingNew()).isTrue();
        assertThat(ids(trial)).containsExactly(ids);
    }

    @ParameterizedTest
    @EnumSource
    default void the_rows_of_one_file_are_loaded_once_over_several_runs(Reader reader, Trial trial) {
        Resource events = reader.events(
                        trial, "id,at\n1,2025-12-24T06:00:00Z\n2,2025-12-24T05:30:00Z\n3,2025-12-24T02:00:00Z\n")
                .primaryKey("id")
                .incremental(Pipette.cursor("at", Instant.class)
                        .startingAt(Instant.parse("2025-01-01T00:00:00Z"))
                        .lag(Duration.ofHours(2)));

        assertLoadedOnce(trial, events, "1", "2", "3");
    }

    @ParameterizedTest
    @EnumSource
    default void rows_without_a_key_are_known_as_a_whole(Reader reader, Trial trial) {
        assertLoadedOnce(
                trial,
                reader.events(trial, "id,at\n1,10\n2,9\n2,9\n3,5\n").incremental(at().lag(3)),
                "1",
                "2",
                "2",
                "3");
    }

    @ParameterizedTest
    @EnumSource
    default void each_type_of_cursor_knows_the_rows_within_its_lag(Reader reader, Trial trial) {
        String rows =
                "id,day,local,number\n1,2025-12-22,2025-12-24T05:00:00,1.5\n2,2025-12-24,2025-12-24T05:30:00,2.25\n";
        List<Cursor<?>> cursors = List.of(
                Pipette.cursor("day", LocalDate.class).lag(Period.ofMonths(1)),
                Pipette.cursor("local", LocalDateTime.class).lag(Duration.ofHours(1)),
                Pipette.cursor("number", BigDecimal.class).lag(new BigDecimal("0.75")));
        for (int index = 0; index < cursors.size(); index++) {
            Resource events = reader.events(trial, rows).table("events" + index).incremental(cursors.get(index));
            trial.run(events);

            LoadInfo second = trial.run(events);

            assertThat(second.nothingNew()).as("%s", cursors.get(index)).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    default void a_row_that_comes_late_within_the_lag_is_loaded_once(Reader reader, Trial trial) {
        Cursor<Long> lagging = at().lag(3);
        trial.run(reader.events(trial, "id,at\n1,10\n2,5\n").incremental(lagging));

        Resource later =
                reader.events(trial, "id,at\n1,10\n2,5\n3,8\n4,7\n5,6\n6,12\n").incremental(lagging);
        trial.run(later);
        LoadInfo third = trial.run(later);

        assertThat(third.nothingNew()).isTrue();
        assertThat(ids(trial)).containsExactly("1", "2", "3", "4", "6");
    }

    @ParameterizedTest
    @EnumSource
    default void keys_of_values_that_the_lag_does_not_reach_any_more_are_forgotten(Reader reader, Trial trial) {
        Cursor<Long> lagging = at().lag(3);
        trial.run(reader.events(trial, "id,at\n1,10\n2,9\n3,6\n").incremental(lagging));
        assertThat(trial.rows("SELECT count(*) FROM _pipette_boundary")).containsExactly("2");

        trial.run(reader.events(trial, "id,at\n4,12\n").incremental(lagging));
        trial.run(reader.events(trial, "id,at\n5,20\n").incremental(lagging));

        assertThat(trial.rows("SELECT count(*) FROM _pipette_boundary")).containsExactly("1");
        assertThat(ids(trial)).containsExactly("1", "2", "3", "4", "5");
    }

    @ParameterizedTest
    @EnumSource
    default void a_cursor_that_goes_down_knows_the_rows_above_its_value(Reader reader, Trial trial) {
        Cursor<Long> down = at().lowest().lag(3);
        trial.run(reader.events(trial, "id,at\n1,10\n2,12\n3,14\n").incremental(down));

        Resource later = reader.events(trial, "id,at\n1,10\n2,12\n3,14\n4,13\n5,8\n6,15\n")
                .incremental(down);
        trial.run(later);
        LoadInfo third = trial.run(later);

        assertThat(third.nothingNew()).isTrue();
        assertThat(ids(trial)).containsExactly("1", "2", "3", "4", "5");
    }

    /** Which rows before it were loaded, nobody noted: they are as if there was no lag, and so never twice. */
    @ParameterizedTest
    @EnumSource
    default void a_lag_that_is_added_later_reaches_back_to_where_the_cursor_stood(Reader reader, Trial trial) {
        String rows = "id,at\n1,10\n2,9\n3,8\n";
        trial.run(reader.events(trial, rows).incremental(at()));
        LoadInfo added = trial.run(reader.events(trial, rows + "4,9\n5,12\n").incremental(at().lag(3)));
        assertThat(added.notes())
                .containsExactly(
                        "resource events: the lag 3 of cursor 'at' reads rows again from 10 on, because it was"
                                + " not kept which rows before that are loaded; it reaches its full length as the cursor continues");
        trial.run(reader.events(trial, rows + "4,9\n5,12\n6,10\n7,9\n").incremental(at().lag(3)));

        LoadInfo wider =
                trial.run(reader.events(trial, rows + "5,12\n6,10\n8,9\n").incremental(at().lag(9)));

        assertThat(wider.nothingNew()).isTrue();
        assertThat(ids(trial)).containsExactly("1", "2", "3", "5", "6");
    }

    @ParameterizedTest
    @EnumSource
    default void a_merge_in_between_leaves_no_keys_that_a_lag_could_rely_on(Reader reader, Trial trial) {
        Cursor<Long> lagging = at().lag(3);
        trial.run(reader.events(trial, "id,at\n1,10\n2,9\n").incremental(lagging));
        trial.run(reader.events(trial, "id,at\n1,10\n2,9\n3,8\n4,11\n")
                .merge("id")
                .incremental(lagging));

        trial.run(reader.events(trial, "id,at\n1,10\n2,9\n3,8\n5,12\n").incremental(lagging));

        assertThat(ids(trial)).containsExactly("1", "2", "3", "4", "5");
    }

    @Test
    default void rows_within_the_lag_are_known_on_another_machine(Trial trial) {
        Resource events = json("events", "[{'id': 1, 'at': 10}, {'id': 2, 'at': 8, 'tags': ['x']}]")
                .incremental(at().lag(3));
        trial.run(events);
        trial.loseFolder();
        trial.run(events);

        trial.elsewhere().run(events);

        assertThat(ids(trial)).containsExactly("1", "2");
        assertThat(trial.rows("SELECT value FROM events__tags")).containsExactly("x");
    }

    @Test
    default void an_older_dataset_gets_the_positions_of_its_keys(Trial trial) {
        String rows = "{'id': 1, 'at': 10}, {'id': 2, 'at': 9}";
        trial.run(json("events", "[" + rows + "]").incremental(at()));
        trial.execute("ALTER TABLE contract_data._pipette_boundary DROP COLUMN position");
        Resource later = json("events", "[" + rows + ", {'id': 3, 'at': 12}]").incremental(at().lag(3));

        trial.run(later);
        trial.run(later);

        assertThat(ids(trial)).containsExactly("1", "2", "3");
        assertThat(trial.rows("SELECT count(*) FROM _pipette_boundary")).containsExactly("2");
        trial.run(json("events", "[{'id': 4, 'at': 14}]").incremental(at().lag(3)));
        assertThat(trial.rows("SELECT position FROM _pipette_boundary ORDER BY position"))
                .containsExactly("12.0", "14.0");
    }

    @Test
    default void steps_keep_the_keys_of_the_whole_lag(Trial trial) {
        Resource events = json(
                        "events", "[{'id': 1, 'at': 7}, {'id': 2, 'at': 8}, {'id': 3, 'at': 9}, {'id': 4, 'at': 10}]")
                .incremental(at().lag(3).rowOrder(RowOrder.ASCENDING))
                .commitEvery(1);
        trial.run(events);
        trial.run(events);

        trial.run(json("events", "[{'id': 1, 'at': 7}, {'id': 2, 'at': 8}, {'id': 5, 'at': 8}]")
                .incremental(at().lag(3)));

        assertThat(ids(trial)).containsExactly("1", "2", "3", "4", "5");
    }

    @ParameterizedTest
    @EnumSource
    default void a_replace_keeps_the_keys_for_the_appends_after_it(Reader reader, Trial trial) {
        String rows = "id,at\n1,10\n2,9\n3,5\n";
        trial.run(reader.events(trial, rows).replace().incremental(at().lag(3)));

        trial.run(reader.events(trial, rows + "4,8\n").incremental(at().lag(3)));

        assertThat(ids(trial)).containsExactly("1", "2", "3", "4");
    }
}

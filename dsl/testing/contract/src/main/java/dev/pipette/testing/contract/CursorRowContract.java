package dev.pipette.testing.contract;

import static dev.pipette.testing.contract.CursorOptionContract.at;
import static dev.pipette.testing.contract.CursorOptionContract.ids;
import static dev.pipette.testing.contract.Trial.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.LoadInfo;
import dev.pipette.Pipette;
import dev.pipette.Resource;
import dev.pipette.incremental.Cursor;
import dev.pipette.incremental.MissingValue;
import dev.pipette.incremental.RowOrder;
import dev.pipette.testing.contract.CursorOptionContract.Reader;
import java.time.Period;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which rows a cursor takes that it cannot tell by their value: those at the boundary, those that come twice, those without one. */
interface CursorRowContract {
    @ParameterizedTest
    @EnumSource
    default void rows_within_a_lag_are_loaded_again_where_they_are_not_to_be_compared(Reader reader, Trial trial) {
        Cursor<Long> lagging = at().lag(1).withoutDeduplication();
        trial.run(reader.events(trial, "id,at\n1,10\n").incremental(lagging));

        trial.run(reader.events(trial, "id,at\n1,10\n").incremental(lagging));

        assertThat(ids(trial)).containsExactly("1", "1");
    }

    @ParameterizedTest
    @EnumSource
    default void a_row_without_a_value_stops_the_load_where_nothing_was_said_of_it(Reader reader, Trial trial) {
        Resource events = reader.events(trial, "id,at\n1,10\n2,\n3,11\n").incremental(at());

        assertThatThrownBy(() -> trial.run(events))
                .hasMessage("[CURSOR_MISSING] resource events"
                        + switch (reader) {
                            case DUCKDB -> ": 1 row has no value for cursor column 'at' (first: row 2)";
                            case JAVA -> ", row 2: no value for cursor column 'at'";
                        }
                        + ". Say what becomes of such rows with .whenMissing(..) or --missing, or choose a column that"
                        + " every row has.");

        assertThat(trial.allTables()).doesNotContain("events");
    }

    @ParameterizedTest
    @EnumSource
    default void rows_without_a_value_are_loaded_each_time_where_they_are_included(Reader reader, Trial trial) {
        Cursor<Long> including = at().whenMissing(MissingValue.INCLUDE);
        trial.run(reader.events(trial, "id,at\n1,10\n2,\n").incremental(including));

        trial.run(reader.events(trial, "id,at\n1,10\n2,\n3,11\n4,9\n").incremental(including));

        assertThat(ids(trial)).containsExactly("1", "2", "2", "3");
        assertThat(trial.pipeline().state().cursor("events", "at")).contains(11L);
    }

    @ParameterizedTest
    @EnumSource
    default void rows_without_a_value_are_loaded_wherever_they_stand_among_ordered_ones(Reader reader, Trial trial) {
        Cursor<Long> newestFirst = at().rowOrder(RowOrder.DESCENDING).whenMissing(MissingValue.INCLUDE);
        trial.run(reader.events(trial, "id,at\n1,10\n").incremental(newestFirst));

        trial.run(reader.events(trial, "id,at\n2,11\n3,9\n4,\n").incremental(newestFirst));
        trial.run(reader.events(trial, "id,at\n5,3\n6,4\n7,\n")
                .incremental(at().backfill(3L, 4L).rowOrder(RowOrder.ASCENDING).whenMissing(MissingValue.INCLUDE)));

        assertThat(ids(trial)).containsExactly("1", "2", "4", "5", "7");
    }

    @ParameterizedTest
    @EnumSource
    default void rows_without_a_value_are_not_loaded_where_they_are_excluded(Reader reader, Trial trial) {
        trial.run(reader.events(trial, "id,at\n1,10\n2,\n").incremental(at().whenMissing(MissingValue.EXCLUDE)));

        assertThat(ids(trial)).containsExactly("1");
    }

    @ParameterizedTest
    @EnumSource
    default void a_column_that_no_row_has_is_missing_in_all_of_them(Reader reader, Trial trial) {
        trial.run(reader.events(trial, "id,other\n1,10\n").incremental(at().whenMissing(MissingValue.INCLUDE)));
        trial.run(reader.events(trial, "id,other\n2,10\n").incremental(at().whenMissing(MissingValue.EXCLUDE)));

        assertThat(ids(trial)).containsExactly("1");
    }

    @ParameterizedTest
    @EnumSource
    default void a_column_without_any_value_is_compared_with_nothing_where_no_type_was_said(
            Reader reader, Trial trial) {
        Cursor<String> days = Pipette.cursor("day").lag(Period.ofDays(1)).whenMissing(MissingValue.INCLUDE);
        Cursor<String> numbers = Pipette.cursor("n").whenMissing(MissingValue.INCLUDE);
        trial.run(reader.events(trial, "id,day\n1,\n").incremental(days));
        trial.run(reader.events(trial, "id,day\n2,2025-12-23\n").incremental(days));
        trial.run(reader.events(trial, "id,day\n3,\n").incremental(days));
        trial.run(reader.events(trial, "id,n\n4,7\n").incremental(numbers));

        trial.run(reader.events(trial, "id,n\n5,\n").incremental(numbers));

        assertThat(ids(trial)).containsExactly("1", "2", "3", "4", "5");
        assertThat(trial.pipeline().state().cursor("events", "day")).contains("2025-12-23");
        assertThat(trial.pipeline().state().cursor("events", "n")).contains(7L);
    }

    @ParameterizedTest
    @EnumSource
    default void rows_at_the_boundary_are_known_by_the_columns_that_were_said(Reader reader, Trial trial) {
        Cursor<Long> byTwo = at().deduplicatedBy("id", "part");
        trial.run(reader.events(trial, "id,part,at,name\n1,a,10,x\n").incremental(byTwo));

        trial.run(reader.events(trial, "id,part,at,name\n1,a,10,changed\n1,b,10,y\n")
                .incremental(byTwo));

        assertThat(trial.rows("SELECT part, name FROM events ORDER BY part")).containsExactly("a | x", "b | y");
    }

    @ParameterizedTest
    @EnumSource
    default void without_deduplication_rows_at_the_boundary_are_loaded_again(Reader reader, Trial trial) {
        Cursor<Long> all = at().withoutDeduplication();
        trial.run(reader.events(trial, "id,at\n1,9\n2,10\n").incremental(all));

        trial.run(reader.events(trial, "id,at\n1,9\n2,10\n").incremental(all));

        assertThat(ids(trial)).containsExactly("1", "2", "2");
    }

    @ParameterizedTest
    @EnumSource
    default void a_merge_leaves_rows_at_the_boundary_alone_where_it_was_said(Reader reader, Trial trial) {
        Cursor<Long> once = at().deduplicatedBy("id");
        trial.run(reader.events(trial, "id,at,name\n1,10,a\n").merge("id").incremental(once));

        LoadInfo second = trial.run(reader.events(trial, "id,at,name\n1,10,changed\n2,10,b\n")
                .merge("id")
                .incremental(once));

        assertThat(trial.rows("SELECT id, name FROM events ORDER BY id")).containsExactly("1 | a", "2 | b");
        assertThat(second.rows("events")).isEqualTo(1);
    }

    @Test
    default void a_key_that_was_at_another_value_drops_no_row(Trial trial) {
        Resource first = json("events", "[{'id': 1, 'at': 10}, {'id': 2, 'at': 10}]")
                .primaryKey("id")
                .incremental(at());
        trial.run(first);
        trial.execute("CREATE TABLE contract_data.kept AS SELECT * FROM contract_data._pipette_boundary");
        trial.run(json("events", "[{'id': 3, 'at': 20}]").primaryKey("id").incremental(at()));
        trial.execute("INSERT INTO contract_data._pipette_boundary SELECT * FROM contract_data.kept");

        trial.run(json("events", "[{'id': 1, 'at': 20}, {'id': 3, 'at': 20}]")
                .primaryKey("id")
                .incremental(at()));

        assertThat(trial.rows("SELECT id, \"at\" FROM events ORDER BY 1, 2"))
                .containsExactly("1 | 10", "1 | 20", "2 | 10", "3 | 20");
    }

    @ParameterizedTest
    @EnumSource
    default void rows_with_one_key_are_loaded_once_a_run_where_it_was_said(Reader reader, Trial trial) {
        trial.run(reader.events(trial, "id,at,name\n1,10,a\n2,10,b\n1,11,A\n1,10,a\n")
                .primaryKey("id")
                .deduplicatedWithinRun());
        trial.run(reader.events(trial, "id,at,name\n2,10,b\n").primaryKey("id").deduplicatedWithinRun());

        assertThat(trial.rows("SELECT id, name FROM events ORDER BY id, name"))
                .containsExactly("1 | a", "2 | b", "2 | b");
    }

    @ParameterizedTest
    @EnumSource
    default void equal_rows_are_loaded_once_a_run_where_it_was_said(Reader reader, Trial trial) {
        Resource events = reader.events(trial, "id,at\n1,10\n1,10\n2,10\n1,11\n")
                .deduplicatedWithinRun()
                .incremental(at());
        trial.run(events);

        LoadInfo again = trial.run(events);

        assertThat(trial.rows("SELECT id, \"at\" FROM events ORDER BY 1, 2"))
                .containsExactly("1 | 10", "1 | 11", "2 | 10");
        assertThat(again.nothingNew()).isTrue();
    }

    @Test
    default void nested_rows_of_a_row_that_comes_twice_are_loaded_once(Trial trial) {
        trial.run(json("events", "[{'id': 1, 'tags': ['x']}, {'id': 1, 'tags': ['x']}, {'id': 2, 'tags': []}]")
                .deduplicatedWithinRun());

        assertThat(ids(trial)).containsExactly("1", "2");
        assertThat(trial.rows("SELECT value FROM events__tags")).containsExactly("x");
    }

    @Test
    default void the_state_does_not_grow_with_rows_at_the_boundary(Trial trial) {
        Resource many = Pipette.resource("events").stream(
                        () -> java.util.stream.IntStream.range(0, 3_000).mapToObj(id -> Map.of("id", id, "at", 7)))
                .incremental(at());

        trial.run(many);
        LoadInfo again = trial.run(many);

        assertThat(again.nothingNew()).isTrue();
        assertThat(trial.rows("SELECT count(*) FROM _pipette_boundary")).containsExactly("3000");
        assertThat(trial.rows("SELECT max(length(state)) < 600 FROM _dlt_pipeline_state"))
                .containsExactly("true");
    }
}

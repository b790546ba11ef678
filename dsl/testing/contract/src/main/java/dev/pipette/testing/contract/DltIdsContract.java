package dev.pipette.testing.contract;

import static dev.pipette.Pipette.date;
import static dev.pipette.Pipette.insertOnly;
import static dev.pipette.Pipette.snapshot;
import static dev.pipette.Pipette.upsert;
import static dev.pipette.testing.contract.Trial.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.Resource;
import dev.pipette.dlt.Digest128;
import dev.pipette.plan.PlannedTable;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** dlt finds the rows that are nested in a row by ids that it computes from the key: rows that Pipette merges have them. */
interface DltIdsContract {
    private static Resource items(String rows) {
        return json("items", rows);
    }

    /** A table that dlt made, with the rows that this loaded. */
    private static void dltMade(Trial trial, Resource rows) {
        trial.run(rows);
        DltMade.schema(trial, schema -> schema);
    }

    private static List<String> tags(Trial trial) {
        return trial.rows("SELECT i.id, t.value, t._dlt_list_idx, t._dlt_id FROM items__tags t JOIN items i"
                + " ON i._dlt_id = t._dlt_root_id AND i._dlt_id = t._dlt_parent_id ORDER BY 1, 3");
    }

    /** The ids are those that dlt 1.26 recorded for the same rows: golden/merge_upsert.json. */
    @Test
    default void rows_that_are_upserted_have_the_ids_of_dlt(Trial trial) {
        dltMade(trial, items("[{'id': 1, 'v': 'before', 'tags': ['b']}]").merge(upsert("id")));

        trial.run(items("[{'id': 1, 'v': 'a', 'tags': ['x', 'y']}, {'id': 2, 'v': 'b', 'tags': ['z']}]")
                .merge(upsert("id")));
        trial.run(items("[{'id': 2, 'v': 'B', 'tags': ['q', 'r']}, {'id': 3, 'v': 'c', 'tags': []}]")
                .merge(upsert("id")));

        assertThat(trial.rows("SELECT id, v, _dlt_id FROM items ORDER BY id"))
                .containsExactly("1 | a | z5jIxXIbUnmbKw", "2 | B | M6/KlLzJ2FeV/w", "3 | c | hKdQ/VhGat+Pgw");
        assertThat(tags(trial))
                .containsExactly(
                        "1 | x | 0 | GDkSJA8BDB4ssw",
                        "1 | y | 1 | NwiccnM3mM3GYQ",
                        "2 | q | 0 | UT+GRi5959dG9A",
                        "2 | r | 1 | 6vDUMDoSSdFwpg");
        assertThat(trial.count("items__tags")).isEqualTo(4);
    }

    @Test
    default void rows_that_are_only_inserted_have_the_ids_of_dlt(Trial trial) {
        dltMade(trial, items("[{'id': 9, 'v': 'z', 'tags': ['w']}]").merge(insertOnly("id")));
        String before = tags(trial).getFirst();

        trial.run(items("[{'id': 1, 'v': 'a', 'tags': ['x']}, {'id': 1, 'v': 'b', 'tags': ['y', 'z']},"
                        + " {'id': 9, 'v': 'other', 'tags': ['n', 'm']}]")
                .merge(insertOnly("id")));

        assertThat(trial.rows("SELECT id, v FROM items ORDER BY id")).containsExactly("1 | a", "9 | z");
        assertThat(tags(trial)).containsExactly("1 | x | 0 | GDkSJA8BDB4ssw", before);
        assertThat(trial.count("items__tags")).isEqualTo(2);
    }

    @Test
    default void rows_at_any_depth_have_ids_from_those_of_their_parents(Trial trial) {
        Resource rows = items("[{'day': '2025-01-02', 'place': 'ż', 'orders': [{'lines': [1]}, {'lines': [2, 3]}]}]")
                .column("day", date())
                .merge(snapshot("place", "day"));
        dltMade(trial, rows);

        trial.run(rows);

        String root = Digest128.keyId(Map.of("day", LocalDate.of(2025, 1, 2), "place", "ż"), List.of("day", "place"));
        String order = Digest128.nestedRowId(root, "items__orders", 1);
        assertThat(trial.rows("SELECT _dlt_root_id, _dlt_parent_id, _dlt_id FROM items__orders__lines WHERE value = 3"))
                .containsExactly(
                        root + " | " + order + " | " + Digest128.nestedRowId(order, "items__orders__lines", 1));
        assertThat(trial.rows("SELECT count(*) FROM items__orders__lines l JOIN items__orders o"
                        + " ON o._dlt_id = l._dlt_parent_id JOIN items i ON i._dlt_id = o._dlt_parent_id"))
                .containsExactly("3");
    }

    /** A plan reads no id of a row, and finds the same numbers. */
    @Test
    default void a_plan_is_what_the_load_does(Trial trial) {
        Resource first = items("[{'id': 1, 'tags': ['x', 'y']}]").merge(upsert("id"));
        Resource next =
                items("[{'id': 1, 'tags': ['z']}, {'id': 2, 'tags': ['w']}]").merge(upsert("id"));
        dltMade(trial, first);
        trial.run(first);

        PlannedTable planned = trial.pipeline().plan(next).table("items__tags");
        trial.run(next);

        assertThat(List.of(planned.inserted(), planned.deleted())).containsExactly(2L, 2L);
        assertThat(tags(trial)).hasSize(2).last().asString().startsWith("2 | w | 0 | ");
        assertThat(trial.count("items__tags")).isEqualTo(2);
    }

    /** A row that stays as it is keeps its id and what is nested in it. */
    @Test
    default void rows_that_are_unchanged_stay_as_they_are(Trial trial) {
        Resource rows = items("[{'id': 1, 'tags': ['x']}, {'id': 2, 'tags': ['y']}]")
                .merge(upsert("id"))
                .skipUnchanged();
        dltMade(trial, rows);
        trial.run(items("[{'id': 1, 'tags': ['z']}]").merge(upsert("id")));
        List<String> before = tags(trial);

        trial.run(items("[{'id': 1, 'tags': ['z']}, {'id': 2, 'tags': ['y']}]")
                .merge(upsert("id"))
                .skipUnchanged());

        assertThat(tags(trial)).isEqualTo(before).hasSize(2);
        assertThat(before.getFirst()).isEqualTo("1 | z | 0 | GDkSJA8BDB4ssw");
    }

    @Test
    default void a_key_whose_writing_is_uncertain_is_refused_where_rows_are_nested(Trial trial) {
        Resource rows = items("[{'id': 1.5, 'tags': ['x']}]").merge(upsert("id"));
        dltMade(trial, rows);

        assertThatThrownBy(() -> trial.run(rows))
                .hasMessage("[LOAD_REFUSED] dlt's schema contract has for table contract_data.items the key column 'id'"
                        + " of type double: dlt computes ids from how its values are written, by which it finds nested"
                        + " rows, and only integers, text, truth values and dates are written in one way. Load this"
                        + " resource with dlt, or into a table of its own: .table(\"items_pipette\") (--table"
                        + " items_pipette). Nothing was loaded.");
        trial.run(rows.table("items_pipette"));
        assertThat(trial.count("items_pipette")).isEqualTo(1);
    }

    @Test
    default void another_key_than_that_of_dlt_is_refused_where_rows_are_nested(Trial trial) {
        dltMade(trial, items("[{'id': 1, 'day': 7, 'tags': ['x']}]").merge(upsert("id")));

        assertThatThrownBy(() ->
                        trial.run(items("[{'id': 1, 'day': 7, 'tags': ['x']}]").merge(upsert("id", "day"))))
                .hasMessageStartingWith("[LOAD_REFUSED] dlt's schema contract has for table contract_data.items the"
                        + " primary key 'id': dlt computes ids from it, by which it finds nested rows, and this load"
                        + " merges by 'id', 'day'. Load this resource with dlt,");
    }
}

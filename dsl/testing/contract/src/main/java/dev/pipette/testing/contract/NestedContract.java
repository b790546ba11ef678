package dev.pipette.testing.contract;

import static dev.pipette.testing.contract.Trial.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.Pipette;
import dev.pipette.Resource;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists become tables of their own, however deep, and their rows come and go with the row that they are in. */
interface NestedContract {
    @Test
    default void lists_in_lists_become_tables_in_tables(Trial trial) {
        trial.run(json("grid", "[{'id': 1, 'cells': [[1, 2], [], [3]]}, {'id': 2, 'cells': [[4]]}]"));

        assertThat(trial.rows("SELECT g.id, c._dlt_list_idx, v._dlt_list_idx, v.value FROM grid g"
                        + " JOIN grid__cells c ON c._dlt_parent_id = g._dlt_id"
                        + " LEFT JOIN grid__cells__list v ON v._dlt_parent_id = c._dlt_id ORDER BY 1, 2, 3"))
                .containsExactly(
                        "1 | 0 | 0 | 1", "1 | 0 | 1 | 2", "1 | 1 | NULL | NULL", "1 | 2 | 0 | 3", "2 | 0 | 0 | 4");
    }

    @Test
    default void deep_trees_are_joined_level_by_level(Trial trial) {
        trial.run(json(
                        "tree",
                        "[{'id': 1, 'a': [{'n': 1, 'b': [{'n': 2, 'c': [{'n': 3, 'd': [{'n': 4}, {'n': 5}]}]}]}]}]")
                .merge("id"));

        assertThat(trial.rows("SELECT t.id, a.n, b.n, c.n, d.n FROM tree t"
                        + " JOIN tree__a a ON a._dlt_parent_id = t._dlt_id"
                        + " JOIN tree__a__b b ON b._dlt_parent_id = a._dlt_id AND b._dlt_root_id = t._dlt_id"
                        + " JOIN tree__a__b__c c ON c._dlt_parent_id = b._dlt_id AND c._dlt_root_id = t._dlt_id"
                        + " JOIN tree__a__b__c__d d ON d._dlt_parent_id = c._dlt_id AND d._dlt_root_id = t._dlt_id"
                        + " ORDER BY d.n"))
                .containsExactly("1 | 1 | 2 | 3 | 4", "1 | 1 | 2 | 3 | 5");
    }

    @Test
    default void one_name_at_two_levels_makes_two_tables(Trial trial) {
        trial.run(json("items", "[{'id': 1, 'items': [{'id': 2, 'items': [{'id': 3}]}]}]")
                .merge("id"));

        assertThat(trial.rows("SELECT id FROM items")).containsExactly("1");
        assertThat(trial.rows("SELECT id FROM items__items")).containsExactly("2");
        assertThat(trial.rows("SELECT id FROM items__items__items")).containsExactly("3");
    }

    @Test
    default void lists_inside_objects_are_tables_and_objects_inside_lists_are_columns(Trial trial) {
        trial.run(json("orders", "[{'id': 1, 'to': {'name': 'a', 'phones': [{'kind': {'code': 'm'}, 'no': '05'}]}}]"));

        assertThat(trial.rows("SELECT id, to__name FROM orders")).containsExactly("1 | a");
        assertThat(trial.rows("SELECT kind__code, no FROM orders__to__phones")).containsExactly("m | 05");
    }

    @ParameterizedTest
    @ValueSource(strings = {"merge", "replace"})
    default void rows_that_are_loaded_again_take_their_nested_rows_along_at_every_level(
            String disposition, Trial trial) {
        trial.run(as(disposition, """
                [{'id': 1, 'a': [{'n': 1, 'b': [1, 2]}, {'n': 2, 'b': [3]}]},
                 {'id': 2, 'a': [{'n': 3, 'b': [4]}]}]"""));

        trial.run(as(disposition, "[{'id': 1, 'a': [{'n': 9, 'b': [9]}]}, {'id': 2, 'a': [{'n': 3, 'b': [4]}]}]"));

        assertThat(trial.rows("SELECT n FROM items__a ORDER BY n")).containsExactly("3", "9");
        assertThat(trial.rows("SELECT value FROM items__a__b ORDER BY value")).containsExactly("4", "9");
        noOrphans(trial);
    }

    private static Resource as(String disposition, String rows) {
        return disposition.equals("replace")
                ? json("items", rows).replace()
                : json("items", rows).merge("id");
    }

    private static void noOrphans(Trial trial) {
        assertThat(trial.rows("SELECT count(*) FROM items__a WHERE _dlt_parent_id NOT IN (SELECT _dlt_id FROM items)"))
                .containsExactly("0");
        assertThat(trial.rows("SELECT count(*) FROM items__a__b WHERE _dlt_parent_id NOT IN"
                        + " (SELECT _dlt_id FROM items__a)"))
                .containsExactly("0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "null", ""})
    default void a_list_that_became_empty_leaves_no_rows_behind(String list, Trial trial) {
        trial.run(json("items", "[{'id': 1, 'a': [{'n': 1, 'b': [1, 2]}]}, {'id': 2, 'a': [{'n': 2, 'b': [3]}]}]")
                .merge("id"));

        trial.run(json("items", "[{'id': 1" + (list.isEmpty() ? "" : ", 'a': " + list) + "}]")
                .merge("id"));

        assertThat(trial.rows("SELECT id FROM items ORDER BY id")).containsExactly("1", "2");
        assertThat(trial.rows("SELECT n FROM items__a")).containsExactly("2");
        assertThat(trial.rows("SELECT value FROM items__a__b")).containsExactly("3");
        noOrphans(trial);
    }

    @Test
    default void a_list_that_is_first_seen_in_a_merge_is_joined_to_old_and_new_rows(Trial trial) {
        trial.run(json("items", "[{'id': 1, 'a': [{'n': 1}]}, {'id': 2, 'a': [{'n': 2}]}]")
                .merge("id"));

        trial.run(json("items", "[{'id': 2, 'a': [{'n': 2, 'b': [7]}]}, {'id': 3, 'a': [{'n': 3, 'b': [8, 9]}]}]")
                .merge("id"));

        assertThat(trial.rows("SELECT i.id, a.n, b.value FROM items i JOIN items__a a ON a._dlt_parent_id = i._dlt_id"
                        + " LEFT JOIN items__a__b b ON b._dlt_parent_id = a._dlt_id ORDER BY 1, 3"))
                .containsExactly("1 | 1 | NULL", "2 | 2 | 7", "3 | 3 | 8", "3 | 3 | 9");
    }

    @Test
    default void thousands_of_nested_rows_under_one_parent_grow_and_shrink(Trial trial) {
        trial.run(parent(5000));
        trial.run(parent(6000));
        assertThat(nested(trial)).containsExactly("6000 | 6000 | 0 | 5999");

        trial.run(parent(3));

        assertThat(nested(trial)).containsExactly("3 | 3 | 0 | 2");
    }

    private static Resource parent(int children) {
        return Pipette.resource("parents").stream(() -> IntStream.of(1, 2)
                        .mapToObj(id -> Map.of(
                                "id",
                                id,
                                "children",
                                IntStream.range(0, id == 1 ? children : 0)
                                        .mapToObj(n -> Map.of("n", n))
                                        .toList())))
                .merge("id");
    }

    private static List<String> nested(Trial trial) {
        return trial.rows(
                "SELECT count(*), count(DISTINCT c._dlt_list_idx), min(c.n), max(c.n) FROM parents__children c"
                        + " JOIN parents p ON p._dlt_id = c._dlt_parent_id WHERE p.id = 1");
    }

    @Test
    default void nested_rows_follow_the_last_of_the_rows_of_one_key_at_every_level(Trial trial) {
        trial.run(json("items", """
                        [{'id': 1, 'a': [{'n': 1, 'b': [1]}]},
                         {'id': 1, 'a': [{'n': 2, 'b': [2, 3]}, {'n': 4, 'b': [4]}]},
                         {'id': 1, 'a': [{'n': 5, 'b': [5]}]}]""").merge("id"));

        assertThat(trial.rows("SELECT n FROM items__a")).containsExactly("5");
        assertThat(trial.rows("SELECT value FROM items__a__b")).containsExactly("5");
        noOrphans(trial);
    }

    @Test
    default void values_and_objects_in_one_list_are_kept_side_by_side(Trial trial) {
        trial.run(json("items", "[{'id': 1, 'a': [1, {'n': 2}, null, 3]}]"));

        assertThat(trial.rows("SELECT _dlt_list_idx, value, n FROM items__a WHERE value IS NOT NULL OR n IS NOT NULL"
                        + " ORDER BY _dlt_list_idx"))
                .containsExactly("0 | 1 | NULL", "1 | NULL | 2", "3 | 3 | NULL");
    }

    @Test
    default void lists_beyond_the_nesting_that_was_said_are_kept_whole(Trial trial) {
        trial.run(json("items", "[{'id': 1, 'a': [{'n': 1, 'b': [1, 2]}]}]").maxNesting(1));

        assertThat(trial.allTables()).contains("items__a").doesNotContain("items__a__b");
        assertThat(trial.rows("SELECT CAST(b AS VARCHAR) FROM items__a")
                        .getFirst()
                        .replace(" ", ""))
                .isEqualTo("[1,2]");
    }
}

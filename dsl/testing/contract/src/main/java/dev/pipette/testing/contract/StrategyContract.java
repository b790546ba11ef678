package dev.pipette.testing.contract;

import static dev.pipette.Pipette.deleteInsert;
import static dev.pipette.Pipette.insertOnly;
import static dev.pipette.Pipette.resource;
import static dev.pipette.Pipette.snapshot;
import static dev.pipette.Pipette.upsert;
import static dev.pipette.testing.contract.Trial.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.LoadInfo;
import dev.pipette.LoadInfo.TableLoad;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.schema.DedupSort;
import dev.pipette.schema.MergeStrategy;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How each strategy and rule of a merge changes a table and those nested in it, and how the rows are counted. */
interface StrategyContract {
    String DEEP = """
            SELECT o.id, o.status, l.sku, t.value FROM orders o
              LEFT JOIN orders__lines l ON l._dlt_parent_id = o._dlt_id
              LEFT JOIN orders__lines__tags t ON t._dlt_parent_id = l._dlt_id
             ORDER BY o.id, l._dlt_list_idx, t._dlt_list_idx""";

    String FIRST = """
            [{'id': 1, 'status': 'new', 'lines': [{'sku': 'a', 'tags': ['x', 'y']}, {'sku': 'b'}]},
             {'id': 2, 'status': 'new', 'lines': [{'sku': 'c', 'tags': ['z']}]},
             {'id': 3, 'status': 'new'}]""";

    String SECOND = """
            [{'id': 2, 'status': 'paid', 'lines': [{'sku': 'd', 'tags': ['v', 'w']}]},
             {'id': 3, 'status': 'new'},
             {'id': 4, 'status': 'new', 'lines': [{'sku': 'e'}]},
             {'id': 4, 'status': 'last', 'lines': [{'sku': 'f'}]}]""";

    /** What a load did, table by table. */
    static List<String> counts(LoadInfo info) {
        return info.tables().stream().map(StrategyContract::counts).toList();
    }

    static String counts(TableLoad load) {
        return load.table() + ": " + load.inserted() + " inserted, " + load.updated() + " updated, " + load.unchanged()
                + " unchanged, " + load.skipped() + " skipped, " + load.deleted() + " deleted";
    }

    @Test
    default void upsert_updates_rows_in_their_place_and_replaces_what_is_nested(Trial trial) {
        trial.run(json("orders", FIRST).merge(upsert("id")));

        LoadInfo second = trial.run(json("orders", SECOND).merge(upsert("id")));

        assertThat(trial.rows(DEEP))
                .containsExactly(
                        "1 | new | a | x",
                        "1 | new | a | y",
                        "1 | new | b | NULL",
                        "2 | paid | d | v",
                        "2 | paid | d | w",
                        "3 | new | NULL | NULL",
                        "4 | last | f | NULL");
        assertThat(counts(second))
                .containsExactly(
                        "orders: 1 inserted, 2 updated, 0 unchanged, 1 skipped, 0 deleted",
                        "orders__lines: 2 inserted, 0 updated, 0 unchanged, 1 skipped, 1 deleted",
                        "orders__lines__tags: 2 inserted, 0 updated, 0 unchanged, 0 skipped, 1 deleted");
    }

    @Test
    default void upsert_keeps_a_column_that_others_added_and_empties_one_that_no_row_brings(Trial trial) {
        trial.run(json("orders", "[{'id': 1, 'status': 'new', 'note': 'n'}]").merge(upsert("id")));
        trial.execute("ALTER TABLE contract_data.orders ADD COLUMN reviewed_by VARCHAR");
        trial.execute("UPDATE contract_data.orders SET reviewed_by = 'ann'");

        trial.run(json("orders", "[{'id': 1, 'status': 'paid'}]").merge(upsert("id")));

        assertThat(trial.rows("SELECT id, status, note, reviewed_by FROM orders"))
                .containsExactly("1 | paid | NULL | ann");
    }

    @Test
    default void upsert_leaves_one_row_of_those_that_an_append_loaded_with_one_key(Trial trial) {
        trial.run(json("orders", "[{'id': 1, 'status': 'a', 'lines': [{'sku': 'x'}]}, {'id': 1, 'status': 'b'}]"));

        LoadInfo second = trial.run(json("orders", "[{'id': 1, 'status': 'c', 'lines': [{'sku': 'y'}]}]")
                .merge(upsert("id")));

        assertThat(trial.rows(
                        "SELECT o.status, l.sku FROM orders o JOIN orders__lines l ON l._dlt_root_id = o._dlt_id"))
                .containsExactly("c | y");
        assertThat(trial.rows("SELECT count(*) FROM orders__lines")).containsExactly("1");
        assertThat(counts(second).getFirst())
                .isEqualTo("orders: 0 inserted, 1 updated, 0 unchanged, 0 skipped, 1 deleted");
    }

    @Test
    default void insert_only_adds_the_first_row_of_a_new_key_and_nothing_to_one_that_is_there(Trial trial) {
        trial.run(json("orders", FIRST).merge(insertOnly("id")));

        LoadInfo second = trial.run(json("orders", SECOND).merge(insertOnly("id")));

        assertThat(trial.rows(DEEP))
                .containsExactly(
                        "1 | new | a | x",
                        "1 | new | a | y",
                        "1 | new | b | NULL",
                        "2 | new | c | z",
                        "3 | new | NULL | NULL",
                        "4 | new | e | NULL");
        assertThat(counts(second))
                .containsExactly(
                        "orders: 1 inserted, 0 updated, 0 unchanged, 3 skipped, 0 deleted",
                        "orders__lines: 1 inserted, 0 updated, 0 unchanged, 2 skipped, 0 deleted",
                        "orders__lines__tags: 0 inserted, 0 updated, 0 unchanged, 2 skipped, 0 deleted");
    }

    @Test
    default void snapshot_updates_inserts_and_deletes_what_is_missing(Trial trial) {
        trial.run(json("orders", FIRST).merge(snapshot("id")));

        LoadInfo second = trial.run(json("orders", SECOND).merge(snapshot("id").allowDeleting(0.5)));

        assertThat(trial.rows(DEEP))
                .containsExactly(
                        "2 | paid | d | v", "2 | paid | d | w", "3 | new | NULL | NULL", "4 | last | f | NULL");
        assertThat(trial.rows("SELECT count(*) FROM orders__lines")).containsExactly("2");
        assertThat(trial.rows("SELECT count(*) FROM orders__lines__tags")).containsExactly("2");
        assertThat(counts(second))
                .containsExactly(
                        "orders: 1 inserted, 2 updated, 0 unchanged, 1 skipped, 1 deleted",
                        "orders__lines: 2 inserted, 0 updated, 0 unchanged, 1 skipped, 3 deleted",
                        "orders__lines__tags: 2 inserted, 0 updated, 0 unchanged, 0 skipped, 3 deleted");
    }

    @Test
    default void snapshot_refuses_to_delete_more_than_is_allowed(Trial trial) {
        trial.run(json("items", "[{'id': 1}, {'id': 2}, {'id': 3}]").merge(snapshot("id")));

        assertThatThrownBy(() -> trial.run(json("items", "[{'id': 1}]").merge(snapshot("id"))))
                .isInstanceOfSatisfying(
                        PipetteException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.CHECK_FAILED))
                .hasMessageStartingWith(
                        "[CHECK_FAILED] the snapshot of resource items has no row for 2 of the 3 rows of table contract_data.items"
                                + " (67 %), and would delete them; up to 30 % are allowed. Nothing was loaded. Check that the"
                                + " source gave all rows; if it did, allow it with snapshot(..).allowDeleting(0.67)"
                                + " (--allow-deleting 0.67).");
        assertThat(trial.rows("SELECT count(*) FROM items")).containsExactly("3");
        assertThatThrownBy(() -> trial.run(json("items", "[]").merge(snapshot("id"))))
                .isInstanceOf(PipetteException.class)
                .hasMessageContaining("3 of the 3 rows")
                .hasMessageContaining("allowDeleting(1.00)");

        trial.run(json("items", "[{'id': 1}]").merge(snapshot("id").allowDeleting(0.67)));

        assertThat(trial.rows("SELECT id FROM items")).containsExactly("1");
    }

    @Test
    default void an_empty_snapshot_that_may_deletes_all(Trial trial) {
        trial.run(json("orders", FIRST).merge(snapshot("id")));

        LoadInfo info = trial.run(json("orders", "[]").merge(snapshot("id").allowDeleting(1)));

        assertThat(trial.rows("SELECT (SELECT count(*) FROM orders) + (SELECT count(*) FROM orders__lines)"))
                .containsExactly("0");
        assertThat(counts(info))
                .containsExactlyInAnyOrder(
                        "orders: 0 inserted, 0 updated, 0 unchanged, 0 skipped, 3 deleted",
                        "orders__lines: 0 inserted, 0 updated, 0 unchanged, 0 skipped, 3 deleted",
                        "orders__lines__tags: 0 inserted, 0 updated, 0 unchanged, 0 skipped, 3 deleted");
    }

    @Test
    default void a_snapshot_can_mark_what_is_missing_and_forgets_the_mark_when_it_comes_again(Trial trial) {
        MergeStrategy marking = snapshot("id").allowDeleting(0.5).markDeleted("deleted_at");
        trial.run(json("items", "[{'id': 1, 'v': 'a'}, {'id': 2, 'v': 'b'}]").merge(snapshot("id")));

        LoadInfo second =
                trial.run(json("items", "[{'id': 1, 'v': 'a'}]").merge(marking).skipUnchanged());

        assertThat(trial.rows("SELECT id, v, deleted_at IS NULL FROM items ORDER BY id"))
                .containsExactly("1 | a | true", "2 | b | false");
        assertThat(counts(second)).containsExactly("items: 0 inserted, 0 updated, 1 unchanged, 0 skipped, 1 deleted");
        assertThat(counts(trial.run(json("items", "[{'id': 1, 'v': 'a'}]").merge(marking))))
                .as("what is marked is not counted again")
                .containsExactly("items: 0 inserted, 1 updated, 0 unchanged, 0 skipped, 0 deleted");

        LoadInfo fourth = trial.run(json("items", "[{'id': 1, 'v': 'a'}, {'id': 2, 'v': 'b'}]")
                .merge(marking)
                .skipUnchanged());

        assertThat(trial.rows("SELECT id, deleted_at IS NULL FROM items ORDER BY id"))
                .containsExactly("1 | true", "2 | true");
        assertThat(counts(fourth)).containsExactly("items: 0 inserted, 1 updated, 1 unchanged, 0 skipped, 0 deleted");
    }

    @Test
    default void a_hard_delete_takes_the_row_away_and_inserts_nothing(Trial trial) {
        for (MergeStrategy strategy : List.of(deleteInsert("id"), upsert("id"))) {
            String table = "orders";
            trial.run(json("orders", FIRST).merge(strategy));

            LoadInfo second = trial.run(json(table, """
                            [{'id': 1, 'status': 'gone', 'deleted': true, 'lines': [{'sku': 'q'}]},
                             {'id': 2, 'status': 'kept', 'deleted': false},
                             {'id': 7, 'status': 'never', 'deleted': true}]""").merge(strategy).hardDelete("deleted"));

            assertThat(trial.rows(DEEP)).containsExactly("2 | kept | NULL | NULL", "3 | new | NULL | NULL");
            assertThat(trial.rows("SELECT count(*) FROM orders__lines")).containsExactly("0");
            assertThat(counts(second))
                    .containsExactly(
                            "orders: 0 inserted, 1 updated, 0 unchanged, 2 skipped, 1 deleted",
                            "orders__lines: 0 inserted, 0 updated, 0 unchanged, 1 skipped, 3 deleted",
                            "orders__lines__tags: 0 inserted, 0 updated, 0 unchanged, 0 skipped, 3 deleted");
            trial.run(json("orders", "[]").replace());
        }
    }

    @Test
    default void a_hard_delete_goes_by_any_value_of_a_column_that_is_no_boolean(Trial trial) {
        trial.run(json("items", "[{'id': 1, 'v': 'a'}, {'id': 2, 'v': 'b'}]").merge("id"));

        trial.run(json("items", """
                        [{'id': 1, 'v': 'x', 'deleted_at': '2025-12-24T10:00:00Z'}, {'id': 2, 'v': 'y'}]""").merge("id").hardDelete("deleted_at"));

        assertThat(trial.rows("SELECT id, v FROM items")).containsExactly("2 | y");
    }

    @Test
    default void of_several_rows_with_one_key_a_later_delete_wins_over_what_came_before(Trial trial) {
        trial.run(json("items", "[{'id': 1, 'v': 'a'}]").merge("id"));

        trial.run(json("items", """
                        [{'id': 1, 'v': 'b', 'deleted': false}, {'id': 1, 'v': 'c', 'deleted': true},
                         {'id': 2, 'v': 'd', 'deleted': true}, {'id': 2, 'v': 'e', 'deleted': false}]""").merge("id").hardDelete("deleted"));

        assertThat(trial.rows("SELECT id, v FROM items")).containsExactly("2 | e");
    }

    @Test
    default void dedup_sort_lets_the_highest_or_the_lowest_win_and_of_equal_ones_the_last(Trial trial) {
        String rows = """
                [{'id': 1, 'at': 3, 'v': 'high'}, {'id': 1, 'at': 1, 'v': 'low'}, {'id': 1, 'v': 'none'},
                 {'id': 2, 'at': 5, 'v': 'first'}, {'id': 2, 'at': 5, 'v': 'second'}]""";

        trial.run(json("items", rows).merge("id").dedupSort("at"));
        assertThat(trial.rows("SELECT id, v FROM items ORDER BY id")).containsExactly("1 | high", "2 | second");

        trial.run(json("items", rows).merge(upsert("id")).dedupSort("at", DedupSort.Wins.LOWEST));
        assertThat(trial.rows("SELECT id, v FROM items ORDER BY id")).containsExactly("1 | low", "2 | second");
    }

    @Test
    default void a_merge_key_replaces_all_rows_of_its_values(Trial trial) {
        trial.run(json("stats", """
                        [{'day': '2025-12-21', 'id': 1, 'n': 1, 'x': ['a']}, {'day': '2025-12-21', 'id': 2, 'n': 2},
                         {'day': '2025-12-22', 'id': 3, 'n': 3, 'x': ['b']}]"""));

        LoadInfo second = trial.run(
                json("stats", "[{'day': '2025-12-21', 'id': 9, 'n': 9}, {'day': '2025-12-21', 'id': 9, 'n': 9}]")
                        .merge(deleteInsert().mergeKey("day")));

        assertThat(trial.rows("SELECT id, n FROM stats ORDER BY id, n")).containsExactly("3 | 3", "9 | 9", "9 | 9");
        assertThat(trial.rows("SELECT value FROM stats__x")).containsExactly("b");
        assertThat(counts(second).getFirst())
                .isEqualTo("stats: 2 inserted, 0 updated, 0 unchanged, 0 skipped, 2 deleted");
    }

    @Test
    default void a_merge_key_and_a_primary_key_replace_the_rows_of_either(Trial trial) {
        trial.run(json("stats", """
                        [{'day': '2025-12-21', 'id': 1}, {'day': '2025-12-21', 'id': 2}, {'day': '2025-12-22', 'id': 3},
                         {'day': '2025-12-23', 'id': 4}]"""));

        LoadInfo second = trial.run(json("stats", "[{'day': '2025-12-21', 'id': 1}, {'day': '2025-12-21', 'id': 3}]")
                .merge(deleteInsert("id").mergeKey("day"))
                .skipUnchanged());

        assertThat(trial.rows("SELECT id, day FROM stats ORDER BY id"))
                .containsExactly("1 | 2025-12-21", "3 | 2025-12-21", "4 | 2025-12-23");
        assertThat(counts(second)).containsExactly("stats: 0 inserted, 1 updated, 1 unchanged, 0 skipped, 1 deleted");
    }

    @Test
    default void unchanged_rows_keep_their_load_id_at_any_depth(Trial trial) {
        for (MergeStrategy strategy : List.of(deleteInsert("id"), upsert("id"), insertOnly("id"), snapshot("id"))) {
            trial.run(json("orders", FIRST).merge(strategy));
            List<String> before = trial.rows("SELECT id, _dlt_load_id, _dlt_id FROM orders ORDER BY id");

            LoadInfo again = trial.run(json("orders", FIRST).merge(strategy).skipUnchanged());

            assertThat(trial.rows("SELECT id, _dlt_load_id, _dlt_id FROM orders ORDER BY id"))
                    .as(strategy.word())
                    .isEqualTo(before);
            assertThat(counts(again))
                    .as(strategy.word())
                    .containsExactly(
                            "orders: 0 inserted, 0 updated, 3 unchanged, 0 skipped, 0 deleted",
                            "orders__lines: 0 inserted, 0 updated, 3 unchanged, 0 skipped, 0 deleted",
                            "orders__lines__tags: 0 inserted, 0 updated, 3 unchanged, 0 skipped, 0 deleted");
            LoadInfo more = trial.run(json(
                            "orders",
                            FIRST.replaceFirst("\\[\\{", "[{'id': 9, 'status': 'new', 'lines': [{'sku': 'i'}]}, {"))
                    .merge(strategy)
                    .skipUnchanged());
            assertThat(counts(more))
                    .as(strategy.word())
                    .containsExactly(
                            "orders: 1 inserted, 0 updated, 3 unchanged, 0 skipped, 0 deleted",
                            "orders__lines: 1 inserted, 0 updated, 3 unchanged, 0 skipped, 0 deleted",
                            "orders__lines__tags: 0 inserted, 0 updated, 3 unchanged, 0 skipped, 0 deleted");
            assertThat(trial.rows("SELECT id, _dlt_load_id, _dlt_id FROM orders WHERE id < 9 ORDER BY id"))
                    .as(strategy.word())
                    .isEqualTo(before);
            trial.run(json("orders", "[]").replace());
        }
    }

    @Test
    default void a_row_is_changed_where_only_a_nested_one_differs(Trial trial) {
        trial.run(json("orders", FIRST).merge("id"));

        for (String changed : List.of(
                "{'id': 1, 'status': 'new', 'lines': [{'sku': 'a', 'tags': ['x', 'z']}, {'sku': 'b'}]}",
                "{'id': 1, 'status': 'new', 'lines': [{'sku': 'a', 'tags': ['x']}, {'sku': 'b'}]}",
                "{'id': 1, 'status': 'new', 'lines': [{'sku': 'a', 'tags': ['x']}, {'sku': 'b', 'tags': ['n']}]}",
                "{'id': 1, 'status': 'new', 'lines': [{'sku': 'a', 'tags': ['x']}]}",
                "{'id': 1, 'status': 'new', 'lines': [{'sku': 'b', 'tags': ['x']}]}",
                "{'id': 1, 'status': 'new'}",
                "{'id': 1}")) {
            LoadInfo info =
                    trial.run(json("orders", "[" + changed + "]").merge("id").skipUnchanged());
            assertThat(counts(info).getFirst())
                    .as(changed)
                    .isEqualTo("orders: 0 inserted, 1 updated, 0 unchanged, 0 skipped, 0 deleted");
            assertThat(counts(trial.run(json("orders", "[" + changed + "]")
                                    .merge("id")
                                    .skipUnchanged()))
                            .getFirst())
                    .as(changed)
                    .isEqualTo("orders: 0 inserted, 0 updated, 1 unchanged, 0 skipped, 0 deleted");
        }
    }

    @Test
    default void rows_that_arrive_and_rows_that_stay_add_up(Trial trial) {
        for (MergeStrategy strategy : List.of(
                deleteInsert("id"),
                upsert("id"),
                insertOnly("id"),
                snapshot("id").allowDeleting(1))) {
            trial.run(json("orders", FIRST).merge("id"));
            for (TableLoad load : trial.run(
                            json("orders", SECOND).merge(strategy).skipUnchanged())
                    .tables()) {
                long arrived = load.table().equals("orders") ? 4 : load.table().equals("orders__lines") ? 3 : 2;
                long before = load.table().equals("orders") ? 3 : 3;
                assertThat(load.inserted() + load.updated() + load.unchanged() + load.skipped())
                        .as(strategy.word() + " " + load)
                        .isEqualTo(arrived);
                assertThat(trial.rows("SELECT count(*) FROM " + load.table()))
                        .as(strategy.word() + " " + load)
                        .containsExactly(String.valueOf(before + load.inserted() - load.deleted()));
            }
            trial.run(json("orders", "[]").replace());
        }
    }

    @Test
    default void a_rule_without_a_merge_is_refused(Trial trial) {
        assertThatThrownBy(() -> json("items", "[]").hardDelete("deleted"))
                .hasMessageContaining(
                        "resource items does not merge, and hardDelete(..) is part of a merge. Say merge(..)"
                                + " before it.");
        assertThatThrownBy(() -> json("items", "[]")
                        .merge(deleteInsert().mergeKey("day"))
                        .skipUnchanged())
                .hasMessageContaining(
                        "skipUnchanged() needs a primary key, by which a row is known: deleteInsert(\"id\").mergeKey(\"day\").");
    }

    @Test
    default void a_key_is_matched_whatever_its_columns_are_called(Trial trial) {
        for (String key : List.of("user", "v0", "current_date", "arriving")) {
            String rows = "[{'KEY': 'ann', 'v': 1}, {'KEY': 'bob', 'v': 1}]".replace("KEY", key);
            String ann = "[{'KEY': 'ann', 'v': 2}]".replace("KEY", key);
            for (MergeStrategy strategy :
                    List.of(deleteInsert(key), upsert(key), deleteInsert().mergeKey(key))) {
                trial.run(json("people", rows).replace());
                trial.run(json("people", ann).merge(strategy));

                assertThat(trial.rows("SELECT p." + key + ", v FROM people p ORDER BY v"))
                        .as(key + " " + strategy)
                        .containsExactly("bob | 1", "ann | 2");
            }
            trial.execute("DROP TABLE contract_data.people");
        }
    }

    @Test
    default void a_row_that_deletes_is_never_unchanged(Trial trial) {
        for (MergeStrategy strategy : List.of(deleteInsert("id"), upsert("id"), snapshot("id"))) {
            trial.run(json("items", "[{'id': 1, 'gone': true}, {'id': 2, 'gone': false}]")
                    .replace());

            trial.run(json("items", "[{'id': 1, 'gone': true}, {'id': 2, 'gone': false}]")
                    .merge(strategy)
                    .hardDelete("gone")
                    .skipUnchanged());

            assertThat(trial.rows("SELECT id FROM items")).as(strategy.word()).containsExactly("2");
        }
    }

    @Test
    default void of_several_rows_with_one_key_that_are_there_one_stays_also_where_nothing_changed(Trial trial) {
        for (MergeStrategy strategy : List.of(deleteInsert("id"), upsert("id"), snapshot("id"))) {
            trial.run(json("items", "[{'id': 1, 'v': 'a'}, {'id': 1, 'v': 'a'}, {'id': 2, 'v': 'b'}]")
                    .replace());

            LoadInfo info = trial.run(json("items", "[{'id': 1, 'v': 'a'}, {'id': 2, 'v': 'b'}]")
                    .merge(strategy)
                    .skipUnchanged());

            assertThat(trial.rows("SELECT id, v FROM items ORDER BY id"))
                    .as(strategy.word())
                    .containsExactly("1 | a", "2 | b");
            assertThat(counts(info))
                    .as(strategy.word())
                    .containsExactly("items: 0 inserted, 1 updated, 1 unchanged, 0 skipped, 1 deleted");
        }
    }

    @Test
    default void a_snapshot_may_delete_the_share_that_is_allowed(Trial trial) {
        trial.run(resource("many").rows(ids(100)));

        trial.run(resource("many").rows(ids(71)).merge(snapshot("id").allowDeleting(0.29)));

        assertThat(trial.rows("SELECT count(*) FROM many")).containsExactly("71");
    }

    private static List<Map<String, Integer>> ids(int count) {
        return IntStream.range(0, count).mapToObj(id -> Map.of("id", id)).toList();
    }

    @Test
    default void a_mark_does_not_overwrite_a_column_of_the_data(Trial trial) {
        trial.run(json("items", "[{'id': 1, 'gone': 'x'}, {'id': 2}]"));

        assertThatThrownBy(() -> trial.run(json("items", "[{'id': 1}]")
                        .merge(snapshot("id").allowDeleting(1).markDeleted("gone"))))
                .hasMessageContaining(
                        "[NAME_COLLISION] resource items needs column 'gone' of table items, for rows that are"
                                + " missing in a snapshot, and the table has a column of that name that is ")
                .hasMessageContaining("Choose another name in markDeleted(..).");
    }

    @Test
    default void a_merge_key_replaces_rows_that_have_no_primary_key_too(Trial trial) {
        trial.run(json("stats", "[{'day': 'd1', 'id': 1}, {'day': 'd1'}, {'day': 'd2', 'id': 3}]"));

        trial.run(json("stats", "[{'day': 'd1', 'id': 1}, {'day': 'd1', 'id': 9}]")
                .merge(deleteInsert("id").mergeKey("day"))
                .skipUnchanged());

        assertThat(trial.rows("SELECT day, id FROM stats ORDER BY id")).containsExactly("d1 | 1", "d2 | 3", "d1 | 9");
    }

    @Test
    default void a_false_in_a_column_of_texts_deletes_nothing(Trial trial) {
        trial.run(json("items", "[{'id': 1, 'deleted': 'no'}, {'id': 2, 'deleted': 'no'}]"));

        trial.run(json("items", "[{'id': 1, 'deleted': false}, {'id': 2, 'deleted': true}]")
                .merge("id")
                .hardDelete("deleted"));

        assertThat(trial.rows("SELECT id FROM items")).containsExactly("1");
    }
}

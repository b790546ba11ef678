package dev.pipette.testing.contract;

import static dev.pipette.testing.contract.Trial.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.LoadInfo;
import dev.pipette.Resource;
import org.junit.jupiter.api.Test;

/** How append, replace and merge change a table and those nested in it. */
interface DispositionContract {
    String ORDERS =
            "SELECT o.id, o.status, l.sku FROM orders o LEFT JOIN orders__lines l ON l._dlt_parent_id = o._dlt_id"
                    + " ORDER BY o.id, l._dlt_list_idx";

    @Test
    default void append_adds_rows(Trial trial) {
        Resource items = json("items", "[{'id': 1, 'name': 'one'}, {'id': 2, 'name': 'two'}]");
        trial.run(items);

        LoadInfo second = trial.run(items);

        assertThat(second.rows("items")).isEqualTo(2);
        assertThat(trial.rows("SELECT id, name FROM items ORDER BY id"))
                .containsExactly("1 | one", "1 | one", "2 | two", "2 | two");
    }

    @Test
    default void nested_lists_become_tables_whose_rows_point_to_their_parents(Trial trial) {
        Resource orders = json("orders", """
                [{'id': 1, 'status': 'new', 'lines': [{'sku': 'a', 'tags': ['x', 'y']}, {'sku': 'b'}]},
                 {'id': 2, 'status': 'paid', 'lines': []},
                 {'id': 3, 'status': 'new', 'lines': [{'sku': 'c', 'tags': ['z']}]}]""");

        trial.run(orders);

        assertThat(trial.rows(ORDERS)).containsExactly("1 | new | a", "1 | new | b", "2 | paid | NULL", "3 | new | c");
        assertThat(trial.rows("SELECT l.sku, t.value, t._dlt_list_idx FROM orders__lines l"
                        + " JOIN orders__lines__tags t ON t._dlt_parent_id = l._dlt_id ORDER BY 1, 3"))
                .containsExactly("a | x | 0", "a | y | 1", "c | z | 0");
    }

    @Test
    default void replace_takes_the_place_of_all_rows_nested_ones_included(Trial trial) {
        trial.run(json("orders", "[{'id': 1, 'status': 'new', 'lines': [{'sku': 'a'}, {'sku': 'b'}]}]"));

        trial.run(json("orders", "[{'id': 2, 'status': 'paid', 'lines': [{'sku': 'c'}]}]")
                .replace());

        assertThat(trial.rows(ORDERS)).containsExactly("2 | paid | c");
        assertThat(trial.rows("SELECT sku FROM orders__lines")).containsExactly("c");
    }

    @Test
    default void replace_without_rows_empties_the_table_and_those_nested_in_it(Trial trial) {
        trial.run(json("orders", "[{'id': 1, 'status': 'new', 'lines': [{'sku': 'a'}]}]"));

        LoadInfo info = trial.run(json("orders", "[]").replace());

        assertThat(trial.rows(ORDERS)).isEmpty();
        assertThat(trial.rows("SELECT count(*) FROM orders__lines")).containsExactly("0");
        assertThat(info.packages()).hasSize(1);
        assertThat(trial.loadIds()).hasSize(2);
    }

    @Test
    default void replace_without_nested_rows_empties_the_nested_tables(Trial trial) {
        trial.run(json("orders", "[{'id': 1, 'status': 'new', 'lines': [{'sku': 'a'}]}]"));

        trial.run(json("orders", "[{'id': 2, 'status': 'new'}]").replace());

        assertThat(trial.rows(ORDERS)).containsExactly("2 | new | NULL");
        assertThat(trial.rows("SELECT count(*) FROM orders__lines")).containsExactly("0");
    }

    @Test
    default void replace_keeps_the_table_so_that_a_view_over_it_survives(Trial trial) {
        trial.run(json("items", "[{'id': 1}]"));
        trial.execute("CREATE VIEW contract_data.all_items AS SELECT id FROM contract_data.items");

        trial.run(json("items", "[{'id': 2}, {'id': 3}]").replace());

        assertThat(trial.rows("SELECT id FROM all_items ORDER BY id")).containsExactly("2", "3");
    }

    @Test
    default void merge_replaces_rows_of_the_same_key_with_their_nested_rows(Trial trial) {
        trial.run(json("orders", """
                        [{'id': 1, 'status': 'new', 'lines': [{'sku': 'a'}, {'sku': 'b'}]},
                         {'id': 2, 'status': 'new', 'lines': [{'sku': 'c'}]}]""").merge("id"));

        LoadInfo second = trial.run(json("orders", """
                        [{'id': 1, 'status': 'paid', 'lines': [{'sku': 'd'}]}, {'id': 3, 'status': 'new'}]""").merge("id"));

        assertThat(trial.rows(ORDERS)).containsExactly("1 | paid | d", "2 | new | c", "3 | new | NULL");
        assertThat(trial.rows("SELECT sku FROM orders__lines ORDER BY sku")).containsExactly("c", "d");
        assertThat(second.tables())
                .extracting(load -> load.table() + " " + load.rows() + " in, " + load.replaced() + " out")
                .containsExactly("orders 2 in, 1 out", "orders__lines 1 in, 2 out");
    }

    @Test
    default void merge_takes_the_last_of_several_arriving_rows_of_one_key(Trial trial) {
        Resource orders = json("orders", """
                        [{'id': 1, 'status': 'first', 'lines': [{'sku': 'a'}]},
                         {'id': 2, 'status': 'only', 'lines': [{'sku': 'b'}]},
                         {'id': 1, 'status': 'second', 'lines': [{'sku': 'c'}, {'sku': 'd'}]},
                         {'id': 1, 'status': 'last', 'lines': [{'sku': 'e'}]}]""").merge("id");

        LoadInfo info = trial.run(orders);

        assertThat(trial.rows(ORDERS)).containsExactly("1 | last | e", "2 | only | b");
        assertThat(trial.rows("SELECT sku FROM orders__lines ORDER BY sku")).containsExactly("b", "e");
        assertThat(info.tables())
                .extracting(load -> load.table() + " " + load.rows() + " in, " + load.skipped() + " left out")
                .containsExactly("orders 2 in, 2 left out", "orders__lines 2 in, 3 left out");
    }

    @Test
    default void merge_goes_by_all_columns_of_a_composite_key(Trial trial) {
        trial.run(json("stats", """
                        [{'day': '2025-12-21', 'affiliate': 1, 'clicks': 10},
                         {'day': '2025-12-21', 'affiliate': 2, 'clicks': 20},
                         {'day': '2025-12-22', 'affiliate': 1, 'clicks': 30}]""").merge("day", "affiliate"));

        trial.run(json("stats", "[{'day': '2025-12-21', 'affiliate': 2, 'clicks': 99}]")
                .merge("day", "affiliate"));

        assertThat(trial.rows("SELECT affiliate, clicks FROM stats ORDER BY clicks"))
                .containsExactly("1 | 10", "1 | 30", "2 | 99");
    }

    @Test
    default void merge_twice_is_merge_once(Trial trial) {
        Resource orders = json("orders", """
                        [{'id': 1, 'status': 'new', 'lines': [{'sku': 'a', 'tags': ['x']}]},
                         {'id': 2, 'status': 'new', 'lines': [{'sku': 'b', 'tags': ['y']}]}]""").merge("id");
        trial.run(orders);

        trial.run(orders);

        assertThat(trial.rows(ORDERS)).containsExactly("1 | new | a", "2 | new | b");
        assertThat(trial.rows("SELECT count(*) FROM orders__lines")).containsExactly("2");
        assertThat(trial.rows("SELECT value FROM orders__lines__tags ORDER BY value"))
                .containsExactly("x", "y");
    }

    @Test
    default void merge_after_append_replaces_appended_rows_with_their_nested_rows(Trial trial) {
        trial.run(json("orders", """
                [{'id': 1, 'status': 'new', 'lines': [{'sku': 'a', 'tags': ['x']}]},
                 {'id': 2, 'status': 'new', 'lines': [{'sku': 'b', 'tags': ['y']}]}]"""));

        trial.run(json("orders", "[{'id': 1, 'status': 'paid', 'lines': [{'sku': 'c', 'tags': ['z']}]}]")
                .merge("id"));

        assertThat(trial.rows(ORDERS)).containsExactly("1 | paid | c", "2 | new | b");
        assertThat(trial.rows("SELECT value FROM orders__lines__tags ORDER BY value"))
                .containsExactly("y", "z");
    }

    @Test
    default void rows_without_a_merge_key_are_an_error_that_names_the_first(Trial trial) {
        Resource stats = json("stats", """
                        [{'day': '2025-12-21', 'affiliate': 1}, {'day': '2025-12-21'},
                         {'day': '2025-12-22', 'affiliate': null}]""").merge("day", "affiliate");

        assertThatThrownBy(() -> trial.run(stats))
                .hasMessage("[KEY_MISSING] merge into contract_data.stats: 2 rows have no value for key column"
                        + " 'affiliate' (first: row 2). Fix the resource or drop such rows with .filter(..)."
                        + " Or keep such rows apart with .badRows(BadRows.REJECT) (--bad-rows reject).");
        assertThat(trial.allTables()).isEmpty();
    }

    @Test
    default void rows_without_a_primary_key_are_an_error_on_append_too(Trial trial) {
        Resource items =
                json("items", "[{'id': 1, 'name': 'one'}, {'name': 'two'}]").primaryKey("id");

        assertThatThrownBy(() -> trial.run(items))
                .hasMessage("[KEY_MISSING] append to contract_data.items: 1 row has no value for key column 'id'"
                        + " (first: row 2). Fix the resource or drop such rows with .filter(..)."
                        + " Or keep such rows apart with .badRows(BadRows.REJECT) (--bad-rows reject).");
        assertThat(trial.allTables()).isEmpty();
    }

    @Test
    default void rows_without_a_primary_key_are_an_error_that_names_the_replace(Trial trial) {
        Resource items =
                json("items", "[{'id': 1}, {'name': 'two'}]").primaryKey("id").replace();

        assertThatThrownBy(() -> trial.run(items))
                .hasMessage("[KEY_MISSING] replace contract_data.items: 1 row has no value for key column 'id'"
                        + " (first: row 2). Fix the resource or drop such rows with .filter(..)."
                        + " Or keep such rows apart with .badRows(BadRows.REJECT) (--bad-rows reject).");
    }

    @Test
    default void a_key_that_no_row_has_is_an_error_that_names_the_columns(Trial trial) {
        Resource items = json("items", "[{'name': 'one', 'size': 1}]").merge("id");

        assertThatThrownBy(() -> trial.run(items))
                .hasMessage("[KEY_MISSING] merge into contract_data.items: 1 row has no value for key column 'id'"
                        + " (first: row 1). No row has this column; columns are name, size.");
    }

    @Test
    default void several_resources_are_one_package_with_one_load_id(Trial trial) {
        LoadInfo info = trial.run(
                json("a", "[{'id': 1}]"),
                json("b", "[{'id': 2}]").replace(),
                json("c", "[{'id': 3}]").merge("id"));

        assertThat(info.packages()).hasSize(1);
        String loadId = info.packages().getFirst().loadId();
        assertThat(trial.loadIds()).containsExactly(loadId);
        assertThat(trial.rows("SELECT id, _dlt_load_id FROM a UNION ALL SELECT id, _dlt_load_id FROM b"
                        + " UNION ALL SELECT id, _dlt_load_id FROM c ORDER BY 1"))
                .containsExactly("1 | " + loadId, "2 | " + loadId, "3 | " + loadId);
    }

    @Test
    default void the_order_of_the_resources_does_not_matter(Trial trial) {
        Resource first = json("a", "[{'id': 1, 'parts': [1, 2]}]").merge("id");
        Resource second = json("b", "[{'id': 1, 'parts': [3]}]").replace();
        trial.run(first, second);

        trial.run(second, first);

        assertThat(trial.rows("SELECT id FROM a UNION ALL SELECT id FROM b")).containsExactly("1", "1");
        assertThat(trial.rows("SELECT value FROM a__parts UNION ALL SELECT value FROM b__parts ORDER BY 1"))
                .containsExactly("1", "2", "3");
    }
}

package dev.pipette.testing.contract;

import static dev.pipette.check.Checks.accepted;
import static dev.pipette.check.Checks.notNull;
import static dev.pipette.check.Checks.range;
import static dev.pipette.check.Checks.references;
import static dev.pipette.check.Checks.unique;
import static dev.pipette.testing.contract.Trial.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.LoadInfo;
import dev.pipette.LoadInfo.TableLoad;
import dev.pipette.Pipette;
import dev.pipette.Resource;
import dev.pipette.check.CheckResult;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.schema.SchemaContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Rows that a check rejects are not loaded; they are rows of {@code _pipette_rejects}, committed with the load. */
interface RejectContract {
    String REJECTS = "SELECT table_name, row_number, kind, rule, message, content, place FROM _pipette_rejects"
            + " ORDER BY table_name, row_number";

    private static List<TableLoad> addUp(LoadInfo info, long... arrived) {
        List<TableLoad> tables = info.tables();
        for (int index = 0; index < arrived.length; index++) {
            TableLoad load = tables.get(index);
            assertThat(load.rows() + load.unchanged() + load.skipped() + load.rejected())
                    .as("%s", load)
                    .isEqualTo(arrived[index]);
        }
        return tables;
    }

    @Test
    default void what_a_destination_does_not_take_is_in_no_ones_way_in_a_rejected_row(Trial trial) {
        trial.run(json("orders", "[{'id': 1, 'n': 1, 't': 'x', 'l': [{'t': 'x'}]}]")
                .merge("id"));
        Map<String, Object> bad =
                Map.of("id", 2, "n", -1, "t", "a\0b", "l", List.of(Map.of("t", "c\0d"), Map.of("t", "e")));
        Map<String, Object> extra = Map.of("id", 3, "n", 3, "t", "x", "more", "a\0b");
        Map<String, Object> good = Map.of("id", 4, "n", 4, "t", "x", "l", List.of(Map.of("t", "y")));

        LoadInfo info = trial.run(Pipette.resource("orders")
                .rows(List.of(bad, extra, good))
                .merge("id")
                .check(range("n", 0, null).reject())
                .contract(SchemaContract.evolving().columns(SchemaContract.Mode.DISCARD_ROW)));

        assertThat(trial.rows("SELECT id, t FROM orders ORDER BY id")).containsExactly("1 | x", "4 | x");
        assertThat(trial.rows("SELECT t FROM orders__l ORDER BY t")).containsExactly("x", "y");
        assertThat(trial.rows("SELECT content FROM _pipette_rejects ORDER BY row_number"))
                .hasSize(2)
                .allMatch(content -> content.contains("\"a\\u0000b\""));
        assertThat(info.tables().getFirst().rejected()).isEqualTo(2);
        assertThat(info.tables().getLast().rejected()).isEqualTo(2);
    }

    @Test
    default void rows_that_break_a_rule_are_kept_apart_with_why_and_the_others_are_loaded(Trial trial) {
        LoadInfo info = trial.run(json("orders", "[{'id': 1, 'n': 5}, {'id': 2, 'n': -5}, {'n': -1}, {'id': 4}]")
                .check(notNull("id").reject(), range("n", 0, null).reject()));

        assertThat(trial.rows("SELECT id FROM orders ORDER BY id")).containsExactly("1", "4");
        assertThat(trial.rows(REJECTS))
                .containsExactly(
                        "orders | 2 | check | range(n, 0, ..) | range(n, 0, ..): n = -5 | {\"id\":2,\"n\":-5} | NULL",
                        "orders | 3 | check | not_null(id) | not_null(id): id = NULL; range(n, 0, ..): n = -1 |"
                                + " {\"id\":null,\"n\":-1} | NULL");
        assertThat(trial.rows("SELECT DISTINCT load_id, pipeline_name, resource_name FROM _pipette_rejects"))
                .containsExactly(trial.loadIds().getFirst() + " | contract | orders");
        assertThat(info.rejected()).isEqualTo(2);
        assertThat(info.toString()).contains("| orders 2 rows appended, 2 rejected |");
        assertThat(addUp(info, 4).getFirst().rows()).isEqualTo(2);
        assertThat(info.checks())
                .extracting(CheckResult::toString)
                .containsExactly(
                        "rejected: not_null(id) of orders: 1 violation: row 3 (id = NULL)",
                        "rejected: range(n, 0, ..) of orders: 2 violations: row 2 (n = -5), row 3 (n = -1)");
        assertThat(trial.rows("SELECT check_name, verdict FROM _pipette_checks ORDER BY check_name"))
                .containsExactly("not_null(id) | rejected", "range(n, 0, ..) | rejected");
    }

    @Test
    default void a_load_that_rejects_nothing_makes_no_table_for_it(Trial trial) {
        trial.run(json("orders", "[{'id': 1}]").check(notNull("id").reject()));

        assertThat(trial.allTables()).contains("_pipette_checks").doesNotContain("_pipette_rejects");
    }

    @Test
    default void what_is_nested_in_a_rejected_row_goes_with_it(Trial trial) {
        LoadInfo info = trial.run(json(
                        "orders",
                        "[{'id': 1, 'ok': true, 'lines': [{'sku': 'a', 'tags': ['x']}, {'sku': 'b'}], 'notes': ['n']},"
                                + " {'id': 2, 'ok': false, 'lines': [{'sku': 'c', 'tags': ['y', 'z']}, {'sku': 'd'}]}]")
                .check(accepted("ok", true).reject()));

        assertThat(trial.rows("SELECT sku FROM orders__lines ORDER BY sku")).containsExactly("a", "b");
        assertThat(trial.rows("SELECT value FROM orders__lines__tags")).containsExactly("x");
        assertThat(trial.rows("SELECT content FROM _pipette_rejects"))
                .containsExactly("{\"id\":2,\"ok\":false,\"lines\":[{\"sku\":\"c\",\"tags\":[{\"value\":\"y\"},"
                        + "{\"value\":\"z\"}]},{\"sku\":\"d\",\"tags\":null}],\"notes\":null}");
        assertThat(addUp(info, 2, 4, 3, 1)).extracting(TableLoad::rejected).containsExactly(1L, 2L, 2L, 0L);
        assertThat(info.rejected()).isEqualTo(1);
        assertThat(TableLoad.grid(info.tables()).text()).contains("rejected");
    }

    @Test
    default void a_rejected_row_does_not_take_the_place_of_one_that_is_there(Trial trial) {
        String bad = "[{'id': 1, 'n': -1, 'lines': [{'x': 9}]}, {'id': 2, 'n': 2}, {'id': 2, 'n': -2}]";
        trial.run(
                json("merged", "[{'id': 1, 'n': 1, 'lines': [{'x': 1}]}]").merge("id"),
                json("upserted", "[{'id': 1, 'n': 1}]").merge(Pipette.upsert("id")),
                json("inserted", "[{'id': 1, 'n': 1}]").merge(Pipette.insertOnly("id")),
                json("replaced", "[{'id': 1, 'n': 1}]").replace());

        LoadInfo info = trial.run(
                json("merged", bad).merge("id").check(range("n", 0, null).reject()),
                json("upserted", bad)
                        .merge(Pipette.upsert("id"))
                        .check(range("n", 0, null).reject()),
                json("inserted", bad)
                        .merge(Pipette.insertOnly("id"))
                        .check(range("n", 0, null).reject()),
                json("replaced", bad).replace().check(range("n", 0, null).reject()));

        for (String table : List.of("merged", "upserted", "inserted")) {
            assertThat(trial.rows("SELECT id, n FROM " + table + " ORDER BY id"))
                    .as(table)
                    .containsExactly("1 | 1", "2 | 2");
        }
        assertThat(trial.rows("SELECT x FROM merged__lines")).containsExactly("1");
        assertThat(trial.rows("SELECT id, n FROM replaced")).containsExactly("2 | 2");
        assertThat(info.tables().stream().filter(load -> load.parent().isEmpty()))
                .hasSize(4)
                .allSatisfy(load -> {
                    assertThat(load.rejected()).isEqualTo(2);
                    assertThat(load.rows() + load.unchanged() + load.skipped()).isEqualTo(1);
                });
        assertThat(trial.count("_pipette_rejects")).isEqualTo(8);
    }

    @Test
    default void a_row_with_values_of_an_earlier_one_or_of_the_table_is_rejected(Trial trial) {
        trial.run(json("orders", "[{'id': 1, 'shop': 'a'}]"));

        LoadInfo info = trial.run(json(
                        "orders",
                        "[{'id': 1, 'shop': 'a'}, {'id': 1, 'shop': 'b'}, {'id': 2, 'shop': 'a', 'n': -1}, {'id': 2, 'shop': 'a'},"
                                + " {'id': 2, 'shop': 'a'}, {'shop': 'a'}, {'shop': 'a'}]")
                .check(unique("id", "shop").reject(), range("n", 0, null).reject()));

        assertThat(trial.rows("SELECT id, shop FROM orders ORDER BY id, shop"))
                .containsExactly("1 | a", "1 | b", "2 | a", "NULL | a", "NULL | a");
        assertThat(trial.rows("SELECT row_number, message FROM _pipette_rejects ORDER BY row_number"))
                .containsExactly(
                        "1 | unique(id, shop): id = 1, shop = a",
                        "3 | range(n, 0, ..): n = -1",
                        "5 | unique(id, shop): id = 2, shop = a");
        assertThat(info.checks())
                .extracting(CheckResult::toString)
                .containsExactly(
                        "rejected: unique(id, shop) of orders: 2 violations: row 1 (id = 1, shop = a), row 5 (id = 2, shop"
                                + " = a)",
                        "rejected: range(n, 0, ..) of orders: 1 violation: row 3 (n = -1)");
        addUp(info, 7);
    }

    @Test
    default void rows_are_compared_with_what_a_replaced_table_has_left(Trial trial) {
        Resource orders = json("orders", "[{'id': 1}, {'id': 1}, {'id': 2}]")
                .replace()
                .check(unique("id").reject());
        trial.run(orders);

        trial.run(orders);

        assertThat(trial.rows("SELECT id FROM orders ORDER BY id")).containsExactly("1", "2");
        assertThat(trial.count("_pipette_rejects")).isEqualTo(2);
    }

    @Test
    default void a_row_that_refers_to_nothing_is_rejected_whatever_order_resources_come_in(Trial trial) {
        Resource orders = json(
                        "orders",
                        "[{'id': 1, 'customer_id': 7}, {'id': 2, 'customer_id': 8}, {'id': 3}, {'id': 4, 'customer_id': 9}]")
                .check(references("customer_id", "customers", "id").reject());
        trial.run(json("customers", "[{'id': '9'}]"));

        LoadInfo info = trial.run(orders, json("customers", "[{'id': '7'}]"));

        assertThat(trial.rows("SELECT id FROM orders ORDER BY id")).containsExactly("1", "3", "4");
        assertThat(trial.rows("SELECT row_number, message FROM _pipette_rejects"))
                .containsExactly("2 | references(customer_id, customers, id): customer_id = 8");
        assertThat(info.tables()).extracting(TableLoad::table).containsExactly("orders", "customers");
        trial.run(orders.table("no_customers")
                .check(references("customer_id", "nobody", "id").reject()));
        assertThat(trial.rows("SELECT id FROM no_customers")).containsExactly("3");
    }

    @Test
    default void rows_may_refer_to_rows_of_their_own_table_and_to_one_that_several_resources_fill(Trial trial) {
        trial.run(json("people", "[{'id': 1}, {'id': 2, 'boss': 3}, {'id': 3, 'boss': 1}, {'id': 4, 'boss': 5}]")
                .check(references("boss", "people", "id").reject()));
        trial.run(
                json("orders", "[{'id': 1, 'c': 1}, {'id': 2, 'c': 2}, {'id': 3, 'c': 3}]")
                        .check(references("c", "customers", "id").reject()),
                json("eu", "[{'id': 1}]").table("customers"),
                json("us", "[{'id': 2}]").table("customers"));

        assertThat(trial.rows("SELECT id FROM people ORDER BY id")).containsExactly("1", "2", "3");
        assertThat(trial.rows("SELECT id FROM orders ORDER BY id")).containsExactly("1", "2");
    }

    @Test
    default void a_rejected_row_at_the_boundary_of_a_cursor_is_rejected_once(Trial trial) throws IOException {
        Path file = trial.folder().resolve("events.csv");
        Resource events = Pipette.csv("events", file)
                .primaryKey("id")
                .incremental(Pipette.cursor("at", Long.class))
                .check(range("n", 0, null).reject(), unique("id").reject());
        Files.writeString(file, "id,at,n\n1,5,1\n2,5,-1\n");
        trial.run(events);
        Files.writeString(file, "id,at,n\n1,5,1\n2,5,-1\n3,5,-3\n4,6,4\n");

        LoadInfo info = trial.run(events);

        assertThat(trial.rows("SELECT id FROM events ORDER BY id")).containsExactly("1", "4");
        assertThat(trial.rows("SELECT row_number, content FROM _pipette_rejects ORDER BY content"))
                .containsExactly("2 | {\"id\":2,\"at\":5,\"n\":-1}", "3 | {\"id\":3,\"at\":5,\"n\":-3}");
        assertThat(addUp(info, 4).getFirst().skipped()).isEqualTo(2);
        assertThat(info.checks())
                .extracting(CheckResult::toString)
                .containsExactly(
                        "rejected: range(n, 0, ..) of events: 1 violation: row 3 (id = 3, n = -3)",
                        "passed: unique(id) of events");
    }

    @Test
    default void rows_that_an_earlier_load_brought_do_not_reach_a_limit(Trial trial) throws IOException {
        Path file = trial.folder().resolve("events.csv");
        Files.writeString(file, "id,at\n1,5\n,5\n");
        Resource events = Pipette.csv("events", file)
                .incremental(Pipette.cursor("at", Long.class))
                .check(notNull("id").reject())
                .maxRejects(1);
        trial.run(events);
        Files.writeString(file, "id,at\n1,5\n,5\n,6\n");

        LoadInfo info = trial.run(events);

        assertThat(info.rejected()).isEqualTo(1);
        assertThat(trial.count("_pipette_rejects")).isEqualTo(2);
    }

    @Test
    default void a_row_of_a_file_says_where_it_was(Trial trial) throws IOException {
        Path one = Files.writeString(trial.folder().resolve("a.csv"), "id,n\n1,1\n2,-2\n");
        Path two = Files.writeString(trial.folder().resolve("b.csv"), "id,n\n3,3\n4,4\n5,-5\n");

        LoadInfo info = trial.run(Pipette.resource("orders")
                .files(trial.folder().resolve("*.csv").toString())
                .check(range("n", 0, null).reject()));

        assertThat(trial.rows("SELECT id FROM orders ORDER BY id")).containsExactly("1", "3", "4");
        assertThat(trial.rows("SELECT row_number, content, place FROM _pipette_rejects ORDER BY row_number"))
                .containsExactly(
                        "2 | {\"id\":2,\"n\":-2} | " + one + ", row 2", "5 | {\"id\":5,\"n\":-5} | " + two + ", row 3");
        addUp(info, 5);
    }

    @Test
    default void more_rejects_than_allowed_publish_nothing(Trial trial) {
        Resource orders = json("orders", "[{'id': 1}, {}, {}, {'id': 4}]")
                .check(notNull("id").reject());
        trial.run(json("others", "[{'id': 1}]"));
        List<String> before = trial.everything();

        assertThatThrownBy(() -> trial.run(orders.maxRejects(1).maxRejectRate(0.25)))
                .isInstanceOfSatisfying(
                        PipetteException.class,
                        failed -> assertThat(failed.code()).isEqualTo(ErrorCode.CHECK_FAILED))
                .hasMessageStartingWith(
                        "[CHECK_FAILED] 2 checks of a load into contract_data failed, so that nothing of it was loaded:"
                                + " max_rejects(1) of orders: 2 violations: 2 of 4 rows are rejected; max_reject_rate(0.25) of"
                                + " orders: 2 violations: 2 of 4 rows are rejected. Package ");
        assertThat(trial.everything()).isEqualTo(before);

        LoadInfo info = trial.run(orders.maxRejects(2).maxRejectRate(0.5));

        assertThat(info.checks())
                .extracting(CheckResult::toString)
                .containsExactly(
                        "rejected: not_null(id) of orders: 2 violations: row 2 (id = NULL), row 3 (id = NULL)",
                        "passed: max_rejects(2) of orders",
                        "passed: max_reject_rate(0.5) of orders");
    }

    @Test
    default void a_load_whose_rows_are_all_rejected_is_committed_with_them(Trial trial) {
        LoadInfo info =
                trial.run(json("orders", "[{'n': 1}]").check(notNull("id").reject()));

        assertThat(info.nothingNew()).isFalse();
        assertThat(trial.count("orders")).isZero();
        assertThat(trial.rows("SELECT content FROM _pipette_rejects")).containsExactly("{\"n\":1}");
        assertThat(trial.loadIds()).hasSize(1);
    }

    @Test
    default void values_of_all_types_are_in_the_json_of_a_rejected_row(Trial trial) {
        trial.run(json(
                        "things",
                        "[{'id': -1, 'd': '2026-01-02', 'at': '2026-01-02T03:04:05Z', 'x': 1.5, 'm': '12.30',"
                                + " 'b': true, 'doc': {'a': [1, {'b': null}]}, 't': 'it\\u0027s'}]")
                .column("d", Pipette.date())
                .column("at", Pipette.timestamp())
                .column("m", Pipette.decimal(10, 2))
                .column("doc", Pipette.jsonDocument())
                .check(range("id", 0, null).reject()));

        assertThat(trial.rows("SELECT content FROM _pipette_rejects"))
                .containsExactly(
                        "{\"id\":-1,\"d\":\"2026-01-02\",\"at\":\"2026-01-02 03:04:05+00\",\"x\":1.5,\"m\":12.3,"
                                + "\"b\":true,\"doc\":{\"a\":[1,{\"b\":null}]},\"t\":\"it's\"}");
    }

    @Test
    default void a_key_that_has_lists_and_values_loses_neither_in_the_json(Trial trial) {
        trial.run(json("things", "[{'id': -1, 'x': [{'y': 1}]}, {'id': -2, 'x': 'text'}]")
                .check(range("id", 0, null).reject()));

        assertThat(trial.rows("SELECT content FROM _pipette_rejects ORDER BY row_number"))
                .containsExactly(
                        "{\"id\":-1,\"x\":null,\"things__x\":[{\"y\":1}]}",
                        "{\"id\":-2,\"x\":\"text\",\"things__x\":null}");
    }

    @Test
    default void columns_may_have_any_name_in_rejected_rows(Trial trial) {
        String row = "{'id': -1, 'ordinal_of_row': 7, 'order': 'o', 'found': 1, 'lines': [{'parent_of_row': 7,"
                + " 'root_of_row': 8, 'index_of_row': 9, 'objects': [5]}]}";
        trial.run(json("things", "[" + row + "]").check(range("id", 0, null).reject()));

        assertThat(trial.rows("SELECT content FROM _pipette_rejects"))
                .containsExactly(row.replace('\'', '"').replace(" ", "").replace("[5]", "[{\"value\":5}]"));
        assertThat(trial.rows("SELECT row_number FROM _pipette_rejects")).containsExactly("1");
    }

    @Test
    default void what_is_nested_under_names_that_are_too_long_is_rejected_with_its_row(Trial trial) {
        String key = "k".repeat(70);
        LoadInfo info = trial.run(
                json("things", "[{'id': -1, '" + key + "': [{'" + key + "': [{'" + key + "': 41}]}]}, {'id': 1}]")
                        .check(range("id", 0, null).reject()));

        assertThat(info.rejected()).isEqualTo(1);
        assertThat(trial.rows("SELECT content FROM _pipette_rejects").getFirst())
                .contains(":41}]}]}");
    }

    @Test
    default void numbers_that_json_does_not_have_are_texts_in_it(Trial trial) {
        trial.run(Pipette.resource("things")
                .rows(List.of(Map.of("f", Double.NaN), Map.of("f", Double.NEGATIVE_INFINITY), Map.of("f", 1.5)))
                .check(range("f", 2, 3).reject()));

        assertThat(trial.rows("SELECT content FROM _pipette_rejects ORDER BY row_number"))
                .containsExactly("{\"f\":\"nan\"}", "{\"f\":\"-inf\"}", "{\"f\":1.5}");
    }

    @Test
    default void numbers_of_two_types_refer_to_each_other(Trial trial) {
        trial.run(json("customers", "[{'id': 1}, {'id': 2}]"));

        LoadInfo info = trial.run(
                json("orders", "[{'c': 1.0}, {'c': 3.5}]")
                        .check(references("c", "customers", "id").reject()),
                json("visits", "[{'c': 2.0}]").check(references("c", "customers", "id")));

        assertThat(info.rejected()).isEqualTo(1);
        assertThat(trial.rows("SELECT message FROM _pipette_rejects"))
                .containsExactly("references(c, customers, id): c = 3.5");
    }
}

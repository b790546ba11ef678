package dev.pipette.testing;

import static dev.pipette.Pipette.duckdb;
import static dev.pipette.Pipette.pipeline;
import static dev.pipette.Pipette.resource;
import static dev.pipette.check.Checks.accepted;
import static dev.pipette.check.Checks.matches;
import static dev.pipette.check.Checks.notNull;
import static dev.pipette.check.Checks.range;
import static dev.pipette.check.Checks.references;
import static dev.pipette.check.Checks.rowCount;
import static dev.pipette.check.Checks.rowCountChange;
import static dev.pipette.check.Checks.sql;
import static dev.pipette.check.Checks.sumMatches;
import static dev.pipette.check.Checks.unique;
import static dev.pipette.testing.Messages.failureOf;
import static dev.pipette.testing.PipetteAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.Pipeline;
import dev.pipette.testing.folders.KeptOpen;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableAssertTests {
    @TempDir
    Path folder;

    private Pipeline pipeline;

    record Order(int id, Optional<String> state) {}

    @BeforeEach
    void load() {
        KeptOpen.keep(folder.resolve("t.duckdb"));
        pipeline = pipeline("t", duckdb(folder.resolve("t.duckdb"))).home(folder);
        pipeline.run(resource("orders").json("""
                        [{"id": 1, "state": "open", "amount": 12.5},
                         {"id": 2, "state": "paid", "amount": 3},
                         {"id": 3, "amount": 3}]
                        """).merge("id"));
    }

    private TableAssert orders() {
        return assertThat(pipeline.dataset()).table("orders");
    }

    @Test
    void rows_are_counted() {
        orders().hasRowCount(3);

        assertThat(failureOf(() -> orders().hasRowCount(2)))
                .isEqualTo("expected table orders to have 2 rows, but it has 3.");
        assertThat(failureOf(() -> orders().isEmpty()))
                .isEqualTo("expected table orders to have 0 rows, but it has 3.");
    }

    @Test
    void rows_satisfy_the_checks_of_a_resource() {
        orders().satisfies(
                        notNull("id"),
                        unique("id"),
                        accepted("state", "open", "paid"),
                        range("amount", 0, 20),
                        matches("state", "[a-z]+"),
                        rowCount(3, 3),
                        sumMatches("amount", 18.5),
                        references("id", "orders", "id"),
                        sql("none_is_dear", "SELECT id FROM orders WHERE amount > 20"));

        assertThat(failureOf(() -> orders().satisfies(
                                notNull("id"),
                                notNull("state"),
                                unique("amount").warn())))
                .isEqualTo("expected table orders to satisfy 3 checks, and 2 are broken:\n"
                        + "  not_null(state): 1 violation: state = NULL in 1 row\n"
                        + "  unique(amount): 1 violation: amount = 3.0 in 2 rows");
        assertThat(failureOf(() -> orders().satisfies(range("amount", null, 3), rowCount(0, 1))))
                .isEqualTo("expected table orders to satisfy 2 checks, and 2 are broken:\n"
                        + "  range(amount, .., 3): 1 violation: amount = 12.5 in 1 row\n"
                        + "  row_count(0, 1): 1 violation: the table has 3 rows");
        assertThatThrownBy(() -> orders().satisfies(rowCountChange(0.5)))
                .hasMessage(
                        "[BAD_USAGE] check row_count_change(0.5) compares a table before and after a load, and here is one"
                                + " table. Leave it out, or let a run judge it.");
    }

    @Test
    void rows_are_given_as_maps_records_json_or_csv() {
        Map<String, @Nullable Object> third = new HashMap<>();
        third.put("id", 3L);
        third.put("state", null);
        third.put("amount", 3);

        orders().containsExactlyRows(
                        third,
                        Map.of("id", 1, "state", "open", "amount", 12.5),
                        Map.of("id", 2, "state", "paid", "amount", 3));
        orders().containsExactlyRows("""
                        [{'id': 1, 'state': 'open', 'amount': 12.50}, {'id': 2, 'state': 'paid', 'amount': 3.0},
                         {'id': 3, 'amount': 3}]
                        """);
        orders().containsExactlyRows("""
                        {"id": 1, "state": "open", "amount": 12.5}
                        {"id": 2, "state": "paid", "amount": 3}
                        {"id": 3, "amount": 3}
                        """);
        orders().containsExactlyRows("""
                        id,state,amount
                        1,open,12.5
                        2,"paid",3
                        3,,3
                        """);
        orders().comparingOnly("id", "state")
                .containsExactlyRows(List.of(
                        new Order(1, Optional.of("open")),
                        new Order(2, Optional.of("paid")),
                        new Order(3, Optional.empty())));
    }

    @Test
    void a_changed_row_is_told_by_its_key() {
        assertThat(failureOf(() -> orders().byKey("id").containsExactlyRows("""
                                id,state,amount
                                1,open,12.5
                                2,open,4
                                3,,3
                                """)))
                .isEqualTo("""
                        expected table orders to contain exactly 3 rows, and 1 differs:
                          row id=2: state expected open but was paid; amount expected 4 but was 3""");
    }

    @Test
    void missing_and_unexpected_rows_stand_in_columns() {
        assertThat(failureOf(() -> orders().byKey("id")
                        .containsExactlyRows(
                                "[{'id': 1, 'state': 'open', 'amount': 12.5}, {'id': 40, 'state': 'new'}]")))
                .isEqualTo("""
                        expected table orders to contain exactly 2 rows, but it has 3:
                                      id  state  amount
                          missing     40  new      NULL
                          unexpected   2  paid        3
                          unexpected   3  NULL        3""");
    }

    @Test
    void many_differences_are_cut() {
        assertThat(failureOf(() -> orders().containsExactlyRows(java.util.stream.IntStream.range(100, 120)
                        .mapToObj(id -> Map.of("id", id))
                        .toList())))
                .startsWith("expected table orders to contain exactly 20 rows, but it has 3:\n")
                .endsWith("\n  ... and 13 more");
    }

    @Test
    void a_column_that_a_row_does_not_name_is_expected_to_be_null_and_one_that_is_not_there_is_an_error() {
        assertThat(failureOf(() -> orders().byKey("id")
                        .containsExactlyRows("[{'id': 1, 'amount': 12.5}, {'id': 2, 'state': 'paid', 'amount': 3},"
                                + " {'id': 3, 'amount': 3, 'stat': null}]")))
                .isEqualTo("""
                        expected table orders to contain exactly 3 rows, and 2 differ:
                          row id=1: state expected NULL but was open
                          row id=3: stat expected NULL but there is no such column""");
    }

    @Test
    void only_some_columns_are_compared() {
        orders().comparingOnly("id").containsExactlyRows("[{'id': 3}, {'id': 2}, {'id': 1}]");
        orders().comparingOnly().containsExactlyRows("id,amount\n1,12.5\n2,3\n3,3");

        assertThat(failureOf(() -> orders().comparingOnly("idd")))
                .isEqualTo("table orders has no column idd. It has id, state, amount.");
    }

    @Test
    void rows_are_compared_in_order() {
        orders().inOrderOf("id").comparingOnly("id").containsExactlyRows("[{'id': 1}, {'id': 2}, {'id': 3}]");

        assertThat(failureOf(() -> orders().inOrderOf("amount", "id")
                        .comparingOnly("id")
                        .containsExactlyRows("[{'id': 1}, {'id': 2}, {'id': 3}]")))
                .isEqualTo("""
                        expected table orders to contain exactly 3 rows, and 3 differ:
                          row 1: id expected 1 but was 2
                          row 2: id expected 2 but was 3
                          row 3: id expected 3 but was 1""");
    }

    @Test
    void some_rows_are_there_among_others() {
        orders().containsRows("[{'id': 3, 'amount': 3}]");

        assertThat(failureOf(() -> orders().containsRows("[{'id': 3, 'amount': 3}, {'id': 9, 'state': 'new'}]")))
                .isEqualTo("""
                        expected table orders, which has 3 rows, to contain all 2 expected ones, and 1 differs:
                                   id  state
                          missing   9  new""");
    }

    @Test
    void a_value_that_no_column_of_that_type_can_hold_says_so() {
        assertThat(failureOf(() -> orders().rowWhere("id", 1).has("amount", "much")))
                .isEqualTo("table orders, row id=1: amount expected much (which is not a number) but was 12.5");
    }

    @Test
    void a_row_is_found_by_its_values() {
        orders().rowWhere("id", 1, "state", "open").has("amount", 12.5);
        orders().rowWhere("id", 3).hasNull("state").isEqualTo("{'id': 3, 'amount': 3}");

        assertThat(failureOf(() -> orders().rowWhere("id", 1).has("state", "paid")))
                .isEqualTo("table orders, row id=1: state expected paid but was open");
        assertThat(failureOf(() -> orders().rowWhere("id", 1).hasNull("state")))
                .isEqualTo("table orders, row id=1: state expected NULL but was open");
        assertThat(failureOf(() -> orders().rowWhere("id", 1).has("stat", "paid")))
                .isEqualTo("table orders has no column stat. It has id, state, amount.");
        assertThat(failureOf(() -> orders().rowWhere("id", 1).isEqualTo("{'id': 1, 'state': 'paid', 'amount': 2}")))
                .isEqualTo("""
                        expected table orders, row id=1 to be another document:
                          state expected paid but was open
                          amount expected 2 but was 12.5""");
    }

    @Test
    void a_row_that_is_not_there_or_not_alone_is_told() {
        assertThat(failureOf(() -> orders().rowWhere("id", 9, "state", "open")))
                .isEqualTo("table orders has no row where id=9, state=open. Its values of id: 1, 2, 3.");
        assertThat(failureOf(() -> orders().rowWhere("amount", 3)))
                .isEqualTo("table orders has 2 rows where amount=3. Tell them apart by another column: id, state.");
        assertThatThrownBy(() -> orders().rowWhere("id", 9, "state"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("rowWhere takes columns and values in pairs; the last column, state, has no value.");
    }

    @Test
    void rows_that_are_equal_and_a_table_without_rows_are_told() {
        pipeline.run(resource("twins").json("[{\"a\": 1}, {\"a\": 1}]"));
        try (var dsl = pipeline.dataset().dsl()) {
            dsl.execute("DELETE FROM orders");
        }

        assertThat(failureOf(() -> assertThat(pipeline.dataset()).table("twins").rowWhere("a", 1)))
                .isEqualTo("table twins has 2 rows where a=1. They are equal.");
        assertThat(failureOf(() -> assertThat(pipeline.dataset()).table("twins").hasNoDuplicates()))
                .isEqualTo("expected table twins to have no duplicates by a:\n  a=1 in 2 rows");
        assertThat(failureOf(() -> orders().rowWhere("id", 1)))
                .isEqualTo("table orders has no row where id=1. It has no rows.");
        orders().isEmpty().containsExactlyRows("[]").containsExactlyDocuments("[]");
    }

    @Test
    void views_are_no_tables() {
        try (var dsl = pipeline.dataset().dsl()) {
            dsl.execute("CREATE VIEW t_dataset.open_orders AS SELECT * FROM t_dataset.orders");
        }

        assertThat(pipeline.dataset()).hasOnlyTables("orders");
    }

    @Test
    void duplicates_are_told_by_the_values_that_they_share() {
        orders().hasNoDuplicates("id").hasNoDuplicates();

        assertThat(failureOf(() -> orders().hasNoDuplicates("amount"))).isEqualTo("""
                        expected table orders to have no duplicates by amount:
                          amount=3 in 2 rows""");
    }

    @Test
    void columns_are_checked() {
        orders().hasColumns("id", "_dlt_id")
                .hasOnlyColumns("id", "state", "amount")
                .hasNoColumn("stat")
                .hasColumnOfType("id", "bigint")
                .hasColumnOfType("state", "text")
                .hasNoNulls("amount");
        orders().column("id").containsExactlyInAnyOrder(1L, 2L, 3L);

        assertThat(failureOf(() -> orders().hasColumns("id", "stat")))
                .isEqualTo("table orders has no column stat. It has id, state, amount.");
        assertThat(failureOf(() -> orders().hasOnlyColumns("id", "stat")))
                .isEqualTo("expected table orders to have only columns id, stat. Missing: stat. Not expected: state,"
                        + " amount.");
        assertThat(failureOf(() -> orders().hasNoColumn("id")))
                .isEqualTo("expected table orders to have no column id, but it has one: bigint.");
        assertThat(failureOf(() -> orders().hasColumnOfType("id", "text")))
                .isEqualTo("expected column orders.id to be of type text, but it is bigint.");
        assertThat(failureOf(() -> orders().hasNoNulls("state")))
                .isEqualTo("expected table orders to have a value for state in every row, but 1 of 3 rows has none.");
    }

    @Test
    void a_column_that_no_schema_describes_has_no_known_type() {
        try (var dsl = pipeline.dataset().dsl()) {
            dsl.execute("ALTER TABLE orders ADD COLUMN remark TEXT");
        }

        assertThat(failureOf(() -> orders().hasColumnOfType("remark", "text")))
                .isEqualTo("no committed schema describes column remark of table orders, so its type is not known.");
    }

    @Test
    void what_is_no_row_is_refused() {
        assertThatThrownBy(() -> orders().containsExactlyRows(1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected rows are maps, records, lists of them, JSON or CSV; java.lang.Integer is none of"
                        + " these.");
        assertThatThrownBy(() -> orders().containsExactlyRows("id,state\n1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("row 1 of the expected CSV has 1 cell, and the heading has 2: id,state.");
    }

    @Test
    void secrets_in_data_do_not_reach_a_failure() {
        pipeline.run(resource("calls").json("[{\"id\": 1, \"url\": \"https://api.example/x?token=abc\"}]"));

        assertThat(failureOf(() -> assertThat(pipeline.dataset())
                        .table("calls")
                        .rowWhere("id", 1)
                        .hasNull("url")))
                .isEqualTo("table calls, row id=1: url expected NULL but was https://api.example/x?token=***");
    }
}

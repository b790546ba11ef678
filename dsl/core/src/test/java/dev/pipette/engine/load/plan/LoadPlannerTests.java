package dev.pipette.engine.load.plan;

import static dev.pipette.Pipette.resource;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.Resource;
import dev.pipette.schema.Column;
import dev.pipette.schema.DataType;
import dev.pipette.schema.SchemaContract;
import dev.pipette.schema.TableColumn;
import dev.pipette.schema.ValueType;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadPlannerTests {
    @TempDir
    Path folder;

    private static Resource orders(Object... rows) {
        return resource("orders").rows(List.of(rows));
    }

    private static TableColumn has(String name, String sqlType, ValueType type) {
        return new TableColumn(name, sqlType, Optional.of(type), 0, 0, true);
    }

    private static List<TableColumn> table(TableColumn... columns) {
        List<TableColumn> all = new java.util.ArrayList<>(List.of(columns));
        all.add(has("_dlt_load_id", "VARCHAR", ValueType.TEXT));
        all.add(has("_dlt_id", "VARCHAR", ValueType.TEXT));
        return all;
    }

    /** Answers about the values that are there. */
    private record Values(boolean beyondDouble, int digits, Optional<String> view, Set<String> ownColumns)
            implements ExistingTables {
        @Override
        public boolean haveIntegersBeyondDouble(String table, String column) {
            return beyondDouble;
        }

        @Override
        public int integerDigits(String table, String column) {
            return digits;
        }

        @Override
        public Optional<String> inTheWay(String table) {
            return view;
        }
    }

    private static List<String> names(List<Column> columns) {
        return columns.stream().map(Column::name).toList();
    }

    @Test
    void a_first_load_makes_tables_with_their_system_columns() {
        try (WaitingPackage waiting = WaitingPackage.of(
                folder,
                orders(Map.of("id", 1, "lines", List.of(Map.of("sku", "A")))).merge("id"))) {
            LoadPlan plan = waiting.plan();

            assertThat(plan.changes())
                    .hasSize(2)
                    .allSatisfy(change -> assertThat(change).isInstanceOf(SchemaChange.MakeTable.class));
            SchemaChange.MakeTable orders =
                    (SchemaChange.MakeTable) plan.changes().get(0);
            SchemaChange.MakeTable lines =
                    (SchemaChange.MakeTable) plan.changes().get(1);
            assertThat(orders.table()).isEqualTo("orders");
            assertThat(names(orders.columns())).containsExactly("id", "_dlt_load_id", "_dlt_id");
            assertThat(orders.columns().getFirst().nullable()).as("a merge key").isFalse();
            assertThat(names(lines.columns()))
                    .containsExactly("sku", "_dlt_root_id", "_dlt_parent_id", "_dlt_list_idx", "_dlt_id");
            assertThat(plan.tables().keySet()).containsExactly("orders", "orders__lines");
            assertThat(plan.tables().values()).noneMatch(PreparedTable::alters);
            assertThat(plan.sentences())
                    .containsExactly(
                            "table orders was made with 1 column", "table orders__lines was made with 1 column");
            assertThat(plan.schema().table("orders").orElseThrow().writeDisposition())
                    .contains("merge");
        }
    }

    @Test
    void a_new_column_is_added_and_may_be_null() {
        try (WaitingPackage waiting = WaitingPackage.of(folder, orders(Map.of("id", 1, "state", "paid")))) {
            LoadPlan plan = waiting.plan(
                    waiting.emptySchema(),
                    Map.of("orders", table(has("id", "BIGINT", ValueType.BIGINT))),
                    ExistingTables.NONE);

            assertThat(plan.changes()).singleElement().isInstanceOfSatisfying(SchemaChange.AddColumn.class, added -> {
                assertThat(added.column().name()).isEqualTo("state");
                assertThat(added.column().nullable()).isTrue();
            });
            assertThat(plan.tables().get("orders")).matches(PreparedTable::alters);
            assertThat(plan.sentences()).containsExactly("column orders.state text was added");
        }
    }

    @Test
    void columns_that_a_merge_names_and_nobody_has_are_told() {
        Resource named = orders(Map.of("id", 1, "deleted", true, "updated_at", 5))
                .merge("id")
                .hardDelete("deletd")
                .dedupSort("updated");
        try (WaitingPackage waiting = WaitingPackage.of(folder, named)) {
            assertThat(waiting.plan().notes())
                    .containsExactly(
                            "resource orders: no row and no column of table orders is named 'deletd', which hardDelete"
                                    + " (--hard-delete) names, so no row was taken as deleted. Did you mean 'deleted'?",
                            "resource orders: no row and no column of table orders is named 'updated', which dedupSort"
                                    + " (--dedup-sort) names, so of several rows with one key the order of arrival decides.");
            Map<String, List<TableColumn>> tables = Map.of(
                    "orders",
                    table(has("deletd", "BOOLEAN", ValueType.BOOL), has("updated", "BIGINT", ValueType.BIGINT)));
            assertThat(waiting.plan(waiting.emptySchema(), tables, ExistingTables.NONE)
                            .notes())
                    .isEmpty();
        }
    }

    @Test
    void a_number_that_deletes_is_told() {
        Resource numbered = orders(Map.of("id", 1, "deleted", 0)).merge("id").hardDelete("deleted");
        try (WaitingPackage waiting = WaitingPackage.of(folder, numbered)) {
            assertThat(waiting.plan().notes())
                    .containsExactly(
                            "resource orders: column 'deleted', which hardDelete (--hard-delete) names, is bigint, so each row"
                                    + " with a value in it deletes, 0 as well. Where 0 keeps a row, make it true or false"
                                    + " where the rows come from, or with .map(..).");
        }
    }

    @Test
    void integers_become_doubles_where_a_double_holds_all_that_are_there_and_stay_beside_them_where_not() {
        Map<String, List<TableColumn>> tables = Map.of("orders", table(has("total", "BIGINT", ValueType.BIGINT)));
        try (WaitingPackage waiting = WaitingPackage.of(folder, orders(Map.of("total", 2.5)))) {
            LoadPlan widened =
                    waiting.plan(waiting.emptySchema(), tables, new Values(false, 1, Optional.empty(), Set.of()));
            assertThat(widened.changes())
                    .singleElement()
                    .isInstanceOfSatisfying(
                            SchemaChange.WidenColumn.class,
                            change -> assertThat(change.column().dataType()).contains(DataType.DOUBLE));
            assertThat(widened.sentences()).containsExactly("column orders.total was widened from bigint to double");

            LoadPlan beside =
                    waiting.plan(waiting.emptySchema(), tables, new Values(true, 19, Optional.empty(), Set.of()));
            assertThat(beside.changes()).singleElement().isInstanceOfSatisfying(SchemaChange.AddColumn.class, added -> {
                assertThat(added.column().name()).isEqualTo("total__v_double");
                assertThat(added.column().variant()).isTrue();
            });
        }
    }

    @Test
    void a_decimal_gets_more_places_only_where_the_digits_that_are_there_leave_room() {
        TableColumn there = new TableColumn("total", "DECIMAL(38,2)", Optional.of(ValueType.DECIMAL), 38, 2, true);
        Map<String, List<TableColumn>> tables = Map.of("orders", table(there));
        try (WaitingPackage waiting = WaitingPackage.of(folder, orders(Map.of("total", new BigDecimal("1.00005"))))) {
            assertThat(waiting.plan(waiting.emptySchema(), tables, new Values(false, 7, Optional.empty(), Set.of()))
                            .sentences())
                    .containsExactly("column orders.total was widened from decimal(38,2) to decimal(38,5)");
            assertThat(waiting.plan(waiting.emptySchema(), tables, new Values(false, 36, Optional.empty(), Set.of()))
                            .changes())
                    .allSatisfy(change -> assertThat(change).isInstanceOf(SchemaChange.AddColumn.class));
        }
    }

    @Test
    void nested_tables_of_an_append_get_root_ids_before_a_merge() {
        Resource merged = orders(Map.of("id", 1, "lines", List.of(Map.of("sku", "A", "tags", List.of("x")))))
                .merge("id");
        try (WaitingPackage waiting = WaitingPackage.of(folder, merged)) {
            List<TableColumn> nested = List.of(
                    has("sku", "VARCHAR", ValueType.TEXT),
                    has("value", "VARCHAR", ValueType.TEXT),
                    has("_dlt_parent_id", "VARCHAR", ValueType.TEXT),
                    has("_dlt_list_idx", "BIGINT", ValueType.BIGINT),
                    has("_dlt_id", "VARCHAR", ValueType.TEXT));

            LoadPlan plan = waiting.plan(
                    waiting.emptySchema(),
                    Map.of(
                            "orders", table(has("id", "BIGINT", ValueType.BIGINT)),
                            "orders__lines", nested,
                            "orders__lines__tags", nested),
                    ExistingTables.NONE);

            assertThat(plan.changes())
                    .containsExactly(
                            new SchemaChange.AddRootIds("orders__lines", "orders", true),
                            new SchemaChange.AddRootIds("orders__lines__tags", "orders__lines", false));
        }
    }

    @Test
    void a_table_without_rows_is_planned_only_where_it_is_replaced() {
        try (WaitingPackage waiting = WaitingPackage.of(
                folder,
                orders(Map.of("id", 1)),
                resource("notes").rows(List.of()).replace())) {
            assertThat(waiting.plan().tables().keySet()).containsExactly("orders");
        }
    }

    @Test
    void a_name_that_something_else_has_is_refused() {
        try (WaitingPackage waiting = WaitingPackage.of(folder, orders(Map.of("id", 1, "ctid", "x")))) {
            assertThatThrownBy(() -> waiting.plan(
                            waiting.emptySchema(), Map.of(), new Values(false, 1, Optional.of("a view"), Set.of())))
                    .hasMessageStartingWith(
                            "[LOAD_REFUSED] table shop_dataset.orders cannot be made: a view has this name.");
            assertThatThrownBy(() -> waiting.plan(
                            waiting.emptySchema(), Map.of(), new Values(false, 1, Optional.empty(), Set.of("ctid"))))
                    .hasMessageStartingWith("[NAME_COLLISION] table shop_dataset.orders cannot have a column 'ctid'");
        }
    }

    private static LoadPlan planned(WaitingPackage waiting) {
        return waiting.plan(
                waiting.emptySchema(),
                Map.of("orders", table(has("id", "BIGINT", ValueType.BIGINT))),
                ExistingTables.NONE);
    }

    @Test
    void a_frozen_schema_refuses_all_changes_at_once() {
        Resource surprising = orders(
                        Map.of("id", 1),
                        Map.of("id", "two", "state", "paid", "lines", List.of(Map.of("sku", "A"), Map.of("sku", "B"))),
                        Map.of("id", 3, "state", "open"))
                .contract(SchemaContract.frozen());
        try (WaitingPackage waiting = WaitingPackage.of(folder, surprising)) {
            assertThatThrownBy(() -> planned(waiting))
                    .hasMessage(
                            "[CONTRACT_BROKEN] the schema contract of dataset shop_dataset does not allow 3 changes: column"
                                    + " orders.id is bigint, and would be changed or have another column beside it for a value, 'two'"
                                    + " in row 2 (data_type: freeze); column orders.state would be added for 2 values, the first"
                                    + " 'paid' in row 2 (columns: freeze); table orders__lines would be made for 2 rows (tables:"
                                    + " freeze). Nothing was loaded. Correct the rows, or allow it with"
                                    + " .contract(SchemaContract.evolving()) (--contract evolve), and run again.");
        }
    }

    @Test
    void values_and_tables_that_a_contract_discards_are_left_out_and_told() {
        Resource surprising = orders(
                        Map.of("id", 1), Map.of("id", "two", "state", "paid", "lines", List.of(Map.of("sku", "A"))))
                .contract(SchemaContract.of("discard_value"));
        try (WaitingPackage waiting = WaitingPackage.of(folder, surprising)) {
            LoadPlan plan = planned(waiting);

            assertThat(plan.changes()).isEmpty();
            assertThat(plan.tables().keySet()).containsExactly("orders");
            assertThat(names(requireNonNull(plan.tables().get("orders")).columns()))
                    .containsExactly("id", "_dlt_load_id", "_dlt_id");
            assertThat(plan.schema().table("orders__lines")).isEmpty();
            assertThat(plan.notes())
                    .containsExactly(
                            "column orders.id is bigint, and would be changed or have another column beside it for a"
                                    + " value, 'two' in row 2: not loaded, as the contract says data_type: discard_value",
                            "column orders.state would be added for a value, 'paid' in row 2: not loaded, as the contract"
                                    + " says columns: discard_value",
                            "table orders__lines would be made for 1 row: not loaded, as the contract says tables:"
                                    + " discard_value");
        }
    }

    @Test
    void a_contract_lets_a_new_table_have_the_columns_that_its_rows_need() {
        Resource frozen =
                orders(Map.of("id", 1, "state", "paid")).contract(SchemaContract.of("columns=freeze,data_type=freeze"));
        try (WaitingPackage waiting = WaitingPackage.of(folder, frozen)) {
            LoadPlan plan = waiting.plan();

            assertThat(names(requireNonNull(plan.tables().get("orders")).columns()))
                    .containsExactlyInAnyOrder("id", "state", "_dlt_load_id", "_dlt_id");
            assertThat(plan.schema().table("orders").orElseThrow().hint("schema_contract"))
                    .contains(Map.of("columns", "freeze", "data_type", "freeze"));
        }
    }

    @Test
    void a_column_that_rows_are_merged_by_is_never_left_out() {
        Resource merged = orders(Map.of("id", 1, "shop", 2))
                .merge("id", "shop")
                .contract(SchemaContract.of("columns=discard_value"));
        try (WaitingPackage waiting = WaitingPackage.of(folder, merged)) {
            assertThatThrownBy(() -> planned(waiting))
                    .hasMessageContaining(
                            "column orders.shop would be added for a value, '2' in row 1 (columns: freeze)");
        }
    }
}

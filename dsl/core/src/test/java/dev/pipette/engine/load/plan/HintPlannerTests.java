package dev.pipette.engine.load.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.engine.manifest.PackageTable;
import dev.pipette.engine.manifest.ResourceLoad;
import dev.pipette.engine.manifest.TableRules;
import dev.pipette.schema.Column;
import dev.pipette.schema.DataType;
import dev.pipette.schema.Naming;
import dev.pipette.schema.TableColumn;
import dev.pipette.schema.TableDetails;
import dev.pipette.schema.TableReference;
import dev.pipette.schema.ValueType;
import dev.pipette.schema.WriteDisposition;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class HintPlannerTests {
    private static final List<TableColumn> THERE = Stream.of("id", "shop", "day")
            .map(name -> new TableColumn(name, "BIGINT", Optional.of(ValueType.BIGINT), 64, 0, true))
            .toList();

    /** What is there: details of the table, names of indexes, and nothing that breaks a key. */
    private record There(Optional<TableDetails> known, Set<String> indexes) implements ExistingTables {
        static There with(TableDetails details) {
            return new There(Optional.of(details), Set.of());
        }

        @Override
        public Optional<TableDetails> details(String table) {
            return known;
        }

        @Override
        public boolean isIndex(String name) {
            return indexes.contains(name);
        }

        @Override
        public boolean haveIntegersBeyondDouble(String table, String column) {
            return false;
        }

        @Override
        public int integerDigits(String table, String column) {
            return 1;
        }

        @Override
        public Optional<String> inTheWay(String table) {
            return Optional.empty();
        }

        @Override
        public Set<String> ownColumns() {
            return Set.of();
        }
    }

    private static TableRules rules(boolean primaryKey, List<List<String>> uniqueKeys, List<List<String>> indexes) {
        return new TableRules(null, primaryKey, uniqueKeys, indexes, List.of(), List.of());
    }

    private static TableDetails details(Optional<String> closed) {
        return new TableDetails(List.of(), List.of(), List.of(), List.of(), Optional.empty(), Map.of(), closed);
    }

    private static HintPlan plan(There there, TableRules rules) {
        ResourceLoad orders = ResourceLoad.builder()
                .name("orders")
                .table("orders")
                .disposition(new WriteDisposition.Merge(List.of("id")))
                .input("")
                .inputExact(false)
                .resetsState(false)
                .rules(rules)
                .build();
        PackageTable table =
                PackageTable.builder().name("orders").root("orders").rows(1).build();
        TablePlan plan =
                new TablePlan(table, List.of(), false, List.of(), List.of(), List.of(), Map.of(), List.of(), List.of());
        List<Column> columns = THERE.stream()
                .map(column -> Column.of(column.name(), DataType.BIGINT))
                .toList();
        return new HintPlanner(there, Naming.snakeCase(30), "shop").plan(orders, plan, THERE, columns);
    }

    @Test
    void what_is_there_is_not_made_again() {
        TableDetails all = new TableDetails(
                List.of("id"),
                List.of(List.of("shop", "day")),
                List.of(List.of("day")),
                List.of(),
                Optional.empty(),
                Map.of(),
                Optional.of("closed"));

        HintPlan plan = plan(
                There.with(all),
                rules(true, List.of(List.of("day", "shop"), List.of("id")), List.of(List.of("day"), List.of("id"))));

        assertThat(plan).isEqualTo(new HintPlan());
    }

    @Test
    void a_key_that_is_declared_twice_and_its_index_are_made_once() {
        HintPlan plan = plan(
                There.with(TableDetails.NONE),
                rules(
                        true,
                        List.of(List.of("id"), List.of("shop", "day")),
                        List.of(List.of("shop", "day"), List.of("id"))));

        assertThat(plan.changes())
                .containsExactly(
                        new SchemaChange.AddKey("orders", List.of("id"), true),
                        new SchemaChange.AddKey("orders", List.of("shop", "day"), false));
        assertThat(plan.lastChanges()).isEmpty();
    }

    @Test
    void an_index_gets_a_name_that_no_other_has_and_that_the_destination_takes() {
        There taken = new There(Optional.of(TableDetails.NONE), Set.of("orders_day_idx", "orders_day_idx2"));

        HintPlan plan = plan(taken, rules(false, List.of(), List.of(List.of("day"), List.of("day", "shop", "id"))));

        assertThat(plan.lastChanges().getFirst())
                .isEqualTo(new SchemaChange.AddIndex("orders", "orders_day_idx3", List.of("day")));
        assertThat(((SchemaChange.AddIndex) plan.lastChanges().getLast()).name())
                .isEqualTo("orders_day_shop_id_idx");
        assertThat(Naming.snakeCase(30).identifier("orders_" + "x".repeat(40) + "_idx"))
                .hasSize(30);
    }

    @Test
    void a_destination_that_makes_none_keeps_them_in_the_document_and_says_so() {
        HintPlan plan = plan(new There(Optional.empty(), Set.of()), rules(true, List.of(), List.of()));

        assertThat(plan.changes()).isEmpty();
        assertThat(plan.notes())
                .containsExactly("table orders: keys, indexes and descriptions are kept in the schema document only,"
                        + " because the destination makes none");
    }

    @Test
    void a_table_that_no_key_can_be_added_to_is_refused_with_the_reason() {
        There closed = There.with(details(Optional.of("it has an index. Drop it.")));

        assertThatThrownBy(() -> plan(closed, rules(false, List.of(List.of("day")), List.of())))
                .hasMessage("[LOAD_REFUSED] table shop.orders: unique (day) cannot be made: it has an index. Drop it."
                        + " Nothing was changed.");
    }

    @Test
    void a_column_of_the_primary_key_stays_not_null() {
        TableDetails keyed = new TableDetails(
                List.of("day"), List.of(), List.of(), List.of(), Optional.empty(), Map.of(), Optional.empty());
        HintRefusals refusals = new HintRefusals(There.with(keyed), "shop");

        assertThatThrownBy(() -> refusals.checkNotKey("orders", "day", keyed))
                .hasMessage(
                        "[LOAD_REFUSED] table shop.orders, column 'day': it is declared nullable(), and the table has"
                                + " the primary key (day). Leave nullable() out, or drop the primary key. Nothing was changed.");
    }

    @Test
    void a_foreign_key_may_refer_to_a_key_that_is_made_in_the_same_load() {
        TableReference reference = new TableReference(List.of("shop"), "shops", List.of("id"));
        HintRefusals refusals = new HintRefusals(There.with(TableDetails.NONE), "shop");
        SchemaChange made = new SchemaChange.MakeTable("shops", List.of());

        refusals.checkReferred(
                "orders", reference, List.of(made, new SchemaChange.AddKey("shops", List.of("id"), false)), Set.of());

        assertThatThrownBy(() -> refusals.checkReferred("orders", reference, List.of(made), Set.of()))
                .hasMessageContaining("table shop.shops has no key (id)");
        assertThatThrownBy(() -> refusals.checkReferred("orders", reference, List.of(), Set.of("orders")))
                .hasMessageContaining("there is no table shop.shops");
    }
}

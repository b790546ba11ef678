package dev.pipette.engine.load.migrate;

import static dev.pipette.schema.Migration.drop;
import static dev.pipette.schema.Migration.rename;
import static dev.pipette.schema.Migration.restore;
import static dev.pipette.schema.Migration.retype;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.Pipette;
import dev.pipette.schema.Column;
import dev.pipette.schema.ColumnHint;
import dev.pipette.schema.ColumnMemory;
import dev.pipette.schema.DataType;
import dev.pipette.schema.Migration;
import dev.pipette.schema.Naming;
import dev.pipette.schema.Schema;
import dev.pipette.schema.SystemColumns;
import dev.pipette.schema.TableColumn;
import dev.pipette.schema.TableSchema;
import dev.pipette.schema.ValueType;
import dev.pipette.spi.ColumnChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.Condition;
import org.junit.jupiter.api.Test;

class MigrationPlannerTests {
    private static final TableSchema ORDERS = TableSchema.root("orders", "merge")
            .withColumn(Column.of("id", DataType.BIGINT).withPrimaryKey(true))
            .withColumn(Column.of("cust", DataType.TEXT))
            .withColumn(Column.of("cust__v_bigint", DataType.BIGINT).withVariant(true))
            .withColumn(Column.of("at", DataType.BIGINT).withIncremental(true))
            .withColumn(SystemColumns.loadId())
            .withColumn(SystemColumns.rowId())
            .withSeenData();

    private static final Map<String, List<TableColumn>> THERE = Map.of(
            "orders",
            List.of(
                    there("id", "BIGINT", ValueType.BIGINT),
                    there("cust", "VARCHAR", ValueType.TEXT),
                    there("cust__v_bigint", "BIGINT", ValueType.BIGINT),
                    there("at", "BIGINT", ValueType.BIGINT),
                    there("_dlt_load_id", "VARCHAR", ValueType.TEXT),
                    there("_dlt_id", "VARCHAR", ValueType.TEXT)));

    private static TableColumn there(String name, String sqlType, ValueType type) {
        return new TableColumn(name, sqlType, Optional.of(type), 0, 0, true);
    }

    /** Three rows, of which some do not become another type. */
    private record Facts(long misfits, String keeper, List<String> others) implements MigrationFacts {
        static final Facts NONE = new Facts(0, "", List.of());

        @Override
        public long rows(String table) {
            return 3;
        }

        @Override
        public long values(String table, String column) {
            return 2;
        }

        @Override
        public Optional<String> keeping(String table, String column, ColumnChange change) {
            return Optional.of(keeper).filter(text -> !text.isEmpty());
        }

        @Override
        public Misfits misfits(String table, String column, Condition condition) {
            return new Misfits(misfits, misfits == 0 ? List.of() : List.of("x"));
        }

        @Override
        public List<String> otherSchemas(String table) {
            return others;
        }

        @Override
        public boolean hasLedger(String resource) {
            return true;
        }
    }

    private static Schema schema(TableSchema... more) {
        Schema schema = Schema.create("shop").withTable(ORDERS);
        for (TableSchema table : more) {
            schema = schema.withTable(table);
        }
        return schema.bumped();
    }

    private static MigrationPlan plan(Migration migration) {
        return plan(schema(), THERE, Facts.NONE, migration);
    }

    private static MigrationPlan plan(
            Schema schema, Map<String, List<TableColumn>> there, MigrationFacts facts, Migration migration) {
        return new MigrationPlanner("data", schema, there, facts, Naming.snakeCase(63)).plan(migration);
    }

    private static void assertRefused(Migration migration, String problem) {
        assertThatThrownBy(() -> plan(migration)).hasMessage(problem + " Nothing was changed.");
    }

    @Test
    void a_column_is_renamed_in_its_place_with_what_is_beside_it() {
        MigrationPlan plan = plan(rename("orders.cust", "customer_id"));

        assertThat(plan.changes())
                .containsExactly(
                        new ColumnMigration.Rename("orders", "cust", "customer_id", "", 3, true),
                        new ColumnMigration.Rename(
                                "orders", "cust__v_bigint", "customer_id__v_bigint", "cust", 3, true));
        TableSchema after = plan.schema().table("orders").orElseThrow();
        assertThat(after.columnNames())
                .containsExactly("id", "customer_id", "customer_id__v_bigint", "at", "_dlt_load_id", "_dlt_id");
        assertThat(ColumnMemory.newNames(after)).containsExactly(Map.entry("cust", "customer_id"));
        assertThat(plan.schema().version()).isEqualTo(schema().version() + 1);
        assertThat(Schema.fromJson(plan.schema().toJson()).versionHash())
                .isEqualTo(plan.schema().hash());
    }

    @Test
    void a_new_name_has_to_be_free_with_what_is_beside_it() {
        TableSchema taken = ORDERS.withColumn(Column.of("note__v_bigint", DataType.BIGINT));

        assertThatThrownBy(() -> plan(
                        Schema.create("shop").withTable(taken).bumped(),
                        THERE,
                        Facts.NONE,
                        rename("orders.cust", "note")))
                .hasMessage(
                        "[NAME_COLLISION] migrate data: column orders.cust cannot be renamed 'note': column cust__v_bigint"
                                + " with its values of another type would become note__v_bigint, and table orders has a column of that"
                                + " name. Choose another name, or drop or rename note__v_bigint first. Nothing was changed.");
        assertRefused(
                rename("orders.cust", "   "),
                "[BAD_USAGE] migrate data: column orders.cust cannot be renamed '   ': a name has at least one character that"
                        + " is no blank.");
    }

    @Test
    void foreign_keys_name_the_column_by_its_new_name() {
        Map<String, Object> reference = Map.of(
                "columns", List.of("order_id"), "referenced_table", "orders", "referenced_columns", List.of("id"));
        TableSchema lines = TableSchema.root("lines", "append")
                .withColumn(Column.of("order_id", DataType.BIGINT))
                .withHint("references", List.of(reference));

        MigrationPlan plan = plan(schema(lines), THERE, Facts.NONE, rename("orders.id", "number"));

        assertThat(plan.schema().table("lines").orElseThrow().hint("references").orElseThrow())
                .asString()
                .contains("referenced_columns=[number]");
        assertThatThrownBy(() -> plan(schema(lines), THERE, Facts.NONE, drop("lines.order_id")))
                .hasMessageContaining(
                        "column lines.order_id cannot be dropped: a key, an index or a foreign key is declared"
                                + " for it. Leave the declaration out first.");
    }

    @Test
    void what_was_done_is_not_done_again() {
        Migration migration = rename("orders.cust", "customer_id");
        Schema after = plan(migration).schema();
        List<TableColumn> there = new ArrayList<>(THERE.get("orders"));
        there.set(1, there("customer_id", "VARCHAR", ValueType.TEXT));
        there.set(2, there("customer_id__v_bigint", "BIGINT", ValueType.BIGINT));

        MigrationPlan again = plan(after, Map.of("orders", there), Facts.NONE, migration);

        assertThat(again.changes()).isEmpty();
        assertThat(again.done()).containsExactly("column orders.cust was renamed customer_id before");
        assertThat(again.schema().versionHash()).isEqualTo(after.versionHash());
        assertThat(again.drift()).isEmpty();
    }

    @Test
    void a_rename_that_somebody_made_at_the_destination_is_only_remembered() {
        List<TableColumn> there = new ArrayList<>(THERE.get("orders"));
        there.set(1, there("customer_id", "VARCHAR", ValueType.TEXT));

        MigrationPlan plan = plan(schema(), Map.of("orders", there), Facts.NONE, rename("orders.cust", "customer_id"));

        assertThat(plan.changes().getFirst().isThere()).isFalse();
        assertThat(plan.drift())
                .containsExactly(
                        "column orders.cust is missing at the destination; the next values that arrive make it again",
                        "column orders.customer_id was added at the destination; no load filled it");
    }

    @Test
    void a_dropped_column_is_remembered_by_all_its_names_until_it_is_restored() {
        Schema renamed = plan(rename("orders.cust", "customer_id")).schema();
        List<TableColumn> there = new ArrayList<>(THERE.get("orders"));
        there.set(1, there("customer_id", "VARCHAR", ValueType.TEXT));
        there.set(2, there("customer_id__v_bigint", "BIGINT", ValueType.BIGINT));

        MigrationPlan plan = plan(renamed, Map.of("orders", there), Facts.NONE, drop("orders.customer_id"));

        assertThat(plan.changes())
                .containsExactly(
                        new ColumnMigration.Drop("orders", "customer_id", "", 3, 2, true),
                        new ColumnMigration.Drop("orders", "customer_id__v_bigint", "customer_id", 3, 2, true));
        TableSchema after = plan.schema().table("orders").orElseThrow();
        assertThat(ColumnMemory.dropped(after)).containsExactly("customer_id", "cust");
        assertThat(after.columnNames()).doesNotContain("customer_id", "customer_id__v_bigint");
        MigrationPlan restored = plan(plan.schema(), THERE, Facts.NONE, restore("orders.cust"));
        assertThat(ColumnMemory.dropped(restored.schema().table("orders").orElseThrow()))
                .containsExactly("customer_id");
    }

    @Test
    void a_type_is_chosen_where_every_value_has_one() {
        MigrationPlan plan = plan(retype("orders.cust", Pipette.bigint()));

        assertThat(plan.changes()).singleElement().isInstanceOfSatisfying(ColumnMigration.Retype.class, retype -> {
            assertThat(retype.words()).isEqualTo("cust is changed from varchar to bigint");
            assertThat(retype.isThere()).isTrue();
        });
        Column cust = plan.schema().table("orders").orElseThrow().column("cust").orElseThrow();
        assertThat(cust.dataType()).contains(DataType.BIGINT);
        assertThat(ColumnMemory.isRetyped(cust)).isTrue();
        assertThatThrownBy(() ->
                        plan(schema(), THERE, new Facts(1200, "", List.of()), retype("orders.cust", Pipette.bigint())))
                .hasMessage(
                        "[TYPE_MISMATCH] migrate data: column orders.cust: 1,200 values do not become bigint without"
                                + " loss (first: 'x'). Correct or delete such rows at the destination, or choose another type."
                                + " Nothing was changed.");
    }

    @Test
    void steps_that_cannot_be_are_all_named_at_once() {
        assertRefused(
                rename("order.cust", "x")
                        .andRename("orders.cus", "x")
                        .andRename("orders.id", "cust")
                        .andRename("orders.at", "_dlt_at")
                        .andDrop("orders.id")
                        .andDrop("orders.cust__v_bigint")
                        .andRetype("orders.at", Pipette.text()),
                "[BAD_USAGE] migrate data: column orders.at cannot be given another type: a cursor follows it, which compares"
                        + " values of the type that it has. column orders.id cannot be dropped: it is of the key of the"
                        + " table. column orders.cust__v_bigint has the values that do not fit column 'cust', and is not"
                        + " dropped alone. the pipeline has no table 'order'. Did you mean 'orders'? table orders has no"
                        + " column 'cus'. Did you mean 'cust'? column orders.id is named by several steps. Do one after the"
                        + " other. '_dlt_at' is a name that Pipette keeps for itself.");
    }

    @Test
    void a_new_name_must_be_free() {
        assertRefused(
                rename("orders.cust", "at"),
                "[NAME_COLLISION] migrate data: column orders.cust cannot be renamed, because table orders has a column"
                        + " 'at'.");
        assertRefused(
                rename("orders.cust", "x").andRename("orders.at", "x"),
                "[NAME_COLLISION] migrate data: column orders.at cannot be renamed, because table orders has a column"
                        + " 'x'.");
    }

    @Test
    void types_that_do_not_become_one_another_are_named() {
        assertThatThrownBy(() -> plan(retype("orders.id", Pipette.timestamp())))
                .hasMessageStartingWith(
                        "[BAD_USAGE] migrate data: column orders.id is bigint, which a migration does not"
                                + " change to timestamp: numbers become other numbers and text;");
    }

    @Test
    void what_uses_a_column_is_named() {
        Facts kept = new Facts(0, "view data.daily uses it. Drop the view first.", List.of());

        assertThatThrownBy(() -> plan(schema(), THERE, kept, drop("orders.cust")))
                .hasMessage(
                        "[LOAD_REFUSED] migrate data: column orders.cust cannot be dropped, because view data.daily uses"
                                + " it. Drop the view first. Nothing was changed.");
        assertThatThrownBy(() -> plan(schema(), THERE, new Facts(0, "", List.of("second")), rename("orders.cust", "x")))
                .hasMessageContaining("table orders is also in schema second of the dataset");
    }

    @Test
    void a_file_name_by_which_rows_of_files_are_known_stays() {
        TableSchema files = TableSchema.root("files", "append").withColumn(Column.of("_file_name", DataType.TEXT));

        assertThatThrownBy(() -> plan(schema(files), THERE, Facts.NONE, drop("files._file_name")))
                .hasMessageContaining(
                        "column files._file_name cannot be dropped: the rows of loaded files are known by it.");
    }

    @Test
    void a_migration_names_a_column_with_its_table_and_a_plain_type() {
        assertThatThrownBy(() -> rename("cust", "x"))
                .hasMessage("[BAD_USAGE] 'cust' is not a column with its table. Write it like orders.cust.");
        assertThatThrownBy(() -> retype("orders.cust", ColumnHint.inferred()))
                .hasMessage("[BAD_USAGE] the new type of column 'cust' is missing. Name one, such as bigint().");
        assertThatThrownBy(() -> retype("orders.cust", Pipette.bigint().notNull()))
                .hasMessage(
                        "[BAD_USAGE] the new type of column 'cust' is 'bigint not null', and a migration changes the"
                                + " type alone. Leave the rest out.");
    }

    @Test
    void a_table_that_is_gone_is_told() {
        assertThat(plan(schema(), Map.of(), Facts.NONE, Migration.NONE).drift())
                .containsExactly("table orders is missing at the destination; the next load makes it again");
    }
}

package dev.pipette.engine.load.plan;

import static dev.pipette.Pipette.bigint;
import static dev.pipette.Pipette.resource;
import static dev.pipette.check.Checks.notNull;
import static dev.pipette.check.Checks.references;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.Pipette;
import dev.pipette.engine.manifest.ColumnForm;
import dev.pipette.engine.manifest.Manifest;
import dev.pipette.engine.manifest.ResourceLoad;
import dev.pipette.schema.Column;
import dev.pipette.schema.ColumnMemory;
import dev.pipette.schema.DataType;
import dev.pipette.schema.Schema;
import dev.pipette.schema.TableSchema;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CurrentNamesTests {
    @TempDir
    Path folder;

    private static Schema renamed(WaitingPackage waiting, String table, String from, String to) {
        TableSchema known = TableSchema.root(table, "merge").withColumn(Column.of(from, DataType.BIGINT));
        return waiting.emptySchema().withTable(ColumnMemory.renamed(known, from, to));
    }

    @Test
    void all_that_names_a_column_of_the_table_names_it_anew() {
        try (WaitingPackage waiting = WaitingPackage.of(
                folder,
                resource("orders")
                        .rows(List.of(Map.of("num", 1, "at", 2)))
                        .merge("num")
                        .skipUnchanged()
                        .column("num", bigint().indexed().describedAs("of the shop"))
                        .incremental(Pipette.cursor("num", Long.class))
                        .check(notNull("num"), references("at", "orders", "num")))) {
            Manifest named = CurrentNames.of(waiting.manifest(), renamed(waiting, "orders", "num", "number"));

            assertThat(named.tables().getFirst().columns()).contains("number").doesNotContain("num");
            ResourceLoad load = named.resources().getFirst();
            assertThat(load.mergeKey()).containsExactly("number");
            assertThat(load.primaryKey()).containsExactly("number");
            assertThat(load.hints()).extracting(ResourceLoad.Hint::column).containsExactly("number");
            assertThat(load.cursor()).satisfies(cursor -> {
                assertThat(cursor.column()).isEqualTo("number");
                assertThat(cursor.path()).isEqualTo("num");
                assertThat(cursor.rules().key()).containsExactly("number");
            });
            assertThat(load.rules()).satisfies(rules -> {
                assertThat(rules.indexes()).containsExactly(List.of("number"));
                assertThat(rules.columns())
                        .singleElement()
                        .matches(rule -> rule.column().equals("number"));
            });
            assertThat(load.declaredChecks())
                    .extracting(Object::toString)
                    .containsExactly("not_null(number)", "references(at, orders, number)");
            assertThat(named.tables().getFirst().forms("number"))
                    .extracting(ColumnForm::inPackage)
                    .containsOnly("num");
        }
    }

    @Test
    void a_package_without_renamed_columns_stays_as_it_is() {
        try (WaitingPackage waiting =
                WaitingPackage.of(folder, resource("orders").rows(List.of(Map.of("num", 1))))) {
            assertThat(CurrentNames.of(waiting.manifest(), waiting.emptySchema()))
                    .isSameAs(waiting.manifest());
        }
    }

    @Test
    void a_column_of_another_table_keeps_its_name() {
        try (WaitingPackage waiting = WaitingPackage.of(
                folder, resource("orders").rows(List.of(Map.of("num", 1))).merge("num"))) {
            Manifest named = CurrentNames.of(waiting.manifest(), renamed(waiting, "items", "num", "number"));

            assertThat(named.tables()).isEqualTo(waiting.manifest().tables());
            assertThat(named.resources()).isEqualTo(waiting.manifest().resources());
        }
    }
}

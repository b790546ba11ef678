package dev.pipette.testing;

import dev.pipette.schema.Column;
import dev.pipette.schema.TableSchema;

/**
 * Assertions about one column of a schema.
 *
 * <pre>{@code
 * assertThat(pipeline.schema()).hasColumn("orders", "amount").ofType("decimal(12,2)").nullable();
 * // expected column orders.amount to be of type decimal(12,2), but it is double.
 * }</pre>
 */
public class ColumnAssert extends PipetteAssert<ColumnAssert, ColumnAssert.Subject> {
    /** A column of a table. */
    public record Subject(TableSchema table, Column column) {
        @Override
        public String toString() {
            return table.name() + "." + column.name();
        }
    }

    /** Makes assertions about a column. */
    public ColumnAssert(Subject actual) {
        super(actual, ColumnAssert.class);
    }

    /** Checks the type, in the words in which a schema prints: {@code bigint}, {@code decimal(12,2)}. */
    public ColumnAssert ofType(String type) {
        isNotNull();
        String found = actual.column().typeText();
        return check(found.equals(type), () -> Failures.columnType(actual.toString(), type, found));
    }

    /** Checks that the column takes NULL. */
    public ColumnAssert nullable() {
        isNotNull();
        return check(actual.column().nullable(), () -> Failures.nullability(actual.toString(), true));
    }

    /** Checks that the column does not take NULL. */
    public ColumnAssert notNullable() {
        isNotNull();
        return check(!actual.column().nullable(), () -> Failures.nullability(actual.toString(), false));
    }

    /** Checks that the column is part of the primary key. */
    public ColumnAssert inPrimaryKey() {
        isNotNull();
        return check(
                actual.column().primaryKey(),
                () -> Failures.noKey(
                        actual.toString(),
                        actual.table().columnsWith(Column::primaryKey).stream()
                                .map(Column::name)
                                .toList()));
    }
}

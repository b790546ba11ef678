package dev.pipette.engine.manifest;

import dev.pipette.schema.ValueType;
import org.jspecify.annotations.Nullable;

/**
 * One type in which a column of a package was seen.
 *
 * @param column normalized name of the column
 * @param kind the type that the values arrived with; with the column's name it identifies the form
 * @param decided the type that all of them have: another one than {@code kind} where all texts are timestamps, or where
 *     a file of text turned out to hold numbers
 * @param text whether the package stores the values as text, which casts to {@code decided} without loss
 * @param count values that are not NULL
 * @param integerDigits for decimals, and what is declared to be a decimal, the most digits before the point
 * @param scale for decimals, and what is declared to be a decimal, the most digits after the point
 * @param naiveZone the time zone in which times without an offset become instants, where the column holds instants: in
 *     a schema that dlt made, which does so; null where the two are never mixed
 */
public record ColumnForm(
        String column,
        ValueType kind,
        ValueType decided,
        boolean text,
        long count,
        int integerDigits,
        int scale,
        @Nullable String naiveZone) {
    public ColumnForm(
            String column, ValueType kind, ValueType decided, boolean text, long count, int integerDigits, int scale) {
        this(column, kind, decided, text, count, integerDigits, scale, null);
    }

    /** Whether the values are text that was found to hold dates or times. */
    public boolean isTextOfTime() {
        return kind == ValueType.TEXT
                && switch (decided) {
                    case DATE, TIME, TIMESTAMP, LOCAL_TIMESTAMP -> true;
                    case BOOL, BIGINT, DECIMAL, DOUBLE, BINARY, JSON, TEXT -> false;
                };
    }

    public ColumnForm decidedAs(ValueType type) {
        return new ColumnForm(column, kind, type, text, count, integerDigits, scale, naiveZone);
    }

    ColumnForm naiveIn(String zone) {
        return new ColumnForm(column, kind, decided, text, count, integerDigits, scale, zone);
    }

    public ColumnForm withDigits(int newIntegerDigits, int newScale) {
        return new ColumnForm(column, kind, decided, text, count, newIntegerDigits, newScale, naiveZone);
    }
}

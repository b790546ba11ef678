package dev.pipette.engine.manifest;

import com.fasterxml.jackson.annotation.JsonInclude;
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
 * @param unfit true where some of the texts are not values of the type that is declared, and their rows are rejected: these are
 *     NULL in the decided type; else null
 * @param source the column's name in the package, where a migration gave the table's column another one; null elsewhere, and
 *     in every manifest
 */
public record ColumnForm(
        String column,
        ValueType kind,
        ValueType decided,
        boolean text,
        long count,
        int integerDigits,
        int scale,
        @Nullable String naiveZone,
        @Nullable Boolean unfit,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String source) {
    public ColumnForm(
            String column, ValueType kind, ValueType decided, boolean text, long count, int integerDigits, int scale) {
        this(column, kind, decided, text, count, integerDigits, scale, null, null, null);
    }

    /** A form of a column that has its own name at the destination. */
    public ColumnForm(
            String column,
            ValueType kind,
            ValueType decided,
            boolean text,
            long count,
            int integerDigits,
            int scale,
            @Nullable String naiveZone) {
        this(column, kind, decided, text, count, integerDigits, scale, naiveZone, null, null);
    }

    /** The column's name in the package. */
    public String inPackage() {
        return source == null ? column : source;
    }

    /** The same form of a column that has another name at the destination. */
    public ColumnForm into(String newColumn) {
        return newColumn.equals(column)
                ? this
                : new ColumnForm(
                        newColumn, kind, decided, text, count, integerDigits, scale, naiveZone, unfit, inPackage());
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
        return new ColumnForm(column, kind, type, text, count, integerDigits, scale, naiveZone, unfit, source);
    }

    ColumnForm naiveIn(String zone) {
        return new ColumnForm(column, kind, decided, text, count, integerDigits, scale, zone, unfit, source);
    }

    public ColumnForm withDigits(int newIntegerDigits, int newScale) {
        return new ColumnForm(column, kind, decided, text, count, newIntegerDigits, newScale, naiveZone, unfit, source);
    }

    /** Whether some of the texts are not values of the decided type. */
    public boolean hasUnfit() {
        return Boolean.TRUE.equals(unfit);
    }

    /** The same, of whose texts some are not values of the decided type. */
    public ColumnForm withUnfit() {
        return new ColumnForm(column, kind, decided, text, count, integerDigits, scale, naiveZone, true, source);
    }

    /** The texts, whatever they hold. */
    public ColumnForm asText() {
        return new ColumnForm(column, kind, ValueType.TEXT, text, count, integerDigits, scale, naiveZone, null, source);
    }
}

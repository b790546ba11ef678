package dev.pipette.jdbc;

import dev.pipette.schema.ColumnHint;
import dev.pipette.schema.ValueType;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * NaN and the infinities of a {@code numeric(p,s)}: a decimal has none of them. They go to the column that Pipette has for values of
 * another type of a column, {@code NAME__v_double}, as those of a number without a size do.
 */
final class NonFinite {
    private static final String VARIANT = "__v_double";

    private NonFinite() {}

    /** The name of the column beside a decimal that is there in each row, NaN or not. */
    static String beside(String column) {
        return column + VARIANT;
    }

    /**
     * The column beside the one of a decimal; null for another type, where the resource declares another type than the catalogue, and
     * where the column must have a value in each row.
     */
    static @Nullable String beside(ColumnInfo column, ColumnReading reading, Map<String, ColumnHint> declared) {
        ColumnHint hint = declared.get(column.name());
        if (hint == null || reading.type().filter(ValueType.DECIMAL::equals).isEmpty()) {
            return null;
        }
        boolean isOwn = hint.type().equals(reading.type())
                && hint.precision().equals(reading.precision())
                && hint.scale().equals(reading.scale());
        return isOwn && hint.nullability().orElse(true) ? beside(column.name()) : null;
    }
}

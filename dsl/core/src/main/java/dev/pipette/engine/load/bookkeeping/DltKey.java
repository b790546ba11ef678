package dev.pipette.engine.load.bookkeeping;

import dev.pipette.schema.DataType;
import java.time.LocalDate;

/**
 * What dlt's digests of keys can be computed from: dlt digests the writing of a value, and a table keeps the value.
 *
 * <pre>{@code
 * DltKey.isExact(DataType.DATE);     // true: 2025-01-02 in every source
 * DltKey.isExact(DataType.DOUBLE);   // false: 1, 1.0 and 1e0
 * }</pre>
 */
public final class DltKey {
    private DltKey() {}

    /** Whether a value can be written in JSON in one way only. */
    public static boolean isExact(DataType type) {
        return switch (type) {
            case BIGINT, TEXT, BOOL, DATE -> true;
            case DOUBLE, DECIMAL, WEI, TIMESTAMP, TIME, BINARY, JSON -> false;
        };
    }

    /** The class of the values of such a column, as they are digested. */
    public static Class<?> javaType(DataType type) {
        return switch (type) {
            case BIGINT -> Long.class;
            case BOOL -> Boolean.class;
            case DATE -> LocalDate.class;
            default -> String.class;
        };
    }
}

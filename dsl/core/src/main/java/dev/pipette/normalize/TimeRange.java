package dev.pipette.normalize;

import dev.pipette.pack.ColumnBuffer;
import dev.pipette.schema.ValueType;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;

/**
 * Dates and times as far as columns hold them. Java's reach further: such a value is kept as text. DuckDB's dates are
 * days in 32 bits, and its timestamps microseconds in 64, of which the last ones stand for infinity; see {@code
 * duckdb/common/types/date.hpp} and {@code timestamp.hpp}.
 */
final class TimeRange {
    /** Beyond these, microseconds or DuckDB's days before the year 1 do not fit. */
    private static final long FIRST_SECOND = -9_223_372_022_400L;

    private static final long END_SECOND = 9_223_372_036_854L;
    private static final long LAST_DAY = Integer.MAX_VALUE - 1L;

    private TimeRange() {}

    /**
     * Sets a point in time.
     *
     * @param written what is kept as text where no column holds it
     */
    static void set(ColumnBuffer column, ValueType type, Instant instant, Object written) {
        long second = instant.getEpochSecond();
        if (second >= FIRST_SECOND && second < END_SECOND) {
            column.set(type, micros(instant));
        } else {
            column.set(ValueType.TEXT, written.toString());
        }
    }

    static void set(ColumnBuffer column, LocalDate date) {
        long day = date.toEpochDay();
        if (day >= -LAST_DAY && day <= LAST_DAY) {
            column.set(ValueType.DATE, day);
        } else {
            column.set(ValueType.TEXT, date.toString());
        }
    }

    private static long micros(Instant instant) {
        // cut towards the past, also before 1970, where between(..) would cut towards 1970
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant.truncatedTo(ChronoUnit.MICROS));
    }
}

package dev.pipette.engine.normalize;

import dev.pipette.engine.pack.ColumnBuffer;
import dev.pipette.schema.ValueType;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;

/**
 * The range of dates and times that columns hold. Java's range is wider: a value outside it is kept as text. DuckDB's
 * dates are days in 32 bits, and its timestamps microseconds in 64, of which the last ones mean infinity; see {@code
 * duckdb/common/types/date.hpp} and {@code timestamp.hpp}.
 */
final class TimeRange {
    /** Beyond these, microseconds or DuckDB's days before the year 1 do not fit. */
    private static final long FIRST_SECOND = -9_223_372_022_400L;

    private static final long END_SECOND = 9_223_372_036_854L;
    private static final long LAST_DAY = Integer.MAX_VALUE - 1L;

    private static final int NANOS = 1_000;

    private TimeRange() {}

    /**
     * Sets a point in time, cut to the microsecond.
     *
     * @param written what is kept as text where no column holds it
     * @param keepsDigits whether that is so for the digits after the microsecond, too
     */
    static void set(ColumnBuffer column, ValueType type, Instant instant, Object written, boolean keepsDigits) {
        long second = instant.getEpochSecond();
        boolean finer = instant.getNano() % NANOS != 0;
        if (isLast(written)) {
            column.setEndless(type, true);
        } else if (isFirst(written)) {
            column.setEndless(type, false);
        } else if (second < FIRST_SECOND || second >= END_SECOND || (finer && keepsDigits)) {
            column.set(ValueType.TEXT, written.toString());
        } else {
            column.set(type, micros(instant));
            if (finer) {
                column.cutTime();
            }
        }
    }

    static void set(ColumnBuffer column, LocalDate date) {
        long day = date.toEpochDay();
        if (isLast(date) || isFirst(date)) {
            column.setEndless(ValueType.DATE, isLast(date));
        } else if (day >= -LAST_DAY && day <= LAST_DAY) {
            column.set(ValueType.DATE, day);
        } else {
            column.set(ValueType.TEXT, date.toString());
        }
    }

    /** Sets a time of day, cut to the microsecond. */
    static void set(ColumnBuffer column, LocalTime time, boolean keepsDigits) {
        boolean finer = time.getNano() % NANOS != 0;
        if (finer && keepsDigits) {
            column.set(ValueType.TEXT, time.toString());
        } else {
            column.set(ValueType.TIME, time.toNanoOfDay() / NANOS);
            if (finer) {
                column.cutTime();
            }
        }
    }

    /** Whether a value is infinity: the last value of its type, as PostgreSQL's driver has it. */
    private static boolean isLast(Object time) {
        return time.equals(LocalDateTime.MAX)
                || time.equals(OffsetDateTime.MAX)
                || time.equals(Instant.MAX)
                || time.equals(LocalDate.MAX);
    }

    private static boolean isFirst(Object time) {
        return time.equals(LocalDateTime.MIN)
                || time.equals(OffsetDateTime.MIN)
                || time.equals(Instant.MIN)
                || time.equals(LocalDate.MIN);
    }

    private static long micros(Instant instant) {
        // cut towards the past, also before 1970, where between(..) would cut towards 1970
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant.truncatedTo(ChronoUnit.MICROS));
    }
}

package dev.pipette.incremental;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.temporal.TemporalAmount;

/**
 * How far before the committed value of a cursor the next load begins, so that rows that came late or were restated are
 * read again.
 *
 * <pre>{@code
 * Lag.parse("P3D");     // three days, for dates and timestamps without an offset
 * Lag.parse("PT2H");    // two hours, for instants and timestamps without an offset
 * Lag.parse("1000");    // for numbers
 * }</pre>
 */
public sealed interface Lag {
    /** Days, months and years of a calendar. */
    record Calendar(Period period) implements Lag {
        @Override
        public String toString() {
            return period.toString();
        }
    }

    /** A span of time. */
    record Time(Duration duration) implements Lag {
        @Override
        public String toString() {
            return duration.toString();
        }
    }

    /** A distance between numbers. */
    record Distance(BigDecimal units) implements Lag {
        @Override
        public String toString() {
            return units.toPlainString();
        }
    }

    /**
     * Reads a lag: {@code P3D}, {@code P1M}, {@code PT2H}, {@code 1000}, {@code 0.5}; what {@code toString} writes.
     *
     * @throws PipetteException BAD_USAGE for anything else, and for a negative lag
     */
    static Lag parse(String text) {
        try {
            Lag lag = !text.startsWith("P")
                    ? new Distance(new BigDecimal(text))
                    : text.contains("T") ? new Time(Duration.parse(text)) : new Calendar(Period.parse(text));
            return lag.checked();
        } catch (DateTimeException | NumberFormatException noLag) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "'" + text + "' is not a lag. Write days and months like P3D and P1M, a duration like PT2H, and a"
                            + " distance between numbers like 1000.",
                    noLag);
        }
    }

    /** Refuses what would skip rows. */
    default Lag checked() {
        boolean negative = switch (this) {
            case Calendar calendar -> calendar.period().isNegative();
            case Time time -> time.duration().isNegative();
            case Distance distance -> distance.units().signum() < 0;
        };
        if (negative) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE, "lag(" + this + "): a lag goes back, so it is zero or more.");
        }
        return this;
    }

    /** Whether it changes nothing. */
    default boolean isZero() {
        return switch (this) {
            case Calendar calendar -> calendar.period().isZero();
            case Time time -> time.duration().isZero();
            case Distance distance -> distance.units().signum() == 0;
        };
    }

    /** Whether values of a kind can be moved by it. */
    default boolean fits(CursorKind kind) {
        return switch (kind) {
            case INTEGER ->
                this instanceof Distance distance
                        && distance.units().stripTrailingZeros().scale() <= 0;
            case DECIMAL -> this instanceof Distance;
            case INSTANT -> this instanceof Time;
            case LOCAL_TIMESTAMP -> this instanceof Time || this instanceof Calendar;
            case DATE -> this instanceof Calendar;
            case TEXT -> false;
        };
    }

    /**
     * The value from which a load begins.
     *
     * @param value of a kind that the lag fits
     * @param lastValue whether the cursor follows the highest or the lowest value: below the value, or above it for
     *     {@link LastValue#LOWEST}
     */
    default Comparable<?> from(Comparable<?> value, LastValue lastValue) {
        boolean back = lastValue != LastValue.LOWEST;
        return switch (this) {
            case Calendar calendar -> moved(value, calendar.period(), back);
            case Time time -> moved(value, time.duration(), back);
            case Distance distance -> {
                BigDecimal units = back ? distance.units().negate() : distance.units();
                yield value instanceof Long number
                        ? (Comparable<?>) clamped(BigDecimal.valueOf(number).add(units))
                        : (Comparable<?>) ((BigDecimal) value).add(units);
            }
        };
    }

    private static Long clamped(BigDecimal number) {
        BigDecimal lowest = BigDecimal.valueOf(Long.MIN_VALUE);
        BigDecimal highest = BigDecimal.valueOf(Long.MAX_VALUE);
        return number.max(lowest).min(highest).longValue();
    }

    private static Comparable<?> moved(Comparable<?> value, TemporalAmount amount, boolean back) {
        return switch (value) {
            case LocalDate date -> back ? date.minus(amount) : date.plus(amount);
            case LocalDateTime time -> back ? time.minus(amount) : time.plus(amount);
            case Instant instant -> back ? instant.minus(amount) : instant.plus(amount);
            default -> throw new IllegalStateException(value + " cannot be moved by " + amount);
        };
    }
}

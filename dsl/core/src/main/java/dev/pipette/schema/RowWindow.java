package dev.pipette.schema;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The part of a table that has the values of a column from one bound to another, of which the second is exclusive.
 *
 * <pre>{@code
 * new RowWindow("day", LocalDate.of(2025, 12, 1), LocalDate.of(2026, 1, 1));   // December
 * }</pre>
 *
 * @param column that has the values
 * @param from a number, a text, a {@link LocalDate}, a {@link LocalDateTime} or an {@link Instant}, inclusive
 * @param to the same, exclusive
 * @param zone in which days begin, and times without an offset are, where the column has others
 */
public record RowWindow(String column, Object from, Object to, ZoneId zone) {
    private static final List<ValueType> READ =
            List.of(ValueType.DATE, ValueType.LOCAL_TIMESTAMP, ValueType.TIMESTAMP, ValueType.DECIMAL);

    /** Takes other numbers and times for those that a window knows, and refuses a window that holds nothing. */
    public RowWindow {
        from = known(column, from);
        to = known(column, to);
        if (type(from) != type(to)) {
            throw refused(
                    column, from, to, "its bounds are " + word(from) + " and " + word(to) + ". Give both in one type");
        }
        if (compare(from, to) >= 0) {
            throw refused(
                    column,
                    from,
                    to,
                    "it holds nothing. The first bound must be lower than the second, which is exclusive");
        }
    }

    /** A window whose days begin in UTC. */
    public RowWindow(String column, Object from, Object to) {
        this(column, from, to, ZoneOffset.UTC);
    }

    private static PipetteException refused(String column, Object from, Object to, String why) {
        return new PipetteException(
                ErrorCode.BAD_USAGE,
                "the window of column '" + column + "' from " + text(from) + " to " + text(to) + ": " + why + ".");
    }

    private static Object known(String column, Object bound) {
        return switch (bound) {
            case BigDecimal number -> number;
            case BigInteger number -> new BigDecimal(number);
            case Double number when !number.isNaN() && !number.isInfinite() -> BigDecimal.valueOf(number);
            case Long number -> BigDecimal.valueOf(number);
            case Integer number -> BigDecimal.valueOf(number);
            case String text -> text;
            case LocalDate date -> date;
            case LocalDateTime time -> time.truncatedTo(ChronoUnit.MICROS);
            case Instant instant -> instant.truncatedTo(ChronoUnit.MICROS);
            case OffsetDateTime time -> time.toInstant().truncatedTo(ChronoUnit.MICROS);
            case ZonedDateTime time -> time.toInstant().truncatedTo(ChronoUnit.MICROS);
            default ->
                throw new PipetteException(
                        ErrorCode.BAD_USAGE,
                        "the window of column '" + column + "' has the bound " + bound + ", a "
                                + bound.getClass().getSimpleName()
                                + ". Give a number, a text, a LocalDate, a LocalDateTime or an Instant.");
        };
    }

    /** The type of its bounds. */
    public ValueType type() {
        return type(from);
    }

    private static ValueType type(Object bound) {
        return switch (bound) {
            case String _ -> ValueType.TEXT;
            case LocalDate _ -> ValueType.DATE;
            case LocalDateTime _ -> ValueType.LOCAL_TIMESTAMP;
            case Instant _ -> ValueType.TIMESTAMP;
            default -> ValueType.DECIMAL;
        };
    }

    /** The type of the bounds, for people. */
    public String word() {
        return word(from);
    }

    private static String word(Object bound) {
        return switch (type(bound)) {
            case TEXT -> "text";
            case DATE -> "a date";
            case LOCAL_TIMESTAMP -> "a time without an offset";
            case TIMESTAMP -> "an instant";
            default -> "a number";
        };
    }

    private static int compare(Object from, Object to) {
        return switch (from) {
            case String text -> compareText(text, (String) to);
            case LocalDate date -> date.compareTo((LocalDate) to);
            case LocalDateTime time -> time.compareTo((LocalDateTime) to);
            case Instant instant -> instant.compareTo((Instant) to);
            default -> ((BigDecimal) from).compareTo((BigDecimal) to);
        };
    }

    /** By code points, as databases compare bytes of UTF-8. */
    private static int compareText(String one, String other) {
        return Arrays.compare(one.codePoints().toArray(), other.codePoints().toArray());
    }

    /** The same window for a column of a type; empty where the two cannot be compared. */
    public Optional<RowWindow> in(ValueType columnType) {
        return switch (columnType) {
            case BIGINT, DECIMAL, DOUBLE -> type() == ValueType.DECIMAL ? Optional.of(this) : Optional.empty();
            case TEXT -> type() == ValueType.TEXT ? Optional.of(this) : inText();
            case DATE, LOCAL_TIMESTAMP -> inTime(bound -> local(bound, zone));
            case TIMESTAMP -> inTime(bound -> instant(bound, zone));
            default -> Optional.empty();
        };
    }

    /** Whole days in a column of texts, where JSON has its dates: their order is that of the days. */
    private Optional<RowWindow> inText() {
        return in(ValueType.LOCAL_TIMESTAMP)
                .filter(days -> isMidnight(days.from) && isMidnight(days.to))
                .map(days -> new RowWindow(column, day(days.from), day(days.to), zone));
    }

    private static boolean isMidnight(Object time) {
        return ((LocalDateTime) time).toLocalTime().equals(LocalTime.MIDNIGHT);
    }

    private static String day(Object time) {
        return ((LocalDateTime) time).toLocalDate().toString();
    }

    private Optional<RowWindow> inTime(UnaryOperator<Object> change) {
        boolean isTime = type() != ValueType.DECIMAL && type() != ValueType.TEXT;
        return isTime
                ? Optional.of(new RowWindow(column, change.apply(from), change.apply(to), zone))
                : Optional.empty();
    }

    private static Object local(Object bound, ZoneId zone) {
        return switch (bound) {
            case LocalDate date -> date.atStartOfDay();
            case Instant instant -> LocalDateTime.ofInstant(instant, zone);
            default -> bound;
        };
    }

    private static Object instant(Object bound, ZoneId zone) {
        return switch (bound) {
            case LocalDate date -> date.atStartOfDay(zone).toInstant();
            case LocalDateTime time -> time.atZone(zone).toInstant();
            default -> bound;
        };
    }

    /** Whether all rows of another window are in it. */
    public boolean covers(RowWindow other) {
        if (type() != other.type()) {
            return in(ValueType.TIMESTAMP)
                    .flatMap(one -> other.in(ValueType.TIMESTAMP).map(one::covers))
                    .orElse(false);
        }
        return column.equals(other.column) && compare(from, other.from) <= 0 && compare(other.to, to) <= 0;
    }

    /** The same with another name of its column. */
    public RowWindow named(UnaryOperator<String> naming) {
        return new RowWindow(naming.apply(column), from, to, zone);
    }

    /** The same with days of another time zone. */
    public RowWindow inZone(ZoneId other) {
        return new RowWindow(column, from, to, other);
    }

    /** The first bound as {@link #parsed} reads it. */
    public String fromText() {
        return text(from);
    }

    /** The second bound as {@link #parsed} reads it. */
    public String toText() {
        return text(to);
    }

    private static String text(Object bound) {
        return switch (bound) {
            case LocalDateTime time -> DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(time);
            case BigDecimal number -> number.toPlainString();
            default -> bound.toString();
        };
    }

    /**
     * A window from the texts of its bounds: numbers, dates, times without an offset, instants, or texts where both are nothing
     * else.
     *
     * <pre>{@code
     * RowWindow.parse("day", "2025-12-01", "2026-01-01").type();   // DATE
     * }</pre>
     */
    public static RowWindow parse(String column, String from, String to) {
        for (ValueType type : READ) {
            try {
                return new RowWindow(column, parsed(type, from), parsed(type, to));
            } catch (DateTimeParseException | NumberFormatException other) {
                continue;
            }
        }
        return new RowWindow(column, from, to);
    }

    /** A bound of a type from its text. */
    public static Object parsed(ValueType type, String text) {
        return switch (type) {
            case TEXT -> text;
            case DATE -> LocalDate.parse(text);
            case LOCAL_TIMESTAMP -> LocalDateTime.parse(text);
            case TIMESTAMP -> OffsetDateTime.parse(text).toInstant();
            default -> new BigDecimal(text);
        };
    }

    /** The column and the bounds: {@code day from 2025-12-01 to 2026-01-01}. */
    @Override
    public String toString() {
        return column + " from " + fromText() + " to " + toText();
    }
}

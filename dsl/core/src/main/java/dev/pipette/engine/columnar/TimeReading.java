package dev.pipette.engine.columnar;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Times from the text that DuckDB writes, by the calendar that both it and {@code java.time} have, and by no time zone:
 * {@code 2024-03-10 02:30:00.5}, {@code 0044-03-15 (BC) 00:00:00+00}, {@code -infinity}. Infinity is the largest value
 * of the Java type and -infinity the smallest, as PostgreSQL's driver has it.
 */
public final class TimeReading {
    /** The one time of day that Java does not have. */
    public static final String END_OF_DAY = "24:00:00";

    private static final String BEFORE_CHRIST = " (BC)";
    private static final int DIGITS_OF_NANOS = 9;
    private static final LocalDateTime EPOCH = LocalDateTime.of(1970, 1, 1, 0, 0);
    private static final LocalDateTime LAST = EPOCH.plus(Long.MAX_VALUE, ChronoUnit.MICROS);
    private static final LocalDateTime FIRST = EPOCH.plus(-Long.MAX_VALUE, ChronoUnit.MICROS);

    private TimeReading() {}

    /** A timestamp without a time zone. */
    public static LocalDateTime localTimestamp(String text) {
        return switch (text) {
            case "infinity" -> LocalDateTime.MAX;
            case "-infinity" -> LocalDateTime.MIN;
            default -> finite(text, text.length());
        };
    }

    /** A timestamp with a time zone, which is UTC in the text. */
    public static OffsetDateTime instant(String text) {
        return switch (text) {
            case "infinity" -> OffsetDateTime.MAX;
            case "-infinity" -> OffsetDateTime.MIN;
            default -> finite(text, text.length() - "+00".length()).atOffset(ZoneOffset.UTC);
        };
    }

    /** A time of day; text where Java has none, as for {@code 24:00:00}. */
    public static Object time(String text) {
        return text.equals(END_OF_DAY) ? text : clock(text, 0, text.length());
    }

    /** A date as the driver reads it, to which infinity is a day like others. */
    public static LocalDate date(LocalDate date) {
        long day = date.toEpochDay();
        return day == Integer.MAX_VALUE ? LocalDate.MAX : day == -Integer.MAX_VALUE ? LocalDate.MIN : date;
    }

    /** Infinity, where a timestamp is what the driver reads it as: the last or the first number of microseconds. */
    static Optional<LocalDateTime> endless(LocalDateTime time) {
        return time.equals(LAST)
                ? Optional.of(LocalDateTime.MAX)
                : time.equals(FIRST) ? Optional.of(LocalDateTime.MIN) : Optional.empty();
    }

    private static LocalDateTime finite(String text, int end) {
        int dash = text.indexOf('-', 1);
        int year = Integer.parseInt(text, 0, dash, 10);
        int month = number(text, dash + 1);
        int day = number(text, dash + 4);
        int at = dash + 6;
        if (text.startsWith(BEFORE_CHRIST, at)) {
            year = 1 - year;
            at += BEFORE_CHRIST.length();
        }
        return LocalDateTime.of(LocalDate.of(year, month, day), clock(text, at + 1, end));
    }

    private static LocalTime clock(String text, int from, int end) {
        int nanos = 0;
        int fraction = from + "00:00:00.".length();
        for (int digit = 0; fraction < end && digit < DIGITS_OF_NANOS; digit++) {
            nanos = nanos * 10 + (fraction + digit < end ? text.charAt(fraction + digit) - '0' : 0);
        }
        return LocalTime.of(number(text, from), number(text, from + 3), number(text, from + 6), nanos);
    }

    private static int number(String text, int from) {
        return (text.charAt(from) - '0') * 10 + text.charAt(from + 1) - '0';
    }
}

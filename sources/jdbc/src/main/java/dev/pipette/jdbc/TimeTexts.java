package dev.pipette.jdbc;

import dev.pipette.schema.ValueType;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Times from the text that databases write: {@code 2024-03-10 02:30:00.5}, {@code 0044-03-15 (BC)}, {@code infinity}. Infinity is the
 * last value of the Java type and minus infinity the first, as PostgreSQL's driver and Pipette have it. A text that is not a time
 * stays as it is.
 */
final class TimeTexts {
    private static final String DAY = "(\\d{4,9})-(\\d{2})-(\\d{2})( \\(?BC\\)?)?";
    private static final String CLOCK = "(\\d{2}):(\\d{2})(?::(\\d{2})(?:\\.(\\d{1,9}))?)?";
    private static final Pattern DATE = Pattern.compile(DAY);
    private static final Pattern TIME = Pattern.compile(CLOCK);
    private static final Pattern TIMESTAMP =
            Pattern.compile(DAY + "(?:[ T]" + CLOCK + ")?(Z|[+-]\\d{2}(?::?\\d{2})?)?( BC)?");
    private static final int NANO_DIGITS = 9;
    private static final int CLOCK_GROUP = 5;
    private static final int OFFSET_GROUP = 9;

    private TimeTexts() {}

    /** The value of a type that a text is; the text where it is none. */
    static Object read(ValueType type, String text) {
        try {
            Object value = switch (type) {
                case DATE -> date(text);
                case TIME -> time(text);
                case LOCAL_TIMESTAMP -> local(text);
                case TIMESTAMP -> instant(text);
                case BOOL, BIGINT, DECIMAL, DOUBLE, BINARY, JSON, TEXT -> null;
            };
            return value == null ? text : value;
        } catch (DateTimeException beyondTheCalendar) {
            return text;
        }
    }

    private static @Nullable Object date(String text) {
        if (isEndless(text)) {
            return text.startsWith("-") ? LocalDate.MIN : LocalDate.MAX;
        }
        Matcher day = DATE.matcher(text);
        return day.matches() ? day(day, false) : null;
    }

    private static @Nullable Object time(String text) {
        Matcher clock = TIME.matcher(text);
        return clock.matches() && !text.startsWith("24") ? clock(clock, 1) : null;
    }

    private static @Nullable Object local(String text) {
        if (isEndless(text)) {
            return text.startsWith("-") ? LocalDateTime.MIN : LocalDateTime.MAX;
        }
        Matcher found = TIMESTAMP.matcher(text);
        return found.matches() && found.group(OFFSET_GROUP) == null ? stamp(found) : null;
    }

    private static @Nullable Object instant(String text) {
        if (isEndless(text)) {
            return text.startsWith("-") ? OffsetDateTime.MIN : OffsetDateTime.MAX;
        }
        Matcher found = TIMESTAMP.matcher(text);
        if (!found.matches()) {
            return null;
        }
        String offset = found.group(OFFSET_GROUP);
        return stamp(found).atOffset(offset == null ? ZoneOffset.UTC : ZoneOffset.of(offset));
    }

    private static boolean isEndless(String text) {
        return text.equals("infinity") || text.equals("-infinity");
    }

    private static LocalDateTime stamp(Matcher found) {
        LocalDate day = day(found, found.group(OFFSET_GROUP + 1) != null);
        return day.atTime(found.group(CLOCK_GROUP) == null ? LocalTime.MIDNIGHT : clock(found, CLOCK_GROUP));
    }

    private static LocalDate day(Matcher found, boolean before) {
        int year = Integer.parseInt(found.group(1));
        boolean isBefore = before || found.group(4) != null;
        return LocalDate.of(
                isBefore ? 1 - year : year, Integer.parseInt(found.group(2)), Integer.parseInt(found.group(3)));
    }

    private static LocalTime clock(Matcher found, int group) {
        String seconds = found.group(group + 2);
        String fraction = found.group(group + 3);
        int nanos = fraction == null ? 0 : Integer.parseInt(fraction + "0".repeat(NANO_DIGITS - fraction.length()));
        return LocalTime.of(
                Integer.parseInt(found.group(group)),
                Integer.parseInt(found.group(group + 1)),
                seconds == null ? 0 : Integer.parseInt(seconds),
                nanos);
    }
}

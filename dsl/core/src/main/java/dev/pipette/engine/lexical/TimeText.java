package dev.pipette.engine.lexical;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which text is a date, a time of day, or a timestamp with an offset or without. A column of text holds times only
 * where all of its texts have one of these forms:
 *
 * <ul>
 *   <li>instant: {@code 2025-01-31T06:00:00.5+01:00}, with {@code T} or a space, at most microseconds, and an offset of
 *       less than 18 hours, which is the limit of {@code java.time};
 *   <li>local: the same without an offset;
 *   <li>date: as DuckDB writes one, so that it can be written back: {@code 2025-01-31}, {@code 0044-03-15 (BC)};
 *   <li>time of day: {@code 06:00:00.5}.
 * </ul>
 *
 * <p>DuckDB also has infinity as a date and as a timestamp, and {@link #isEndless} says which text that is; Java's side
 * reads no value from it.
 *
 * <p>Where texts are declared to be times, as the values of a cursor, they may also leave out the seconds and have
 * nine digits after the point, of which microseconds are kept. These are the {@code declared} forms.
 */
public final class TimeText {
    private static final String DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}";
    private static final String HOUR_AND_MINUTE = "([01][0-9]|2[0-3]):[0-5][0-9]";
    private static final String CLOCK = HOUR_AND_MINUTE + ":[0-5][0-9](\\.[0-9]{1,6}0*)?";
    private static final String OFFSET = "(Z|[-+](0[0-9]|1[0-7])(:?[0-5][0-9])?)";
    private static final String LOCAL = DAY + "[T ]" + CLOCK;
    private static final String DECLARED_LOCAL = DAY + "[T ]" + HOUR_AND_MINUTE + "(:[0-5][0-9](\\.[0-9]{1,9})?)?";

    /** A day as DuckDB writes it. */
    private static final Pattern DATE = Pattern.compile("([0-9]{4}|[1-9][0-9]{4,6})-([0-9]{2})-([0-9]{2})( \\(BC\\))?");

    private static final Pattern TIME_OF_DAY = Pattern.compile(CLOCK);

    private static final int DAY_END = "2025-01-31".length();
    private static final int CLOCK_BEGIN = DAY_END + 1;
    private static final int MICROSECOND_DIGITS = 6;
    private static final int NANOSECOND_DIGITS = 9;
    private static final int NONE = -1;

    /** The last day with a midnight in microseconds since 1970, and the first one before it. */
    private static final long LAST_DAY_OF_TIMESTAMPS = Long.MAX_VALUE / (24L * 60 * 60 * 1_000_000);

    /** How a text is written; it may still be a day that the calendar does not have. */
    public enum Form {
        /** With an offset. */
        INSTANT,
        /** Without an offset. */
        LOCAL,
        /** Infinity, which is both. */
        ENDLESS,
        /** In any other way. */
        OTHER
    }

    private TimeText() {}

    /** How a text is written. */
    public static Form form(String text) {
        int end = clockEnd(text, false);
        if (end == NONE) {
            return text.equals("infinity") || text.equals("-infinity") ? Form.ENDLESS : Form.OTHER;
        }
        return end == text.length() ? Form.LOCAL : isOffset(text, end) ? Form.INSTANT : Form.OTHER;
    }

    /** Reads an instant; empty for any other text. */
    public static Optional<OffsetDateTime> instant(String text) {
        return instant(text, clockEnd(text, false));
    }

    /** Reads a timestamp without an offset; empty for any other text. */
    public static Optional<LocalDateTime> local(String text) {
        int end = clockEnd(text, false);
        return end == text.length() ? timestamp(text, end) : Optional.empty();
    }

    /** Reads an instant where texts are declared to be instants. */
    public static Optional<OffsetDateTime> declaredInstant(String text) {
        return instant(text, clockEnd(text, true));
    }

    /** Reads a timestamp without an offset, or a date as its midnight. */
    public static Optional<LocalDateTime> localOrMidnight(String text) {
        return local(text).or(() -> midnight(text));
    }

    /** Reads a timestamp without an offset where texts are declared to be such timestamps: also a date, as its midnight. */
    public static Optional<LocalDateTime> declaredLocal(String text) {
        int end = clockEnd(text, true);
        return end == NONE ? midnight(text) : end == text.length() ? timestamp(text, end) : Optional.empty();
    }

    /** The midnight of a date; there are more dates than DuckDB has timestamps. */
    private static Optional<LocalDateTime> midnight(String text) {
        return date(text)
                .filter(date -> Math.abs(date.toEpochDay()) <= LAST_DAY_OF_TIMESTAMPS)
                .map(LocalDate::atStartOfDay);
    }

    /** Reads a date; empty for any other text. */
    public static Optional<LocalDate> date(String text) {
        Matcher parts = DATE.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        int year = Integer.parseInt(parts.group(1));
        try {
            LocalDate date = LocalDate.of(
                    parts.group(4) == null ? year : 1 - year,
                    Integer.parseInt(parts.group(2)),
                    Integer.parseInt(parts.group(3)));
            boolean inRange = Math.abs(date.toEpochDay()) < Integer.MAX_VALUE;
            return year == 0 || !inRange ? Optional.empty() : Optional.of(date);
        } catch (DateTimeException noDay) {
            return Optional.empty();
        }
    }

    /** Reads a time of day; empty for any other text. */
    public static Optional<LocalTime> timeOfDay(String text) {
        return TIME_OF_DAY.matcher(text).matches() ? Optional.of(clock(text, 0, text.length())) : Optional.empty();
    }

    private static Optional<OffsetDateTime> instant(String text, int end) {
        return end == NONE || !isOffset(text, end)
                ? Optional.empty()
                : timestamp(text, end).map(time -> time.atOffset(offset(text, end)));
    }

    private static Optional<LocalDateTime> timestamp(String text, int end) {
        try {
            LocalDate day = LocalDate.of(
                    number(text, 0) * 100 + number(text, 2),
                    number(text, "2025-".length()),
                    number(text, "2025-01-".length()));
            return Optional.of(LocalDateTime.of(day, clock(text, CLOCK_BEGIN, end)));
        } catch (DateTimeException noDay) {
            return Optional.empty();
        }
    }

    /** The time of day in a text that has the form, cut to microseconds. */
    private static LocalTime clock(String text, int from, int end) {
        int seconds = from + "00:00:".length();
        int micros = 0;
        int fraction = from + "00:00:00.".length();
        for (int digit = 0; fraction < end && digit < MICROSECOND_DIGITS; digit++) {
            micros = micros * 10 + (fraction + digit < end ? text.charAt(fraction + digit) - '0' : 0);
        }
        return LocalTime.of(
                number(text, from),
                number(text, from + "00:".length()),
                seconds < end ? number(text, seconds) : 0,
                micros * 1_000);
    }

    private static ZoneOffset offset(String text, int from) {
        if (text.charAt(from) == 'Z') {
            return ZoneOffset.UTC;
        }
        int hours = number(text, from + 1);
        int minutes = text.length() > from + 3 ? number(text, text.length() - 2) : 0;
        int seconds = (hours * 60 + minutes) * 60;
        return ZoneOffset.ofTotalSeconds(text.charAt(from) == '-' ? -seconds : seconds);
    }

    private static int number(String text, int from) {
        return (text.charAt(from) - '0') * 10 + text.charAt(from + 1) - '0';
    }

    /** The place after date, time of day and fraction; -1 where the text does not begin with these. */
    private static int clockEnd(String text, boolean declared) {
        int minuteEnd = CLOCK_BEGIN + "00:00".length();
        int secondEnd = minuteEnd + ":00".length();
        if (text.length() < minuteEnd || !beginsWithMinute(text)) {
            return NONE;
        }
        if (text.length() < secondEnd || text.charAt(minuteEnd) != ':') {
            return declared ? minuteEnd : NONE;
        }
        if (!isSixty(text, minuteEnd + 1)) {
            return NONE;
        }
        return text.length() == secondEnd || text.charAt(secondEnd) != '.'
                ? secondEnd
                : fractionEnd(text, secondEnd + 1, declared);
    }

    private static int fractionEnd(String text, int from, boolean declared) {
        int end = from;
        while (end < text.length() && isDigit(text.charAt(end))) {
            boolean tooFine = declared
                    ? end == from + NANOSECOND_DIGITS
                    : end >= from + MICROSECOND_DIGITS && text.charAt(end) != '0';
            if (tooFine) {
                return NONE;
            }
            end++;
        }
        return end == from ? NONE : end;
    }

    private static boolean beginsWithMinute(String text) {
        for (int at = 0; at < DAY_END; at++) {
            if (at == 4 || at == 7 ? text.charAt(at) != '-' : !isDigit(text.charAt(at))) {
                return false;
            }
        }
        char separator = text.charAt(DAY_END);
        char tens = text.charAt(CLOCK_BEGIN);
        char hour = text.charAt(CLOCK_BEGIN + 1);
        return (separator == 'T' || separator == ' ')
                && isDigit(hour)
                && (tens == '0' || tens == '1' || (tens == '2' && hour <= '3')) // DuckDB has a 24:00:00
                && text.charAt(CLOCK_BEGIN + 2) == ':'
                && isSixty(text, CLOCK_BEGIN + 3);
    }

    private static boolean isOffset(String text, int from) {
        int length = text.length() - from;
        if (length == 1) {
            return text.charAt(from) == 'Z';
        }
        boolean signed = length >= 3 && (text.charAt(from) == '+' || text.charAt(from) == '-');
        if (!signed || !isDigit(text.charAt(from + 2))) {
            return false;
        }
        char tens = text.charAt(from + 1);
        if (tens != '0' && (tens != '1' || text.charAt(from + 2) > '7')) {
            return false;
        }
        return switch (length) {
            case 3 -> true;
            case 5 -> isSixty(text, from + 3);
            case 6 -> text.charAt(from + 3) == ':' && isSixty(text, from + 4);
            default -> false;
        };
    }

    private static boolean isSixty(String text, int from) {
        return text.charAt(from) >= '0' && text.charAt(from) <= '5' && isDigit(text.charAt(from + 1));
    }

    private static boolean isDigit(char character) {
        return character >= '0' && character <= '9';
    }

    /** Whether a text is an infinity of dates and timestamps, as both databases write it. */
    public static String isEndless(String text) {
        return text + " IN ('infinity', '-infinity')";
    }

    /** Whether a text is written as an instant, as a DuckDB condition; the calendar may not have the day. */
    public static String isInstant(String text) {
        return matches(text, LOCAL + OFFSET);
    }

    /** Whether a text is written as a timestamp without an offset, or as a date. */
    public static String isLocalOrDate(String text) {
        return matches(text, LOCAL + "|" + DAY);
    }

    /** The instant that a text is, infinity included, as a DuckDB expression that is NULL for other texts. */
    public static String instantValue(String text) {
        return cast(isInstant(text) + " OR " + isEndless(text), text, "TIMESTAMPTZ");
    }

    /** The timestamp without an offset that a text is, infinity included. */
    public static String localValue(String text) {
        return cast(matches(text, LOCAL) + " OR " + isEndless(text), text, "TIMESTAMP");
    }

    /** The timestamp without an offset that a text is, or the midnight of the date that it is. */
    public static String localOrMidnightValue(String text) {
        return cast(matches(text, LOCAL) + " OR " + isMidnight(text), text, "TIMESTAMP");
    }

    /** Whether a text is a date, and not infinity. */
    private static String isMidnight(String text) {
        return "(strlen(" + text + ") >= " + DAY_END + " AND " + isDate(text) + ")";
    }

    /** A cheap condition that proves a text to be such a timestamp; it may miss some. */
    public static String isSurelyLocal(String text) {
        // DuckDB writes other years with more digits, or with (BC) after the day
        return "substr(" + text + ", 5, 1) = '-' AND substr(" + text + ", 12, 1) <> '(' AND CAST(TRY_CAST(" + text
                + " AS TIMESTAMP) AS VARCHAR) = " + text;
    }

    /** The instant that a text is where texts are declared to be instants. */
    public static String declaredInstantValue(String text) {
        return cast(matches(text, DECLARED_LOCAL + OFFSET), text, "TIMESTAMPTZ");
    }

    /** The timestamp without an offset that a text is where texts are declared to be such timestamps. */
    public static String declaredLocalValue(String text) {
        return cast(matches(text, DECLARED_LOCAL) + " OR " + isMidnight(text), text, "TIMESTAMP");
    }

    /** The date that a text is, infinity included. */
    public static String dateValue(String text) {
        return cast(isDate(text), text, "DATE");
    }

    /** Whether a text is a date, infinity included. */
    public static String isDate(String text) {
        return "CAST(TRY_CAST(" + text + " AS DATE) AS VARCHAR) = " + text;
    }

    /** The time of day that a text is. */
    public static String timeOfDayValue(String text) {
        return cast(matches(text, CLOCK), text, "TIME");
    }

    private static String matches(String text, String pattern) {
        return "regexp_full_match(" + text + ", '" + pattern + "')";
    }

    private static String cast(String condition, String text, String type) {
        return "CASE WHEN " + condition + " THEN TRY_CAST(" + text + " AS " + type + ") END";
    }
}

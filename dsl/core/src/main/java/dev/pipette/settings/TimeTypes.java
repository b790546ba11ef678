package dev.pipette.settings;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.TemporalAccessor;

/**
 * The types of dates and times that a setting can have. A date is taken as its midnight where a time is asked for, and
 * what has no offset as UTC. Nothing that is written is left out: a time is not a date.
 */
final class TimeTypes {
    static final String KNOWN =
            "LocalDate, LocalTime, LocalDateTime, Instant, OffsetDateTime, ZonedDateTime, YearMonth, Year, Period";

    private static final DateTimeFormatter POINT = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .optionalStart()
            .appendLiteral('T')
            .append(DateTimeFormatter.ISO_LOCAL_TIME)
            .optionalStart()
            .appendOffsetId()
            .optionalStart()
            .appendLiteral('[')
            .parseCaseSensitive()
            .appendZoneRegionId()
            .appendLiteral(']')
            .toFormatter();

    private TimeTypes() {}

    static boolean isKnown(Class<?> type) {
        return isPoint(type)
                || type == LocalTime.class
                || type == YearMonth.class
                || type == Year.class
                || type == Period.class;
    }

    private static boolean isPoint(Class<?> type) {
        return type == LocalDate.class
                || type == LocalDateTime.class
                || type == Instant.class
                || type == OffsetDateTime.class
                || type == ZonedDateTime.class;
    }

    /** The value of a text, of a type that is known. */
    static Object value(String text, Class<?> type) throws SettingTypes.Unfit {
        try {
            if (isPoint(type)) {
                return point(POINT.parseBest(text, ZonedDateTime::from, LocalDateTime::from, LocalDate::from), type);
            }
            if (type == LocalTime.class) {
                return LocalTime.parse(text);
            }
            if (type == YearMonth.class) {
                return YearMonth.parse(text);
            }
            return type == Year.class ? Year.parse(text) : Period.parse(text);
        } catch (DateTimeException none) {
            throw new SettingTypes.Unfit(unlike(type));
        }
    }

    private static Object point(TemporalAccessor written, Class<?> type) throws SettingTypes.Unfit {
        if (type == LocalDate.class) {
            return exact(written, LocalDate.class);
        }
        if (type == LocalDateTime.class) {
            return written instanceof LocalDate date ? date.atStartOfDay() : exact(written, LocalDateTime.class);
        }
        ZonedDateTime time = switch (written) {
            case ZonedDateTime zoned -> zoned;
            case LocalDateTime local -> local.atZone(ZoneOffset.UTC);
            default -> LocalDate.from(written).atStartOfDay(ZoneOffset.UTC);
        };
        if (type == Instant.class) {
            return time.toInstant();
        }
        return type == OffsetDateTime.class ? time.toOffsetDateTime() : time;
    }

    /** Nothing of what is written may be left out. */
    private static Object exact(TemporalAccessor written, Class<?> type) throws SettingTypes.Unfit {
        if (!type.isInstance(written)) {
            throw new SettingTypes.Unfit(unlike(type));
        }
        return written;
    }

    private static String unlike(Class<?> type) {
        if (type == LocalDate.class) {
            return "is not a date like 2025-12-24";
        }
        if (type == LocalDateTime.class) {
            return "is neither a time like 2025-12-24T06:00 nor a date like 2025-12-24";
        }
        if (isPoint(type)) {
            return "is neither a time like 2025-12-24T06:00:00-05:00 nor a date like 2025-12-24";
        }
        if (type == LocalTime.class) {
            return "is not a time of day like 06:30";
        }
        if (type == YearMonth.class) {
            return "is not a month like 2025-12";
        }
        return type == Year.class ? "is not a year like 2025" : "is not a period like P1D or P2W";
    }
}

package dev.pipette.jobs.time;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;

/**
 * Ends of intervals as people write them: a date, which means its first moment, or a date with a time, with or without an offset.
 *
 * <pre>{@code
 * TimeBounds.parse("--from", "2025-12-24", zone);             // 2025-12-24T00:00-05:00[America/New_York]
 * TimeBounds.parse("--from", "2025-12-24T06:00Z", zone);      // 2025-12-24T01:00-05:00[America/New_York]
 * }</pre>
 */
public final class TimeBounds {
    private TimeBounds() {}

    /**
     * Reads an end of an interval.
     *
     * @param option that it belongs to, for the error
     * @param zone of dates, and of times without an offset
     * @throws PipetteException BAD_USAGE for what is neither
     */
    public static ZonedDateTime parse(String option, String text, ZoneId zone) {
        try {
            TemporalAccessor read =
                    DateTimeFormatter.ISO_DATE_TIME.parseBest(withTime(text), ZonedDateTime::from, LocalDateTime::from);
            return read instanceof ZonedDateTime zoned
                    ? zoned.withZoneSameInstant(zone)
                    : LocalDateTime.from(read).atZone(zone);
        } catch (DateTimeException noTime) {
            if (isDate(text)) {
                return LocalDate.parse(text).atStartOfDay(zone);
            }
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    option + " '" + text
                            + "' is not a date or time. Write a date like 2025-12-24, or a date with a time like"
                            + " 2025-12-24T06:00, 2025-12-24T06:00-05:00 or 2025-12-24T11:00Z.",
                    noTime);
        }
    }

    /** People put a space where ISO 8601 has a {@code T}. */
    private static String withTime(String text) {
        return text.strip().replaceFirst("^(\\d{4}-\\d{2}-\\d{2}) (?=\\d)", "$1T");
    }

    private static boolean isDate(String text) {
        try {
            LocalDate.parse(text);
            return true;
        } catch (DateTimeException noDate) {
            return false;
        }
    }
}

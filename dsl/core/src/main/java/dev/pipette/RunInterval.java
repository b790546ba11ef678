package dev.pipette;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/**
 * The part of time whose rows a run loads. A scheduled job gives each of its runs one.
 *
 * <pre>{@code
 * RunInterval hour = run.interval();
 * api.orders(hour.from().toInstant().toString());
 * }</pre>
 *
 * @param from its begin
 * @param to its end, exclusive; later than its begin
 */
public record RunInterval(ZonedDateTime from, ZonedDateTime to) {
    /** Refuses an interval that ends before it begins. */
    public RunInterval {
        if (!from.isBefore(to)) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "an interval from " + text(from) + " to " + text(to)
                            + " holds no time. Its end must be later than its begin.");
        }
    }

    /**
     * Reads what {@link #toString} writes, as ISO 8601 has it: two times, two dates, or one of them and a duration. What has no
     * offset is in UTC.
     *
     * <pre>{@code
     * RunInterval.parse("2025-12-24/2025-12-25");                      // a day
     * RunInterval.parse("2025-12-24T06:00:00-05:00/PT1H");             // an hour
     * }</pre>
     *
     * @throws PipetteException BAD_USAGE for any other text
     */
    public static RunInterval parse(String text) {
        return IntervalText.parse(text);
    }

    /** The date of its begin, in its zone. */
    public LocalDate fromDate() {
        return from.toLocalDate();
    }

    /** The date of its end, in its zone; with whole days, the first day that does not belong to it. */
    public LocalDate toDate() {
        return to.toLocalDate();
    }

    private static String text(ZonedDateTime time) {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time);
    }

    /** Both ends as ISO 8601 has them: {@code 2025-12-24T06:00:00-05:00/2025-12-24T07:00:00-05:00}. */
    @Override
    public String toString() {
        return text(from) + "/" + text(to);
    }
}

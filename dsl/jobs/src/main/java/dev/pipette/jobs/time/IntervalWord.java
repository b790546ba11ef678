package dev.pipette.jobs.time;

import dev.pipette.RunInterval;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.jobs.Schedule;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The interval of a run as a word of the command: {@code FROM/TO}, {@code FROM/P1D}, or the newest interval of a schedule that has ended, for
 * schedulers that do not know intervals: {@code last:SCHEDULE@ZONE}, and {@code last:SCHEDULE@ZONE@TIME} as of another time than now.
 *
 * <pre>{@code
 * IntervalWord.resolve("2025-12-24/2025-12-25", zone, now);
 * IntervalWord.resolve("last:15 * * * *@America/New_York", zone, now);            // [11:15, 12:15) from 12:15 to 13:15
 * IntervalWord.resolve("last:1h@UTC@2025-12-24T12:00:00Z", zone, now);            // [11:00, 12:00), whenever it is tried again
 * }</pre>
 */
public final class IntervalWord {
    private static final String LAST = "last:";

    /** Not one in the name of a zone, {@code [America/New_York]}. */
    private static final Pattern SLASH = Pattern.compile("/(?![^\\[\\]]*])");

    private IntervalWord() {}

    /**
     * Finds the interval.
     *
     * @param word of the option {@code --interval}
     * @param zone of dates, and of times without an offset
     * @param now which the newest interval has ended before
     * @throws PipetteException BAD_USAGE for what is not such a word
     */
    public static RunInterval resolve(String word, ZoneId zone, Instant now) {
        if (word.startsWith(LAST)) {
            return newest(word, now);
        }
        String[] ends = SLASH.split(word, -1);
        if (ends.length != 2) {
            throw refused(word, null);
        }
        ZonedDateTime from = TimeBounds.parse("the begin of --interval", ends[0], zone);
        return new RunInterval(from, end(word, from, ends[1]));
    }

    private static ZonedDateTime end(String word, ZonedDateTime from, String text) {
        if (!text.startsWith("P")) {
            return TimeBounds.parse("the end of --interval", text, from.getZone());
        }
        try {
            return from.plus(BackfillIntervals.chunk(text));
        } catch (PipetteException noLength) {
            throw refused(word, noLength);
        }
    }

    /** The word for the newest interval of a schedule. */
    public static String last(Schedule schedule) {
        return LAST
                + switch (schedule) {
                    case Schedule.Cron cron -> cron.expression().strip() + "@" + cron.zone();
                    case Schedule.Every every -> Durations.text(every.every()) + "@" + every.zone();
                    case Schedule.Never never ->
                        throw new PipetteException(
                                ErrorCode.BAD_USAGE,
                                "a job without a schedule has no newest interval. Give it --cron or --every.");
                };
    }

    private static RunInterval newest(String word, Instant now) {
        List<String> parts = parts(word.substring(LAST.length()));
        if (parts.size() < 2 || parts.size() > 3) {
            throw refused(word, null);
        }
        ZoneId zone = zone(parts.get(1), word);
        Instant time = parts.size() == 3 ? time(parts.get(2), zone) : now;
        return FireTimes.of(schedule(parts.getFirst(), zone)).newest(time).orElseThrow();
    }

    /** The names of cron expressions begin with the sign that separates the parts. */
    private static List<String> parts(String text) {
        List<String> parts = new ArrayList<>(Arrays.asList(text.split("@", -1)));
        if (parts.size() > 1 && parts.getFirst().isBlank()) {
            parts.removeFirst();
            parts.set(0, "@" + parts.getFirst());
        }
        return parts;
    }

    private static Schedule schedule(String text, ZoneId zone) {
        boolean cron = text.startsWith("@") || text.contains(" ");
        return cron ? new Schedule.Cron(text, zone) : new Schedule.Every(Durations.parse(text), zone);
    }

    private static ZoneId zone(String text, String word) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException noZone) {
            throw refused(word, noZone);
        }
    }

    /** Seconds since 1970 are what a shell can compute with. */
    private static Instant time(String text, ZoneId zone) {
        return text.matches("\\d{1,12}")
                ? Instant.ofEpochSecond(Long.parseLong(text))
                : TimeBounds.parse("the time of --interval", text, zone).toInstant();
    }

    private static PipetteException refused(String word, @Nullable Throwable cause) {
        return new PipetteException(
                ErrorCode.BAD_USAGE,
                "--interval '" + word + "' is not an interval. Write its begin and its exclusive end like"
                        + " 2025-12-24T06:00Z/2025-12-24T07:00Z or 2025-12-24/2025-12-25, or the newest interval of a schedule in a"
                        + " time zone like 'last:15 * * * *@America/New_York' or last:1h@UTC.",
                cause);
    }
}

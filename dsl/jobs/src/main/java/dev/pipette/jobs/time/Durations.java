package dev.pipette.jobs.time;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Lengths of time as people write them: {@code 30s}, {@code 5m}, {@code 1h30m} or {@code 1h 30m}, {@code 2d}, and as ISO 8601 does: {@code PT1H30M}.
 *
 * <pre>{@code
 * Duration timeout = Durations.parse("90m");
 * Durations.text(timeout);   // 1h30m
 * }</pre>
 */
public final class Durations {
    private static final Pattern SHORT = Pattern.compile(
            "(?:(?<d>\\d{1,9})d)? ?(?:(?<h>\\d{1,9})h)? ?(?:(?<m>\\d{1,9})m)? ?(?:(?<s>\\d{1,9})s)?",
            Pattern.CASE_INSENSITIVE);

    private Durations() {}

    /**
     * Reads a length of time. A day is 24 hours.
     *
     * @throws PipetteException BAD_USAGE for other texts, and for a negative length
     */
    public static Duration parse(String text) {
        String word = text.strip();
        Matcher parts = SHORT.matcher(word);
        if (!word.isEmpty() && parts.matches()) {
            return Duration.ofDays(number(parts, "d"))
                    .plusHours(number(parts, "h"))
                    .plusMinutes(number(parts, "m"))
                    .plusSeconds(number(parts, "s"));
        }
        try {
            Duration read = Duration.parse(word.toUpperCase(Locale.ROOT));
            if (!read.isNegative()) {
                return read;
            }
        } catch (DateTimeException noDuration) {
            throw refused(text, noDuration);
        }
        throw refused(text, null);
    }

    private static long number(Matcher parts, String unit) {
        String digits = parts.group(unit);
        return digits == null ? 0 : Long.parseLong(digits);
    }

    private static PipetteException refused(String text, @Nullable Throwable cause) {
        return new PipetteException(
                ErrorCode.BAD_USAGE,
                "'" + text + "' is not a length of time. Write seconds, minutes, hours and days like 30s, 5m, 1h, 2d or"
                        + " 1h30m, or as ISO 8601 does, like PT1H30M.",
                cause);
    }

    /** The shortest text that {@link #parse} reads as the same length. */
    public static String text(Duration duration) {
        if (duration.isNegative() || duration.getNano() != 0) {
            return duration.toString();
        }
        if (duration.isZero()) {
            return "0s";
        }
        return part(duration.toDaysPart(), "d")
                + part(duration.toHoursPart(), "h")
                + part(duration.toMinutesPart(), "m")
                + part(duration.toSecondsPart(), "s");
    }

    private static String part(long number, String unit) {
        return number == 0 ? "" : number + unit;
    }
}

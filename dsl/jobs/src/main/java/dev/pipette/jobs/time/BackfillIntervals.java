package dev.pipette.jobs.time;

import dev.pipette.RunInterval;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZonedDateTime;
import java.time.temporal.TemporalAmount;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the time that a backfill covers into the intervals of its occurrences.
 *
 * <pre>{@code
 * ZonedDateTime from = TimeBounds.parse("--from", "2025-12-01", zone);
 * ZonedDateTime to = TimeBounds.parse("--to", "2026-01-01", zone);
 * BackfillIntervals.cut(from, to, BackfillIntervals.chunk("P1D"), clock.instant());   // 31 days, each whole in its zone
 * BackfillIntervals.ofSchedule(FireTimes.of(schedule), from, to, clock.instant());    // those that the job has anyway
 * }</pre>
 */
public final class BackfillIntervals {
    /** The intervals of one backfill. */
    public static final int AT_MOST = 100_000;

    private BackfillIntervals() {}

    /**
     * Reads the length of an interval: {@code P1D}, {@code P1W}, {@code P1M} are days, weeks and months of the calendar; {@code
     * PT6H} is 6 hours. {@code 1d} is P1D, and {@code 6h} is PT6H.
     *
     * @throws PipetteException BAD_USAGE for other texts, and for less than a minute
     */
    public static TemporalAmount chunk(String text) {
        String word = text.strip().toUpperCase(Locale.ROOT);
        String iso = word.matches("\\d{1,9}[DW]") ? "P" + word : word;
        try {
            if (iso.startsWith("P") && !iso.contains("T")) {
                Period period = Period.parse(iso);
                if (!period.isNegative() && !period.isZero()) {
                    return period;
                }
            } else if (!iso.contains("D")) {
                Duration duration = Durations.parse(iso);
                if (duration.compareTo(Duration.ofMinutes(1)) >= 0) {
                    return duration;
                }
            }
        } catch (DateTimeException | PipetteException noChunk) {
            throw refused(text, noChunk);
        }
        throw refused(text, null);
    }

    private static PipetteException refused(String text, @Nullable Throwable cause) {
        return new PipetteException(
                ErrorCode.BAD_USAGE,
                "--chunk '" + text
                        + "' is not the length of an interval. Write days, weeks and months of the calendar like"
                        + " P1D, P1W and P1M, or hours and minutes like PT6H and PT30M; a minute is the least.",
                cause);
    }

    /**
     * Cuts into chunks from the begin on. The last one is shorter where they do not fit.
     *
     * @throws PipetteException BAD_USAGE where the end is not after the begin, or in the future
     */
    public static List<RunInterval> cut(ZonedDateTime from, ZonedDateTime to, TemporalAmount chunk, Instant now) {
        check(from, to, now);
        List<RunInterval> intervals = new ArrayList<>();
        ZonedDateTime start = from;
        while (start.isBefore(to)) {
            ZonedDateTime end = end(from, chunk, intervals.size() + 1);
            ZonedDateTime cut = end.isAfter(to) ? to : end;
            intervals.add(new RunInterval(start, cut));
            checkCount(intervals.size(), "a longer --chunk");
            start = cut;
        }
        return intervals;
    }

    /** Counted from the begin, so that months keep their day: 31 January, 28 February, 31 March. */
    private static ZonedDateTime end(ZonedDateTime from, TemporalAmount chunk, int count) {
        return chunk instanceof Period period
                ? from.plus(period.multipliedBy(count))
                : from.plus(Duration.from(chunk).multipliedBy(count));
    }

    /**
     * The intervals of a schedule that lie in this time or touch it, with the bounds that they have as occurrences of the schedule,
     * so that those which are done are known to be done. Intervals that have not ended are left out: the schedule runs them.
     *
     * @throws PipetteException BAD_USAGE where the end is not after the begin or in the future, and for a job that has no schedule
     */
    public static List<RunInterval> ofSchedule(FireTimes times, ZonedDateTime from, ZonedDateTime to, Instant now) {
        check(from, to, now);
        List<RunInterval> intervals = new ArrayList<>();
        Optional<RunInterval> interval = times.next(from.toInstant()).flatMap(times::interval);
        if (interval.isEmpty()) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "the job has no schedule that its intervals could come from. Name their length: --chunk P1D.");
        }
        while (interval.isPresent() && interval.get().from().isBefore(to) && hasEnded(interval.get(), now)) {
            intervals.add(interval.get());
            checkCount(intervals.size(), "--chunk");
            interval = times.next(interval.get().to().toInstant()).flatMap(times::interval);
        }
        return intervals;
    }

    private static boolean hasEnded(RunInterval interval, Instant now) {
        return !interval.to().toInstant().isAfter(now);
    }

    private static void check(ZonedDateTime from, ZonedDateTime to, Instant now) {
        if (!from.isBefore(to)) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "--from " + from.toOffsetDateTime() + " is not before --to " + to.toOffsetDateTime()
                            + ". --to is exclusive: for one day, write the next day as --to.");
        }
        if (to.toInstant().isAfter(now)) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "--to " + to.toOffsetDateTime()
                            + " is in the future. An interval is loaded once, after it has ended: use --to "
                            + now.atZone(to.getZone()).toLocalDate() + ".");
        }
    }

    private static void checkCount(int count, String remedy) {
        if (count > AT_MOST) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "the backfill has more than 100,000 intervals. Use " + remedy + ", or several backfills.");
        }
    }
}

package dev.pipette.jobs.time;

import dev.pipette.RunInterval;
import dev.pipette.jobs.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The next fire times of a schedule, with what changes of the clock do to them.
 *
 * <pre>{@code
 * for (NextFires.Fire fire : NextFires.of(schedule, clock.instant(), 5)) {
 *     System.out.println(fire);   // Sun 2025-03-09 03:00 -04:00  moved from 02:30, which the clocks skip on this day
 * }
 * }</pre>
 */
public final class NextFires {
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("EEE yyyy-MM-dd HH:mm:ss xxx", Locale.ROOT);
    private static final DateTimeFormatter SHORT = DateTimeFormatter.ofPattern("EEE yyyy-MM-dd HH:mm xxx", Locale.ROOT);

    /**
     * A fire time.
     *
     * @param at in the zone of the schedule
     * @param interval that the occurrence has
     * @param mark what a change of the clock does to it; empty where it does nothing
     */
    public record Fire(ZonedDateTime at, RunInterval interval, Optional<String> mark) {
        /** The time and its mark. */
        @Override
        public String toString() {
            String time = (at.getSecond() == 0 ? SHORT : TIME).format(at);
            return mark.map(text -> time + "  " + text).orElse(time);
        }
    }

    /** An hour more or less is news in an interval of this length; in that of a week, nobody would look for it. */
    private static final Duration MARKED = Duration.ofHours(49);

    private NextFires() {}

    /** The next fire times after now, at most this many. */
    public static List<Fire> of(Schedule schedule, Instant now, int count) {
        FireTimes times = FireTimes.of(schedule);
        return times.next(now, count).stream()
                .flatMap(fire -> times.interval(fire).stream())
                .map(interval -> new Fire(interval.to(), interval, mark(times, interval)))
                .toList();
    }

    private static Optional<String> mark(FireTimes times, RunInterval interval) {
        return moved(times, interval).or(() -> twice(times, interval.to())).or(() -> changed(interval));
    }

    private static Optional<String> moved(FireTimes times, RunInterval interval) {
        ZonedDateTime at = interval.to();
        ZoneOffsetTransition change = change(interval);
        if (change == null || !change.isGap() || !change.getInstant().equals(at.toInstant())) {
            return Optional.empty();
        }
        return skipped(times, change)
                .map(time -> "moved from " + CLOCK.format(time) + ", which the clocks skip on this day");
    }

    /** The first time in the gap that the schedule names, unless it names the moment after the gap too. */
    private static Optional<LocalDateTime> skipped(FireTimes times, ZoneOffsetTransition gap) {
        return switch (times) {
            case CronTimes(CronExpression cron, var zone)
            when !cron.matches(gap.getDateTimeAfter()) ->
                cron.next(gap.getDateTimeBefore().minusNanos(1)).filter(time -> time.isBefore(gap.getDateTimeAfter()));
            case CronTimes cron -> Optional.empty();
            case EveryTimes every ->
                Optional.of(gap.getDateTimeAfter().toLocalDate().atStartOfDay())
                        .filter(midnight -> midnight.isBefore(gap.getDateTimeAfter()));
            case NoTimes no -> Optional.empty();
        };
    }

    private static Optional<String> twice(FireTimes times, ZonedDateTime at) {
        ZoneOffsetTransition change = at.getZone().getRules().getTransition(at.toLocalDateTime());
        if (change == null || !change.isOverlap()) {
            return Optional.empty();
        }
        boolean first = at.getOffset().equals(change.getOffsetBefore());
        boolean both = times.next(at.toInstant().minusNanos(1), 1000).stream()
                .takeWhile(fire -> !fire.isAfter(at.toInstant().plus(length(change))))
                .anyMatch(fire -> fire.equals(at.toInstant().plus(length(change))));
        String comes = CLOCK.format(at) + " comes twice on this day";
        if (!first) {
            return Optional.of(comes + "; this is the second time");
        }
        return Optional.of(comes + (both ? "; this is the first time" : "; it fires the first time only"));
    }

    private static Duration length(ZoneOffsetTransition change) {
        return change.getDuration().abs();
    }

    private static Optional<String> changed(RunInterval interval) {
        ZoneOffsetTransition change = change(interval);
        if (change == null || Duration.between(interval.from(), interval.to()).compareTo(MARKED) > 0) {
            return Optional.empty();
        }
        String way = change.isGap() ? "forward" : "back";
        return Optional.of(
                "the clocks go " + way + " before it, from " + CLOCK.format(change.getDateTimeBefore()) + " to "
                        + CLOCK.format(change.getDateTimeAfter()) + ", so its interval lasts "
                        + Durations.text(Duration.between(interval.from(), interval.to())));
    }

    /** The change of the clock in an interval. */
    private static @Nullable ZoneOffsetTransition change(RunInterval interval) {
        ZoneOffsetTransition next = interval.from()
                .getZone()
                .getRules()
                .nextTransition(interval.from().toInstant());
        return next == null || next.getInstant().isAfter(interval.to().toInstant()) ? null : next;
    }
}

package dev.pipette.jobs.time;

import dev.pipette.RunInterval;
import dev.pipette.jobs.Schedule;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The fire times of a schedule: the instants at which its occurrences become due. The occurrence of a fire time has the interval
 * from the fire time before it, so that intervals join without a gap and without an overlap.
 *
 * <pre>{@code
 * FireTimes times = FireTimes.of(new Schedule.Cron("15 7-23 * * *", ZoneId.of("America/New_York")));
 * Instant fire = times.next(clock.instant()).orElseThrow();
 * RunInterval interval = times.interval(fire).orElseThrow();
 * }</pre>
 *
 * <p>Where clocks change, a schedule that names its hours follows the clock on the wall: a time that the clocks skip fires at the
 * first moment after the gap, and a time that comes twice fires the first time only. A schedule for each hour (the hour field is
 * {@code *}), or {@code --every} a time below a day, follows the time that passes: a skipped hour is not there, and a doubled hour
 * fires twice. Fire times that fall on one instant are one.
 */
public sealed interface FireTimes permits CronTimes, EveryTimes, NoTimes {
    /**
     * The fire times of a schedule.
     *
     * @throws dev.pipette.error.PipetteException BAD_USAGE for a cron expression that is wrong
     */
    static FireTimes of(Schedule schedule) {
        return switch (schedule) {
            case Schedule.Cron cron -> new CronTimes(CronExpression.parse(cron.expression()), cron.zone());
            case Schedule.Every every -> new EveryTimes(every.every(), every.zone());
            case Schedule.Never never -> new NoTimes(never.zone());
        };
    }

    /** The zone whose clock the schedule follows. */
    ZoneId zone();

    /** The first fire time after this instant; empty where the schedule never fires. */
    Optional<Instant> next(Instant after);

    /** The last fire time before this instant; empty where the schedule never fires. */
    Optional<Instant> previous(Instant before);

    /** The next fire times after this instant, at most this many. */
    default List<Instant> next(Instant after, int count) {
        List<Instant> fires = new ArrayList<>();
        Optional<Instant> fire = next(after);
        while (fire.isPresent() && fires.size() < count) {
            fires.add(fire.get());
            fire = next(fire.get());
        }
        return fires;
    }

    /** The last fire time at or before this instant. */
    default Optional<Instant> atOrBefore(Instant time) {
        return previous(time.plusNanos(1));
    }

    /** The interval of the occurrence that fires at this fire time. */
    default Optional<RunInterval> interval(Instant fire) {
        return previous(fire).map(from -> new RunInterval(from.atZone(zone()), fire.atZone(zone())));
    }

    /** The newest interval that has ended at this time. */
    default Optional<RunInterval> newest(Instant now) {
        return atOrBefore(now).flatMap(this::interval);
    }
}

package dev.pipette.jobs.time;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Optional;

/** The fire times of a cron expression in a zone. */
record CronTimes(CronExpression cron, ZoneId zone) implements FireTimes {
    @Override
    public Optional<Instant> next(Instant after) {
        return cron.isEachHour() ? nextPassing(after) : nextOnTheWall(after);
    }

    @Override
    public Optional<Instant> previous(Instant before) {
        return cron.isEachHour() ? previousPassing(before) : previousOnTheWall(before);
    }

    /** Each date and time of the calendar fires once; a later one never fires before an earlier one. */
    private Optional<Instant> nextOnTheWall(Instant after) {
        Optional<LocalDateTime> time = cron.next(LocalDateTime.ofInstant(after, zone));
        while (time.isPresent() && !instant(time.get()).isAfter(after)) {
            time = cron.next(time.get()); // after is in the second pass of a doubled hour
        }
        return time.map(this::instant);
    }

    private Optional<Instant> previousOnTheWall(Instant before) {
        Optional<LocalDateTime> time = cron.previous(lastOnTheWall(before));
        while (time.isPresent() && !instant(time.get()).isBefore(before)) {
            time = cron.previous(time.get()); // it is in a gap that ends at before
        }
        return time.map(this::instant);
    }

    /** Where the clocks showed a later time once already, that time. */
    private LocalDateTime lastOnTheWall(Instant before) {
        LocalDateTime time = LocalDateTime.ofInstant(before, zone);
        ZoneOffsetTransition change = rules().getTransition(time);
        boolean second = change != null && change.isOverlap() && !before.isBefore(change.getInstant());
        return second ? change.getDateTimeBefore() : time;
    }

    /** The first moment after the gap for a skipped time, the first of the two for a doubled one. */
    private Instant instant(LocalDateTime time) {
        ZoneOffsetTransition change = rules().getTransition(time);
        if (change == null) {
            return time.atZone(zone).toInstant();
        }
        return change.isGap() ? change.getInstant() : time.toInstant(change.getOffsetBefore());
    }

    /** Fires whenever the clock shows a time of the expression: between two changes of the clock, all its times are there. */
    private Optional<Instant> nextPassing(Instant after) {
        Instant start = after;
        while (true) {
            ZoneOffset offset = rules().getOffset(start);
            Optional<Instant> fire =
                    cron.next(LocalDateTime.ofInstant(start, offset)).map(time -> time.toInstant(offset));
            ZoneOffsetTransition change = rules().nextTransition(start);
            if (fire.isEmpty() || change == null || fire.get().isBefore(change.getInstant())) {
                return fire;
            }
            if (cron.matches(change.getDateTimeAfter())) {
                return Optional.of(change.getInstant());
            }
            start = change.getInstant();
        }
    }

    private Optional<Instant> previousPassing(Instant before) {
        Instant end = before;
        while (true) {
            ZoneOffset offset = rules().getOffset(end.minusNanos(1));
            Optional<Instant> fire =
                    cron.previous(LocalDateTime.ofInstant(end, offset)).map(time -> time.toInstant(offset));
            ZoneOffsetTransition change = rules().previousTransition(end);
            if (fire.isEmpty() || change == null || !fire.get().isBefore(change.getInstant())) {
                return fire;
            }
            end = change.getInstant();
        }
    }

    private ZoneRules rules() {
        return zone.getRules();
    }
}

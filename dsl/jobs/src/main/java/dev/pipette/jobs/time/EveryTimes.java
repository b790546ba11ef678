package dev.pipette.jobs.time;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;

/**
 * Fire times at the multiples of a duration: whole days begin with the days of the zone and are counted from 1970-01-01, other
 * durations are counted from 1970-01-01T00:00 UTC.
 */
record EveryTimes(Duration every, ZoneId zone) implements FireTimes {
    private static final long DAY = Duration.ofDays(1).toSeconds();

    @Override
    public Optional<Instant> next(Instant after) {
        if (!isDays()) {
            return Optional.of(Instant.ofEpochSecond(multiple(after.getEpochSecond()) + every.toSeconds()));
        }
        LocalDate day = day(after);
        Instant fire = start(day);
        while (!fire.isAfter(after)) {
            day = day.plusDays(every.toDays());
            fire = start(day);
        }
        return Optional.of(fire);
    }

    @Override
    public Optional<Instant> previous(Instant before) {
        Instant last = before.minusNanos(1);
        if (!isDays()) {
            return Optional.of(Instant.ofEpochSecond(multiple(last.getEpochSecond())));
        }
        LocalDate day = day(last).plusDays(every.toDays());
        Instant fire = start(day);
        while (!fire.isBefore(before)) {
            day = day.minusDays(every.toDays());
            fire = start(day);
        }
        return Optional.of(fire);
    }

    private boolean isDays() {
        return every.toSeconds() % DAY == 0;
    }

    private long multiple(long seconds) {
        return seconds - Math.floorMod(seconds, every.toSeconds());
    }

    private LocalDate day(Instant time) {
        long day = time.atZone(zone).toLocalDate().toEpochDay();
        return LocalDate.ofEpochDay(day - Math.floorMod(day, every.toDays()));
    }

    /** Midnight, or the first moment after it where the clocks skip it. */
    private Instant start(LocalDate day) {
        return day.atStartOfDay(zone).toInstant();
    }
}

package dev.pipette.jobs.time;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/** The fire times of a job without a schedule. */
record NoTimes(ZoneId zone) implements FireTimes {
    @Override
    public Optional<Instant> next(Instant after) {
        return Optional.empty();
    }

    @Override
    public Optional<Instant> previous(Instant before) {
        return Optional.empty();
    }
}

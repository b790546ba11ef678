package dev.pipette.jobs.scheduler;

import dev.pipette.RunInterval;
import dev.pipette.jobs.Occurrence;
import dev.pipette.jobs.OccurrenceKind;
import dev.pipette.jobs.OccurrenceStatus;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** Occurrences for tests. */
final class Present {
    static final Instant NOON = Instant.parse("2025-12-24T12:00:00Z");

    private Present() {}

    static Occurrence running(long id, int attempt, Instant heartbeat) {
        return new Occurrence(
                id,
                "orders",
                1,
                RunInterval.parse("2025-12-24T11:00:00Z/PT1H"),
                OccurrenceKind.SCHEDULED,
                1,
                0,
                OccurrenceStatus.RUNNING,
                attempt,
                0,
                NOON,
                Optional.empty(),
                Optional.of(NOON),
                Optional.empty(),
                Optional.of("one"),
                Optional.of(heartbeat),
                Optional.empty(),
                0,
                Optional.empty(),
                Optional.empty(),
                OptionalLong.empty());
    }
}

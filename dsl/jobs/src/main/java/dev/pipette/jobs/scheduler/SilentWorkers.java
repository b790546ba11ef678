package dev.pipette.jobs.scheduler;

import dev.pipette.jobs.Occurrence;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Finds attempts whose workers are not heard any more: those whose last sign of life this process has seen unchanged for a time. So
 * neither clocks of machines that differ, nor one that is set, make a worker seem dead. Time in which this process itself did not look,
 * because the store was away or the machine slept, counts as one missing sign: the others could not report either.
 */
final class SilentWorkers {
    private final Duration heartbeat;
    private final int missed;
    private final LongSupplier nanos;
    private volatile Map<Attempt, Silence> known = new HashMap<>();
    private long lastLook;

    private record Attempt(long occurrence, int number) {}

    private record Silence(Optional<Instant> heartbeat, long nanos, boolean wasHeard) {}

    SilentWorkers(Duration heartbeat, int missed, LongSupplier nanos) {
        this.heartbeat = heartbeat;
        this.missed = missed;
        this.nanos = nanos;
        this.lastLook = nanos.getAsLong();
    }

    /** Those of the occurrences that run which are silent for too long. */
    List<Occurrence> among(List<Occurrence> running) {
        long now = nanos.getAsLong();
        long passed = Math.min(now - lastLook, heartbeat.toNanos());
        lastLook = now;
        Map<Attempt, Silence> present = new HashMap<>();
        for (Occurrence occurrence : running) {
            Attempt attempt = attempt(occurrence);
            Silence before = known.get(attempt);
            boolean same = before != null && before.heartbeat().equals(occurrence.heartbeatAt());
            long silence = before != null && same ? before.nanos() + passed : 0;
            boolean wasHeard = before != null && (!same || before.wasHeard());
            present.put(attempt, new Silence(occurrence.heartbeatAt(), silence, wasHeard));
        }
        known = present;
        return running.stream().filter(this::isSilent).toList();
    }

    /** Whether each of them was heard since this process looks; of the others, nobody knows yet whether they are dead. */
    boolean areHeard(List<Occurrence> running) {
        Map<Attempt, Silence> present = known;
        return running.stream()
                .map(occurrence -> present.get(attempt(occurrence)))
                .allMatch(silence -> silence != null && silence.wasHeard());
    }

    private boolean isSilent(Occurrence occurrence) {
        Silence silence = known.get(attempt(occurrence));
        return silence != null
                && silence.nanos() >= heartbeat.multipliedBy(missed).toNanos();
    }

    private static Attempt attempt(Occurrence occurrence) {
        return new Attempt(occurrence.id(), occurrence.attempts());
    }
}

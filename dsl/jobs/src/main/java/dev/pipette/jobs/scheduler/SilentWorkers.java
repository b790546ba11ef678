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
 * neither clocks of machines that differ, nor one that is set, make a worker seem dead.
 */
final class SilentWorkers {
    private final Duration limit;
    private final LongSupplier nanos;
    private Map<Attempt, Seen> seen = new HashMap<>();

    private record Attempt(long occurrence, int number) {}

    private record Seen(Optional<Instant> heartbeat, long since) {}

    SilentWorkers(Duration limit, LongSupplier nanos) {
        this.limit = limit;
        this.nanos = nanos;
    }

    /** Those of the occurrences that run which are silent for too long. */
    List<Occurrence> among(List<Occurrence> running) {
        long now = nanos.getAsLong();
        Map<Attempt, Seen> present = new HashMap<>();
        for (Occurrence occurrence : running) {
            Attempt attempt = new Attempt(occurrence.id(), occurrence.attempts());
            Seen before = seen.get(attempt);
            boolean heard = before == null || !before.heartbeat().equals(occurrence.heartbeatAt());
            present.put(attempt, heard ? new Seen(occurrence.heartbeatAt(), now) : before);
        }
        seen = present;
        return running.stream().filter(occurrence -> isSilent(occurrence, now)).toList();
    }

    private boolean isSilent(Occurrence occurrence, long now) {
        Seen sign = seen.get(new Attempt(occurrence.id(), occurrence.attempts()));
        return sign != null && now - sign.since() >= limit.toNanos();
    }
}

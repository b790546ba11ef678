package dev.pipette.jobs.scheduler;

import dev.pipette.jobs.store.WorkerInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds schedulers that work, and whose clocks are ahead of a time: their last sign of life is later, and it changes. A sign that stays
 * the same is that of a scheduler that is gone, or whose clock was set since.
 */
final class ClocksAhead {
    private final Duration patience;
    private final LongSupplier nanos;
    private Map<String, Sign> known = new HashMap<>();

    private record Sign(Instant heartbeat, long since) {}

    /** Looks for signs that stay the same for this time. */
    ClocksAhead(Duration patience, LongSupplier nanos) {
        this.patience = patience;
        this.nanos = nanos;
    }

    /** One of them that is ahead of this time, or that may be. */
    Optional<WorkerInfo> among(List<WorkerInfo> workers, Instant time) {
        long now = nanos.getAsLong();
        Map<String, Sign> present = new HashMap<>();
        for (WorkerInfo worker : workers) {
            if (worker.stoppedAt().isEmpty() && worker.heartbeatAt().isAfter(time)) {
                Sign before = known.get(worker.worker().name());
                boolean isSame = before != null && before.heartbeat().equals(worker.heartbeatAt());
                present.put(worker.worker().name(), isSame ? before : new Sign(worker.heartbeatAt(), now));
            }
        }
        known = present;
        return workers.stream()
                .filter(worker -> isHeard(present.get(worker.worker().name()), now))
                .findFirst();
    }

    private boolean isHeard(@Nullable Sign sign, long now) {
        return sign != null && now - sign.since() < patience.toNanos();
    }
}

package dev.pipette.jobs.scheduler;

import static dev.pipette.jobs.scheduler.Present.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.jobs.store.Worker;
import dev.pipette.jobs.store.WorkerInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ClocksAheadTests {
    private static final Instant TOMORROW = NOON.plus(Duration.ofDays(1));

    private final AtomicLong nanos = new AtomicLong();
    private final ClocksAhead clocks = new ClocksAhead(Duration.ofSeconds(16), nanos::get);

    private Optional<String> after(int seconds, WorkerInfo... workers) {
        nanos.addAndGet(Duration.ofSeconds(seconds).toNanos());
        return clocks.among(List.of(workers), NOON).map(found -> found.worker().name());
    }

    private static WorkerInfo worker(String name, Instant heartbeat) {
        return new WorkerInfo(new Worker(name, "host", "home", 1), NOON, heartbeat, Optional.empty());
    }

    @Test
    void a_scheduler_that_works_with_a_clock_that_is_ahead_is_found() {
        assertThat(after(0, worker("right", NOON), worker("ahead", TOMORROW))).contains("ahead");
        assertThat(after(15, worker("ahead", TOMORROW.plusSeconds(15)))).contains("ahead");
        assertThat(after(15, worker("ahead", TOMORROW.plusSeconds(30)))).contains("ahead");
    }

    @Test
    void one_that_is_gone_or_whose_clock_was_set_is_not() {
        assertThat(after(0, worker("gone", TOMORROW))).contains("gone");
        assertThat(after(15, worker("gone", TOMORROW))).contains("gone");
        assertThat(after(1, worker("gone", TOMORROW))).isEmpty();
        assertThat(after(1, worker("set", NOON))).isEmpty();
        Worker stopped = new Worker("stopped", "host", "home", 1);
        assertThat(after(1, new WorkerInfo(stopped, NOON, TOMORROW, Optional.of(TOMORROW))))
                .isEmpty();
    }
}

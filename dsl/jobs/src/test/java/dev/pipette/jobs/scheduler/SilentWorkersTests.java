package dev.pipette.jobs.scheduler;

import static dev.pipette.jobs.scheduler.Present.NOON;
import static dev.pipette.jobs.scheduler.Present.running;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.jobs.Occurrence;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SilentWorkersTests {
    private final AtomicLong nanos = new AtomicLong();
    private final SilentWorkers silent = new SilentWorkers(Duration.ofSeconds(16), nanos::get);

    private List<Occurrence> after(int seconds, Occurrence... running) {
        nanos.addAndGet(Duration.ofSeconds(seconds).toNanos());
        return silent.among(List.of(running));
    }

    @Test
    void a_worker_is_silent_when_its_last_sign_stays_the_same() {
        Occurrence occurrence = running(1, 1, NOON);
        assertThat(after(0, occurrence)).isEmpty();
        assertThat(after(15, occurrence)).isEmpty();
        assertThat(after(1, occurrence)).containsExactly(occurrence);
    }

    @Test
    void a_worker_whose_clock_is_an_hour_late_is_heard() {
        assertThat(after(0, running(1, 1, NOON.minusSeconds(3600)))).isEmpty();
        assertThat(after(15, running(1, 1, NOON.minusSeconds(3590)))).isEmpty();
        assertThat(after(15, running(1, 1, NOON.minusSeconds(3590)))).isEmpty();
    }

    @Test
    void the_next_attempt_begins_to_be_heard() {
        assertThat(after(0, running(1, 1, NOON))).isEmpty();
        assertThat(after(16, running(1, 2, NOON))).isEmpty();
        assertThat(after(16, running(1, 2, NOON))).hasSize(1);
    }
}

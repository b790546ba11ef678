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
    private final SilentWorkers silent = new SilentWorkers(Duration.ofSeconds(4), 4, nanos::get);

    private List<Occurrence> after(int seconds, Occurrence... running) {
        nanos.addAndGet(Duration.ofSeconds(seconds).toNanos());
        return silent.among(List.of(running));
    }

    /** Looks as often as a scheduler does. */
    private List<Occurrence> during(int seconds, Occurrence... running) {
        List<Occurrence> found = List.of();
        for (int second = 0; second < seconds; second++) {
            found = after(1, running);
        }
        return found;
    }

    @Test
    void a_worker_is_silent_when_its_last_sign_stays_the_same() {
        Occurrence occurrence = running(1, 1, NOON);
        assertThat(after(0, occurrence)).isEmpty();
        assertThat(during(15, occurrence)).isEmpty();
        assertThat(after(1, occurrence)).containsExactly(occurrence);
    }

    @Test
    void a_worker_whose_clock_is_an_hour_late_is_heard() {
        assertThat(after(0, running(1, 1, NOON.minusSeconds(3600)))).isEmpty();
        assertThat(during(15, running(1, 1, NOON.minusSeconds(3590)))).isEmpty();
        assertThat(during(15, running(1, 1, NOON.minusSeconds(3580)))).isEmpty();
    }

    @Test
    void a_worker_is_heard_when_its_sign_changes() {
        assertThat(silent.areHeard(List.of(running(1, 1, NOON)))).isFalse();
        after(0, running(1, 1, NOON));
        assertThat(silent.areHeard(List.of(running(1, 1, NOON)))).isFalse();
        after(4, running(1, 1, NOON.plusSeconds(4)));
        after(1, running(1, 1, NOON.plusSeconds(4)));
        assertThat(silent.areHeard(List.of(running(1, 1, NOON)))).isTrue();
        assertThat(silent.areHeard(List.of())).isTrue();
    }

    @Test
    void the_next_attempt_begins_to_be_heard() {
        assertThat(after(0, running(1, 1, NOON))).isEmpty();
        assertThat(during(16, running(1, 2, NOON))).isEmpty();
        assertThat(after(1, running(1, 2, NOON))).hasSize(1);
    }

    @Test
    void the_time_in_which_nobody_could_look_is_one_missing_sign() {
        Occurrence occurrence = running(1, 1, NOON);
        assertThat(after(0, occurrence)).isEmpty();
        assertThat(after(3600, occurrence)).isEmpty();
        assertThat(during(11, occurrence)).isEmpty();
        assertThat(after(1, occurrence)).containsExactly(occurrence);
    }
}

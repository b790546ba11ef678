package dev.pipette.jobs.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The promise of a success within a time. */
class FreshnessTests {
    private static final Instant SUCCESS = Instant.parse("2025-12-24T12:00:00Z");
    private static final Freshness PROMISE = Freshness.of(Duration.ofHours(3), SUCCESS);

    @Test
    void a_job_is_late_from_the_promised_time_on() {
        assertThat(PROMISE.deadline()).isEqualTo("2025-12-24T15:00:00Z");
        assertThat(PROMISE.isLate(Instant.parse("2025-12-24T14:59:59Z"))).isFalse();
        assertThat(PROMISE.isLate(Instant.parse("2025-12-24T15:00:00Z"))).isTrue();
    }

    @Test
    void a_pause_moves_the_promise_to_its_end_and_an_old_pause_changes_nothing() {
        assertThat(PROMISE.resumed(Instant.parse("2025-12-25T00:00:00Z")).deadline())
                .isEqualTo("2025-12-25T03:00:00Z");
        assertThat(PROMISE.resumed(Instant.parse("2025-12-24T11:00:00Z"))).isEqualTo(PROMISE);
    }
}

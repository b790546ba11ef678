package dev.pipette.engine.extract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.incremental.CommitInterval;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** When a step of a load ends. */
class StepLimitTests {
    private long nanos = -5_000_000_000L; // a clock of nanoseconds may be below zero

    private StepLimit limit(Optional<CommitInterval> interval) {
        StepLimit limit = new StepLimit(interval, () -> nanos);
        limit.begin();
        return limit;
    }

    @Test
    void without_an_interval_a_load_is_one_step() {
        StepLimit limit = limit(Optional.empty());

        limit.added(Long.MAX_VALUE);
        nanos += Duration.ofDays(1).toNanos();

        assertThat(limit.exists()).isFalse();
        assertThat(limit.countsRows()).isFalse();
        assertThat(limit.isReached()).isFalse();
    }

    @Test
    void a_step_of_rows_ends_with_the_row_that_fills_it() {
        StepLimit limit = limit(Optional.of(CommitInterval.of(3)));

        limit.added(2);
        nanos += Duration.ofDays(1).toNanos();
        assertThat(limit.isReached()).isFalse();

        limit.added(1);
        assertThat(limit.isReached()).isTrue();
        assertThat(limit.countsRows()).isTrue();

        limit.begin();
        assertThat(limit.isReached()).isFalse();
        limit.added(2);
        assertThat(limit.isReached()).as("rows of the step before do not count").isFalse();
    }

    @Test
    void a_step_of_time_ends_when_the_time_is_over() {
        StepLimit limit = limit(Optional.of(CommitInterval.of(Duration.ofSeconds(10))));

        nanos += Duration.ofSeconds(10).toNanos() - 1;
        limit.added(1_000_000);
        assertThat(limit.isReached()).isFalse();

        nanos++;
        assertThat(limit.isReached()).isTrue();
        assertThat(limit.exists()).isTrue();
        assertThat(limit.countsRows())
                .as("of files nobody has to know the rows")
                .isFalse();

        limit.begin();
        assertThat(limit.isReached()).isFalse();
    }
}

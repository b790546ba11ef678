package dev.pipette.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Values of jobs that cannot mean anything. */
class ValuesTests {
    private static final ZoneId UTC = ZoneId.of("UTC");
    private static final JobDefinition JOB =
            JobDefinition.of("orders", new Work.SourceOf("shop", List.of(), Optional.empty()), new Schedule.Never(UTC));

    @Test
    void a_policy_of_retries_that_cannot_be_followed_is_refused() {
        Duration second = Duration.ofSeconds(1);

        refused(
                () -> new RetryPolicy(0, second, 2, second, 0.2),
                "retries: attempts cannot be 0: 1 is no retry, 1000 is the most.");
        refused(
                () -> new RetryPolicy(4, second.negated(), 2, second, 0.2),
                "retries: the first pause cannot be PT-1S: it is 366 days at most and not negative.");
        refused(
                () -> new RetryPolicy(4, second, 0.5, second, 0.2),
                "retries: the factor of the pauses cannot be 0.5: it is from 1 to 100.");
        refused(
                () -> new RetryPolicy(4, second, Double.NaN, second, 0.2),
                "retries: the factor of the pauses cannot be NaN: it is from 1 to 100.");
        refused(
                () -> new RetryPolicy(4, second, 2, Duration.ofDays(367), 0.2),
                "retries: the longest pause cannot be PT8808H: it is 366 days at most and not negative.");
        refused(
                () -> new RetryPolicy(4, second, 2, Duration.ZERO, 0.2),
                "retries: the longest pause cannot be PT0S: it is as long as the first pause, PT1S, at least.");
        refused(
                () -> new RetryPolicy(4, second, 2, second, 1.5),
                "retries: the jitter cannot be 1.5: it is a part of the pause, from 0 to 1.");
        assertThat(new RetryPolicy(1, Duration.ZERO, 1, Duration.ZERO, 0).attempts())
                .isEqualTo(1);
    }

    @Test
    void a_schedule_too_short_or_too_long_is_refused() {
        for (Duration every : List.of(
                Duration.ZERO,
                Duration.ofSeconds(59),
                Duration.ofHours(-1),
                Duration.ofDays(367),
                Duration.ofMillis(90_500))) {
            refused(
                    () -> new Schedule.Every(every, UTC),
                    "a job cannot run every " + every
                            + ". Use whole seconds, 1m at least and 366d at most, like 5m, 1h or 1d.");
        }
    }

    @Test
    void times_and_sizes_of_a_job_that_cannot_be_kept_are_refused() {
        refused(
                () -> JOB.timeout(Duration.ZERO),
                "the job 'orders': the time limit (--timeout) cannot be PT0S: PT1S is the least and PT87840H (ten years) the most."
                        + " Write it like 30s, 90m, 6h or 14d.");
        refused(
                () -> JOB.grace(Duration.ofSeconds(-1)),
                "the job 'orders': the grace period (--grace) cannot be PT-1S: PT0S is the least and PT87840H (ten years) the most."
                        + " Write it like 30s, 90m, 6h or 14d.");
        refused(
                () -> JOB.freshWithin(Duration.ofSeconds(1)),
                "the job 'orders': the promised time (--fresh-within) cannot be PT1S: PT1M is the least and PT87840H (ten years)"
                        + " the most. Write it like 30s, 90m, 6h or 14d.");
        refused(
                () -> JOB.maxHeap("lots"),
                "the job 'orders': 'lots' is not a heap size (--max-heap): write megabytes or gigabytes like 512m or 2g.");
        assertThat(JOB.maxHeap("512m").keepLogs(Duration.ZERO).maxHeap()).isEqualTo("512m");
    }

    @Test
    void a_job_by_interval_runs_all_that_it_missed_unless_somebody_chooses() {
        assertThat(JOB.missed()).isEqualTo(MissedRuns.LATEST);
        assertThat(JOB.byInterval().missed()).isEqualTo(MissedRuns.ALL);
        assertThat(JOB.missed(MissedRuns.LATEST).byInterval().missed()).isEqualTo(MissedRuns.LATEST);
        assertThat(JOB.byInterval().missed(MissedRuns.NONE).missed()).isEqualTo(MissedRuns.NONE);
        assertThat(JOB.missed(MissedRuns.LATEST)).isEqualTo(JOB).hasSameHashCodeAs(JOB);
    }

    private static void refused(ThrowingCallable call, String message) {
        assertThatThrownBy(call).hasMessage("[BAD_USAGE] " + message);
    }
}

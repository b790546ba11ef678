package dev.pipette.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.RunInterval;
import dev.pipette.jobs.AlertRule.Channel;
import dev.pipette.jobs.Backfill.BackfillInterval;
import dev.pipette.jobs.time.Durations;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
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
                "retries: the longest pause cannot be 367d: it is 366 days at most and not negative.");
        refused(
                () -> new RetryPolicy(4, second, 2, Duration.ZERO, 0.2),
                "retries: the longest pause cannot be 0s: it is as long as the first pause, 1s, at least.");
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
                    "a job cannot run every " + Durations.text(every)
                            + ". Use whole seconds, 1m at least and 366d at most, like 5m, 1h or 1d.");
        }
    }

    @Test
    void times_and_sizes_of_a_job_that_cannot_be_kept_are_refused() {
        refused(
                () -> JOB.timeout(Duration.ZERO),
                "the job 'orders': the time limit (--timeout) cannot be 0s: 1s is the least and 3660d (ten years) the most."
                        + " Write it like 30s, 90m, 6h or 14d.");
        refused(
                () -> JOB.grace(Duration.ofSeconds(-1)),
                "the job 'orders': the grace period (--grace) cannot be PT-1S: 0s is the least and 3660d (ten years) the most."
                        + " Write it like 30s, 90m, 6h or 14d.");
        refused(
                () -> JOB.freshWithin(Duration.ofSeconds(1)),
                "the job 'orders': the promised time (--fresh-within) cannot be 1s: 1m is the least and 3660d (ten years)"
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

    @Test
    void values_that_java_prints_are_short_and_readable() {
        RunInterval day = RunInterval.parse("2025-12-24T00:00:00Z/2025-12-25T00:00:00Z");
        JobDefinition shop = JobDefinition.of(
                "shop",
                new Work.SourceOf("everflow", List.of("daily_stats"), Optional.empty()),
                new Schedule.Every(Duration.ofMinutes(90), UTC));
        JobVersion version = new JobVersion("shop", 3, shop, List.of(), "ab12", Instant.EPOCH, "ada");
        Occurrence done = occurrence(day, OccurrenceStatus.SUCCEEDED, Optional.empty());
        Occurrence failed = occurrence(day, OccurrenceStatus.FAILED, Optional.of("the API answered 503."));
        BackfillInterval loaded = interval(day, OccurrenceStatus.SUCCEEDED);
        LoadedPackage load = new LoadedPackage("shop", "raw", "17.1", Map.of("orders", 1_200L));

        assertThat(JOB).hasToString("orders: shop, by hand UTC");
        assertThat(JobDefinition.of("a", new Work.Script("a.jsh", "ab"), new Schedule.Cron("15 * * * *", UTC)))
                .hasToString("a: a.jsh, 15 * * * * UTC");
        assertThat(info(version, Optional.of(failed), 2, 1))
                .hasToString(
                        "shop: everflow (daily_stats), every 1h30m UTC; version 3, last FAILED: the API answered 503.,"
                                + " 2 waiting, 1 running");
        assertThat(info(version, Optional.empty(), 0, 0))
                .hasToString("shop: everflow (daily_stats), every 1h30m UTC; version 3, never run");
        assertThat(version).hasToString("shop version 3, promoted 1970-01-01T00:00:00Z by ada");
        assertThat(List.of(done, failed))
                .hasToString("[shop 2025-12-24T00:00:00Z/2025-12-25T00:00:00Z SUCCEEDED, 1,200 rows,"
                        + " shop 2025-12-24T00:00:00Z/2025-12-25T00:00:00Z FAILED: the API answered 503.]");
        assertThat(done.key()).hasToString("job shop 2025-12-24T00:00:00Z/2025-12-25T00:00:00Z");
        assertThat(attempt(Optional.of(AttemptEnd.How.SUCCEEDED), Optional.empty(), Optional.empty()))
                .hasToString("attempt 2 on loader-1, SUCCEEDED, 1,200 rows");
        assertThat(attempt(Optional.of(AttemptEnd.How.FAILED), Optional.of("KEY_MISSING"), Optional.of("no id")))
                .hasToString("attempt 2 on loader-1, FAILED: [KEY_MISSING] no id");
        assertThat(attempt(Optional.empty(), Optional.empty(), Optional.empty()))
                .hasToString("attempt 2 on loader-1, it runs");
        assertThat(new AttemptEnd(
                        AttemptEnd.How.FAILED,
                        3,
                        Optional.of("X"),
                        Optional.of("[X] y"),
                        0,
                        List.of(),
                        List.of("line")))
                .hasToString("FAILED: [X] y");
        assertThat(new AttemptEnd(
                        AttemptEnd.How.LOST, 137, Optional.empty(), Optional.empty(), 0, List.of(), List.of()))
                .hasToString("LOST");
        assertThat(load).hasToString("shop -> raw, load 17.1: orders 1,200");
        assertThat(loaded).hasToString("2025-12-24T00:00:00Z/2025-12-25T00:00:00Z SUCCEEDED, 1,200 rows");
        assertThat(new Backfill(
                        3,
                        "shop",
                        4,
                        false,
                        Instant.EPOCH,
                        "ada",
                        List.of(interval(day, OccurrenceStatus.WAITING), loaded, loaded)))
                .hasToString("backfill 3 of shop: 3 intervals, 1 WAITING, 2 SUCCEEDED");
        assertThat(new JobLog(List.of("one", "two"), Optional.empty())).hasToString("one\ntwo");
        assertThat(RetryPolicy.USUAL).hasToString("4 attempts, after 30s to 15m");
        assertThat(new AlertRule(Channel.MAIL, "data@example.com", AlertRule.USUAL, Optional.empty()))
                .hasToString("data@example.com (failed, recovered, late, stuck)");
    }

    private static JobInfo info(JobVersion version, Optional<Occurrence> last, int waiting, int running) {
        return new JobInfo(
                "shop",
                version,
                1,
                Instant.EPOCH,
                Optional.empty(),
                Optional.empty(),
                Instant.EPOCH,
                last,
                Optional.empty(),
                waiting,
                running);
    }

    private static Occurrence occurrence(RunInterval interval, OccurrenceStatus status, Optional<String> message) {
        return new Occurrence(
                17,
                "shop",
                3,
                interval,
                OccurrenceKind.SCHEDULED,
                1,
                0,
                status,
                1,
                0,
                Instant.EPOCH,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                1_200,
                Optional.empty(),
                message,
                OptionalLong.empty());
    }

    private static Attempt attempt(Optional<AttemptEnd.How> how, Optional<String> code, Optional<String> message) {
        return new Attempt(
                17,
                2,
                3,
                "loader-1-1-ab",
                "loader-1",
                OptionalLong.of(1),
                Instant.EPOCH,
                Optional.empty(),
                how,
                OptionalInt.empty(),
                code,
                message,
                1_200,
                List.of(),
                List.of("line"),
                Optional.empty());
    }

    private static BackfillInterval interval(RunInterval interval, OccurrenceStatus status) {
        return new BackfillInterval(
                interval, Backfill.Choice.NEW, 17, status, 1, 1_200, List.of("17.1"), Optional.empty());
    }

    private static void refused(ThrowingCallable call, String message) {
        assertThatThrownBy(call).hasMessage("[BAD_USAGE] " + message);
    }
}

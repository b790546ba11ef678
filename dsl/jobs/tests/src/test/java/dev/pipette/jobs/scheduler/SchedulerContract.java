package dev.pipette.jobs.scheduler;

import static dev.pipette.jobs.OccurrenceStatus.CANCELLED;
import static dev.pipette.jobs.OccurrenceStatus.FAILED;
import static dev.pipette.jobs.OccurrenceStatus.RETRYING;
import static dev.pipette.jobs.OccurrenceStatus.RUNNING;
import static dev.pipette.jobs.OccurrenceStatus.SKIPPED;
import static dev.pipette.jobs.OccurrenceStatus.SUCCEEDED;
import static dev.pipette.jobs.OccurrenceStatus.WAITING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.RunInterval;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.jobs.AlertRule;
import dev.pipette.jobs.AttemptEnd;
import dev.pipette.jobs.AttemptEnd.How;
import dev.pipette.jobs.MissedRuns;
import dev.pipette.jobs.Occurrence;
import dev.pipette.jobs.OccurrenceStatus;
import dev.pipette.jobs.Overlap;
import dev.pipette.jobs.Schedule;
import dev.pipette.jobs.alert.OutgoingAlert;
import dev.pipette.jobs.store.Backfills;
import dev.pipette.jobs.store.JobStore;
import dev.pipette.jobs.store.Worker;
import dev.pipette.jobs.time.FireTimes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What schedulers do with jobs, whatever the store. */
interface SchedulerContract {
    JobStore store();

    Path home();

    private World world() {
        return new World(store(), home(), World.NOON);
    }

    private static AlertRule hook(AlertRule.Event... events) {
        return new AlertRule(AlertRule.Channel.WEBHOOK, "https://example.com/hook", Set.of(events), Optional.empty());
    }

    private static List<String> titles(World world) {
        return world.alerts.stream().map(OutgoingAlert::title).toList();
    }

    @Test
    default void a_job_fires_once_per_tick_over_two_schedulers() {
        try (World world = world()) {
            world.promote("orders", job -> job);
            world.scheduler();
            world.scheduler();
            for (int hour = 1; hour <= 4; hour++) {
                world.hours(1);
                int expected = hour;
                Until.isTrue(
                        "hour " + hour + " ran",
                        () -> world.statuses("orders")
                                .equals(IntStream.range(0, expected)
                                        .mapToObj(one -> SUCCEEDED)
                                        .toList()));
            }
            assertThat(world.runs)
                    .containsExactly(
                            "job orders 2025-12-24T12:00:00Z/2025-12-24T13:00:00Z",
                            "job orders 2025-12-24T13:00:00Z/2025-12-24T14:00:00Z",
                            "job orders 2025-12-24T14:00:00Z/2025-12-24T15:00:00Z",
                            "job orders 2025-12-24T15:00:00Z/2025-12-24T16:00:00Z");
        }
    }

    @Test
    default void an_attempt_has_its_script_and_leaves_its_log_and_its_last_lines() throws Exception {
        try (World world = world()) {
            world.program((request, out) -> {
                out.println("script: " + Files.readString(request.script().orElseThrow()));
                return 0;
            });
            world.promote("orders", job -> job.keepLogs(Duration.ofDays(1)));
            world.scheduler();
            world.hours(1);
            long id = world.await("orders", SUCCEEDED).getFirst().id();
            var attempt = world.store.attempts().of(id).getFirst();
            assertThat(attempt.lastLines()).containsExactly("script: load orders");
            Path log = Path.of(attempt.logFile().orElseThrow());
            // several stores may share a home folder
            assertThat(log.getParent())
                    .isEqualTo(home().resolve("jobs/runs/orders")
                            .resolve(store().id().substring(0, 8) + "-" + id + "-1"));
            assertThat(log).hasContent("script: load orders");
            world.store.jobs().pause("orders", world.clock.instant());
            world.clock.advance(Duration.ofDays(2));
            Until.isTrue("the log is deleted", () -> Files.notExists(log.getParent()));
            Until.isTrue(
                    "its row says so",
                    () -> world.store.attempts().of(id).getFirst().logFile().isEmpty());
        }
    }

    @Test
    default void a_scheduler_is_idle_only_when_what_a_dead_one_left_is_done() throws Exception {
        try (World world = world()) {
            world.promote("orders", job -> job);
            ZonedDateTime noon = world.clock.instant().atZone(World.NEW_YORK);
            Occurrence left = world.store
                    .occurrences()
                    .request("orders", new RunInterval(noon.minusHours(1), noon), false, world.clock.instant());
            world.store.attempts().claim(left.id(), new Worker("dead", "elsewhere", "home", 1), world.clock.instant());
            Path folder = Files.createDirectories(
                    home().resolve("jobs/runs/orders").resolve(store().id().substring(0, 8) + "-" + left.id() + "-1"));
            Files.writeString(
                    folder.resolve("report.jsonl"),
                    "{\"kind\":\"run\",\"pipeline\":\"shop\",\"dataset\":\"sales\",\"loadId\":\"17.1\",\"rows\":{\"orders\":3}}\n");

            JobScheduler scheduler = world.quickScheduler();

            assertThat(scheduler.isIdle()).isFalse();
            // it had loaded that before it died
            assertThat(world.await("orders", SUCCEEDED).getFirst().rows()).isEqualTo(3);
            Until.isTrue("it is idle", scheduler::isIdle);
            assertThat(world.store.attempts().of(left.id()))
                    .extracting(attempt -> attempt.how().orElseThrow())
                    .containsExactly(AttemptEnd.How.LOST, AttemptEnd.How.SUCCEEDED);
        }
    }

    @Test
    default void occurrences_of_a_job_wait_for_each_other() throws Exception {
        try (World world = world()) {
            Semaphore may = new Semaphore(0);
            world.program((request, out) -> {
                may.acquire();
                return 0;
            });
            world.promote("orders", job -> job.missed(MissedRuns.ALL));
            world.scheduler();
            world.scheduler();
            world.hours(1);
            world.await("orders", RUNNING);
            world.hours(2);
            world.await("orders", RUNNING, WAITING, WAITING);
            may.release();
            world.await("orders", SUCCEEDED, RUNNING, WAITING);
            may.release(2);
            world.await("orders", SUCCEEDED, SUCCEEDED, SUCCEEDED);
            assertThat(world.runs).hasSize(3).isSorted();
        }
    }

    @Test
    default void an_occurrence_is_skipped_while_another_one_runs_where_the_job_chooses_it() throws Exception {
        try (World world = world()) {
            CountDownLatch may = new CountDownLatch(1);
            world.program((request, out) -> {
                may.await();
                return 0;
            });
            world.promote("orders", job -> job.overlap(Overlap.SKIP));
            world.scheduler();
            world.hours(1);
            world.await("orders", RUNNING);
            world.hours(1);
            List<Occurrence> both = world.await("orders", RUNNING, SKIPPED);
            assertThat(both.getLast().message())
                    .contains("another occurrence of the job was still running (--overlap skip)");
            may.countDown();
            world.await("orders", SUCCEEDED, SKIPPED);
        }
    }

    @Test
    default void an_error_that_may_pass_is_tried_again_after_a_pause() {
        try (World world = world()) {
            AtomicInteger failures = new AtomicInteger(2);
            world.program((request, out) -> {
                if (failures.getAndDecrement() > 0) {
                    throw new PipetteException(ErrorCode.SOURCE_UNAVAILABLE, "the API answered 503.");
                }
                return 0;
            });
            world.promote("orders", job -> job.alerts(List.of(hook(AlertRule.Event.FAILED))));
            world.scheduler();
            world.hours(1);
            Occurrence first = world.await("orders", RETRYING).getFirst();
            Duration pause = Duration.between(
                    world.clock.instant(), first.nextAttemptAt().orElseThrow());
            assertThat(pause).isBetween(Duration.ofSeconds(24), Duration.ofSeconds(36));
            world.clock.advance(Duration.ofSeconds(37));
            Until.isTrue(
                    "the second attempt failed",
                    () -> world.occurrences("orders").getFirst().failures() == 2);
            Occurrence second = world.await("orders", RETRYING).getFirst();
            assertThat(Duration.between(
                            world.clock.instant(), second.nextAttemptAt().orElseThrow()))
                    .isBetween(Duration.ofSeconds(48), Duration.ofSeconds(72));
            world.clock.advance(Duration.ofSeconds(73));
            assertThat(world.await("orders", SUCCEEDED).getFirst().attempts()).isEqualTo(3);
            assertThat(Set.copyOf(world.runs)).hasSize(1);
            assertThat(world.alerts).isEmpty();
        }
    }

    @Test
    default void an_error_about_data_is_given_up_and_alerted_once_until_the_job_recovers() {
        try (World world = world()) {
            AtomicInteger failures = new AtomicInteger(2);
            world.program((request, out) -> {
                if (failures.getAndDecrement() > 0) {
                    throw new PipetteException(ErrorCode.KEY_MISSING, "row 7 has no id.");
                }
                return 0;
            });
            world.promote("orders", job -> job.alerts(List.of(hook(AlertRule.USUAL.toArray(AlertRule.Event[]::new)))));
            world.scheduler();
            world.hours(1);
            assertThat(world.await("orders", FAILED).getFirst().message())
                    .contains(
                            "[KEY_MISSING] row 7 has no id. It is not tried again after KEY_MISSING: the data stays wrong until"
                                    + " somebody corrects it.");
            Until.isTrue("it is alerted", () -> world.alerts.size() == 1);
            world.hours(1);
            world.await("orders", FAILED, FAILED);
            world.hours(1);
            world.await("orders", FAILED, FAILED, SUCCEEDED);
            Until.isTrue("the recovery is alerted", () -> world.alerts.size() == 2);
            assertThat(world.alerts.stream().map(OutgoingAlert::event))
                    .containsExactly(AlertRule.Event.FAILED, AlertRule.Event.RECOVERED);
            assertThat(world.alerts.getFirst().json()).contains("\"code\":\"KEY_MISSING\"", "\"job\":\"orders\"");
        }
    }

    @Test
    default void a_running_attempt_is_cancelled() {
        try (World world = world()) {
            CountDownLatch never = new CountDownLatch(1);
            world.program((request, out) -> {
                never.await();
                return 0;
            });
            world.promote("orders", job -> job);
            world.scheduler();
            world.hours(1);
            long id = world.await("orders", RUNNING).getFirst().id();
            world.store.occurrences().cancel(id, "ada", world.clock.instant());
            world.await("orders", CANCELLED);
            assertThat(world.store.attempts().of(id).getFirst().how()).contains(How.CANCELLED);
        }
    }

    @Test
    default void an_attempt_that_takes_too_long_is_stopped_and_tried_again() {
        try (World world = world()) {
            AtomicInteger slow = new AtomicInteger(1);
            CountDownLatch never = new CountDownLatch(1);
            world.program((request, out) -> {
                if (slow.getAndDecrement() > 0) {
                    never.await();
                }
                return 0;
            });
            world.promote("orders", job -> job.timeout(Duration.ofMinutes(10)));
            world.scheduler();
            world.hours(1);
            long id = world.await("orders", RUNNING).getFirst().id();
            Until.isTrue("it runs", () -> world.runs.size() == 1);
            world.clock.advance(Duration.ofMinutes(10));
            world.await("orders", RETRYING);
            assertThat(world.store.attempts().of(id).getFirst().how()).contains(How.TIMED_OUT);
            world.clock.advance(Duration.ofMinutes(1));
            world.await("orders", SUCCEEDED);
        }
    }

    @Test
    default void a_scheduler_that_stops_hands_back_what_it_runs() throws Exception {
        try (World world = world()) {
            AtomicInteger slow = new AtomicInteger(1);
            CountDownLatch never = new CountDownLatch(1);
            world.program((request, out) -> {
                if (slow.getAndDecrement() > 0) {
                    never.await();
                }
                return 0;
            });
            world.promote("orders", job -> job);
            JobScheduler first = world.scheduler();
            world.hours(1);
            world.await("orders", RUNNING);
            first.stop(Duration.ZERO);
            assertThat(world.await("orders", WAITING).getFirst().failures()).isZero();
            assertThat(world.store.workers().list().getFirst().stoppedAt()).isPresent();
            world.scheduler();
            Occurrence done = world.await("orders", SUCCEEDED).getFirst();
            assertThat(done.attempts()).isEqualTo(2);
            assertThat(world.store.attempts().of(done.id()).getFirst().how()).contains(How.HANDED_BACK);
        }
    }

    @Test
    default void a_scheduler_that_stops_waits_for_what_it_runs() throws Exception {
        try (World world = world()) {
            CountDownLatch may = new CountDownLatch(1);
            world.program((request, out) -> {
                may.await();
                return 0;
            });
            world.promote("orders", job -> job);
            JobScheduler scheduler = world.scheduler();
            world.hours(1);
            world.await("orders", RUNNING);
            Thread stopping = Thread.ofVirtual().start(() -> {
                try {
                    scheduler.stop(Duration.ofMinutes(1));
                } catch (InterruptedException end) {
                    Thread.currentThread().interrupt();
                }
            });
            may.countDown();
            stopping.join();
            assertThat(world.statuses("orders")).containsExactly(SUCCEEDED);
        }
    }

    @Test
    default void a_job_runs_after_another_one() {
        try (World world = world()) {
            world.promote("orders", job -> job);
            world.promote("report", new Schedule.Never(World.NEW_YORK), job -> job.after("orders"));
            world.scheduler();
            world.hours(1);
            assertThat(world.await("report", SUCCEEDED).getFirst().interval())
                    .isEqualTo(world.await("orders", SUCCEEDED).getFirst().interval());
            assertThat(world.runs)
                    .containsExactly(
                            "job orders 2025-12-24T12:00:00Z/2025-12-24T13:00:00Z",
                            "job report 2025-12-24T12:00:00Z/2025-12-24T13:00:00Z");
        }
    }

    @Test
    default void what_was_missed_runs_as_the_job_chooses() {
        try (World world = world()) {
            world.promote("latest", job -> job);
            world.promote("all", job -> job.missed(MissedRuns.ALL));
            world.promote("none", job -> job.missed(MissedRuns.NONE));
            world.clock.advance(Duration.ofMinutes(190));
            world.scheduler();
            world.await("latest", SKIPPED, SKIPPED, SUCCEEDED);
            world.await("all", SUCCEEDED, SUCCEEDED, SUCCEEDED);
            world.await("none", SKIPPED, SKIPPED, SKIPPED);
        }
    }

    @Test
    default void a_paused_job_begins_nothing() {
        try (World world = world()) {
            world.promote("orders", job -> job);
            world.promote("others", job -> job);
            world.store.jobs().pause("orders", world.clock.instant());
            world.scheduler();
            world.hours(1);
            world.await("others", SUCCEEDED);
            world.hours(1);
            world.await("others", SUCCEEDED, SUCCEEDED);
            assertThat(world.occurrences("orders")).isEmpty();
            world.store.jobs().resume("orders", world.clock.instant());
            assertThat(world.await("orders", SKIPPED, SUCCEEDED).getFirst().message())
                    .contains(
                            "missed while the job was paused, from 2025-12-24T07:00:00-05:00 to 2025-12-24T09:00:00-05:00;"
                                    + " the newest missed occurrence, 2025-12-24T09:00:00-05:00, runs in its place (--missed latest)");
        }
    }

    @Test
    default void a_clock_that_was_ahead_for_a_while_stops_no_job_and_no_interval_runs_twice() {
        try (World world = world()) {
            world.promote("orders", job -> job);
            world.scheduler();
            world.hours(1);
            world.await("orders", SUCCEEDED);
            world.hours(3);
            world.await("orders", SUCCEEDED, SKIPPED, SKIPPED, SUCCEEDED);
            world.clock.set(Instant.parse("2025-12-24T13:10:00Z"));
            world.await("orders", SUCCEEDED, SUCCEEDED); // what had not begun is taken back
            for (int hour = 1; hour <= 3; hour++) { // of these three, the last one has run
                world.hours(1);
                int present = Math.min(2 + hour, 4);
                Until.isTrue(
                        "hour " + hour + " ran",
                        () -> world.statuses("orders")
                                .equals(IntStream.range(0, present)
                                        .mapToObj(one -> SUCCEEDED)
                                        .toList()));
            }
            Until.isTrue(
                    "it is planned",
                    () -> !world.store
                            .jobs()
                            .get("orders")
                            .plannedUntil()
                            .isBefore(Instant.parse("2025-12-24T16:00:00Z")));
            world.hours(1);
            world.await("orders", SUCCEEDED, SUCCEEDED, SUCCEEDED, SUCCEEDED, SUCCEEDED);
            assertThat(world.runs)
                    .containsExactly(
                            "job orders 2025-12-24T12:00:00Z/2025-12-24T13:00:00Z",
                            "job orders 2025-12-24T15:00:00Z/2025-12-24T16:00:00Z",
                            "job orders 2025-12-24T13:00:00Z/2025-12-24T14:00:00Z",
                            "job orders 2025-12-24T14:00:00Z/2025-12-24T15:00:00Z",
                            "job orders 2025-12-24T16:00:00Z/2025-12-24T17:00:00Z");
        }
    }

    @Test
    default void a_job_that_cannot_be_read_holds_no_other_up() {
        try (World world = world()) {
            world.promote("orders", job -> job);
            world.promote("others", job -> job);
            Sql.execute(store(), "UPDATE %s SET definition = '{}' WHERE job = 'orders'", "pipette_job_version");
            world.scheduler();
            world.hours(1);
            world.await("others", SUCCEEDED);
            assertThat(world.occurrences("orders")).isEmpty();
            world.promote("orders", job -> job);
            world.await("orders", SUCCEEDED);
        }
    }

    @Test
    default void an_end_that_the_store_refuses_is_recorded_as_a_failure() {
        Sql.refuse(store(), "pipette_job_attempt", "message", "poison");
        Sql.refuse(store(), "pipette_job_alert", "target", "nobody");
        AlertRule nobody = new AlertRule(
                AlertRule.Channel.WEBHOOK, "https://example.com/nobody", AlertRule.USUAL, Optional.empty());
        try (World world = world()) {
            world.program((request, out) -> {
                throw new PipetteException(ErrorCode.SOURCE_UNAVAILABLE, "poison");
            });
            world.promote("orders", job -> job);
            world.promote("silent", job -> job.alerts(List.of(nobody)));
            world.scheduler();
            world.hours(1);
            String message =
                    "the store refused to record how it ended; the log of its scheduler says why. What it loaded"
                            + " stays, and counts once when the interval runs again: pipette jobs run %s --interval FROM/TO";
            assertThat(world.await("orders", FAILED).getFirst().message()).contains(message.formatted("orders"));
            // its alert is refused, too
            assertThat(world.await("silent", FAILED).getFirst().message()).contains(message.formatted("silent"));
        }
    }

    @Test
    default void the_hour_that_comes_twice_is_two_hours_and_the_one_that_is_skipped_is_none() {
        try (World world = new World(store(), home(), "2025-11-02T04:00:00Z")) {
            world.promote("hourly", job -> job.missed(MissedRuns.ALL));
            world.promote("nightly", World.cron("30 1 * * *"), job -> job);
            world.scheduler();
            world.hours(4);
            world.await("hourly", SUCCEEDED, SUCCEEDED, SUCCEEDED, SUCCEEDED);
            assertThat(world.occurrences("hourly").stream()
                            .map(one -> one.interval().to().toString()))
                    .containsExactly(
                            "2025-11-02T01:00-04:00[America/New_York]",
                            "2025-11-02T01:00-05:00[America/New_York]",
                            "2025-11-02T02:00-05:00[America/New_York]",
                            "2025-11-02T03:00-05:00[America/New_York]");
            world.await("nightly", SUCCEEDED);
            world.clock.set(Instant.parse("2026-03-08T05:00:00Z"));
            world.promote("spring", World.cron("30 2 * * *"), job -> job);
            world.hours(4);
            assertThat(world.await("spring", SUCCEEDED).getFirst().interval().to())
                    .hasToString("2026-03-08T03:00-04:00[America/New_York]");
        }
    }

    @Test
    default void a_job_without_a_success_in_time_is_late_once_and_recovers() {
        try (World world = world()) {
            world.promote(
                    "orders",
                    job -> job.freshWithin(Duration.ofHours(3))
                            .alerts(List.of(hook(AlertRule.Event.LATE, AlertRule.Event.RECOVERED))));
            world.scheduler();
            world.hours(1);
            world.await("orders", SUCCEEDED);
            AtomicInteger failing = new AtomicInteger(1);
            world.program((request, out) -> {
                if (failing.get() > 0) {
                    throw new PipetteException(ErrorCode.KEY_MISSING, "row 7 has no id.");
                }
                return 0;
            });
            world.hours(3);
            Until.isTrue("it is late", () -> world.alerts.size() == 1);
            // a run that fails after the next one began would go on failing
            Until.isTrue(
                    "a run has failed, and none is on its way",
                    () -> world.statuses("orders").contains(FAILED)
                            && world.statuses("orders").stream().allMatch(OccurrenceStatus::isEnd));
            failing.set(0);
            world.hours(1);
            Until.isTrue("it recovers", () -> world.alerts.size() == 2);
            assertThat(world.alerts.stream().map(OutgoingAlert::event))
                    .containsExactly(AlertRule.Event.LATE, AlertRule.Event.RECOVERED);
            assertThat(titles(world).getFirst()).contains("orders").contains("late");
        }
    }

    @Test
    default void an_attempt_that_does_not_end_is_alerted_once() {
        try (World world = world()) {
            CountDownLatch end = new CountDownLatch(1);
            world.program((request, out) -> {
                while (true) {
                    try {
                        end.await();
                        return 0;
                    } catch (InterruptedException ignored) {
                        // this program does not listen
                    }
                }
            });
            world.promote(
                    "orders", job -> job.timeout(Duration.ofMinutes(10)).alerts(List.of(hook(AlertRule.Event.STUCK))));
            world.scheduler();
            world.hours(1);
            world.await("orders", RUNNING);
            Until.isTrue("it runs", () -> world.runs.size() == 1);
            world.clock.advance(Duration.ofMinutes(12));
            Until.isTrue("it is stuck", () -> world.alerts.size() == 1);
            assertThat(world.alerts.getFirst().event()).isEqualTo(AlertRule.Event.STUCK);
            world.clock.advance(Duration.ofMinutes(1));
            end.countDown();
            world.await("orders", SUCCEEDED);
            assertThat(world.alerts).hasSize(1);
        }
    }

    @Test
    default void the_intervals_of_a_backfill_run_in_parallel_and_the_schedule_is_kept() throws Exception {
        try (World world = world()) {
            AtomicInteger present = new AtomicInteger();
            AtomicInteger most = new AtomicInteger();
            Semaphore two = new Semaphore(0);
            world.program((request, out) -> {
                most.accumulateAndGet(present.incrementAndGet(), Math::max);
                two.acquire();
                present.decrementAndGet();
                return 0;
            });
            world.promote("orders", job -> job);
            FireTimes times = FireTimes.of(World.cron("0 * * * *"));
            Instant day = Instant.parse("2025-12-20T00:00:00Z");
            List<dev.pipette.RunInterval> hours = IntStream.rangeClosed(1, 6)
                    .mapToObj(hour ->
                            times.interval(day.plus(Duration.ofHours(hour))).orElseThrow())
                    .toList();
            world.store.backfills().create(new Backfills.Wish("orders", hours, 2, false, "ada"), world.clock.instant());
            world.scheduler();
            Until.isTrue("two run", () -> present.get() == 2);
            two.release(100);
            Until.isTrue(
                    "all are done",
                    () -> world.statuses("orders")
                            .equals(List.of(SUCCEEDED, SUCCEEDED, SUCCEEDED, SUCCEEDED, SUCCEEDED, SUCCEEDED)));
            assertThat(most).hasValue(2);
            assertThat(world.runs).hasSize(6).doesNotHaveDuplicates();
        }
    }
}

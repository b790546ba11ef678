package dev.pipette.jobs.store;

import static dev.pipette.jobs.store.Given.NOW;
import static dev.pipette.jobs.store.Given.OTHER;
import static dev.pipette.jobs.store.Given.WORKER;
import static dev.pipette.jobs.store.Given.end;
import static dev.pipette.jobs.store.Given.hour;
import static dev.pipette.jobs.store.Given.hours;
import static dev.pipette.jobs.store.Given.plan;
import static dev.pipette.jobs.store.Given.promote;
import static dev.pipette.jobs.store.Given.time;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.RunInterval;
import dev.pipette.jobs.Attempt;
import dev.pipette.jobs.AttemptEnd;
import dev.pipette.jobs.AttemptEnd.How;
import dev.pipette.jobs.Backfill;
import dev.pipette.jobs.LoadedPackage;
import dev.pipette.jobs.Occurrence;
import dev.pipette.jobs.OccurrenceKind;
import dev.pipette.jobs.OccurrenceStatus;
import dev.pipette.jobs.Overlap;
import dev.pipette.jobs.policy.AfterAttempt;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What an occurrence goes through, on each store. */
interface StoreContract {
    /** The store of this test, which is empty at its begin. */
    JobStore store();

    private Claim claim(Occurrence occurrence) {
        return claim(occurrence, 10);
    }

    private Claim claim(Occurrence occurrence, int hours) {
        ClaimResult result = store().attempts().claim(occurrence.id(), WORKER, time(hours));
        assertThat(result).isInstanceOf(ClaimResult.Claimed.class);
        return ((ClaimResult.Claimed) result).claim();
    }

    private ClaimResult tried(Occurrence occurrence) {
        return store().attempts().claim(occurrence.id(), OTHER, time(10));
    }

    private Finished succeed(Claim claim) {
        return store().attempts().finish(claim, end(How.SUCCEEDED), new AfterAttempt.Done(), time(11));
    }

    private Finished fail(Claim claim) {
        return store().attempts()
                .finish(claim, end(How.FAILED), new AfterAttempt.GiveUp("It was tried 4 times."), time(11));
    }

    private Occurrence read(Occurrence occurrence) {
        return store().occurrences().find(occurrence.id()).orElseThrow();
    }

    @Test
    default void an_occurrence_is_planned_claimed_and_done_and_its_attempt_is_kept() {
        promote(store(), "orders");

        Occurrence planned = plan(store(), "orders", 1, 1).getFirst();
        assertThat(planned.status()).isEqualTo(OccurrenceStatus.WAITING);
        assertThat(planned.interval()).isEqualTo(hour(1));
        assertThat(planned.dueAt()).isEqualTo(time(1));
        assertThat(planned.key().runKey()).isEqualTo("job orders 2025-12-24T12:00:00Z/2025-12-24T13:00:00Z");

        Claim claim = claim(planned);
        assertThat(claim.attempt()).isEqualTo(1);
        assertThat(claim.tries()).isEqualTo(1);
        assertThat(read(planned).status()).isEqualTo(OccurrenceStatus.RUNNING);
        assertThat(store().attempts().started(claim, 4711, "/var/log/1.log")).isTrue();

        Finished finished = succeed(claim);
        assertThat(finished.isRecorded()).isTrue();
        assertThat(finished.occurrence()).isEqualTo(read(planned));
        assertThat(finished.occurrence())
                .hasToString("orders 2025-12-24T07:00:00-05:00/2025-12-24T08:00:00-05:00 SUCCEEDED, 12 rows");

        Attempt attempt = store().attempts().of(planned.id()).getFirst();
        assertThat(attempt.how()).contains(How.SUCCEEDED);
        assertThat(attempt.pid()).hasValue(4711);
        assertThat(attempt.host()).isEqualTo("host1");
        assertThat(attempt.loads()).isEqualTo(end(How.SUCCEEDED).loads());
        assertThat(attempt.lastLines()).containsExactly("first", "last");
        assertThat(attempt.startedAt()).isEqualTo(time(10));
        assertThat(attempt.finishedAt()).contains(time(11));
        assertThat(store().jobs().get("orders").lastSuccessAt()).contains(time(11));
    }

    @Test
    default void a_fire_time_is_planned_once_whoever_plans() {
        promote(store(), "orders");
        List<PlannedOccurrence> due = List.of(
                new PlannedOccurrence(hour(1), Optional.of("missed")),
                new PlannedOccurrence(hour(2), Optional.empty()));

        List<Occurrence> made =
                store().occurrences().plan("orders", NOW, due, time(2), time(2)).orElseThrow();
        assertThat(made)
                .extracting(Occurrence::status)
                .containsExactly(OccurrenceStatus.SKIPPED, OccurrenceStatus.WAITING);
        assertThat(made.getFirst().message()).contains("missed");

        // a scheduler that planned with what it had seen before
        assertThat(store().occurrences().plan("orders", NOW, due, time(2), time(2)))
                .isEmpty();
        // one that plans again what is there
        assertThat(store().occurrences().plan("orders", time(2), due, time(2), time(2)))
                .contains(List.of());
        assertThat(store().occurrences().history("orders", 10)).hasSize(2);
    }

    @Test
    default void the_first_interval_of_another_schedule_begins_where_the_last_one_ended() {
        promote(store(), "orders");
        plan(store(), "orders", 1, 1);
        RunInterval later = new RunInterval(hour(3).from(), hour(3).to()); // a schedule that left an hour out
        RunInterval earlier = new RunInterval(hour(2).from(), hour(4).to()); // and one whose intervals are longer

        List<Occurrence> gap = store().occurrences()
                .plan("orders", time(1), List.of(new PlannedOccurrence(later, Optional.empty())), time(3), time(3))
                .orElseThrow();
        List<Occurrence> overlap = store().occurrences()
                .plan("orders", time(3), List.of(new PlannedOccurrence(earlier, Optional.empty())), time(4), time(4))
                .orElseThrow();

        assertThat(gap).extracting(Occurrence::interval).containsExactly(new RunInterval(hour(1).to(), hour(3).to()));
        assertThat(overlap).extracting(Occurrence::interval).containsExactly(hour(4));
    }

    @Test
    default void one_of_two_workers_gets_an_occurrence() {
        promote(store(), "orders");
        Occurrence planned = plan(store(), "orders", 1, 1).getFirst();

        Claim claim = claim(planned);

        assertThat(tried(planned)).isEqualTo(new ClaimResult.Running(claim.occurrence()));
        succeed(claim);
        assertThat(tried(planned)).isEqualTo(new ClaimResult.Over(read(planned)));
        assertThat(store().attempts().claim(999_999, WORKER, NOW)).isEqualTo(new ClaimResult.Unknown());
    }

    @Test
    default void a_job_never_overlaps_with_itself_and_the_oldest_occurrence_comes_first() {
        promote(store(), "orders");
        List<Occurrence> hours = plan(store(), "orders", 1, 3);

        assertThat(tried(hours.get(1)))
                .isEqualTo(new ClaimResult.Busy(hours.get(0).id()));
        Claim first = claim(hours.get(0));
        assertThat(tried(hours.get(1)))
                .isEqualTo(new ClaimResult.Busy(hours.get(0).id()));
        succeed(first);
        assertThat(tried(hours.get(2)))
                .isEqualTo(new ClaimResult.Busy(hours.get(1).id()));
        claim(hours.get(1));
    }

    @Test
    default void jobs_do_not_wait_for_other_jobs() {
        promote(store(), "orders");
        promote(store(), "stock");

        claim(plan(store(), "orders", 1, 1).getFirst());
        claim(plan(store(), "stock", 1, 1).getFirst());
    }

    @Test
    default void an_occurrence_that_overlaps_is_skipped_where_the_job_says_so() {
        promote(store(), "orders", job -> job.overlap(Overlap.SKIP));
        List<Occurrence> hours = plan(store(), "orders", 1, 2);
        Claim first = claim(hours.get(0));

        ClaimResult second = tried(hours.get(1));

        assertThat(second).isEqualTo(new ClaimResult.Over(read(hours.get(1))));
        assertThat(read(hours.get(1)).status()).isEqualTo(OccurrenceStatus.SKIPPED);
        assertThat(read(hours.get(1)).message())
                .contains("another occurrence of the job was still running (--overlap skip)");

        // one that has begun, or that a person asked for, is not skipped
        Occurrence asked = store().occurrences().request("orders", hour(5), false, time(10));
        assertThat(tried(asked)).isEqualTo(new ClaimResult.Busy(hours.get(0).id()));
        succeed(first);
    }

    @Test
    default void a_worker_that_was_taken_for_dead_changes_nothing() {
        promote(store(), "orders");
        Occurrence planned = plan(store(), "orders", 1, 1).getFirst();
        Claim dead = claim(planned);
        assertThat(store().attempts().heartbeat(dead, time(10))).isEqualTo(Pulse.GO_ON);
        assertThat(store().attempts().silent(time(10))).isEmpty();

        Occurrence silent = store().attempts().silent(time(11)).getFirst();
        Finished lost = store().attempts()
                .lost(silent, time(11), end(How.LOST), new AfterAttempt.RetryAt(Duration.ZERO), time(11));
        assertThat(lost.isRecorded()).isTrue();
        Claim next = claim(planned, 12);
        assertThat(next.attempt()).isEqualTo(2);
        assertThat(next.tries()).isEqualTo(2);

        assertThat(store().attempts().heartbeat(dead, time(12))).isEqualTo(Pulse.FENCED);
        assertThat(store().attempts().started(dead, 1, "log")).isFalse();
        Finished late = succeed(dead);
        assertThat(late.isRecorded()).isFalse();
        assertThat(late.occurrence()).isEqualTo(read(planned));
        assertThat(read(planned).status()).isEqualTo(OccurrenceStatus.RUNNING);
        assertThat(store().attempts().of(planned.id()).getFirst().how()).contains(How.LOST);
        assertThat(succeed(next).isRecorded()).isTrue();
        assertThat(succeed(next).isRecorded()).isFalse();
    }

    @Test
    default void a_worker_that_was_heard_meanwhile_is_not_taken_over() {
        promote(store(), "orders");
        Claim claim = claim(plan(store(), "orders", 1, 1).getFirst());
        Occurrence silent = store().attempts().silent(time(11)).getFirst();
        store().attempts().heartbeat(claim, time(11));

        Finished lost = store().attempts()
                .lost(silent, time(11), end(How.LOST), new AfterAttempt.RetryAt(Duration.ZERO), time(11));

        assertThat(lost.isRecorded()).isFalse();
        assertThat(store().attempts().heartbeat(claim, time(12))).isEqualTo(Pulse.GO_ON);
    }

    @Test
    default void an_attempt_that_failed_is_tried_again_after_its_pause_and_others_go_before_it() {
        promote(store(), "orders");
        List<Occurrence> hours = plan(store(), "orders", 1, 2);
        Claim first = claim(hours.get(0));
        store().attempts().finish(first, end(How.FAILED), new AfterAttempt.RetryAt(Duration.ofMinutes(1)), time(11));

        Occurrence waiting = read(hours.get(0));
        assertThat(waiting.status()).isEqualTo(OccurrenceStatus.RETRYING);
        assertThat(waiting.errorCode()).contains("SOURCE_UNAVAILABLE");
        assertThat(store().attempts().claim(waiting.id(), WORKER, time(11)))
                .isEqualTo(new ClaimResult.NotYet(time(11).plusSeconds(60)));
        succeed(claim(hours.get(1), 11));
        Claim again = claim(waiting, 12);
        assertThat(again.tries()).isEqualTo(2);

        Finished failed = fail(again);
        assertThat(failed.occurrence().status()).isEqualTo(OccurrenceStatus.FAILED);
        assertThat(failed.occurrence().message()).contains("the API answered 503. It was tried 4 times.");
        assertThat(failed.occurrence().attempts()).isEqualTo(2);
    }

    @Test
    default void an_attempt_that_is_handed_back_does_not_count() {
        promote(store(), "orders");
        Occurrence planned = plan(store(), "orders", 1, 1).getFirst();

        Finished back = store().attempts().handBack(claim(planned), end(How.HANDED_BACK), time(11));

        assertThat(back.occurrence().status()).isEqualTo(OccurrenceStatus.WAITING);
        Claim next = claim(planned, 11);
        assertThat(next.attempt()).isEqualTo(2);
        assertThat(next.tries()).isEqualTo(1);
    }

    @Test
    default void what_waits_is_cancelled_at_once_and_what_runs_is_asked_to_stop() {
        promote(store(), "orders");
        List<Occurrence> hours = plan(store(), "orders", 1, 2);
        Claim running = claim(hours.get(0));

        assertThat(store().occurrences().cancel(hours.get(1).id(), "eve", time(10)))
                .isEqualTo(Occurrences.Cancelled.AT_ONCE);
        assertThat(read(hours.get(1)).status()).isEqualTo(OccurrenceStatus.CANCELLED);
        assertThat(read(hours.get(1)).message()).contains("cancelled by eve");

        assertThat(store().occurrences().cancel(hours.get(0).id(), "eve", time(10)))
                .isEqualTo(Occurrences.Cancelled.REQUESTED);
        assertThat(store().attempts().heartbeat(running, time(10))).isEqualTo(Pulse.CANCEL);
        Finished stopped = store().attempts().finish(running, end(How.CANCELLED), new AfterAttempt.Done(), time(11));
        assertThat(stopped.occurrence().status()).isEqualTo(OccurrenceStatus.CANCELLED);
    }

    @Test
    default void what_a_person_cancelled_is_neither_tried_again_nor_handed_to_another_worker() {
        for (AfterAttempt.Next next : List.<AfterAttempt.Next>of(
                new AfterAttempt.RetryAt(Duration.ZERO),
                new AfterAttempt.HandBack(),
                new AfterAttempt.GiveUp("It was tried 4 times."))) {
            String job = "orders" + next.getClass().getSimpleName();
            promote(store(), job);
            Claim running = claim(plan(store(), job, 1, 1).getFirst());
            store().occurrences().cancel(running.occurrence().id(), "eve", time(10));

            Finished ended = store().attempts().finish(running, end(How.FAILED), next, time(11));

            assertThat(ended.occurrence().status()).isEqualTo(OccurrenceStatus.CANCELLED);
        }
    }

    @Test
    default void a_cancel_that_comes_too_late_leaves_a_success() {
        promote(store(), "orders");
        Claim running = claim(plan(store(), "orders", 1, 1).getFirst());
        store().occurrences().cancel(running.occurrence().id(), "eve", time(10));

        assertThat(succeed(running).occurrence().status()).isEqualTo(OccurrenceStatus.SUCCEEDED);
    }

    @Test
    default void what_has_ended_is_not_cancelled() {
        promote(store(), "orders");
        Occurrence done =
                succeed(claim(plan(store(), "orders", 1, 1).getFirst())).occurrence();

        Throwable refused = Refusals.of(() -> store().occurrences().cancel(done.id(), "eve", time(12)));
        assertThat(refused)
                .hasMessage("[BAD_USAGE] occurrence " + done.id()
                        + " of job 'orders' cannot be cancelled: it is SUCCEEDED" + " since 2025-12-24T23:00:00Z.");
    }

    @Test
    default void a_paused_job_begins_nothing_but_what_a_person_asks_for() {
        promote(store(), "orders");
        List<Occurrence> hours = plan(store(), "orders", 1, 2);
        Claim running = claim(hours.get(0));
        store().jobs().pause("orders", time(3));
        store().jobs().pause("orders", time(4));
        assertThat(store().jobs().get("orders").pausedAt()).contains(time(3));

        assertThat(succeed(running).isRecorded()).isTrue();
        assertThat(tried(hours.get(1))).isEqualTo(new ClaimResult.Paused());
        assertThat(store().occurrences()
                        .plan(
                                "orders",
                                time(2),
                                List.of(new PlannedOccurrence(hour(3), Optional.empty())),
                                time(3),
                                time(3)))
                .isEmpty();
        Occurrence asked = store().occurrences().request("orders", hour(5), false, time(10));
        succeed(claim(asked));

        store().jobs().resume("orders", time(5));
        assertThat(store().jobs().pauses("orders", time(4))).containsExactly(new JobPause(time(3), time(5)));
        assertThat(store().jobs().pauses("orders", time(5))).isEmpty();
        assertThat(store().jobs().get("orders").pausedAt()).isEmpty();
        claim(hours.get(1));
    }

    @Test
    default void a_failed_interval_runs_again_with_its_old_key_and_a_succeeded_one_with_a_new_one() {
        promote(store(), "orders");
        Occurrence failed =
                fail(claim(plan(store(), "orders", 1, 1).getFirst())).occurrence();

        Occurrence again = store().occurrences().request("orders", hour(1), false, time(12));
        assertThat(again.id()).isEqualTo(failed.id());
        assertThat(again.key()).isEqualTo(failed.key());
        assertThat(again.status()).isEqualTo(OccurrenceStatus.WAITING);
        assertThat(again.kind()).isEqualTo(OccurrenceKind.MANUAL);
        Claim second = claim(again, 12);
        assertThat(second.attempt()).isEqualTo(2);
        assertThat(second.tries()).isEqualTo(1);

        assertThat(Refusals.of(() -> store().occurrences().request("orders", hour(1), false, time(12))))
                .hasMessage("[BAD_USAGE] occurrence " + failed.id() + " of job 'orders', " + hour(1)
                        + ", runs at this moment on one. Wait for its end, or cancel it: pipette jobs cancel orders "
                        + failed.id()
                        + ".");
        succeed(second);
        assertThat(Refusals.of(() -> store().occurrences().request("orders", hour(1), false, time(12))))
                .hasMessage("[BAD_USAGE] job 'orders' has loaded " + hour(1) + " already (occurrence " + failed.id()
                        + ", 12 rows). Nothing was started. This loads its rows again: pipette jobs run orders"
                        + " --interval 2025-12-24T07:00:00-05:00/2025-12-24T08:00:00-05:00 --redo");

        Occurrence redone = store().occurrences().redo(failed.id(), time(12));
        assertThat(redone.id()).isNotEqualTo(failed.id());
        assertThat(redone.key().runKey()).isEqualTo("job orders 2025-12-24T12:00:00Z/2025-12-24T13:00:00Z redo 1");
        succeed(claim(redone, 12));
        assertThat(store().occurrences().redo(failed.id(), time(12)).redo()).isEqualTo(2);
    }

    @Test
    default void a_success_makes_the_same_interval_of_the_jobs_that_follow_once() {
        promote(store(), "orders");
        promote(store(), "report", job -> job.after("orders"));
        promote(store(), "mail", job -> job.after("orders"));
        Occurrence planned = plan(store(), "orders", 1, 1).getFirst();
        Claim claim = claim(planned);
        store().attempts().finish(claim, end(How.FAILED), new AfterAttempt.RetryAt(Duration.ZERO), time(11));
        assertThat(store().occurrences().history("report", 10)).isEmpty();

        Finished done = succeed(claim(planned, 12));

        assertThat(done.after()).extracting(Occurrence::job).containsExactly("mail", "report");
        Occurrence report = store().occurrences().history("report", 10).getFirst();
        assertThat(report.interval()).isEqualTo(hour(1));
        assertThat(report.kind()).isEqualTo(OccurrenceKind.AFTER);
        assertThat(report.status()).isEqualTo(OccurrenceStatus.WAITING);

        // a redo of the first is a redo of those that follow
        Occurrence redone = store().occurrences().redo(planned.id(), time(12));
        assertThat(succeed(claim(redone, 12)).after())
                .extracting(Occurrence::redo)
                .containsExactly(1, 1);
    }

    @Test
    default void what_runs_and_what_waits_is_listed() {
        promote(store(), "orders");
        List<Occurrence> hours = plan(store(), "orders", 1, 3);
        claim(hours.get(0));

        assertThat(store().occurrences().running())
                .extracting(Occurrence::id)
                .containsExactly(hours.get(0).id());
        assertThat(store().occurrences().open())
                .extracting(Occurrence::id)
                .containsExactly(hours.get(1).id(), hours.get(2).id());
        assertThat(store().occurrences().history("orders", 2))
                .extracting(Occurrence::interval)
                .containsExactlyElementsOf(hours(2, 3).reversed());
        assertThat(store().jobs().get("orders").running()).isEqualTo(1);
        assertThat(store().jobs().get("orders").waiting()).isEqualTo(2);
    }

    private static AttemptEnd loaded(How how, String... loadIds) {
        List<LoadedPackage> loads = Stream.of(loadIds)
                .map(id -> new LoadedPackage("shop", "sales", id, Map.of("orders", 10L, "lines", 2L)))
                .toList();
        return new AttemptEnd(
                how, 1, Optional.empty(), Optional.of("it failed."), 12L * loads.size(), loads, List.of());
    }

    @Test
    default void the_rows_of_an_occurrence_are_those_of_all_its_attempts_and_each_load_counts_once() {
        promote(store(), "orders");
        Backfill backfill =
                store().backfills().create(new Backfills.Wish("orders", List.of(hour(1)), 1, false, "ada"), time(2));
        Occurrence hour = read(store().occurrences().history("orders", 1).getFirst());
        AfterAttempt.Next again = new AfterAttempt.RetryAt(Duration.ZERO);
        store().attempts().finish(claim(hour), loaded(How.LOST, "17.1"), again, time(11));
        assertThat(read(hour).rows()).isEqualTo(12);
        store().attempts().finish(claim(hour, 12), loaded(How.FAILED, "17.1", "17.2"), again, time(12));
        store().attempts().finish(claim(hour, 13), loaded(How.FAILED), again, time(13));

        succeed(claim(hour, 14));

        assertThat(read(hour).rows()).isEqualTo(36);
        Backfill.BackfillInterval filled = store().backfills()
                .find(backfill.id())
                .orElseThrow()
                .intervals()
                .getFirst();
        assertThat(filled.rows()).isEqualTo(36);
        assertThat(filled.loadIds()).containsExactly("17.1", "17.2", "1766577600.123");
    }

    @Test
    default void what_a_clock_planned_that_was_ahead_is_taken_back_and_what_has_begun_stays() {
        promote(store(), "orders");
        Occurrence first = plan(store(), "orders", 1, 1).getFirst();
        store().attempts().finish(claim(first), end(How.FAILED), new AfterAttempt.RetryAt(Duration.ofDays(9)), time(1));
        // at 14:30 a clock says 20:00: of the hours that it thinks were missed, the newest one runs
        List<PlannedOccurrence> missed = hours(2, 8).stream()
                .map(hour -> new PlannedOccurrence(
                        hour, hour.equals(hour(8)) ? Optional.empty() : Optional.of("missed while no scheduler ran")))
                .toList();
        List<Occurrence> made = store().occurrences()
                .plan("orders", time(1), missed, time(8), time(8))
                .orElseThrow();
        store().attempts()
                .finish(claim(made.getLast()), end(How.FAILED), new AfterAttempt.RetryAt(Duration.ofHours(9)), time(8));
        Instant now = time(2).plusSeconds(1800);

        Replanned back = store().occurrences()
                .replan("orders", time(8), Duration.ofHours(1), now)
                .orElseThrow();

        assertThat(back.withdrawn()).isEqualTo(6);
        assertThat(back.begun()).isEmpty();
        // the hour that had been missed by the right clock is planned again
        assertThat(back.until()).isBetween(time(1), time(2).minusNanos(1));
        assertThat(store().jobs().get("orders").plannedUntil()).isEqualTo(back.until());
        assertThat(read(first).nextAttemptAt()).contains(now);
        assertThat(read(made.getLast()).nextAttemptAt()).contains(time(8));
        List<PlannedOccurrence> all = hours(1, 8).stream()
                .map(hour -> new PlannedOccurrence(hour, Optional.empty()))
                .toList();
        assertThat(store().occurrences()
                        .plan("orders", back.until(), all, time(8), time(8))
                        .orElseThrow())
                .extracting(Occurrence::interval)
                .isEqualTo(hours(2, 7));
        assertThat(store().occurrences().replan("orders", time(3), Duration.ZERO, now))
                .isEmpty();
    }

    @Test
    default void logs_are_listed_when_their_time_has_passed() {
        promote(store(), "orders", job -> job.keepLogs(Duration.ofDays(1)));
        Claim claim = claim(plan(store(), "orders", 1, 1).getFirst());
        store().attempts().started(claim, 1, "/logs/1.log");
        assertThat(store().attempts().oldLogs(WORKER, time(1000))).isEmpty();
        succeed(claim);

        assertThat(store().attempts().oldLogs(WORKER, time(34))).isEmpty();
        // another machine may have the same name, and another user of this one has another home folder
        Worker other = new Worker("three", WORKER.host(), "home3", 33);
        assertThat(store().attempts().oldLogs(other, time(35))).isEmpty();
        LogFile log = store().attempts().oldLogs(WORKER, time(35)).getFirst();
        assertThat(log).isEqualTo(new LogFile(claim.occurrence().id(), 1, "/logs/1.log", true));

        store().attempts().logDeleted(log);
        assertThat(store().attempts().oldLogs(WORKER, time(35))).isEmpty();
        assertThat(store().attempts().of(claim.occurrence().id()).getFirst().lastLines())
                .containsExactly("first", "last");
    }

    @Test
    default void schedulers_are_listed_with_their_last_sign() {
        store().workers().heartbeat(WORKER, time(1));
        store().workers().heartbeat(OTHER, time(2));
        store().workers().heartbeat(WORKER, time(3));
        store().workers().stopped(OTHER, time(4));

        assertThat(store().workers().list())
                .containsExactly(
                        new WorkerInfo(WORKER, time(1), time(3), Optional.empty()),
                        new WorkerInfo(OTHER, time(2), time(2), Optional.of(time(4))));
    }
}

package dev.pipette.jobs.store;

import static dev.pipette.jobs.store.Given.WORKER;
import static dev.pipette.jobs.store.Given.end;
import static dev.pipette.jobs.store.Given.plan;
import static dev.pipette.jobs.store.Given.promote;
import static dev.pipette.jobs.store.Given.time;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.jobs.AlertRule;
import dev.pipette.jobs.AlertRule.Event;
import dev.pipette.jobs.AttemptEnd.How;
import dev.pipette.jobs.JobInfo;
import dev.pipette.jobs.Occurrence;
import dev.pipette.jobs.policy.AfterAttempt;
import dev.pipette.jobs.policy.AlertState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The outbox of alerts, on each store. */
interface AlertContract {
    /** The store of this test, which is empty at its begin. */
    JobStore store();

    private void promoteWithAlerts() {
        AlertRule hook = new AlertRule(
                AlertRule.Channel.WEBHOOK, "https://example.com/hook", AlertRule.USUAL, Optional.of("HOOK_SECRET"));
        AlertRule mail =
                new AlertRule(AlertRule.Channel.MAIL, "ada@example.com", EnumSet.allOf(Event.class), Optional.empty());
        promote(store(), "orders", job -> job.alerts(List.of(hook, mail)).freshWithin(Duration.ofHours(3)));
    }

    private Claim run(Occurrence occurrence, int hours) {
        return ((ClaimResult.Claimed) store().attempts().claim(occurrence.id(), WORKER, time(hours))).claim();
    }

    private List<String> alerts() {
        return store().alerts().of("orders", 100).reversed().stream()
                .map(alert -> alert.event() + " " + alert.channel())
                .toList();
    }

    @Test
    default void a_failure_is_told_once_and_its_end_as_well() {
        promoteWithAlerts();
        List<Occurrence> hours = plan(store(), "orders", 1, 4);
        store().attempts().finish(run(hours.get(0), 5), end(How.SUCCEEDED), new AfterAttempt.Done(), time(5));
        assertThat(alerts()).containsExactly("SUCCEEDED MAIL");
        Claim first = run(hours.get(1), 6);
        store().attempts().finish(first, end(How.FAILED), new AfterAttempt.RetryAt(Duration.ZERO), time(6));
        assertThat(alerts()).hasSize(1);
        store().attempts().finish(run(hours.get(1), 6), end(How.FAILED), new AfterAttempt.GiveUp(""), time(6));
        store().attempts().finish(run(hours.get(2), 7), end(How.FAILED), new AfterAttempt.GiveUp(""), time(7));
        assertThat(alerts()).containsExactly("SUCCEEDED MAIL", "FAILED WEBHOOK", "FAILED MAIL");
        assertThat(store().alerts().state("orders").failingSince()).contains(time(6));

        store().attempts().finish(run(hours.get(3), 8), end(How.SUCCEEDED), new AfterAttempt.Done(), time(8));

        assertThat(alerts())
                .containsExactly(
                        "SUCCEEDED MAIL",
                        "FAILED WEBHOOK",
                        "FAILED MAIL",
                        "RECOVERED WEBHOOK",
                        "RECOVERED MAIL",
                        "SUCCEEDED MAIL");
        assertThat(store().alerts().state("orders")).isEqualTo(AlertState.NONE);
        QueuedAlert failed = store().alerts().of("orders", 100).get(4);
        assertThat(failed.json())
                .contains(
                        "\"event\":\"failed\"",
                        "\"attempts\":2",
                        "host1",
                        "the API answered 503.",
                        "\"occurrence\":" + hours.get(1).id(),
                        "\"promised_within\":\"PT3H\"",
                        "\"pipette jobs logs orders " + hours.get(1).id() + "\"")
                .doesNotContain("null");
        assertThat(failed.title()).contains("orders");
        assertThat(failed.occurrence()).hasValue(hours.get(1).id());
        assertThat(failed.secret()).contains("HOOK_SECRET");
    }

    @Test
    default void what_a_fenced_worker_ended_is_told_to_nobody() {
        promoteWithAlerts();
        Claim dead = run(plan(store(), "orders", 1, 1).getFirst(), 2);
        Occurrence silent = store().attempts().silent(time(3)).getFirst();
        store().attempts().lost(silent, time(3), end(How.LOST), new AfterAttempt.RetryAt(Duration.ZERO), time(3));

        store().attempts().finish(dead, end(How.FAILED), new AfterAttempt.GiveUp(""), time(3));

        assertThat(alerts()).isEmpty();
    }

    private JobInfo orders() {
        return store().jobs().get("orders");
    }

    @Test
    default void lateness_is_told_once_until_the_next_success() {
        promoteWithAlerts();
        assertThat(store().alerts().late(orders(), time(4))).isTrue();
        assertThat(store().alerts().late(orders(), time(5))).isFalse();
        assertThat(alerts()).containsExactly("LATE WEBHOOK", "LATE MAIL");

        Occurrence hour = plan(store(), "orders", 1, 1).getFirst();
        store().attempts().finish(run(hour, 6), end(How.SUCCEEDED), new AfterAttempt.Done(), time(6));
        assertThat(store().alerts().late(orders(), time(10))).isTrue();
    }

    @Test
    default void a_job_that_succeeded_since_it_was_looked_at_is_not_late() {
        promoteWithAlerts();
        JobInfo seen = orders();
        Occurrence hour = plan(store(), "orders", 1, 1).getFirst();
        store().attempts().finish(run(hour, 6), end(How.SUCCEEDED), new AfterAttempt.Done(), time(6));

        assertThat(store().alerts().late(seen, time(6))).isFalse();

        assertThat(alerts()).doesNotContain("LATE WEBHOOK");
        assertThat(store().alerts().state("orders").isLate()).isFalse();
    }

    @Test
    default void a_stuck_attempt_is_told_once() {
        promoteWithAlerts();
        Claim claim = run(plan(store(), "orders", 1, 1).getFirst(), 2);

        assertThat(store().attempts().stuck(claim.occurrence(), time(9))).isTrue();
        assertThat(store().attempts().stuck(claim.occurrence(), time(9))).isFalse();
        assertThat(alerts()).containsExactly("STUCK WEBHOOK", "STUCK MAIL");

        store().attempts().finish(claim, end(How.TIMED_OUT), new AfterAttempt.RetryAt(Duration.ZERO), time(9));
        assertThat(store().attempts().stuck(claim.occurrence(), time(9))).isFalse();
    }

    @Test
    default void a_message_is_taken_by_one_sender_and_again_when_that_one_died() {
        promoteWithAlerts();
        store().alerts().late(orders(), time(4));
        Duration minute = Duration.ofMinutes(1);

        QueuedAlert first = store().alerts().claim(1, minute, time(4)).getFirst();
        QueuedAlert second = store().alerts().claim(10, minute, time(4)).getFirst();
        assertThat(first.channel()).isEqualTo(AlertRule.Channel.WEBHOOK);
        assertThat(second.channel()).isEqualTo(AlertRule.Channel.MAIL);
        assertThat(store().alerts().claim(10, minute, time(4))).isEmpty();

        store().alerts().sent(second, time(4));
        store().alerts().failed(first, "HTTP 503", Optional.of(time(5)));
        assertThat(store().alerts().claim(10, minute, time(4).plusSeconds(120))).isEmpty();
        QueuedAlert again = store().alerts().claim(10, minute, time(5)).getFirst();
        assertThat(again.attempts()).isEqualTo(2);
        assertThat(again.message()).contains("HTTP 503");
        // its sender died: it is taken again after the time that it asked for
        QueuedAlert third = store().alerts().claim(10, minute, time(6)).getFirst();
        assertThat(third.attempts()).isEqualTo(3);
        // and what the first one says too late changes nothing
        store().alerts().failed(again, "late", Optional.empty());

        store().alerts().failed(third, "HTTP 410", Optional.empty());
        assertThat(store().alerts().claim(10, minute, time(100))).isEmpty();
        assertThat(store().alerts().of("orders", 10))
                .extracting(QueuedAlert::status)
                .containsExactly(QueuedAlert.Status.SENT, QueuedAlert.Status.FAILED);
        assertThat(store().alerts().of("orders", 10).get(1).message()).contains("HTTP 410");
    }

    @Test
    default void each_message_is_taken_by_one_of_several_senders() throws Exception {
        List<AlertRule> rules = IntStream.range(0, 40)
                .mapToObj(number -> new AlertRule(
                        AlertRule.Channel.WEBHOOK, "https://example.com/" + number, AlertRule.USUAL, Optional.empty()))
                .toList();
        promote(store(), "orders", job -> job.alerts(rules));
        store().alerts().late(orders(), time(4));
        CyclicBarrier start = new CyclicBarrier(4);
        List<String> taken = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Callable<List<QueuedAlert>>> each = Collections.nCopies(4, () -> {
                start.await();
                return store().alerts().claim(40, Duration.ofMinutes(1), time(5));
            });
            for (Future<List<QueuedAlert>> one : threads.invokeAll(each)) {
                one.get().forEach(alert -> taken.add(alert.target()));
            }
        }
        assertThat(taken).hasSize(40).doesNotHaveDuplicates();
    }
}

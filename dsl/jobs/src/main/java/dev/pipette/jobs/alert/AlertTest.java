package dev.pipette.jobs.alert;

import dev.pipette.jobs.AlertRule;
import dev.pipette.jobs.JobVersion;
import dev.pipette.jobs.policy.AlertFacts;
import dev.pipette.jobs.policy.AlertMessage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What became of a test alert: a person finds out before a failure whether the alerts of a job arrive.
 *
 * <pre>{@code
 * for (AlertTest test : AlertTest.send(job.info().version(), AlertSenders.of(Settings.load(), clock), clock.instant())) {
 *     System.out.println(test.rule() + ": " + test.problem().orElse("sent"));
 * }
 * }</pre>
 *
 * @param rule that was tested
 * @param problem why its receiver did not take the alert; empty where it did
 */
public record AlertTest(AlertRule rule, Optional<String> problem) {
    /** Sends one alert by each rule of a job, once; each says that it is a test. */
    public static List<AlertTest> send(JobVersion job, AlertSenders senders, Instant now) throws InterruptedException {
        AlertFacts facts = AlertFacts.of(
                        job.job(),
                        job.number(),
                        now,
                        job.definition().schedule().zone())
                .test();
        List<AlertTest> tests = new ArrayList<>();
        for (AlertRule rule : job.definition().alerts()) {
            tests.add(new AlertTest(rule, problem(rule, facts, senders)));
        }
        return tests;
    }

    private static Optional<String> problem(AlertRule rule, AlertFacts facts, AlertSenders senders)
            throws InterruptedException {
        AlertRule.Event event = rule.events().stream().sorted().findFirst().orElse(AlertRule.Event.FAILED);
        AlertMessage message = AlertMessage.of(event, facts);
        try {
            senders.of(rule.channel())
                    .send(new OutgoingAlert(
                            "pipette-test-" + UUID.randomUUID(),
                            event,
                            rule.target(),
                            rule.secret(),
                            message.title(),
                            message.text(),
                            message.json()));
            return Optional.empty();
        } catch (AlertFailure failure) {
            return Optional.of(failure.reason());
        }
    }
}

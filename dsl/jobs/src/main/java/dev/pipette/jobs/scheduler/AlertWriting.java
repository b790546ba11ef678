package dev.pipette.jobs.scheduler;

import dev.pipette.jobs.AlertRule;
import dev.pipette.jobs.AttemptEnd;
import dev.pipette.jobs.JobDefinition;
import dev.pipette.jobs.JobVersion;
import dev.pipette.jobs.Occurrence;
import dev.pipette.jobs.policy.AlertDecision;
import dev.pipette.jobs.policy.AlertFacts;
import dev.pipette.jobs.policy.AlertMessage;
import dev.pipette.jobs.policy.AlertState;
import dev.pipette.jobs.policy.AlertState.AttemptId;
import dev.pipette.jobs.store.AlertChoice;
import dev.pipette.jobs.store.NewAlert;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Writes the alerts about a job, which the store keeps in its outbox together with what they are about. */
final class AlertWriting {
    private final Clock clock;
    private final String host;

    AlertWriting(Clock clock, String host) {
        this.clock = clock;
        this.host = host;
    }

    /** The alerts about the end of an occurrence. */
    AlertChoice ofEnd(JobVersion version, AttemptEnd end) {
        return (health, ended) -> {
            AlertFacts facts = health.lastSuccessAt()
                    .map(facts(version).interval(ended.interval()).ended(ended.attempts(), end).host(host)::lastSuccess)
                    .orElseGet(() -> facts(version)
                            .interval(ended.interval())
                            .ended(ended.attempts(), end)
                            .host(host));
            return event(ended)
                    .map(event -> written(version, AlertDecision.of(state(health), event), facts))
                    .orElse(List.of());
        };
    }

    private Optional<AlertDecision.Event> event(Occurrence ended) {
        AttemptId attempt = new AttemptId(ended.id(), ended.attempts());
        return switch (ended.status()) {
            case SUCCEEDED -> Optional.of(new AlertDecision.Succeeded(attempt, clock.instant()));
            case FAILED -> Optional.of(new AlertDecision.FailedForGood(attempt, clock.instant()));
            case WAITING, RUNNING, RETRYING, SKIPPED, CANCELLED -> Optional.empty();
        };
    }

    /** The alerts about a job that had no success in time. */
    Function<dev.pipette.jobs.store.AlertState, List<NewAlert>> late(JobVersion version, Lateness lateness) {
        return health -> {
            if (!lateness.isLate(version.definition(), health, clock.instant())) {
                return List.of();
            }
            AlertFacts promised =
                    facts(version).promised(version.definition().freshWithin().orElseThrow());
            AlertFacts facts = health.lastSuccessAt().map(promised::lastSuccess).orElse(promised);
            return written(version, AlertDecision.of(state(health), new AlertDecision.Late()), facts);
        };
    }

    /** The alerts about an attempt that does not end. */
    List<NewAlert> stuck(JobVersion version, Occurrence running, Instant startedAt) {
        AlertFacts facts = facts(version).interval(running.interval()).running(running.attempts(), startedAt);
        AttemptId attempt = new AttemptId(running.id(), running.attempts());
        return written(version, AlertDecision.of(AlertState.NONE, new AlertDecision.Stuck(attempt)), facts);
    }

    private AlertFacts facts(JobVersion version) {
        JobDefinition definition = version.definition();
        return AlertFacts.of(
                version.job(), version.number(), clock.instant(), definition.schedule().zone());
    }

    private static AlertState state(dev.pipette.jobs.store.AlertState health) {
        return new AlertState(health.failingSince(), health.lateSince().isPresent(), List.of());
    }

    private static List<NewAlert> written(JobVersion version, AlertDecision decision, AlertFacts facts) {
        List<NewAlert> alerts = new ArrayList<>();
        for (AlertRule.Event event : decision.alerts()) {
            String payload = AlertPayload.write(AlertMessage.of(event, facts));
            for (AlertRule rule : AlertDecision.rules(version.definition().alerts(), event)) {
                alerts.add(new NewAlert(rule, event, payload));
            }
        }
        return alerts;
    }
}

package dev.pipette.jobs.policy;

import dev.pipette.jobs.AlertRule;
import dev.pipette.jobs.policy.AlertState.AttemptId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Decides which alerts an event causes: a failure once until the job recovers, lateness once until it is over, a stuck attempt once.
 *
 * <pre>{@code
 * AlertDecision decision = AlertDecision.of(store.alertState(job), new AlertDecision.FailedForGood(attempt, now));
 * decision.alerts();   // [FAILED] for the first failure, [] for the next ones
 * store.alertState(job, decision.state());
 * }</pre>
 *
 * @param alerts that are due now
 * @param state that the store keeps, in the same transaction
 */
public record AlertDecision(List<AlertRule.Event> alerts, AlertState state) {
    /** What happened to a job. */
    public sealed interface Event {}

    /**
     * An occurrence succeeded.
     *
     * @param attempt that succeeded
     * @param startedAt its start: a run that began before a failure does not show that the failure is over
     */
    public record Succeeded(AttemptId attempt, Instant startedAt) implements Event {}

    /**
     * The last attempt of an occurrence failed. An attempt that is tried again is no event.
     *
     * @param attempt that failed
     * @param at its end
     */
    public record FailedForGood(AttemptId attempt, Instant at) implements Event {}

    /** The job is late, as {@link Freshness} finds. */
    public record Late() implements Event {}

    /**
     * An attempt does not end though it was asked to.
     *
     * @param attempt that does not end
     */
    public record Stuck(AttemptId attempt) implements Event {}

    /** Decides. */
    public static AlertDecision of(AlertState state, Event event) {
        return switch (event) {
            case Succeeded(AttemptId attempt, Instant startedAt) -> succeeded(without(state, attempt), startedAt);
            case FailedForGood(AttemptId attempt, Instant at) -> failed(without(state, attempt), at);
            case Late late -> late(state);
            case Stuck(AttemptId attempt) -> stuck(state, attempt);
        };
    }

    private static AlertDecision succeeded(AlertState state, Instant startedAt) {
        boolean stillFails = state.failingSince().filter(startedAt::isBefore).isPresent();
        boolean recovered = !stillFails && (state.failingSince().isPresent() || state.isLate());
        List<AlertRule.Event> alerts = recovered
                ? List.of(AlertRule.Event.RECOVERED, AlertRule.Event.SUCCEEDED)
                : List.of(AlertRule.Event.SUCCEEDED);
        Optional<Instant> failing = stillFails ? state.failingSince() : Optional.empty();
        return new AlertDecision(alerts, new AlertState(failing, false, state.stuck()));
    }

    private static AlertDecision failed(AlertState state, Instant at) {
        return state.failingSince().isPresent()
                ? new AlertDecision(List.of(), state)
                : new AlertDecision(
                        List.of(AlertRule.Event.FAILED),
                        new AlertState(Optional.of(at), state.isLate(), state.stuck()));
    }

    private static AlertDecision late(AlertState state) {
        return state.isLate()
                ? new AlertDecision(List.of(), state)
                : new AlertDecision(
                        List.of(AlertRule.Event.LATE), new AlertState(state.failingSince(), true, state.stuck()));
    }

    private static AlertDecision stuck(AlertState state, AttemptId attempt) {
        if (state.stuck().contains(attempt)) {
            return new AlertDecision(List.of(), state);
        }
        List<AttemptId> all =
                Stream.concat(state.stuck().stream(), Stream.of(attempt)).toList();
        return new AlertDecision(
                List.of(AlertRule.Event.STUCK), new AlertState(state.failingSince(), state.isLate(), all));
    }

    private static AlertState without(AlertState state, AttemptId ended) {
        List<AttemptId> others = state.stuck().stream()
                .filter(attempt -> attempt.occurrence() != ended.occurrence())
                .toList();
        return new AlertState(state.failingSince(), state.isLate(), others);
    }

    /** The rules of a job that ask for an alert. */
    public static List<AlertRule> rules(List<AlertRule> all, AlertRule.Event alert) {
        return all.stream().filter(rule -> rule.events().contains(alert)).toList();
    }
}

package dev.pipette.jobs.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.jobs.AlertRule;
import dev.pipette.jobs.policy.AlertDecision.Event;
import dev.pipette.jobs.policy.AlertDecision.FailedForGood;
import dev.pipette.jobs.policy.AlertDecision.Late;
import dev.pipette.jobs.policy.AlertDecision.Stuck;
import dev.pipette.jobs.policy.AlertDecision.Succeeded;
import dev.pipette.jobs.policy.AlertState.AttemptId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which alerts are due. */
class AlertDecisionTests {
    private static final Instant NOON = Instant.parse("2025-12-24T12:00:00Z");

    private AlertState state = AlertState.NONE;

    @Test
    void an_outage_of_many_occurrences_alerts_once_and_recovers_once() {
        assertThat(told(
                        failed(1, 0),
                        failed(2, 60),
                        failed(3, 120),
                        succeeded(4, 180),
                        succeeded(5, 240),
                        failed(6, 300)))
                .containsExactly("FAILED", "", "", "RECOVERED SUCCEEDED", "SUCCEEDED", "FAILED");
    }

    @Test
    void a_run_that_began_before_the_failure_is_not_its_recovery() {
        assertThat(told(failed(1, 100), succeeded(2, 99), failed(3, 150), succeeded(4, 100)))
                .as("the intervals of a parallel backfill")
                .containsExactly("FAILED", "SUCCEEDED", "", "RECOVERED SUCCEEDED");
    }

    @Test
    void lateness_is_alerted_once_until_a_success_ends_it() {
        assertThat(told(new Late(), new Late(), succeeded(1, 0), new Late()))
                .containsExactly("LATE", "", "RECOVERED SUCCEEDED", "LATE");
    }

    @Test
    void a_failure_and_lateness_are_two_alerts_and_one_recovery() {
        assertThat(told(failed(1, 0), new Late(), failed(2, 60), new Late(), succeeded(3, 120)))
                .containsExactly("FAILED", "LATE", "", "", "RECOVERED SUCCEEDED");
    }

    @Test
    void a_stuck_attempt_is_alerted_once_and_the_next_attempt_again() {
        assertThat(told(stuck(1, 1), stuck(1, 1), stuck(2, 1), stuck(1, 2)))
                .containsExactly("STUCK", "", "STUCK", "STUCK");
        assertThat(told(failed(1, 0))).containsExactly("FAILED");
        assertThat(state.stuck()).as("what has ended is forgotten").containsExactly(new AttemptId(2, 1));
    }

    @Test
    void a_rule_gets_the_events_that_it_asks_for() {
        AlertRule usual = rule(AlertRule.USUAL);
        AlertRule successes = rule(Set.of(AlertRule.Event.SUCCEEDED));

        assertThat(AlertDecision.rules(List.of(usual, successes), AlertRule.Event.FAILED))
                .containsExactly(usual);
        assertThat(AlertDecision.rules(List.of(usual, successes), AlertRule.Event.SUCCEEDED))
                .containsExactly(successes);
    }

    private static AlertRule rule(Set<AlertRule.Event> events) {
        return new AlertRule(AlertRule.Channel.COMMAND, "notify", events, Optional.empty());
    }

    private List<String> told(Event... events) {
        List<String> told = new ArrayList<>();
        for (Event event : events) {
            AlertDecision decision = AlertDecision.of(state, event);
            state = decision.state();
            told.add(String.join(" ", decision.alerts().stream().map(Enum::name).toList()));
        }
        return told;
    }

    private static Event failed(long occurrence, int second) {
        return new FailedForGood(new AttemptId(occurrence, 4), NOON.plusSeconds(second));
    }

    private static Event succeeded(long occurrence, int startSecond) {
        return new Succeeded(new AttemptId(occurrence, 1), NOON.plusSeconds(startSecond));
    }

    private static Event stuck(long occurrence, int attempt) {
        return new Stuck(new AttemptId(occurrence, attempt));
    }
}

package dev.pipette.jobs.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.jobs.AlertRule;
import dev.pipette.jobs.AlertRule.Channel;
import dev.pipette.jobs.AlertRule.Event;
import dev.pipette.jobs.JobDefinition;
import dev.pipette.jobs.JobVersion;
import dev.pipette.jobs.Schedule;
import dev.pipette.jobs.Work;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Test alerts. */
class AlertTestTests {
    @Test
    void each_rule_is_tried_once_and_a_problem_is_that_of_its_rule() throws InterruptedException {
        AlertRule hook = new AlertRule(
                Channel.WEBHOOK, "https://example.com/x", Set.of(Event.LATE, Event.RECOVERED), Optional.of("HOOK_KEY"));
        AlertRule mail = new AlertRule(Channel.MAIL, "data@example.com", AlertRule.USUAL, Optional.empty());
        JobDefinition orders = JobDefinition.of(
                        "orders", new Work.Script("orders.jsh", "ab"), new Schedule.Never(ZoneId.of("UTC")))
                .alerts(List.of(hook, mail));
        List<OutgoingAlert> sent = new ArrayList<>();
        AlertSenders senders = AlertSenders.of(Map.of(Channel.WEBHOOK, sent::add, Channel.MAIL, alert -> {
            throw AlertFailure.lasting("the mail server is not set", null);
        }));

        List<AlertTest> tests = AlertTest.send(
                new JobVersion("orders", 3, orders, List.of(), "ab", Instant.EPOCH, "ada"), senders, Instant.EPOCH);

        assertThat(tests)
                .containsExactly(
                        new AlertTest(hook, Optional.empty()),
                        new AlertTest(mail, Optional.of("the mail server is not set")));
        assertThat(sent).hasSize(1);
        assertThat(sent.getFirst().id()).startsWith("pipette-test-");
        assertThat(sent.getFirst().event()).isEqualTo(Event.RECOVERED);
        assertThat(sent.getFirst().secret()).contains("HOOK_KEY");
        assertThat(sent.getFirst().title()).isEqualTo("Pipette: a test alert of the job 'orders'");
        assertThat(sent.getFirst().json()).contains("\"test\":true");
    }
}

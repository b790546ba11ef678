package dev.pipette.jobs.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.RunInterval;
import dev.pipette.jobs.AlertRule;
import dev.pipette.jobs.AttemptEnd;
import dev.pipette.jobs.AttemptEnd.How;
import dev.pipette.text.Secrets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The texts of alerts. */
class AlertMessageTests {
    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
    private static final RunInterval HOUR = new RunInterval(
            ZonedDateTime.of(2025, 12, 24, 6, 0, 0, 0, NEW_YORK), ZonedDateTime.of(2025, 12, 24, 7, 0, 0, 0, NEW_YORK));
    private static final AlertFacts FACTS = AlertFacts.of(
                    "orders", 3, Instant.parse("2025-12-24T12:04:10.123Z"), NEW_YORK)
            .occurrence(17, HOUR)
            .host("worker-2")
            .pipette("1.4.0")
            .lastSuccess(Instant.parse("2025-12-24T11:00:05Z"));

    @Test
    void a_failure_says_what_failed_and_what_to_do() {
        AlertMessage message = AlertMessage.of(
                AlertRule.Event.FAILED,
                FACTS.ended(4, failed("SOURCE_UNAVAILABLE", "GET https://api.example/orders: 503")));

        assertThat(message.title()).isEqualTo("Pipette: the job 'orders' failed");
        assertThat(message.text()).isEqualTo("""
            The job 'orders' failed after 4 attempts.

            Occurrence: 17
            Interval: 2025-12-24T06:00:00-05:00/2025-12-24T07:00:00-05:00
            Error: SOURCE_UNAVAILABLE
            Message: GET https://api.example/orders: 503
            Last success: 2025-12-24T06:00:05-05:00
            Host: worker-2
            Version: 3 of the job, Pipette 1.4.0
            Time: 2025-12-24T07:04:10-05:00

            What to do now:
              pipette jobs logs orders 17
              pipette jobs run orders --interval 2025-12-24T06:00:00-05:00/2025-12-24T07:00:00-05:00

            There is no other alert about failures of this job until it has succeeded again.
            """);
        assertThat(message.json())
                .isEqualTo(
                        "{\"format\":1,\"event\":\"failed\",\"job\":\"orders\",\"title\":\"Pipette: the job 'orders' failed\","
                                + "\"at\":\"2025-12-24T12:04:10.123Z\","
                                + "\"occurrence\":17,\"interval\":{\"from\":\"2025-12-24T11:00:00Z\",\"to\":\"2025-12-24T12:00:00Z\"},"
                                + "\"attempts\":4,\"ended\":\"failed\","
                                + "\"error\":{\"code\":\"SOURCE_UNAVAILABLE\",\"message\":\"GET https://api.example/orders: 503\"},"
                                + "\"rows\":0,\"last_success\":\"2025-12-24T11:00:05Z\",\"host\":\"worker-2\","
                                + "\"versions\":{\"job\":3,\"pipette\":\"1.4.0\"},"
                                + "\"next\":[\"pipette jobs logs orders 17\",\"pipette jobs run orders --interval"
                                + " 2025-12-24T06:00:00-05:00/2025-12-24T07:00:00-05:00\"]}");
    }

    @Test
    void a_time_limit_and_a_lost_process_are_named() {
        assertThat(firstLine(AlertRule.Event.FAILED, FACTS.ended(1, ended(How.TIMED_OUT))))
                .isEqualTo("The job 'orders' failed at its time limit after 1 attempt.");
        assertThat(firstLine(AlertRule.Event.FAILED, FACTS.ended(2, ended(How.LOST))))
                .isEqualTo("The job 'orders' failed, because its process died without a report, after 2 attempts.");
    }

    @Test
    void lateness_a_stuck_run_recovery_and_success_have_their_sentences() {
        assertThat(firstLine(AlertRule.Event.LATE, FACTS.promised(Duration.ofMinutes(1590))))
                .isEqualTo("The job 'orders' has had no success within 1 d 2 h 30 min.");
        assertThat(firstLine(AlertRule.Event.STUCK, FACTS.running(2, Instant.parse("2025-12-24T10:00:00Z"))))
                .isEqualTo(
                        "The job 'orders' does not end: attempt 2 was asked to stop and still runs, 2 h 4 min after its"
                                + " start.");
        assertThat(firstLine(AlertRule.Event.RECOVERED, FACTS.ended(1, ended(How.SUCCEEDED))))
                .isEqualTo("The job 'orders' succeeded again.");
        assertThat(AlertMessage.of(AlertRule.Event.SUCCEEDED, FACTS.ended(1, ended(How.SUCCEEDED)))
                        .text())
                .startsWith("The job 'orders' succeeded.\n")
                .contains("\nRows: 1,200\n")
                .doesNotContain("What to do");
    }

    @Test
    void a_stuck_run_can_be_cancelled() {
        assertThat(AlertMessage.of(AlertRule.Event.STUCK, FACTS).text())
                .contains("\n  pipette jobs logs orders 17\n  pipette jobs cancel orders 17\n");
    }

    @Test
    void secrets_and_control_characters_are_in_no_part_of_an_alert() throws Exception {
        Secrets.remember("planted-in-an-alert");
        AlertMessage message = AlertMessage.of(
                AlertRule.Event.FAILED,
                FACTS.ended(
                        1,
                        failed(
                                "DESTINATION_AUTH",
                                "login with planted-in-an-alert to postgres://me:hidden99@db/x"
                                        + " refused\u001b[31m, token=abcdef12")));

        assertThat(message.text() + message.json() + message.title())
                .doesNotContain("planted-in-an-alert", "hidden99", "abcdef12", "\u001b");
        JsonNode document = JsonMapper.shared().readTree(message.json());
        assertThat(document.at("/error/message").asString())
                .isEqualTo("login with *** to postgres://me:***@db/x refused\\u001b[31m, token=***");
    }

    @Test
    void a_whole_answer_of_a_server_is_cut() {
        String text = AlertMessage.of(
                        AlertRule.Event.FAILED, FACTS.ended(1, failed("RESOURCE_FAILED", "x".repeat(100_000))))
                .text();

        assertThat(text).hasSizeLessThan(5000).contains("xx .. (the log has the rest)\n");
    }

    @ParameterizedTest
    @EnumSource
    void little_knowledge_is_enough(AlertRule.Event event) {
        AlertMessage message =
                AlertMessage.of(event, AlertFacts.of("orders", 1, Instant.parse("2025-12-24T12:00:00Z"), NEW_YORK));

        assertThat(message.text()).startsWith("The job 'orders' ").contains("Version: 1 of the job\n");
        JsonNode document = JsonMapper.shared().readTree(message.json());
        assertThat(document.propertyNames())
                .as("what an alert is not about is left out")
                .containsExactly("format", "event", "job", "title", "at", "versions", "next");
        assertThat(document.get("versions").propertyNames()).containsExactly("job");
    }

    @Test
    void what_is_known_is_in_the_document() {
        JsonNode document = JsonMapper.shared()
                .readTree(AlertMessage.of(
                                AlertRule.Event.LATE,
                                AlertFacts.of("orders", 1, Instant.parse("2025-12-24T12:00:00Z"), NEW_YORK)
                                        .pipette("1.4.0")
                                        .promised(Duration.ofHours(3)))
                        .json());

        assertThat(document.get("promised_within").asString()).isEqualTo("PT3H");
        assertThat(document.at("/versions/pipette").asString()).isEqualTo("1.4.0");
        assertThat(document.get("next"))
                .extracting(JsonNode::asString)
                .containsExactly("pipette jobs history orders", "pipette jobs logs orders");
    }

    @ParameterizedTest
    @EnumSource
    void a_test_says_so_and_asks_nobody_to_do_anything(AlertRule.Event event) {
        AlertMessage message = AlertMessage.of(
                event,
                AlertFacts.of("orders", 3, Instant.parse("2025-12-24T12:00:00Z"), NEW_YORK)
                        .test());

        assertThat(message.title()).isEqualTo("Pipette: a test alert of the job 'orders'");
        assertThat(message.text()).isEqualTo("""
            A person tests the alerts of the job 'orders'. Nothing happened to the job.

            Version: 3 of the job
            Time: 2025-12-24T07:00:00-05:00
            """);
        JsonNode document = JsonMapper.shared().readTree(message.json());
        assertThat(document.get("test").asBoolean()).isTrue();
        assertThat(document.get("event").asString()).isEqualTo(event.name().toLowerCase(Locale.ROOT));
        assertThat(document.get("next")).isEmpty();
    }

    private static String firstLine(AlertRule.Event event, AlertFacts facts) {
        return AlertMessage.of(event, facts).text().lines().findFirst().orElseThrow();
    }

    private static AttemptEnd failed(String code, String message) {
        return new AttemptEnd(How.FAILED, 1, Optional.of(code), Optional.of(message), 0, List.of(), List.of());
    }

    private static AttemptEnd ended(How how) {
        return new AttemptEnd(how, 0, Optional.empty(), Optional.empty(), 1200, List.of(), List.of());
    }
}

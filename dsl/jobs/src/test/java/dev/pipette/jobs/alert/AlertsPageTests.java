package dev.pipette.jobs.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.RunInterval;
import dev.pipette.jobs.AlertRule;
import dev.pipette.jobs.AttemptEnd;
import dev.pipette.jobs.policy.AlertFacts;
import dev.pipette.jobs.policy.AlertMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** The samples of {@code dsl/docs/jobs.md} about alerts. */
class AlertsPageTests {
    private static final Path MODULE = Path.of(System.getProperty("basedir", ""));

    private static String alerts() throws IOException {
        String page = Files.readString(MODULE.resolve("../docs/jobs.md"));
        return page.substring(page.indexOf("\n## Alerts\n"));
    }

    private static String block(String page, String language) {
        String start = "```" + language + "\n";
        int begin = page.indexOf(start) + start.length();
        return page.substring(begin, page.indexOf("\n```", begin));
    }

    @Test
    void the_sample_that_checks_a_signature_is_the_one_that_the_tests_run() throws IOException {
        String source = Files.readString(MODULE.resolve("src/test/java/dev/pipette/jobs/alert/VerifySignature.java"));
        String tested = source.substring(
                source.indexOf("begins here\n") + "begins here\n".length(),
                source.indexOf("    // the sample of the page ends"));
        assertThat(block(alerts(), "java"))
                .isEqualTo(tested.stripTrailing().stripIndent().replaceFirst("^static ", ""));
    }

    @Test
    void the_document_is_one_that_is_sent() throws IOException {
        AttemptEnd end = new AttemptEnd(
                AttemptEnd.How.FAILED,
                4,
                Optional.of("SOURCE_UNAVAILABLE"),
                Optional.of("the API answered 503."),
                0,
                List.of(),
                List.of());
        AlertFacts facts = AlertFacts.of(
                        "orders", 3, Instant.parse("2025-12-24T12:18:40Z"), ZoneId.of("America/New_York"))
                .occurrence(17, RunInterval.parse("2025-12-24T06:15:00-05:00/PT1H"))
                .promised(Duration.ofHours(3))
                .pipette("1.4.0")
                .ended(4, end)
                .lastSuccess(Instant.parse("2025-12-24T11:15:09Z"))
                .host("loader-1");
        JsonMapper json = JsonMapper.shared();
        assertThat(json.readTree(block(alerts(), "json")))
                .isEqualTo(json.readTree(
                        AlertMessage.of(AlertRule.Event.FAILED, facts).json()));
    }
}

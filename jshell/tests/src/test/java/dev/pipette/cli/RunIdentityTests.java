package dev.pipette.cli;

import static dev.pipette.Pipette.param;
import static dev.pipette.Pipette.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.RunContext;
import dev.pipette.RunInterval;
import dev.pipette.admin.RunningJob;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which work of which job a JVM does, as its options say. */
class RunIdentityTests {
    private static final RunIdentity HOUR = new RunIdentity(
            "job orders 2025-12-24T11:00:00Z/2025-12-24T12:00:00Z",
            RunInterval.parse("2025-12-24T06:00:00-05:00[America/New_York]/PT1H"),
            new RunningJob("orders", 2));

    private static ProgramOverrides overrides(RunIdentity identity, Map<String, String> params) {
        return new ProgramOverrides(null, null, null, null, null, null, params, null, identity);
    }

    private static Properties properties(List<String> options) {
        Properties properties = new Properties();
        for (String option : options) {
            String[] parts = option.substring(2).split("=", 2);
            properties.setProperty(parts[0], parts[1]);
        }
        return properties;
    }

    @Test
    void another_jvm_has_the_same_identity_and_its_context() {
        ProgramOverrides given = ProgramOverrides.of(
                properties(overrides(HOUR, Map.of("days", "3")).options()));

        assertThat(given.identity()).isEqualTo(HOUR);
        given.context(plan -> {}).call(() -> {
            assertThat(RunContext.current().runKey()).contains(HOUR.key());
            assertThat(run.interval()).isEqualTo(HOUR.interval());
            assertThat(run.interval().from().getZone()).hasToString("America/New_York");
            assertThat(run.job()).contains("orders");
            assertThat(run.attempt()).isEqualTo(2);
            assertThat(param("from", LocalDate.class)).isEqualTo("2025-12-24");
            assertThat(param("days", 7)).isEqualTo(3);
            return true;
        });
        assertThat(ProgramOverrides.of(new Properties())).isEqualTo(ProgramOverrides.NONE);
    }

    @Test
    void what_a_command_says_wins_over_the_options_of_its_jvm() {
        RunIdentity byHand = new RunIdentity("noon", null, null);

        ProgramOverrides both = overrides(byHand, Map.of("days", "5", "own", "1"))
                .inside(overrides(HOUR, Map.of("days", "3", "theirs", "2")));

        assertThat(both.identity()).isEqualTo(new RunIdentity("noon", HOUR.interval(), HOUR.job()));
        assertThat(both.params()).isEqualTo(Map.of("days", "5", "own", "1", "theirs", "2"));
    }

    @Test
    void an_end_that_is_no_time_is_refused() {
        Properties wrong = new Properties();
        wrong.setProperty("pipette.run.from", "2025-12-24");
        wrong.setProperty("pipette.run.to", "2025-12-25");

        assertThatThrownBy(() -> RunIdentity.of(wrong))
                .hasMessage("[BAD_USAGE] -Dpipette.run.from=2025-12-24 is not a time with an offset. Write it like"
                        + " 2025-12-24T06:00:00-05:00.");
    }

    @Test
    void work_in_this_process_has_a_report_of_its_own(@TempDir Path folder) throws Exception {
        Path report = folder.resolve("report.jsonl");
        Path script = Files.writeString(folder.resolve("day.jsh"), """
                var p = pipeline("shop", duckdb(args[0] + "/shop.duckdb")).home(Path.of(args[0], "home"))
                p.run(resource("orders").rows(List.of(Map.of("id", 1))).commitEvery(0))
                """);

        int exitCode =
                RunReport.during(report, () -> Cli.run("run", script, folder).exitCode());

        assertThat(exitCode).isEqualTo(2);
        assertThat(report).doesNotExist();
        Files.writeString(script, Files.readString(script).replace(".commitEvery(0)", ""));
        RunReport.during(report, () -> Cli.run("run", script, folder).exitCode());
        assertThat(Files.readString(report))
                .matches(
                        "\\{\"kind\":\"run\",\"outcome\":\"loaded\",\"pipeline\":\"shop\",\"dataset\":\"shop_dataset\","
                                + "\"loadId\":\"[0-9.]+\",\"rows\":\\{\"orders\":1},\"errorCode\":null,\"message\":null}\n");
    }
}

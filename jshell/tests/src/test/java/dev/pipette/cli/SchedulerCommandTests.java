package dev.pipette.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.testing.child.ChildJava;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class SchedulerCommandTests {
    @TempDir
    Path folder;

    private static String timeless(String line) {
        return line.replaceFirst("^\\S+Z  ", "").replaceFirst("scheduler \\S+ serves", "scheduler NAME serves");
    }

    @Test
    void without_jobs_it_serves_nothing_and_ends() {
        Cli.Result result = Cli.run("scheduler", "--once", "--workers", "1", "--home", folder);

        assertThat(result.exitCode()).isZero();
        assertThat(result.lines())
                .map(SchedulerCommandTests::timeless)
                .containsExactly("scheduler NAME serves sqlite " + folder.resolve("jobs/jobs.sqlite")
                        + ": 0 jobs, 1 worker, once");
    }

    @Test
    void each_line_is_a_document_where_that_is_asked_for() {
        Cli.Result result = Cli.run("scheduler", "--once", "--json-log", "--name", "db1", "--home", folder);

        JsonNode line = result.json();
        assertThat(line.get("event").asString()).isEqualTo("serving");
        assertThat(line.get("scheduler").asString()).startsWith("db1-");
        assertThat(line.get("jobs").asInt()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--workers=0 | --workers 0: give a whole number from 1 on.",
                "--grace=soon | --grace: 'soon' is not a length of time. Write seconds, minutes, hours and days like 30s, 5m,"
                        + " 1h, 2d or 1h30m, or as ISO 8601 does, like PT1H30M.",
                "--store=duckdb:jobs.duckdb | jobs cannot be kept in duckdb:jobs.duckdb: their store is a PostgreSQL database. Set"
                        + " jobs.store to one like postgres://user@host/database, or unset it; then the jobs of this machine are"
                        + " kept in a file."
            })
    void what_cannot_be_is_refused(String option, String message) {
        Cli.Result result = Cli.run("scheduler", "--once", option, "--home", folder);

        assertThat(result.err()).isEqualToIgnoringNewLines("pipette scheduler: [BAD_USAGE] " + message);
        assertThat(result.exitCode()).isEqualTo(ExitCodes.BAD_USAGE);
    }

    @Test
    void a_signal_stops_it_in_good_order() throws Exception {
        Process process = new ProcessBuilder(ChildJava.command(Main.class, "scheduler", "--home", folder.toString()))
                .redirectError(folder.resolve("errors").toFile())
                .start();
        try (BufferedReader out = process.inputReader(UTF_8)) {
            assertThat(timeless(String.valueOf(out.readLine())))
                    .isEqualTo("scheduler NAME serves sqlite " + folder.resolve("jobs/jobs.sqlite")
                            + ": 0 jobs, 4 workers");
            process.toHandle().destroy();
            assertThat(out.lines().map(SchedulerCommandTests::timeless))
                    .as(Files.readString(folder.resolve("errors")))
                    .containsExactly("It stops: nothing runs.", "It has stopped.");
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
        } finally {
            process.destroyForcibly();
        }
    }
}

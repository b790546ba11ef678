package dev.pipette;

import static dev.pipette.Pipette.duckdb;
import static dev.pipette.Pipette.param;
import static dev.pipette.Pipette.pipeline;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.settings.Secret;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** What is decided of a program's runs and parameters, and for whom. */
class RunContextTests {
    @Test
    void a_parameter_has_the_type_of_its_default() {
        RunContext given = RunContext.NONE
                .param("days", "3")
                .param("rate", "0.5")
                .param("whole", true)
                .param("day", "2025-12-24")
                .param("on", "friday")
                .param("wait", "5m")
                .param("folder", "out")
                .param("zone", "UTC");

        given.call(() -> {
            int days = param("days", 7);
            double rate = param("rate", 1.0);
            boolean whole = param("whole", false, "whether all of it");
            assertThat(days).isEqualTo(3);
            assertThat(rate).isEqualTo(0.5);
            assertThat(whole).isTrue();
            assertThat(param("days", 7L)).isEqualTo(3L);
            assertThat(param("day", LocalDate.class)).isEqualTo("2025-12-24");
            assertThat(param("on", DayOfWeek.MONDAY)).isEqualTo(DayOfWeek.FRIDAY);
            assertThat(param("wait", Duration.ZERO)).isEqualTo(Duration.ofMinutes(5));
            assertThat(param("folder", Path.of("in"))).isEqualTo(Path.of("out"));
            assertThat(param("zone", ZoneId.of("Europe/Berlin"))).isEqualTo(ZoneId.of("UTC"));
            assertThat(param("other", "default")).isEqualTo("default");
            return true;
        });
    }

    @Test
    void a_parameter_that_does_not_fit_is_refused() {
        RunContext.NONE
                .param("days", "seven")
                .param("api_token", "tok-12345678")
                .call(() -> {
                    assertThatThrownBy(() -> param("days", 7))
                            .hasMessage(
                                    "[BAD_USAGE] parameter days: 'seven' is not a whole number. Give it a value of type int:"
                                            + " --param days=VALUE");
                    assertThatThrownBy(() -> param("api_token", 7))
                            .hasMessage(
                                    "[BAD_USAGE] parameter api_token: its value is not a whole number. Give it a value of type"
                                            + " int: --param api_token=VALUE");
                    assertThatThrownBy(() -> param("day", LocalDate.class, "the day to load"))
                            .hasMessage(
                                    "[BAD_USAGE] parameter day has no value, and no default. Give it a value of type LocalDate:"
                                            + " --param day=VALUE");
                    assertThatThrownBy(() -> param("password", Secret.class))
                            .hasMessage(
                                    "[BAD_USAGE] parameter password is a Secret, and every user of the machine can see the words"
                                            + " of a command. Read it from the settings: Settings.load().secret(\"password\")");
                    assertThatThrownBy(() -> param("list", Optional.class))
                            .hasMessage(
                                    "[BAD_USAGE] parameter list cannot be a Optional. Types are String, int, long, double,"
                                            + " boolean, Duration, Path, URI, ZoneId, LocalDate, LocalTime, LocalDateTime, Instant,"
                                            + " OffsetDateTime, ZonedDateTime, YearMonth, Year, Period, or an enum.");
                    assertThatThrownBy(() -> param("a b", 1))
                            .hasMessage(
                                    "[BAD_USAGE] 'a b' is not the name of a parameter: use letters, digits, '_' and '-',"
                                            + " beginning with a letter.");
                    return true;
                });
    }

    @Test
    void a_pipeline_is_what_the_context_decides_as_long_as_the_call_runs() {
        Pipeline declared = pipeline("shop", duckdb("shop.duckdb"));
        RunContext trial = RunContext.NONE.into(duckdb("trial.duckdb")).limit(10);

        assertThat(trial.call(declared::toString))
                .isEqualTo("shop_limited -> duckdb:trial.duckdb, dataset shop_dataset_limited");
        String limited = trial.dataset("today").call(declared::datasetName);
        String named = RunContext.NONE.dataset("today").call(declared.datasetName("own")::datasetName);
        assertThat(limited).isEqualTo("today_limited");
        assertThat(named).isEqualTo("today");
        assertThat(declared).hasToString("shop -> duckdb:shop.duckdb, dataset shop_dataset");
        assertThatThrownBy(() -> RunContext.NONE.limit(0))
                .hasMessage("[BAD_USAGE] a limit of 0 rows: a limited run takes 1 or more rows.");
    }

    @Test
    void threads_of_the_call_have_its_context_and_lose_it_with_its_end() throws Exception {
        try (var threads = Executors.newSingleThreadExecutor()) {
            CountDownLatch started = new CountDownLatch(1);
            String inside = RunContext.NONE.param("n", "2").call(() -> {
                String value = threads.submit(() -> param("n", "1")).get();
                started.countDown();
                return value + RunContext.NONE.param("n", "3").call(() -> param("n", "1")) + param("n", "1");
            });

            started.await();
            assertThat(inside).isEqualTo("232");
            assertThat(threads.submit(() -> param("n", "1")).get()).isEqualTo("1");
            assertThat(RunContext.current()).isSameAs(RunContext.NONE);
        }
    }

    @Test
    void a_context_does_not_show_the_values_of_parameters() {
        assertThat(RunContext.NONE.param("token", "hunter2").toString()).doesNotContain("hunter2");
    }
}

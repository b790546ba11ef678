package dev.pipette;

import static dev.pipette.Pipette.param;
import static dev.pipette.Pipette.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The interval of a run, and how a program reads it. */
class RunIntervalTests {
    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
    private static final RunInterval HOUR = new RunInterval(
            ZonedDateTime.of(2025, 12, 24, 23, 0, 0, 0, NEW_YORK),
            ZonedDateTime.of(2025, 12, 25, 0, 0, 0, 0, NEW_YORK));

    @Test
    void a_program_reads_the_interval_and_the_job_of_its_run() {
        RunContext.NONE.interval(HOUR).job("orders", 2).call(() -> {
            assertThat(run.interval()).isEqualTo(HOUR);
            assertThat(run.interval().fromDate()).isEqualTo("2025-12-24");
            assertThat(run.interval().toDate()).isEqualTo("2025-12-25");
            assertThat(run.job()).contains("orders");
            assertThat(run.attempt()).isEqualTo(2);
            assertThat(run)
                    .hasToString(
                            "attempt 2 of job orders, interval 2025-12-24T23:00:00-05:00/2025-12-25T00:00:00-05:00");
            return true;
        });

        assertThat(run.job()).isEmpty();
        assertThat(run.attempt()).isEqualTo(1);
        assertThat(run).hasToString("a run by hand");
    }

    @Test
    void the_parameters_from_and_to_are_its_ends_in_its_zone() {
        RunContext.NONE.interval(HOUR).call(() -> {
            assertThat(param("from", LocalDate.class)).isEqualTo("2025-12-24");
            assertThat(param("to", LocalDate.of(2020, 1, 1))).isEqualTo("2025-12-25");
            assertThat(param("from", LocalDateTime.class)).isEqualTo("2025-12-24T23:00");
            assertThat(param("from", Instant.class)).isEqualTo("2025-12-25T04:00:00Z");
            assertThat(param("from", OffsetDateTime.class)).hasToString("2025-12-24T23:00-05:00");
            assertThat(param("from", ZonedDateTime.class)).isEqualTo(HOUR.from());
            assertThat(param("from", ZonedDateTime.class).getZone()).isEqualTo(NEW_YORK);
            assertThat(param("to", "")).isEqualTo("2025-12-25T00:00:00-05:00");
            assertThat(param("other", "default")).isEqualTo("default");
            return true;
        });
    }

    @Test
    void the_parameters_name_the_interval_where_nobody_else_does() {
        RunContext.NONE.param("from", "2025-12-24").param("to", "2025-12-25").call(() -> {
            assertThat(run.interval()).hasToString("2025-12-24T00:00:00Z/2025-12-25T00:00:00Z");
            return true;
        });
        RunContext given =
                RunContext.NONE.param("from", "2025-12-24T06:00:00-05:00").interval(HOUR);
        given.call(() -> {
            assertThat(param("from", LocalDate.class)).isEqualTo("2025-12-24");
            assertThat(param("from", LocalDateTime.class)).isEqualTo("2025-12-24T06:00");
            assertThat(param("to", LocalDate.class)).isEqualTo("2025-12-25");
            assertThat(run.interval()).isEqualTo(HOUR);
            return true;
        });
    }

    @Test
    void a_run_without_an_interval_says_how_to_give_it_one() {
        assertThatThrownBy(run::interval)
                .hasMessage(
                        "[BAD_USAGE] run.interval(): this run has no interval, which a scheduled job gives to each of its"
                                + " runs. By hand, give it one: pipette run --param from=2025-12-24 --param to=2025-12-25 FILE");
        RunContext.NONE.param("to", "2025-12-25").call(() -> {
            assertThatThrownBy(run::interval)
                    .hasMessage(
                            "[BAD_USAGE] run.interval(): parameter to is given, and parameter from is missing. An interval has"
                                    + " both ends: pipette run --param from=2025-12-24 --param to=2025-12-25 FILE");
            return true;
        });
        RunContext.NONE.param("from", "3").param("to", "2025-12-25").call(() -> {
            assertThatThrownBy(run::interval)
                    .hasMessage("[BAD_USAGE] parameter from: '3' is neither a time like 2025-12-24T06:00:00-05:00 nor a"
                            + " date like 2025-12-24. Give it a value of type ZonedDateTime: --param from=VALUE");
            return true;
        });
    }

    @ParameterizedTest
    @CsvSource({
        "2025-12-24/2025-12-25, 2025-12-24T00:00:00Z/2025-12-25T00:00:00Z",
        "2025-12-24T06:00:00-05:00/2025-12-24T07:00-05:00, 2025-12-24T06:00:00-05:00/2025-12-24T07:00:00-05:00",
        "2025-12-24T06:00Z/PT1H30M, 2025-12-24T06:00:00Z/2025-12-24T07:30:00Z",
        "2025-12-24/P1M, 2025-12-24T00:00:00Z/2026-01-24T00:00:00Z",
        "2025-03-09T00:00-05:00[America/New_York]/P1D, 2025-03-09T00:00:00-05:00/2025-03-10T00:00:00-04:00",
    })
    void an_interval_is_read_as_iso_8601_has_it(String text, String interval) {
        assertThat(RunInterval.parse(text)).hasToString(interval);
        assertThat(RunInterval.parse(interval)).hasToString(interval);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2025-12-24",
                "2025-12-24/",
                "/2025-12-25",
                "2025-12-24/P1X",
                "a/b",
                "2025-12-24/2025-12-25/x"
            })
    void other_texts_are_refused(String text) {
        assertThatThrownBy(() -> RunInterval.parse(text))
                .hasMessage("[BAD_USAGE] '" + text + "' is not an interval. Write its begin and its end like"
                        + " 2025-12-24/2025-12-25 or 2025-12-24T06:00:00-05:00/2025-12-24T07:00:00-05:00, or its begin and"
                        + " how long it is, like 2025-12-24/P1D.");
    }

    @Test
    void an_interval_that_holds_no_time_is_refused() {
        assertThatThrownBy(() -> RunInterval.parse("2025-12-25/2025-12-24"))
                .hasMessage(
                        "[BAD_USAGE] an interval from 2025-12-25T00:00:00Z to 2025-12-24T00:00:00Z holds no time. Its"
                                + " end must be later than its begin.");
    }

    @Test
    void a_parameter_may_be_of_each_type_of_dates_and_times() {
        RunContext.NONE
                .param("date", "2025-12-24")
                .param("local", "2025-12-24T06:30")
                .param("at", "2025-12-24T06:30:00-05:00")
                .param("time", "06:30")
                .param("month", "2025-12")
                .param("year", "2025")
                .param("back", "P2W")
                .call(() -> {
                    assertThat(param("date", LocalDateTime.class)).isEqualTo("2025-12-24T00:00");
                    assertThat(param("date", Instant.class)).isEqualTo("2025-12-24T00:00:00Z");
                    assertThat(param("local", LocalDateTime.class)).isEqualTo("2025-12-24T06:30");
                    assertThat(param("local", OffsetDateTime.class)).hasToString("2025-12-24T06:30Z");
                    assertThat(param("at", Instant.EPOCH)).isEqualTo("2025-12-24T11:30:00Z");
                    assertThat(param("time", LocalTime.class)).isEqualTo("06:30");
                    assertThat(param("month", YearMonth.class)).isEqualTo(YearMonth.of(2025, 12));
                    assertThat(param("year", Year.class)).isEqualTo(Year.of(2025));
                    assertThat(param("back", Period.ZERO)).isEqualTo(Period.ofWeeks(2));
                    return true;
                });
    }

    @ParameterizedTest
    @CsvSource({
        "LocalDate, 2025-12-24T06:00, is not a date like 2025-12-24",
        "LocalDateTime, 2025-12-24T06:00Z, is neither a time like 2025-12-24T06:00 nor a date like 2025-12-24",
        "Instant, noon, is neither a time like 2025-12-24T06:00:00-05:00 nor a date like 2025-12-24",
        "LocalTime, 25:00, is not a time of day like 06:30",
        "YearMonth, 2025-13, is not a month like 2025-12",
        "Year, MMXXV, is not a year like 2025",
        "Period, 1 day, is not a period like P1D or P2W",
    })
    void a_text_that_holds_more_or_less_than_its_type_is_refused(String type, String text, String reason)
            throws ClassNotFoundException {
        Class<?> named = Class.forName("java.time." + type);
        RunContext.NONE.param("at", text).call(() -> {
            assertThatThrownBy(() -> param("at", named))
                    .hasMessage("[BAD_USAGE] parameter at: '" + text + "' " + reason + ". Give it a value of type "
                            + type + ": --param at=VALUE");
            return true;
        });
    }
}

package dev.pipette.jobs.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.RunInterval;
import dev.pipette.jobs.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The intervals of a backfill. */
class BackfillIntervalsTests {
    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

    @Test
    void a_day_of_the_zone_is_one_interval_of_23_24_or_25_hours() {
        assertThat(cut("2025-03-08", "2025-03-11", "P1D"))
                .extracting(RunInterval::toString)
                .containsExactly(
                        "2025-03-08T00:00:00-05:00/2025-03-09T00:00:00-05:00",
                        "2025-03-09T00:00:00-05:00/2025-03-10T00:00:00-04:00",
                        "2025-03-10T00:00:00-04:00/2025-03-11T00:00:00-04:00");
        assertThat(cut("2025-11-02", "2025-11-03", "1d"))
                .extracting(interval -> Duration.between(interval.from(), interval.to()))
                .containsExactly(Duration.ofHours(25));
    }

    @Test
    void months_keep_their_day() {
        assertThat(cut("2025-01-31", "2025-05-01", "P1M"))
                .extracting(interval -> interval.fromDate() + " " + interval.toDate())
                .containsExactly(
                        "2025-01-31 2025-02-28",
                        "2025-02-28 2025-03-31",
                        "2025-03-31 2025-04-30",
                        "2025-04-30 2025-05-01");
    }

    @Test
    void hours_are_those_that_pass() {
        assertThat(cut("2025-11-02", "2025-11-03", "PT6H"))
                .extracting(interval -> interval.from().toOffsetDateTime().toString())
                .containsExactly(
                        "2025-11-02T00:00-04:00",
                        "2025-11-02T05:00-05:00",
                        "2025-11-02T11:00-05:00",
                        "2025-11-02T17:00-05:00",
                        "2025-11-02T23:00-05:00");
    }

    @Test
    void a_chunk_has_the_length_that_its_text_says() {
        assertThat(BackfillIntervals.chunk("P1W")).isEqualTo(Period.ofDays(7));
        assertThat(BackfillIntervals.chunk("2w")).isEqualTo(Period.ofDays(14));
        assertThat(BackfillIntervals.chunk("1d")).isEqualTo(Period.ofDays(1));
        assertThat(BackfillIntervals.chunk("p1m")).isEqualTo(Period.ofMonths(1));
        assertThat(BackfillIntervals.chunk("6h")).isEqualTo(Duration.ofHours(6));
        assertThat(BackfillIntervals.chunk("30m")).isEqualTo(Duration.ofMinutes(30));
        assertThat(BackfillIntervals.chunk("PT24H")).isEqualTo(Duration.ofHours(24));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "day", "P0D", "PT0S", "30s", "-P1D", "P-1D", "P1DT6H", "1d6h", "1M2", "P99999999999D"})
    void other_chunks_are_refused(String text) {
        assertThatThrownBy(() -> BackfillIntervals.chunk(text))
                .hasMessage(
                        "[BAD_USAGE] --chunk '" + text
                                + "' is not the length of an interval. Write days, weeks and months of"
                                + " the calendar like P1D, P1W and P1M, or hours and minutes like PT6H and PT30M; a minute is the least.");
    }

    @Test
    void the_intervals_of_a_schedule_keep_their_bounds_and_cover_the_time() {
        FireTimes times = FireTimes.of(new Schedule.Cron("15 7-23/8 * * *", NEW_YORK));

        assertThat(BackfillIntervals.ofSchedule(times, time("2025-12-24"), time("2025-12-25"), NOW))
                .extracting(RunInterval::toString)
                .containsExactly(
                        "2025-12-23T23:15:00-05:00/2025-12-24T07:15:00-05:00",
                        "2025-12-24T07:15:00-05:00/2025-12-24T15:15:00-05:00",
                        "2025-12-24T15:15:00-05:00/2025-12-24T23:15:00-05:00",
                        "2025-12-24T23:15:00-05:00/2025-12-25T07:15:00-05:00");
    }

    @Test
    void bounds_that_are_fire_times_take_no_interval_beside_them() {
        FireTimes times = FireTimes.of(new Schedule.Cron("@daily", NEW_YORK));

        assertThat(BackfillIntervals.ofSchedule(times, time("2025-12-24"), time("2025-12-26"), NOW))
                .extracting(RunInterval::fromDate)
                .hasToString("[2025-12-24, 2025-12-25]");
    }

    @Test
    void an_interval_that_has_not_ended_is_left_to_the_schedule() {
        FireTimes times = FireTimes.of(new Schedule.Cron("@daily", NEW_YORK));

        assertThat(BackfillIntervals.ofSchedule(times, time("2026-05-31"), time("2026-06-01T06:00"), NOW))
                .extracting(RunInterval::fromDate)
                .hasToString("[2026-05-31]");
    }

    @Test
    void wrong_bounds_are_refused() {
        assertThatThrownBy(() -> cut("2025-12-25", "2025-12-25", "P1D"))
                .hasMessage(
                        "[BAD_USAGE] --from 2025-12-25T00:00-05:00 is not before --to 2025-12-25T00:00-05:00. --to is"
                                + " exclusive: for one day, write the next day as --to.");
        assertThatThrownBy(() -> cut("2026-05-01", "2026-07-01", "P1D"))
                .hasMessage(
                        "[BAD_USAGE] --to 2026-07-01T00:00-04:00 is in the future. An interval is loaded once, after it has"
                                + " ended: use --to 2026-06-01.");
        assertThatThrownBy(() -> cut("2025-01-01", "2026-01-01", "1m"))
                .hasMessage("[BAD_USAGE] the backfill has more than 100,000 intervals. Use a longer --chunk, or several"
                        + " backfills.");
        assertThatThrownBy(() -> BackfillIntervals.ofSchedule(
                        FireTimes.of(new Schedule.Never(NEW_YORK)), time("2025-12-24"), time("2025-12-25"), NOW))
                .hasMessage(
                        "[BAD_USAGE] the job has no schedule that its intervals could come from. Name their length: --chunk"
                                + " P1D.");
    }

    @Provide
    Arbitrary<ZoneId> zones() {
        return Schedules.zones();
    }

    @Provide
    Arbitrary<String> chunks() {
        return Arbitraries.of("P1D", "P3D", "P1W", "P1M", "P2M", "PT6H", "PT7H", "PT24H", "PT90M");
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void intervals_join_and_cover_the_time(
            @ForAll("zones") ZoneId zone,
            @ForAll("chunks") String chunk,
            @ForAll @IntRange(min = -5000, max = 20_000) int day,
            @ForAll @IntRange(min = 1, max = 100) int hours) {
        ZonedDateTime from = LocalDate.ofEpochDay(day).atStartOfDay(zone);
        ZonedDateTime to = from.plusHours(hours * 7L);

        List<RunInterval> intervals =
                BackfillIntervals.cut(from, to, BackfillIntervals.chunk(chunk), NOW.plusSeconds(1L << 31));

        assertThat(intervals.getFirst().from()).isEqualTo(from);
        assertThat(intervals.getLast().to()).isEqualTo(to);
        for (int i = 1; i < intervals.size(); i++) {
            assertThat(intervals.get(i).from()).isEqualTo(intervals.get(i - 1).to());
        }
    }

    private static List<RunInterval> cut(String from, String to, String chunk) {
        return BackfillIntervals.cut(time(from), time(to), BackfillIntervals.chunk(chunk), NOW);
    }

    private static ZonedDateTime time(String text) {
        return TimeBounds.parse("--from", text, NEW_YORK);
    }
}

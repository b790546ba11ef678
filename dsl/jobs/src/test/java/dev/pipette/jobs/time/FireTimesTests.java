package dev.pipette.jobs.time;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.jobs.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When schedules fire, above all on the days on which clocks change. */
class FireTimesTests {
    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

    @Test
    void a_time_in_the_skipped_hour_fires_at_the_first_moment_after_the_gap() {
        assertThat(fires("30 2 * * *", NEW_YORK, "2025-03-08T00:00-05:00", 3))
                .containsExactly("2025-03-08T02:30-05:00", "2025-03-09T03:00-04:00", "2025-03-10T02:30-04:00");
    }

    @Test
    void several_times_in_the_skipped_hour_fire_once_and_with_the_one_after_it() {
        assertThat(fires("*/20 2,3 * * *", NEW_YORK, "2025-03-09T00:00-05:00", 4))
                .containsExactly(
                        "2025-03-09T03:00-04:00",
                        "2025-03-09T03:20-04:00",
                        "2025-03-09T03:40-04:00",
                        "2025-03-10T02:00-04:00");
    }

    @Test
    void a_time_in_the_doubled_hour_fires_the_first_time_only() {
        assertThat(fires("30 1 * * *", NEW_YORK, "2025-11-01T12:00-04:00", 2))
                .containsExactly("2025-11-02T01:30-04:00", "2025-11-03T01:30-05:00");
        assertThat(fires("*/20 1 * * *", NEW_YORK, "2025-11-02T01:10-05:00", 1))
                .as("asked in the second pass")
                .containsExactly("2025-11-03T01:00-05:00");
    }

    @Test
    void the_last_fire_time_is_known_in_the_second_pass_of_the_doubled_hour() {
        FireTimes times = FireTimes.of(new Schedule.Cron("*/20 1 * * *", NEW_YORK));

        assertThat(times.previous(OffsetDateTime.parse("2025-11-02T01:10-05:00").toInstant()))
                .contains(OffsetDateTime.parse("2025-11-02T01:40-04:00").toInstant());
    }

    /** In St. John's, clocks went back from 00:01 to 23:01 of the day before. */
    @Test
    void a_midnight_that_comes_twice_begins_its_day_the_first_time() {
        ZoneId zone = ZoneId.of("America/St_Johns");
        Instant betweenThem = OffsetDateTime.parse("2010-11-06T23:30-03:30").toInstant();
        Instant midnight = OffsetDateTime.parse("2010-11-07T00:00-02:30").toInstant();

        for (Schedule daily :
                List.of(new Schedule.Cron("@daily", zone), new Schedule.Every(Duration.ofDays(1), zone))) {
            assertThat(texts(daily, "2010-11-06T12:00-02:30", 2))
                    .containsExactly("2010-11-07T00:00-02:30", "2010-11-08T00:00-03:30");
            assertThat(FireTimes.of(daily).previous(betweenThem)).contains(midnight);
            assertThat(FireTimes.of(daily).next(betweenThem))
                    .contains(OffsetDateTime.parse("2010-11-08T00:00-03:30").toInstant());
        }
    }

    @Test
    void a_schedule_for_each_hour_has_no_skipped_hour_and_fires_twice_in_the_doubled_one() {
        assertThat(fires("15 * * * *", NEW_YORK, "2025-03-09T01:00-05:00", 3))
                .containsExactly("2025-03-09T01:15-05:00", "2025-03-09T03:15-04:00", "2025-03-09T04:15-04:00");
        assertThat(fires("15 * * * *", NEW_YORK, "2025-11-02T01:00-04:00", 3))
                .containsExactly("2025-11-02T01:15-04:00", "2025-11-02T01:15-05:00", "2025-11-02T02:15-05:00");
        assertThat(fires("*/30 * * * *", NEW_YORK, "2025-03-09T01:30-05:00", 2))
                .containsExactly("2025-03-09T03:00-04:00", "2025-03-09T03:30-04:00");
    }

    @Test
    void a_midnight_that_the_clocks_skip_is_the_first_moment_of_its_day() {
        assertThat(fires("0 0 * * *", ZoneId.of("Asia/Beirut"), "2025-03-29T12:00+02:00", 2))
                .containsExactly("2025-03-30T01:00+03:00", "2025-03-31T00:00+03:00");
        assertThat(every(Duration.ofDays(1), ZoneId.of("Asia/Beirut"), "2025-03-29T12:00+02:00", 2))
                .containsExactly("2025-03-30T01:00+03:00", "2025-03-31T00:00+03:00");
    }

    @Test
    void a_day_that_a_zone_skips_has_no_occurrence_of_its_own() {
        assertThat(fires("0 0 * * *", ZoneId.of("Pacific/Apia"), "2011-12-28T12:00-10:00", 3))
                .containsExactly("2011-12-29T00:00-10:00", "2011-12-31T00:00+14:00", "2012-01-01T00:00+14:00");
        assertThat(every(Duration.ofDays(1), ZoneId.of("Pacific/Apia"), "2011-12-28T12:00-10:00", 3))
                .containsExactly("2011-12-29T00:00-10:00", "2011-12-31T00:00+14:00", "2012-01-01T00:00+14:00");
    }

    @Test
    void the_interval_of_an_occurrence_begins_at_the_fire_time_before_it() {
        FireTimes times = FireTimes.of(new Schedule.Cron("15 7-23 * * *", NEW_YORK));

        assertThat(times.interval(Instant.parse("2025-12-25T12:15:00Z")))
                .hasToString("Optional[2025-12-24T23:15:00-05:00/2025-12-25T07:15:00-05:00]");
        assertThat(times.newest(Instant.parse("2025-12-25T12:14:59Z")))
                .hasToString("Optional[2025-12-24T22:15:00-05:00/2025-12-24T23:15:00-05:00]");
        assertThat(times.newest(Instant.parse("2025-12-25T12:15:00Z")))
                .as("an interval is there at the moment at which it ends")
                .hasToString("Optional[2025-12-24T23:15:00-05:00/2025-12-25T07:15:00-05:00]");
    }

    @Test
    void the_days_on_which_clocks_change_have_intervals_of_23_and_25_hours() {
        FireTimes daily = FireTimes.of(new Schedule.Cron("@daily", NEW_YORK));

        assertThat(length(daily, "2025-03-10T00:00-04:00")).isEqualTo(Duration.ofHours(23));
        assertThat(length(daily, "2025-11-03T00:00-05:00")).isEqualTo(Duration.ofHours(25));
    }

    private static Duration length(FireTimes times, String fire) {
        var interval = times.interval(OffsetDateTime.parse(fire).toInstant()).orElseThrow();
        return Duration.between(interval.from(), interval.to());
    }

    @Test
    void every_duration_below_a_day_is_counted_in_utc_and_never_stumbles_over_a_clock() {
        assertThat(every(Duration.ofHours(1), NEW_YORK, "2025-11-02T00:30-04:00", 3))
                .containsExactly("2025-11-02T01:00-04:00", "2025-11-02T01:00-05:00", "2025-11-02T02:00-05:00");
        assertThat(every(Duration.ofHours(6), ZoneId.of("Asia/Kathmandu"), "2025-11-02T00:00+05:45", 2))
                .containsExactly("2025-11-02T05:45+05:45", "2025-11-02T11:45+05:45");
    }

    @Test
    void whole_days_begin_at_midnight_of_the_zone_and_are_counted_from_1970() {
        assertThat(every(Duration.ofDays(1), NEW_YORK, "2025-03-08T12:00-05:00", 3))
                .containsExactly("2025-03-09T00:00-05:00", "2025-03-10T00:00-04:00", "2025-03-11T00:00-04:00");
        assertThat(every(Duration.ofDays(7), NEW_YORK, "1970-01-01T12:00-05:00", 1))
                .containsExactly("1970-01-08T00:00-05:00");
        assertThat(every(Duration.ofDays(7), NEW_YORK, "1969-12-20T12:00-05:00", 1))
                .containsExactly("1969-12-25T00:00-05:00");
    }

    @Test
    void a_job_without_a_schedule_has_no_fire_times() {
        FireTimes never = FireTimes.of(new Schedule.Never(NEW_YORK));

        assertThat(never.next(Instant.EPOCH)).isEmpty();
        assertThat(never.previous(Instant.EPOCH)).isEmpty();
        assertThat(never.newest(Instant.EPOCH)).isEmpty();
        assertThat(never.next(Instant.EPOCH, 5)).isEmpty();
    }

    private static List<String> fires(String cron, ZoneId zone, String after, int count) {
        return texts(new Schedule.Cron(cron, zone), after, count);
    }

    private static List<String> every(Duration every, ZoneId zone, String after, int count) {
        return texts(new Schedule.Every(every, zone), after, count);
    }

    private static List<String> texts(Schedule schedule, String after, int count) {
        Instant start = OffsetDateTime.parse(after).toInstant();
        return FireTimes.of(schedule).next(start, count).stream()
                .map(fire -> fire.atZone(schedule.zone()))
                .map(ZonedDateTime::toOffsetDateTime)
                .map(OffsetDateTime::toString)
                .toList();
    }
}

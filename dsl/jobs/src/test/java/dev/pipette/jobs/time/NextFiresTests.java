package dev.pipette.jobs.time;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.jobs.Schedule;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The fire times that are shown before a job is saved. */
class NextFiresTests {
    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

    @Test
    void usual_days_have_no_marks() {
        assertThat(cron("15 7-23 * * *", "2025-12-24T22:30-05:00", 3))
                .containsExactly(
                        "Wed 2025-12-24 23:15 -05:00", "Thu 2025-12-25 07:15 -05:00", "Thu 2025-12-25 08:15 -05:00");
    }

    @Test
    void a_time_that_the_clocks_skip_is_marked_as_moved() {
        assertThat(cron("30 2 * * *", "2025-03-08T12:00-05:00", 2))
                .containsExactly(
                        "Sun 2025-03-09 03:00 -04:00  moved from 02:30, which the clocks skip on this day",
                        "Mon 2025-03-10 02:30 -04:00");
    }

    @Test
    void a_midnight_that_the_clocks_skip_is_marked_as_moved() {
        ZoneId beirut = ZoneId.of("Asia/Beirut");
        String moved = "Sun 2025-03-30 01:00 +03:00  moved from 00:00, which the clocks skip on this day";

        assertThat(texts(new Schedule.Every(Duration.ofDays(1), beirut), "2025-03-29T12:00+02:00", 1))
                .containsExactly(moved);
        assertThat(texts(new Schedule.Cron("@daily", beirut), "2025-03-29T12:00+02:00", 1))
                .containsExactly(moved);
    }

    @Test
    void a_time_that_comes_twice_is_marked() {
        assertThat(cron("30 1 * * *", "2025-11-01T12:00-04:00", 1))
                .containsExactly(
                        "Sun 2025-11-02 01:30 -04:00  01:30 comes twice on this day; it fires the first time only");
        assertThat(cron("30 * * * *", "2025-11-02T01:00-04:00", 3))
                .containsExactly(
                        "Sun 2025-11-02 01:30 -04:00  01:30 comes twice on this day; this is the first time",
                        "Sun 2025-11-02 01:30 -05:00  01:30 comes twice on this day; this is the second time",
                        "Sun 2025-11-02 02:30 -05:00");
    }

    @Test
    void an_interval_with_a_change_of_the_clock_is_marked_with_its_length() {
        assertThat(cron("@daily", "2025-03-09T12:00-05:00", 2))
                .containsExactly(
                        "Mon 2025-03-10 00:00 -04:00  the clocks go forward before it, from 02:00 to 03:00, so its interval lasts"
                                + " 23h",
                        "Tue 2025-03-11 00:00 -04:00");
        assertThat(cron("0 6 * * *", "2025-11-01T12:00-04:00", 1))
                .containsExactly(
                        "Sun 2025-11-02 06:00 -05:00  the clocks go back before it, from 02:00 to 01:00, so its interval"
                                + " lasts 1d1h");
    }

    private static List<String> cron(String expression, String now, int count) {
        return texts(new Schedule.Cron(expression, NEW_YORK), now, count);
    }

    private static List<String> texts(Schedule schedule, String now, int count) {
        return NextFires.of(schedule, OffsetDateTime.parse(now).toInstant(), count).stream()
                .map(NextFires.Fire::toString)
                .toList();
    }
}

package dev.pipette.jobs.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.jobs.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The word of the option --interval. */
class IntervalWordTests {
    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
    private static final Instant NOW = Instant.parse("2025-12-24T17:20:00Z");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            2025-12-24/2025-12-25                           | 2025-12-24T00:00:00-05:00/2025-12-25T00:00:00-05:00
            2025-12-24T06:00/2025-12-24 07:30               | 2025-12-24T06:00:00-05:00/2025-12-24T07:30:00-05:00
            2025-12-24T11:00Z/2025-12-24T12:00:00Z          | 2025-12-24T06:00:00-05:00/2025-12-24T07:00:00-05:00
            2025-12-24T11:00:00+00:00/2025-12-24T12:00:00+00:00 | 2025-12-24T06:00:00-05:00/2025-12-24T07:00:00-05:00
            2025-03-09/P1D                                  | 2025-03-09T00:00:00-05:00/2025-03-10T00:00:00-04:00
            2025-12-24T11:00Z/PT1H                          | 2025-12-24T06:00:00-05:00/2025-12-24T07:00:00-05:00
            2025-12-24T12:00+01:00[Europe/Berlin]/PT1H      | 2025-12-24T06:00:00-05:00/2025-12-24T07:00:00-05:00
            last:15 * * * *@America/New_York                | 2025-12-24T11:15:00-05:00/2025-12-24T12:15:00-05:00
            last:1h@UTC                                     | 2025-12-24T16:00:00Z/2025-12-24T17:00:00Z
            last:@daily@Europe/Berlin                       | 2025-12-23T00:00:00+01:00/2025-12-24T00:00:00+01:00
            last:@hourly@UTC@2025-12-24T10:00:00Z           | 2025-12-24T09:00:00Z/2025-12-24T10:00:00Z
            last:15 * * * *@America/New_York@1766577600     | 2025-12-24T05:15:00-05:00/2025-12-24T06:15:00-05:00
            """)
    void a_word_is_an_interval(String word, String interval) {
        assertThat(IntervalWord.resolve(word, NEW_YORK, NOW)).hasToString(interval);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "yesterday",
                "2025-12-24",
                "a/b/c",
                "2025-12-24/PT",
                "2025-12-24/P0D",
                "last:",
                "last:1h",
                "last:15 * * * *",
                "last:1h@Mars",
                "last:1h@UTC@0@1"
            })
    void other_words_are_refused(String word) {
        assertThatThrownBy(() -> IntervalWord.resolve(word, NEW_YORK, NOW))
                .hasMessage("[BAD_USAGE] --interval '" + word
                        + "' is not an interval. Write its begin and its exclusive end like"
                        + " 2025-12-24T06:00Z/2025-12-24T07:00Z or 2025-12-24/2025-12-25, or the newest interval of a schedule in a"
                        + " time zone like 'last:15 * * * *@America/New_York' or last:1h@UTC.");
    }

    @Test
    void a_wrong_end_is_named() {
        assertThatThrownBy(() -> IntervalWord.resolve("2025-12-24/x", NEW_YORK, NOW))
                .hasMessage(
                        "[BAD_USAGE] the end of --interval 'x' is not a date or time. Write a date like 2025-12-24, or a date"
                                + " with a time like 2025-12-24T06:00, 2025-12-24T06:00-05:00 or 2025-12-24T11:00Z.");
        assertThatThrownBy(() -> IntervalWord.last(new Schedule.Never(NEW_YORK)))
                .hasMessage("[BAD_USAGE] a job without a schedule has no newest interval. Give it --cron or --every.");
        assertThatThrownBy(() -> IntervalWord.resolve("last:61 * * * *@UTC", NEW_YORK, NOW))
                .hasMessageContaining("'61' is not a value of the field minute");
    }

    @Provide
    Arbitrary<Schedule> schedules() {
        return Schedules.any();
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void the_word_of_a_schedule_is_its_newest_interval_until_the_next_fire_time(
            @ForAll("schedules") Schedule schedule) {
        FireTimes times = FireTimes.of(schedule);
        Instant fire = times.next(NOW).orElseThrow();
        Instant last = times.next(fire).orElseThrow().minusNanos(1);
        String word = IntervalWord.last(schedule);

        assertThat(IntervalWord.resolve(word, NEW_YORK, fire))
                .isEqualTo(times.interval(fire).orElseThrow())
                .isEqualTo(IntervalWord.resolve(word, NEW_YORK, last))
                .isEqualTo(IntervalWord.resolve(
                        word + "@" + fire.getEpochSecond(), NEW_YORK, last.plus(Duration.ofDays(1))));
    }
}

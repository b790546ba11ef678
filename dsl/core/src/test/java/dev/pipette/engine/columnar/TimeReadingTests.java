package dev.pipette.engine.columnar;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeReadingTests {
    @ParameterizedTest
    @CsvSource({
        "2024-03-10 02:30:00, 2024-03-10T02:30",
        "2024-03-10 02:30:00.5, 2024-03-10T02:30:00.5",
        "2024-03-10 02:30:00.123456789, 2024-03-10T02:30:00.123456789",
        "1582-10-10 00:00:00, 1582-10-10T00:00",
        "0001-01-01 00:00:00, 0001-01-01T00:00",
        "0001-12-31 (BC) 23:59:59.999999, 0000-12-31T23:59:59.999999",
        "0044-03-15 (BC) 00:00:00, -0043-03-15T00:00",
        "290309-12-22 (BC) 00:00:00, -290308-12-22T00:00",
        "294247-01-10 04:00:54.775806, +294247-01-10T04:00:54.775806",
        "infinity, +999999999-12-31T23:59:59.999999999",
        "-infinity, -999999999-01-01T00:00"
    })
    void a_timestamp_is_the_one_that_is_written(String text, LocalDateTime time) {
        assertThat(TimeReading.localTimestamp(text)).isEqualTo(time);
    }

    @Test
    void an_instant_is_in_utc() {
        assertThat(TimeReading.instant("2024-03-10 02:30:00.5+00").toInstant())
                .isEqualTo(Instant.parse("2024-03-10T02:30:00.5Z"));
        assertThat(TimeReading.instant("0044-03-15 (BC) 00:00:00+00"))
                .isEqualTo(LocalDateTime.of(-43, 3, 15, 0, 0).atOffset(ZoneOffset.UTC));
        assertThat(TimeReading.instant("infinity")).isEqualTo(OffsetDateTime.MAX);
        assertThat(TimeReading.instant("-infinity")).isEqualTo(OffsetDateTime.MIN);
    }

    @Test
    void a_time_of_day_that_java_does_not_have_stays_text() {
        assertThat(TimeReading.time("10:11:12")).isEqualTo(LocalTime.of(10, 11, 12));
        assertThat(TimeReading.time("10:11:12.000001")).isEqualTo(LocalTime.of(10, 11, 12, 1_000));
        assertThat(TimeReading.time("24:00:00")).isEqualTo("24:00:00");
    }

    @Test
    void the_last_days_of_the_driver_are_infinity() {
        assertThat(TimeReading.date(LocalDate.ofEpochDay(Integer.MAX_VALUE))).isEqualTo(LocalDate.MAX);
        assertThat(TimeReading.date(LocalDate.ofEpochDay(-Integer.MAX_VALUE))).isEqualTo(LocalDate.MIN);
        assertThat(TimeReading.date(LocalDate.of(-43, 3, 15))).isEqualTo(LocalDate.of(-43, 3, 15));
    }
}

package dev.pipette.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.schema.ValueType;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import org.junit.jupiter.api.Test;

class TimeTextsTests {
    @Test
    void times_are_read_as_databases_write_them() {
        assertThat(TimeTexts.read(ValueType.DATE, "2024-02-29")).isEqualTo(LocalDate.of(2024, 2, 29));
        assertThat(TimeTexts.read(ValueType.DATE, "0044-03-15 (BC)")).isEqualTo(LocalDate.of(-43, 3, 15));
        assertThat(TimeTexts.read(ValueType.DATE, "infinity")).isEqualTo(LocalDate.MAX);
        assertThat(TimeTexts.read(ValueType.TIME, "23:59:59.999999")).isEqualTo(LocalTime.of(23, 59, 59, 999_999_000));
        assertThat(TimeTexts.read(ValueType.LOCAL_TIMESTAMP, "2024-03-10 02:30:00.5"))
                .isEqualTo(LocalDateTime.of(2024, 3, 10, 2, 30, 0, 500_000_000));
        assertThat(TimeTexts.read(ValueType.LOCAL_TIMESTAMP, "2024-03-10T02:30"))
                .isEqualTo(LocalDateTime.of(2024, 3, 10, 2, 30));
        assertThat(TimeTexts.read(ValueType.LOCAL_TIMESTAMP, "-infinity")).isEqualTo(LocalDateTime.MIN);
        assertThat(TimeTexts.read(ValueType.TIMESTAMP, "0044-03-15 (BC) 00:00:00+00"))
                .isEqualTo(OffsetDateTime.parse("-0043-03-15T00:00:00Z"));
        assertThat(TimeTexts.read(ValueType.TIMESTAMP, "2024-03-10 02:30:00+05:30"))
                .isEqualTo(OffsetDateTime.parse("2024-03-10T02:30:00+05:30"));
    }

    @Test
    void a_text_that_is_no_time_stays_as_it_is() {
        assertThat(TimeTexts.read(ValueType.DATE, "0000-00-00")).isEqualTo("0000-00-00");
        assertThat(TimeTexts.read(ValueType.DATE, "2023-02-29")).isEqualTo("2023-02-29");
        assertThat(TimeTexts.read(ValueType.TIME, "24:00:00")).isEqualTo("24:00:00");
        assertThat(TimeTexts.read(ValueType.LOCAL_TIMESTAMP, "2024-03-10 02:30:00+00"))
                .isEqualTo("2024-03-10 02:30:00+00");
    }
}

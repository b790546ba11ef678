package dev.pipette.dlt;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import org.junit.jupiter.api.Test;

class TypedTextTests {
    private static Object again(Object value) {
        return TypedText.read(TypedText.of(value));
    }

    @Test
    void a_value_comes_back_with_its_type() {
        assertThat(again("2024-01-04 13:00:00")).isEqualTo("2024-01-04 13:00:00");
        assertThat(again(5)).isEqualTo(5L);
        assertThat(again(0.1)).isEqualTo(0.1);
        assertThat(again(new BigDecimal("0.10"))).isEqualTo(new BigDecimal("0.10"));
        assertThat(again(LocalDate.parse("2024-01-04"))).isEqualTo(LocalDate.parse("2024-01-04"));
        assertThat(again(LocalDateTime.parse("2024-01-04T13:00"))).isEqualTo(LocalDateTime.parse("2024-01-04T13:00"));
        assertThat(again(Instant.parse("2024-01-04T13:00:00Z")))
                .isEqualTo(OffsetDateTime.parse("2024-01-04T13:00:00Z"));
    }

    /** dlt marks a time with U+F027 and writes it as isoformat() does. */
    @Test
    void a_time_is_written_as_dlt_marks_it() {
        assertThat(TypedText.of(Instant.parse("2024-01-04T13:00:00Z")))
                .isEqualTo("\"\uf0272024-01-04T13:00:00+00:00\"");
        assertThat(TypedText.of(OffsetDateTime.parse("2024-01-04T13:00:00.5+02:00")))
                .isEqualTo("\"\uf0272024-01-04T13:00:00.500000+02:00\"");
        assertThat(TypedText.of(LocalDate.parse("2024-01-04"))).isEqualTo("\"\uf0282024-01-04\"");
    }
}

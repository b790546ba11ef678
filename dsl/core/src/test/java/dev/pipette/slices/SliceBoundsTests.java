package dev.pipette.slices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class SliceBoundsTests {
    @Test
    void bounds_are_the_same_in_another_process() {
        SliceBounds bounds = SliceBounds.of("page", 7)
                .with("from", LocalDate.of(2025, 12, 24))
                .with("at", Instant.parse("2025-12-24T15:00:00.123456Z"))
                .with("local", LocalDateTime.of(2025, 12, 24, 15, 0, 1))
                .with("time", LocalTime.of(1, 2, 3))
                .with("price", new BigDecimal("1.50"))
                .with("share", 0.25)
                .with("all", true)
                .with("name", "ünïcode \" \\ \n")
                .with("ids", List.of(1, 2))
                .with("more", Map.of("deep", LocalDate.EPOCH));

        assertThat(SliceBounds.parse(bounds.toText())).isEqualTo(bounds);
    }

    @Test
    void whole_numbers_are_one_type_and_times_are_instants() {
        SliceBounds bounds = SliceBounds.of("int", 1)
                .with("big", BigInteger.TEN)
                .with("huge", BigInteger.TWO.pow(70))
                .with("zoned", Instant.EPOCH.atZone(ZoneId.of("Europe/Berlin")));

        assertThat(bounds.integer("int")).isEqualTo(1);
        assertThat(bounds.integer("big")).isEqualTo(10);
        assertThat(bounds.value("huge")).isEqualTo(new BigDecimal(BigInteger.TWO.pow(70)));
        assertThat(bounds.instant("zoned")).isEqualTo(Instant.EPOCH);
    }

    @Test
    void numbers_make_a_slice_each() {
        assertThat(SliceBounds.numbers("page", 1, 3))
                .extracting(SliceBounds::toString)
                .containsExactly("page=1", "page=2", "page=3");
        assertThat(SliceBounds.numbers("page", 1, 0)).isEmpty();
    }

    @Test
    void errors_name_the_slice_and_the_value() {
        SliceBounds bounds = SliceBounds.of("page", "seven");

        assertThatThrownBy(() -> bounds.integer("page"))
                .hasMessage("[BAD_USAGE] 'page' of slice page=seven is not a whole number: seven.");
        assertThatThrownBy(() -> bounds.date("day"))
                .hasMessage("[BAD_USAGE] slice page=seven has no 'day'. It has: page.");
        assertThatThrownBy(() -> SliceBounds.of("client", Optional.of(1)))
                .hasMessageContaining(
                        "a slice cannot have 'client', a java.util.Optional, because another process has to read it");
    }
}

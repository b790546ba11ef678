package dev.pipette.engine.columnar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.schema.ValueType;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimeTextsTests {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "2025-12-24T06:00:00Z",
                "2025-12-24 06:00:00+01",
                "2025-12-24T06:00:00.5-0130",
                "2025-12-24T06:00:00.123456000+01:30"
            })
    void a_time_with_an_offset_is_a_timestamp(String text) {
        assertThat(typeOf(text)).contains(ValueType.TIMESTAMP);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2025-12-24T06:00:00", "2025-12-24 06:00:00.1", "2025-12-24T06:00:00.123456000"})
    void a_time_without_an_offset_is_a_local_timestamp(String text) {
        assertThat(typeOf(text)).contains(ValueType.LOCAL_TIMESTAMP);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2025-12-24",
                "2025-12-24T06:00",
                "2025-12-24T06:00:00.Z",
                "2025-12-24T06:00:00.1234567Z",
                "x"
            })
    void any_other_writing_is_none(String text) {
        assertThat(typeOf(text)).isEmpty();
    }

    @Test
    void infinity_is_a_timestamp_beside_timestamps_only() {
        assertThat(typeOf("infinity", "2025-12-24T06:00:00Z", "-infinity")).contains(ValueType.TIMESTAMP);
        assertThat(typeOf("2025-12-24T06:00:00", "infinity")).contains(ValueType.LOCAL_TIMESTAMP);
        assertThat(typeOf("infinity", "-infinity")).isEmpty();
        assertThat(typeOf("2025-12-24T06:00:00", "Infinity")).isEmpty();
    }

    @Test
    void times_with_and_without_an_offset_have_no_type_in_common() {
        assertThat(typeOf("2025-12-24T06:00:00Z", "2025-12-24T06:00:00")).isEmpty();
    }

    private static Optional<ValueType> typeOf(String... texts) {
        TimeTexts seen = new TimeTexts();
        for (String text : texts) {
            seen.see(text);
        }
        return seen.writing().type();
    }
}

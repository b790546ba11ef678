package dev.pipette.engine.columnar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.schema.ValueType;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimeTextsTests {
    private static final String ALPHABET = "0123456789-:.TZ+ x";
    private static final int ROUNDS = 200_000;

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

    @Test
    void the_writing_is_the_one_that_conversions_know() {
        var random = new SplittableRandom(20_251_124);
        for (int round = 0; round < ROUNDS; round++) {
            String text = changed("2025-12-24T06:00:00.120000+01:00".substring(0, random.nextInt(19, 33)), random);

            assertThat(typeOf(text).isPresent() && typeOf(text).get() == ValueType.TIMESTAMP)
                    .as(text)
                    .isEqualTo(text.matches(Conversion.TIMESTAMP));
            assertThat(typeOf(text).isPresent() && typeOf(text).get() == ValueType.LOCAL_TIMESTAMP)
                    .as(text)
                    .isEqualTo(text.matches(Conversion.LOCAL_TIMESTAMP));
        }
    }

    private static String changed(String text, SplittableRandom random) {
        StringBuilder changed = new StringBuilder(text);
        for (int change = random.nextInt(0, 3); change > 0; change--) {
            changed.setCharAt(random.nextInt(changed.length()), ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        if (random.nextInt(4) == 0) {
            changed.append('Z');
        }
        return changed.toString();
    }

    private static Optional<ValueType> typeOf(String... texts) {
        TimeTexts seen = new TimeTexts();
        for (String text : texts) {
            seen.see(text);
        }
        return seen.writing().type();
    }
}

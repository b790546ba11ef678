package dev.pipette.jobs.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lengths of time as people write them. */
class DurationsTests {
    @ParameterizedTest
    @CsvSource({
        "30s, PT30S",
        "1h 30m, PT1H30M",
        "1d 2s, PT24H2S",
        "5m, PT5M",
        "1h, PT1H",
        "2d, PT48H",
        "1h30m, PT1H30M",
        "1D12H, PT36H",
        "0s, PT0S",
        "PT1H30M, PT1H30M",
        "pt5m, PT5M",
        "P1D, PT24H",
        "P1DT2H, PT26H",
        "' 15m ', PT15M",
        "PT0.5S, PT0.5S",
        "90s, PT1M30S"
    })
    void a_text_is_a_length(String text, Duration length) {
        assertThat(Durations.parse(text)).isEqualTo(length);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "5", "5x", "m", "1m1h", "-5m", "PT-5M", "-PT5M", "P1M", "1.5h", "99999999999s", "5 m"})
    void other_texts_are_refused_with_right_ones(String text) {
        assertThatThrownBy(() -> Durations.parse(text))
                .hasMessage("[BAD_USAGE] '" + text
                        + "' is not a length of time. Write seconds, minutes, hours and days like 30s,"
                        + " 5m, 1h, 2d or 1h30m, or as ISO 8601 does, like PT1H30M.");
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void the_text_of_a_length_is_that_length(@ForAll @IntRange(max = 100_000_000) int seconds, @ForAll boolean nano) {
        Duration length = Duration.ofSeconds(seconds, nano ? 1 : 0);

        assertThat(Durations.parse(Durations.text(length))).isEqualTo(length);
    }
}

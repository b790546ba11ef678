package dev.pipette.signalroom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.Resource;
import dev.pipette.Sources;
import dev.pipette.settings.Settings;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignalRoomSourcesTests {
    private static Settings settings(Map<String, String> environment) {
        return Settings.from(Path.of("none"), Path.of("none"), environment);
    }

    @ParameterizedTest
    @CsvSource({"everflow, EVERFLOW_API_KEY, daily_stats", "redtrack, REDTRACK_API_KEY, daily_spend"})
    void a_source_is_opened_by_its_name_and_has_its_own_table(String source, String key, String table) {
        assertThat(Sources.open(source, settings(Map.of(key, "test-key"))).resources())
                .extracting(Resource::name)
                .containsExactly(table);
    }

    @Test
    void an_unknown_source_is_told_the_known_ones() {
        assertThatThrownBy(() -> Sources.open("foo", settings(Map.of())).resources())
                .hasMessage("[BAD_USAGE] unknown source foo. Known sources: everflow, redtrack, s3_exports.");
    }

    @ParameterizedTest
    @CsvSource({"everflow, EVERFLOW_API_KEY", "redtrack, REDTRACK_API_KEY"})
    void a_key_that_is_missing_is_named(String source, String key) {
        assertThatThrownBy(() -> Sources.open(source, settings(Map.of())).resources())
                .hasMessageStartingWith(
                        "[BAD_SETTINGS] " + key + " is missing. Set " + key + " in the environment or in .env");
    }
}

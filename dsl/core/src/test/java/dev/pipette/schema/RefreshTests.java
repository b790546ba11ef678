package dev.pipette.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RefreshTests {
    @ParameterizedTest
    @EnumSource(Refresh.class)
    void its_word_is_read_back(Refresh refresh) {
        assertThat(Refresh.of(refresh.toString())).isEqualTo(refresh);
    }

    @Test
    void another_word_is_refused_with_those_that_are_known() {
        assertThatThrownBy(() -> Refresh.of("all"))
                .hasMessage(
                        "[BAD_USAGE] refresh 'all' is unknown. Give one of drop-sources, drop-resources, drop-data.");
    }
}

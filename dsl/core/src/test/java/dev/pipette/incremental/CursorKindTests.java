package dev.pipette.incremental;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Java and the databases agree on what comes first. */
class CursorKindTests {
    @Test
    void text_is_compared_as_the_bytes_of_utf_8_are() {
        List<String> texts = List.of("", "B", "a", "a\uFFFD", "\uFB01", "\uFFFD", "\uD83D\uDC18", "\uD83D\uDC18a");

        for (String one : texts) {
            for (String other : texts) {
                assertThat(Integer.signum(CursorKind.compare(one, other)))
                        .as("%s and %s", one, other)
                        .isEqualTo(Integer.signum(Arrays.compareUnsigned(
                                one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8))));
            }
        }
    }
}

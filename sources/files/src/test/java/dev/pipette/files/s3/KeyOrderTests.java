package dev.pipette.files.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyOrderTests {
    @Test
    void keys_are_in_the_order_of_their_bytes() {
        List<String> keys = List.of("a", "a/b", "a-b", "A", "é", "\uffff", "😀", "😀a", "\ud83e\udd84", "z", "");

        assertThat(keys.stream().sorted(KeyOrder.BYTES))
                .isEqualTo(keys.stream()
                        .sorted((one, other) -> Arrays.compareUnsigned(utf8(one), utf8(other)))
                        .toList());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

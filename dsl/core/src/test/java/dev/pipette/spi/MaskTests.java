package dev.pipette.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MaskTests {
    /** FIPS 180-4, the example of one block. */
    @Test
    void sha256_is_that_of_the_salt_and_the_text() {
        String expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

        assertThat(new Mask.Sha256("").of("abc")).isEqualTo(expected);
        assertThat(new Mask.Sha256("ab").of("c")).isEqualTo(expected);
    }

    /** RFC 4231, test case 2. */
    @Test
    void hmac_is_that_of_the_key() {
        assertThat(new Mask.Hmac("Jefe").of("what do ya want for nothing?"))
                .isEqualTo("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
        assertThatThrownBy(() -> new Mask.Hmac("")).hasMessageContaining("a mask by HMAC needs a key, and it is empty");
    }

    @Test
    void some_characters_are_shown_where_others_are_hidden() {
        assertThat(new Mask.Partial(2, 4).of("DE89370400440532013000")).isEqualTo("DE****************3000");
        assertThat(new Mask.Partial(1, 1).of("\uD83D\uDE00ä\uD83D\uDE00")).isEqualTo("\uD83D\uDE00*\uD83D\uDE00");
        assertThat(new Mask.Partial(2, 4).of("DE8937")).isEqualTo("******");
        assertThat(new Mask.Partial(0, 0).of("")).isEmpty();
        assertThatThrownBy(() -> new Mask.Partial(-1, 0)).hasMessageContaining("partial(-1, 0)");
    }

    @Test
    void no_secret_is_in_a_text_of_a_mask() {
        assertThat(new Mask.Sha256("pepper").toString() + new Mask.Hmac("pepper"))
                .isEqualTo("sha256hmac");
    }
}

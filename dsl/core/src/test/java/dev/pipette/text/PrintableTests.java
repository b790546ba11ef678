package dev.pipette.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrintableTests {
    @ParameterizedTest
    @CsvSource({
        "0000", "0007", "0008", "000b", "000c", "000d", "000e", "001b", "001f", "007f", "0080", "0085", "009b", "009d",
        "009f", "061c", "200e", "200f", "2028", "2029", "202a", "202b", "202c", "202d", "202e", "2066", "2067", "2068",
        "2069", "fff9", "fffb", "d800", "dbff", "dc00", "dfff"
    })
    void what_commands_a_terminal_or_reorders_text_is_an_escape(String code) {
        char character = (char) Integer.parseInt(code, 16);

        String line = code.equals("000d") ? "\\r" : "\\u" + code;
        assertThat(Printable.of("a" + character + "b")).isEqualTo("a" + line + "b");
        assertThat(Printable.line("a" + character)).isEqualTo("a" + line);
    }

    @Test
    void a_sequence_of_a_terminal_has_no_effect() {
        assertThat(Printable.of("\u001b]0;title\u0007\u001b[2J\u009b31mred"))
                .isEqualTo("\\u001b]0;title\\u0007\\u001b[2J\\u009b31mred");
    }

    @Test
    void other_text_is_the_same_object() {
        String text = "Grüße, \tשלום, 家族 👨\u200D👩\u200D👧, \uFEFF\r\nnext line\n";

        assertThat(Printable.of(text)).isSameAs(text);
    }

    @Test
    void in_one_line_line_breaks_and_tabs_are_escapes() {
        assertThat(Printable.line("a\r\nb\tc")).isEqualTo("a\\r\\nb\\tc");
    }
}

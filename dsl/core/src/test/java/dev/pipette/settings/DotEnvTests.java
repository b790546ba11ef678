package dev.pipette.settings;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DotEnvTests {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "A=plain|plain",
                "  A =  spaces are trimmed  |spaces are trimmed",
                "export A=1|1",
                "A=1 # a comment|1",
                "A=color#1|color#1",
                "A=#nothing|``",
                "A=|``",
                "A='a # $b \\n \"c\"'|a # $b \\n \"c\"",
                "A=\"a # b\"  # a comment|a # b",
                "A=\"say \\\"hi\\\" \\\\ \\x\"|say \"hi\" \\ \\x",
                "A=pa$word|pa$word",
                "A=$(rm -rf /)|$(rm -rf /)",
                "A=a=b=c|a=b=c",
                "A=it's|it's",
            })
    void a_line_is_read_as_dotenv_users_expect(String line, String value) throws Unreadable {
        assertThat(texts(line)).containsExactly(Map.entry("A", value));
    }

    @Test
    void quotes_may_hold_several_lines() throws Unreadable {
        assertThat(texts("A=\"one\ntwo\\tend\"\nB='three\nfour'\nC=5"))
                .containsExactlyInAnyOrderEntriesOf(Map.of("A", "one\ntwo\tend", "B", "three\nfour", "C", "5"));
        assertThat(value("A=\"one\ntwo\"\n\nC=5", "C").line()).isEqualTo(4);
    }

    @Test
    void blank_lines_comments_marks_and_windows_line_ends_are_no_values() throws Unreadable {
        assertThat(texts("\uFEFF# first\r\n\r\n  # second\r\nA=1\r\nB=2\r\n"))
                .containsExactlyInAnyOrderEntriesOf(Map.of("A", "1", "B", "2"));
        assertThat(texts("")).isEmpty();
    }

    @Test
    void the_later_of_two_lines_wins() throws Unreadable {
        assertThat(texts("A=1\nA=2")).containsExactly(Map.entry("A", "2"));
    }

    @Test
    void only_what_is_not_in_single_quotes_is_filled_in() throws Unreadable {
        String content = "A=${X}\nB=\"${X}\"\nC='${X}'\nD=\"\\${X}\"";

        assertThat(value(content, "A").expands()).isTrue();
        assertThat(value(content, "B").expands()).isTrue();
        assertThat(value(content, "C").expands()).isFalse();
        assertThat(value(content, "D").text()).isEqualTo("$${X}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "hunter2|, line 2: NAME=VALUE is wanted here.",
                "A B=hunter2|, line 2: NAME=VALUE is wanted here.",
                "A='hunter2|, line 2: the quote that opens here is not closed.",
                "A=\"hunter2\\\"|, line 2: the quote that opens here is not closed.",
                "A='hunter2' hunter2|, line 2: there is more after the closing quote."
            })
    void a_line_that_cannot_be_read_is_told_by_its_number_and_not_repeated(String line, String problem) {
        assertThatThrownBy(() -> DotEnv.read("OK=1\n" + line + "\n"))
                .isInstanceOf(Unreadable.class)
                .hasMessage(problem);
    }

    private static Raw value(String content, String name) throws Unreadable {
        return requireNonNull(DotEnv.read(content).get(name));
    }

    private static Map<String, String> texts(String content) throws Unreadable {
        return DotEnv.read(content).entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().text()));
    }
}

package dev.pipette.cli;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How scripts of JShell code are read, and where they end. */
class ScriptReadingTests {
    /** One for all of the scripts: none of them needs a shell of its own. */
    private static @Nullable SnippetShell shell;

    @BeforeAll
    static void open_a_shell() throws IOException {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        shell = SnippetShell.open(new ScriptControl());
        Thread.currentThread().setContextClassLoader(before);
    }

    @AfterAll
    static void close_the_shell() {
        requireNonNull(shell).close();
    }

    /** Runs a script in the shell that tests share; returns the exit code that it asks for. */
    private static int read(String script) {
        return new ScriptRun(new ScriptFile("DAY", script), requireNonNull(shell)).toTheEnd();
    }

    /** What the command prints behind its name, with exit code 2. */
    private static void assertNotRead(String script, String told) {
        assertThatExceptionOfType(ScriptException.class)
                .isThrownBy(() -> read(script))
                .satisfies(problem -> {
                    assertThat(problem.getMessage() + "\n").isEqualToNormalizingNewlines(told);
                    assertThat(Problems.exitCode(problem)).isEqualTo(2);
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"void pay() {", "int n =", "var text = \"\"\"\n  words", "/* a comment", "List.of(1,\n  2"})
    void what_has_no_end_is_told_where_it_begins(String open) {
        String first = open.lines().findFirst().orElseThrow();

        assertNotRead(
                "int one = 1\n\n" + open + "\n\n",
                "DAY:3: what begins here is not finished where the file ends: close its brackets, texts and comments.\n"
                        + "    " + first + "\n    ^\n");
    }

    @ParameterizedTest
    @CsvSource({"/exit, 0", "'/exit  code + 1 // so', 4", "/exit -1, -1"})
    void exit_ends_it_with_a_code(String exit, int code) {
        assertThat(read("int code = 3\n// now\n" + exit + "\nthrow new IllegalStateException(\"continued\")\n"))
                .isEqualTo(code);
    }

    @Test
    void a_code_that_is_no_number_is_an_error() {
        assertNotRead("/exit \"a\"\n", """
                DAY:1: incompatible types: java.lang.String cannot be converted to int.
                    /exit "a"
                          ^
                """);
    }

    @Test
    void other_commands_of_the_shell_are_refused_and_divisions_are_none() {
        assertNotRead("""
                int six = 12
                / 2
                """, """
                DAY:2: / is a command of an interactive shell; of these, a script has /exit only. Leave it out.
                    / 2
                    ^
                """);
        assertNotRead("""
                int six = 12 /
                    2
                /open other.jsh
                """, """
                DAY:3: /open is a command of an interactive shell; of these, a script has /exit only. Leave it out.
                    /open other.jsh
                    ^
                """);
    }

    @Test
    void a_script_without_code_ends_well() {
        assertThat(read("\n// nothing\n")).isZero();
    }
}

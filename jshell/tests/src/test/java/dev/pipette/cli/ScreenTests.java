package dev.pipette.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.settings.Secret;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ScreenTests {
    private static final String TITLE = "\u001b]0;title\u0007";

    private final StringWriter printed = new StringWriter();
    private final PrintWriter out = new PrintWriter(printed);

    @Test
    void what_is_printed_commands_no_terminal_and_shows_no_secret() {
        String secret = "screen-" + System.nanoTime();
        assertThat(Secret.of(secret)).hasToString("***");

        Screen screen = Screen.of(out);
        screen.println(TITLE + " " + secret);
        screen.printf("%s\u202e%n", "a");

        assertThat(printed.toString().lines()).containsExactly("\\u001b]0;title\\u0007 ***", "a\\u202e");
        assertThat(Screen.of(screen)).isSameAs(screen);
    }

    @Test
    void the_command_itself_moves_the_cursor_and_colors_its_help() {
        Screen screen = Screen.of(out);

        screen.print("a");
        screen.control("\033[K");
        String help = Screen.trusting(screen, () -> {
            screen.print("\033[1mUsage\033[0m");
            return "shown";
        });
        screen.print(TITLE);

        assertThat(help).isEqualTo("shown");
        assertThat(printed).hasToString("a\033[K\033[1mUsage\033[0m\\u001b]0;title\\u0007");
    }

    @Test
    void rows_are_the_data_and_a_terminal_gets_escapes() {
        String secret = "screen-" + System.nanoTime();
        assertThat(Secret.of(secret)).hasToString("***");
        Screen screen = Screen.of(out);

        Screen.rows(screen).print("{\"a\": \"" + secret + "\u009b\"}\n");
        Screen.exactRows(screen).print(secret + "," + TITLE + "\n");
        System.setProperty(Screen.OUTPUT_IS_TERMINAL, "true");
        try {
            Screen.exactRows(screen).print(secret + "," + TITLE + "\n");
        } finally {
            System.clearProperty(Screen.OUTPUT_IS_TERMINAL);
        }

        assertThat(printed.toString().lines())
                .containsExactly(
                        "{\"a\": \"" + secret + "\\u009b\"}", secret + "," + TITLE, secret + ",\\u001b]0;title\\u0007");
    }

    @Test
    void an_output_that_cannot_be_written_is_not_hidden() {
        Screen screen = Screen.of(new PrintWriter(new OutputStream() {
            @Override
            public void write(int octet) throws IOException {
                throw new IOException("No space left on device");
            }
        }));

        screen.println("a");

        assertThat(screen.checkError()).isTrue();
        assertThat(Screen.rows(screen).checkError()).isTrue();
    }
}

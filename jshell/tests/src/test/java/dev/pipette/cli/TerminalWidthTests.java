package dev.pipette.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TerminalWidthTests {
    private static TerminalWidth width(String terminal, String columns, String environment) {
        Map<String, String> properties =
                Map.of(Screen.OUTPUT_IS_TERMINAL, terminal, TerminalWidth.OUTPUT_WIDTH, columns);
        return TerminalWidth.of(
                name -> properties.getOrDefault(name, ""), name -> name.equals("COLUMNS") ? environment : "");
    }

    @Test
    void the_terminal_says_how_wide_tables_and_help_are() {
        assertThat(width("true", "140", "").ofTables()).hasValue(140);
        assertThat(width("true", "140", "").ofHelp()).isEqualTo(140);
    }

    @Test
    void columns_of_the_environment_win_and_nonsense_does_not() {
        assertThat(width("true", "140", "90").ofTables()).hasValue(90);
        assertThat(width("true", "140", "many").ofTables()).hasValue(140);
        assertThat(width("true", "0", "0").ofTables()).hasValue(80);
        assertThat(width("true", "", "").ofTables()).hasValue(80);
    }

    @Test
    void a_terminal_that_shows_nothing_is_treated_as_a_narrow_one() {
        assertThat(width("true", "7", "").ofTables()).hasValue(40);
    }

    @Test
    void help_for_a_narrow_terminal_has_the_width_that_picocli_takes_at_least() {
        int width = width("true", "54", "").ofHelp();

        assertThat(width).isEqualTo(55);
        assertThat(PipetteCommand.with().setUsageHelpWidth(width).getUsageMessage())
                .contains("pipette");
        assertThat(width("true", "54", "").ofTables()).hasValue(54);
    }

    @Test
    void what_is_not_a_terminal_has_no_width_whatever_the_environment_says() {
        assertThat(width("false", "140", "90").ofTables()).isEmpty();
        assertThat(width("", "", "90").ofHelp()).isEqualTo(100);
    }
}

package dev.pipette.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;

/** The help texts of all commands fit the terminal, and no line that was aligned by hand is wrapped. */
class HelpWidthTests {
    @ParameterizedTest
    @ValueSource(ints = {80, 100, 140})
    void help_fits_the_terminal(int width) {
        PrintWriter nowhere = new PrintWriter(new StringWriter());
        CommandLine pipette = Main.commandLine(nowhere, nowhere).setUsageHelpWidth(width);

        for (CommandSpec command : commands(pipette)) {
            List<String> lines = lines(command);

            assertThat(lines)
                    .as(command.qualifiedName())
                    .allSatisfy(line -> assertThat(line.length()).as(line).isLessThanOrEqualTo(width));
            assertThat(lines).as(command.qualifiedName()).containsAll(aligned(command));
        }
    }

    private static List<CommandSpec> commands(CommandLine pipette) {
        List<CommandSpec> all = new ArrayList<>(List.of(pipette.getCommandSpec()));
        all.addAll(CommandCalls.below(pipette.getCommandSpec()));
        return all;
    }

    private static List<String> lines(CommandSpec command) {
        StringWriter text = new StringWriter();
        command.commandLine().usage(new PrintWriter(text), Ansi.OFF);
        return text.toString().lines().map(String::stripTrailing).toList();
    }

    private static List<String> aligned(CommandSpec command) {
        return Stream.concat(
                        Stream.of(command.usageMessage().description()),
                        Stream.of(command.usageMessage().footer()))
                .filter(line -> line.startsWith("  "))
                .toList();
    }
}

package dev.pipette.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine.ParameterException;

/** Commands that the pages show are commands that there are, with options that they have. They name servers that are not there. */
class PageCommandsTests {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```bash\n(.*?)^```$");
    private static final Pattern COMMAND = Pattern.compile("(?m)^(?:jshell/|\\.\\./jshell/)?pipette( .*)?$");
    private static final Pattern COMMENT = Pattern.compile("\\s+#.*");

    static Stream<Path> pages() {
        return Stream.of("", "dsl/docs", "sources/signalroom/docs", "jshell/examples")
                .flatMap(folder -> pagesIn(ROOT.resolve(folder)))
                .filter(page -> !commands(page).isEmpty())
                .map(ROOT::relativize);
    }

    private static Stream<Path> pagesIn(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".md")).sorted().toList().stream();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** The command lines of a page, without what a shell makes of their ends. */
    private static List<String> commands(Path page) {
        try {
            return BLOCK.matcher(Files.readString(page).replace("\\\n", " "))
                    .results()
                    .flatMap(block -> COMMAND.matcher(
                                    COMMENT.matcher(block.group(1)).replaceAll(""))
                            .results())
                    .map(command ->
                            command.group(1) == null ? "" : command.group(1).replaceFirst(" [|<>] .*", ""))
                    .toList();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void the_command_understands_what_a_page_shows(Path page) {
        List<String> refused = new ArrayList<>();
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        for (String command : commands(ROOT.resolve(page))) {
            List<String> words = ExampleRunner.words(command);
            try {
                Main.commandLine(nowhere, nowhere).parseArgs(words.toArray(String[]::new));
            } catch (ParameterException wrong) {
                refused.add("pipette" + command + ": " + wrong.getMessage());
            }
        }

        assertThat(refused).isEmpty();
    }
}

package dev.pipette.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.testing.child.ChildJava;
import dev.pipette.testing.http.FakeHttp;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What help texts, the folder of examples and the page about a script's life show, run as a person would run it. All of it runs
 * in one other JVM, whose working folder is a copy of the checkout.
 */
class ExampleFolderTests {
    private static final List<String> COMMANDS = List.of(
            "", "load", "run", "plan", "test", "sources", "show", "sql", "pipeline", "doctor", "config", "completion");
    private static final Path EXAMPLES = Path.of("examples");
    private static final Path PAGE = Path.of("../dsl/docs/from-a-line-to-a-test.md");
    private static final String PRINTS = "// prints:";

    @TempDir
    static Path checkout;

    @TempDir
    static Path printed;

    private static String helpExamples = "";
    private static String helpPrinted = "";

    @BeforeAll
    static void run_all_of_them() throws Exception {
        copyShippedFiles();
        helpExamples =
                COMMANDS.stream().flatMap(ExampleFolderTests::examplesOfHelp).collect(Collectors.joining("\n"));
        try (FakeHttp api = FakeHttp.start()) { // in the place of the systems that sources ask
            api.post("/v1/networks/reporting/entity/table").json("{\"table\": [], \"incomplete_results\": false}");
            api.get("/report").json("""
                    [{"date": "2025-12-17", "source": "Demo", "source_alias": "demo", "source_id": "5f01", "clicks": 10,
                      "conversions": 1, "cost": 2.5}]""");
            run(api);
        }
    }

    private static void copyShippedFiles() throws IOException {
        for (String folder : List.of("data", "examples")) {
            Path copy = Files.createDirectories(checkout.resolve("jshell").resolve(folder));
            try (Stream<Path> files = Files.list(Path.of(folder))) {
                for (Path file : files.toList()) {
                    Files.copy(file, copy.resolve(file.getFileName()));
                }
            }
        }
    }

    private static void run(FakeHttp api) throws Exception {
        List<String> command = ChildJava.command(
                ExampleRunner.class,
                printed.toString(),
                helpExamples,
                String.join("\n", examples().toList()),
                PAGE.toAbsolutePath().normalize().toString());
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(checkout.toFile())
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        builder.environment().put("PIPETTE_HOME", checkout.resolve("home").toString());
        builder.environment().put("EVERFLOW_API_KEY", "test-key");
        builder.environment().put("EVERFLOW_BASE_URL", api.baseUrl());
        builder.environment().put("REDTRACK_API_KEY", "test-key");
        builder.environment().put("REDTRACK_BASE_URL", api.baseUrl());
        Process process = builder.start();
        helpPrinted = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(helpPrinted).isZero();
    }

    /** The examples of a help text; a line that ends in a backslash continues in the next. */
    private static Stream<String> examplesOfHelp(String command) {
        String help = command.isEmpty()
                ? Cli.run("--help").out()
                : Cli.run(command, "--help").out();
        String examples = help.substring(help.indexOf("Examples, from the root of a checkout:"));
        return examples.lines()
                .skip(1)
                .collect(Collectors.joining("\n"))
                .replace("\\\n", " ")
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty());
    }

    /** The programs of the folder that no help text runs. */
    static Stream<String> examples() {
        return programs().stream().filter(program -> !isInHelp(program));
    }

    private static boolean isInHelp(String program) {
        return Pattern.compile("(?m)^pipette (run|test) .*jshell/examples/" + Pattern.quote(program) + "( |$)")
                .matcher(helpExamples)
                .find();
    }

    private static List<String> programs() {
        try (Stream<Path> files = Files.list(EXAMPLES)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(ProgramFile::isOne)
                    .sorted()
                    .toList();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Test
    void the_examples_of_every_help_text_work_as_printed() {
        assertThat(helpExamples.lines()).hasSizeGreaterThan(10);
        assertThat(helpPrinted)
                .contains("1,707", "status\" : \"loaded", "quake_log  properties.time  1517966773840")
                .contains("| quakes 1,707 rows merged |", "Antarctic          5", "all examples work\n");
    }

    @ParameterizedTest
    @MethodSource("examples")
    void an_example_prints_what_it_says(String example) throws IOException {
        String text = Files.readString(EXAMPLES.resolve(example));

        assertThat(Files.readString(printed.resolve(example)).stripTrailing()).isEqualTo(printedBy(text));
    }

    /** What an example says that it prints: the lines of its last comment. */
    private static String printedBy(String text) {
        return text.substring(text.indexOf(PRINTS))
                .lines()
                .skip(1)
                .takeWhile(line -> line.startsWith("//"))
                .map(line -> line.substring(Math.min(line.length(), 5)))
                .collect(Collectors.joining("\n"));
    }

    @Test
    void the_index_has_each_question_its_file_and_a_part_of_what_that_prints() throws IOException {
        Map<String, String> questions = new LinkedHashMap<>();
        List<String> wrong = new ArrayList<>();
        Pattern.compile("(?m)^\\| (.+) \\| \\[`(.+)`]\\((.+)\\) \\| `(.+)` \\|$")
                .matcher(Files.readString(EXAMPLES.resolve("README.md")))
                .results()
                .forEach(row -> {
                    questions.put(row.group(2), row.group(1));
                    assertThat(row.group(3)).isEqualTo(row.group(2));
                    if (!printedOf(row.group(2)).contains(row.group(4))) {
                        wrong.add(row.group());
                    }
                });

        assertThat(questions).hasSizeGreaterThan(20).containsExactlyInAnyOrderEntriesOf(questionsOfFiles());
        assertThat(wrong).isEmpty();
    }

    private static Map<String, String> questionsOfFiles() throws IOException {
        Map<String, String> questions = new LinkedHashMap<>();
        for (String program : programs()) {
            String first = Files.readAllLines(EXAMPLES.resolve(program)).getFirst();
            questions.put(program, first.replaceFirst("^// ", ""));
        }
        return questions;
    }

    private static String printedOf(String program) {
        try {
            return isInHelp(program) ? helpPrinted : Files.readString(printed.resolve(program));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Test
    void the_samples_of_the_page_print_what_it_shows() throws IOException {
        assertThat(Files.readString(printed.resolve(PAGE.getFileName()))).isEqualTo(Files.readString(PAGE));
    }
}

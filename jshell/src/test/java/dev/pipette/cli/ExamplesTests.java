package dev.pipette.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.testing.child.ChildJava;
import dev.pipette.testing.http.FakeHttp;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the help texts and the scripts promise, run in a copy of the checkout's data as a person would run it. */
class ExamplesTests {
    private static final List<String> COMMANDS = List.of(
            "", "load", "run", "plan", "test", "sources", "show", "sql", "pipeline", "doctor", "config", "completion");

    @TempDir
    Path checkout;

    /** Stands for the systems that sources ask. */
    @AutoClose
    final FakeHttp api = FakeHttp.start();

    @BeforeEach
    void answer_the_sources() {
        api.post("/v1/networks/reporting/entity/table").json("{\"table\": [], \"incomplete_results\": false}");
        api.get("/report").json("""
                [{"date": "2025-12-17", "source": "Demo", "source_alias": "demo", "source_id": "5f01", "clicks": 10,
                  "conversions": 1, "cost": 2.5}]""");
    }

    @BeforeEach
    void copy_the_shipped_files() throws IOException {
        for (String folder : List.of("data", "examples")) {
            Path copy = Files.createDirectories(checkout.resolve("jshell").resolve(folder));
            try (Stream<Path> files = Files.list(Path.of(folder))) {
                for (Path file : files.toList()) {
                    Files.copy(file, copy.resolve(file.getFileName()));
                }
            }
        }
    }

    @Test
    void the_examples_of_every_help_text_work_as_printed() throws Exception {
        List<String> examples = new ArrayList<>();
        for (String command : COMMANDS) {
            examples.addAll(examples(command));
        }

        String output = run(ChildJava.command(ExampleRunner.class, String.join("\n", examples)));

        assertThat(examples).hasSizeGreaterThan(10);
        try (Stream<Path> scripts = Files.list(Path.of("examples"))) {
            scripts.forEach(script -> assertThat(examples)
                    .as("a help text runs " + script)
                    .anyMatch(example -> example.matches("pipette (run|test) .*jshell/" + script + "( .*)?")));
        }
        assertThat(output)
                .contains("1,707", "status\" : \"loaded", "quake_log  properties.time  1517966773840")
                .contains("| quakes 1,707 rows merged |", "Antarctic          5")
                .endsWith("all examples work\n");
        assertThat(checkout.resolve("quakes.duckdb")).exists();
    }

    @Test
    void the_first_script_runs_in_plain_jshell() throws Exception {
        String output =
                run(jshell("-R-Dorg.jooq.no-logo=true", "-R-Dorg.jooq.no-tips=true", "jshell/examples/first.jsh"));

        assertThat(output)
                .contains("| quakes 1,707 rows merged |", "5 of 1,707 rows")
                .doesNotContain("Exception");
    }

    @Test
    void the_first_script_runs_in_the_shell_command() throws Exception {
        String output = run(ChildJava.command(Main.class, "shell", "jshell/examples/first.jsh"));

        assertThat(output)
                .contains("| quakes 1,707 rows merged |", "5 of 1,707 rows")
                .doesNotContain("Exception");
    }

    @Test
    void the_start_up_script_makes_the_language_ready() throws Exception {
        Path script = Files.writeString(checkout.resolve("short.jsh"), """
                System.out.println(json("day", Path.of("day.json")).merge("id"))
                System.out.println(cursor("at", Instant.class).path())
                /exit
                """);

        String output = run(jshell(
                "--startup",
                "DEFAULT",
                "--startup",
                Path.of("start.jsh").toAbsolutePath().toString(),
                script.toString()));

        assertThat(output).isEqualToIgnoringNewLines("day (merge into day, day.json)\nat\n");
    }

    /** JShell and the JVM in which it runs the lines, neither with more compilers and collectors than a test needs. */
    private List<String> jshell(String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "jshell").toString(),
                userPreferences(),
                "-J-XX:TieredStopAtLevel=1",
                "-J-XX:+UseSerialGC",
                "-R-XX:TieredStopAtLevel=1",
                "-R-XX:+UseSerialGC",
                "-R--enable-native-access=ALL-UNNAMED",
                "--class-path",
                ChildJava.classPath()));
        command.addAll(List.of(words));
        return command;
    }

    /** JShell says so when it makes a folder for preferences, as it does at a user's first start. */
    private String userPreferences() throws IOException {
        Path root = checkout.resolve("preferences");
        Files.createDirectories(root.resolve(".java").resolve(".userPrefs"));
        return "-J-Djava.util.prefs.userRoot=" + root;
    }

    /** The examples of a help text; a line that ends in a backslash continues in the next. */
    private static List<String> examples(String command) {
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
                .filter(line -> !line.isEmpty())
                .toList();
    }

    private String run(List<String> command) throws Exception {
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
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as("%s printed:%n%s", command, output).isZero();
        return output;
    }
}

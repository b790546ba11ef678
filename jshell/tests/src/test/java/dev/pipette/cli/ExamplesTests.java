package dev.pipette.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.testing.child.ChildJava;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first script in JShell itself, run in a copy of the checkout's data as a person would run it. */
class ExamplesTests {
    @TempDir
    Path checkout;

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

    /** Each script that the tests run proves that these make the language ready. */
    @Test
    void the_start_up_script_has_the_imports_of_the_command() throws IOException {
        assertThat(Files.readString(Path.of("start.jsh"))).isEqualTo(StartScript.text());
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

    private String run(List<String> command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(checkout.toFile())
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        builder.environment().put("PIPETTE_HOME", checkout.resolve("home").toString());
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as("%s printed:%n%s", command, output).isZero();
        return output;
    }
}

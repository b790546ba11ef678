package dev.pipette.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Libraries that programs and the shell have besides Pipette. */
class LibraryOptionsTests {
    @TempDir
    Path folder;

    /** A jar with one class. */
    private Path jar() throws IOException {
        Path source = Files.createDirectories(folder.resolve("source"));
        Path classes = Files.createDirectories(folder.resolve("classes"));
        Files.writeString(
                source.resolve("Five.java"),
                "package added; public class Five { public static int five() { return 5; } }");
        ToolProvider.findFirst("javac")
                .orElseThrow()
                .run(
                        System.out,
                        System.err,
                        "-d",
                        classes.toString(),
                        source.resolve("Five.java").toString());
        Path jar = folder.resolve("five.jar");
        ToolProvider.findFirst("jar")
                .orElseThrow()
                .run(System.out, System.err, "--create", "--file", jar.toString(), "-C", classes.toString(), ".");
        return jar;
    }

    @Test
    void a_script_uses_the_classes_of_a_jar() throws IOException {
        Path jar = jar();
        Path script = Files.writeString(folder.resolve("five.jsh"), "/exit added.Five.five()\n");

        assertThat(Cli.run("run", "--jar", jar, script).exitCode()).isEqualTo(5);
        assertThat(Cli.run("plan", "--jar", folder + "/*.jar", script).exitCode())
                .isEqualTo(5);
        assertThat(Cli.run("run", script).err()).contains("package added does not exist");
    }

    @Test
    void a_source_has_no_libraries() {
        Cli.Result run = Cli.run("run", "--jar", "a.jar", "everflow", "--into", "duckdb:a.duckdb");
        Cli.Result plan = Cli.run("plan", "--add", "a:b:1", "everflow", "--into", "duckdb:a.duckdb");

        assertThat(run.err()).contains("--jar is for a program, a .jsh, .java or .yaml file, and everflow is none.");
        assertThat(plan.err()).contains("--add is for a program, and everflow is a source. Leave it out.");
    }

    @Test
    void words_that_name_nothing_are_refused_before_anything_runs() {
        Path none = folder.resolve("none.jar");

        assertThatThrownBy(() -> Libraries.files(List.of(none.toString())))
                .hasMessage(
                        "[BAD_USAGE] there is no file " + none + ". Name a jar, a folder of classes, or FOLDER/*.jar.");
        assertThatThrownBy(() -> Libraries.resolved(List.of("a.b:c"), line -> {}))
                .hasMessage("[BAD_USAGE] 'a.b:c' does not name a library. Write GROUP:ARTIFACT:VERSION, for example"
                        + " org.apache.commons:commons-csv:1.14.1");
        assertThat(Cli.run("shell", "--jar", none).err())
                .startsWith("pipette shell: [BAD_USAGE] there is no file " + none);
    }
}

package dev.pipette.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.admin.RunningScript;
import dev.pipette.testing.child.ChildJava;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Java source files in {@code pipette run}. */
class JavaProgramTests {
    @TempDir
    Path folder;

    private Path write(String program) throws IOException {
        return Files.writeString(folder.resolve("Day.java"), program);
    }

    /** The command in a process of its own, whose output can be read. */
    private Process start(Object... words) throws IOException {
        List<String> command = ChildJava.command(Main.class, "run");
        for (Object word : words) {
            command.add(word.toString());
        }
        return new ProcessBuilder(command).start();
    }

    /** One process shows what a program is given, what is decided in its place, and what is shown of it. */
    @Test
    void a_program_runs_with_pipette_and_its_arguments_and_reads_and_writes_where_the_command_does() throws Exception {
        Path program = write("""
                import static dev.pipette.Pipette.*;
                import static dev.pipette.testing.PipetteAssertions.*;

                void main(String[] args) throws IOException {
                    Path folder = Path.of(args[0]);
                    int days = param("days", 7);
                    var p = pipeline("shop", duckdb(folder + "/prod.duckdb")).home(folder.resolve("home"));
                    p.run(resource("orders").rows(IntStream.range(0, days).mapToObj(n -> Map.of("id", n + 7)).toList()));
                    String rows = p.dataset().query("SELECT id FROM orders ORDER BY id").toString();
                    Files.writeString(folder.resolve("said.txt"), rows + String.join("|", args));
                    Files.writeString(folder.resolve("script.txt"), p.admin().trace().script().orElseThrow().toString());
                    IO.println(p);
                    IO.println("read " + IO.readln());
                    throw new IllegalStateException("failed");
                }

                // %% test a test, which is compiled with the others
                void one() {
                    assertThat(1).isEqualTo(1);
                }
                """);
        String into = "duckdb:" + folder + "/trial.duckdb";

        Process process = start(
                "--limit",
                2,
                "--into",
                into,
                "--param",
                "days=5",
                program,
                "--",
                folder,
                "--into",
                "duckdb:x",
                "a b",
                "");
        try (OutputStream input = process.getOutputStream()) {
            input.write("a line\n".getBytes(UTF_8));
        }
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        String errors = new String(process.getErrorStream().readAllBytes(), UTF_8);

        assertThat(process.waitFor()).as(errors).isEqualTo(1);
        assertThat(folder.resolve("said.txt")).hasContent("id\n--\n 7\n 8\n2 rows" + folder + "|--into|duckdb:x|a b|");
        assertThat(folder.resolve("script.txt"))
                .hasContent(RunningScript.of(program).toString());
        assertThat(folder.resolve("prod.duckdb")).doesNotExist();
        assertThat(output)
                .isEqualToNormalizingNewlines(
                        "shop_limited -> " + into + ", dataset shop_dataset_limited\nread a line\n");
        assertThat(errors)
                .startsWith("shop_limited -> duckdb " + folder + "/trial.duckdb, dataset shop_dataset_limited")
                .contains(
                        "orders     2  append",
                        "Exception in thread \"main\" java.lang.IllegalStateException: failed",
                        "at Day.main(Day.java:14)");
    }

    @Test
    void an_error_of_pipette_that_ends_it_is_one_message_with_the_exit_code_of_the_error() throws Exception {
        Path program = write("""
                import static dev.pipette.Pipette.*;

                void main(String[] args) {
                    Path folder = Path.of(args[0]);
                    pipeline("shop", duckdb(folder + "/shop.duckdb")).home(folder.resolve("home"))
                        .run(json("orders", folder.resolve("none.json")));
                }
                """);

        Process process = start(program, folder);
        String errors = new String(process.getErrorStream().readAllBytes(), UTF_8);

        assertThat(process.waitFor()).as(errors).isEqualTo(3);
        assertThat(errors)
                .isEqualToIgnoringNewLines("pipette run: [SOURCE_MISSING] resource orders: there is no file "
                        + folder.resolve("none.json") + ". Correct the path.");
    }

    @Test
    void it_ends_when_the_command_is_told_to_end_and_may_close_what_it_holds() throws Exception {
        Path closed = folder.resolve("closed.txt");
        Path program = write("""
                void main(String[] args) throws Exception {
                    Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                        try {
                            Files.writeString(Path.of(args[0]), "closed");
                        } catch (IOException failed) {
                            throw new UncheckedIOException(failed);
                        }
                    }));
                    IO.println(ProcessHandle.current().pid());
                    new CountDownLatch(1).await();
                }
                """);

        Process process = start(program, closed);
        try (BufferedReader output = process.inputReader(UTF_8)) {
            long pid = Long.parseLong(output.readLine());
            process.destroy();
            process.waitFor();

            assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
        }
        assertThat(closed).hasContent("closed");
    }

    @Test
    void a_file_that_is_not_there_is_told_by_its_full_path() {
        Path none = folder.resolve("None.java");

        Cli.Result result = Cli.run("run", none);

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err())
                .isEqualToIgnoringNewLines("pipette run: [BAD_USAGE] there is no file " + none + ". Correct the path.");
    }
}

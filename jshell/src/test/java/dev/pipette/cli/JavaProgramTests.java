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

    @Test
    void a_program_finds_pipette_and_its_arguments_and_its_exit_code_is_given_back() throws IOException {
        Path program = write("""
                import static dev.pipette.Pipette.*;

                void main(String[] args) throws IOException {
                    Path folder = Path.of(args[0]);
                    var p = pipeline("shop", duckdb(folder + "/shop.duckdb")).home(folder.resolve("home"));
                    p.run(resource("orders").rows(List.of(Map.of("id", 7))));
                    String rows = p.dataset().query("SELECT id FROM orders").toString();
                    Files.writeString(folder.resolve("said.txt"), rows + String.join("|", args));
                    System.exit(5);
                }
                """);

        Cli.Result result = Cli.run("run", "--quiet", program, "--", folder, "--into", "duckdb:x", "a b", "");

        assertThat(result.err()).isEmpty();
        assertThat(result.out()).isEmpty();
        assertThat(result.exitCode()).isEqualTo(5);
        assertThat(folder.resolve("said.txt")).hasContent("id\n--\n 7\n1 row" + folder + "|--into|duckdb:x|a b|");
    }

    @Test
    void what_each_run_of_it_did_is_told_on_standard_error() throws Exception {
        Path program = write("""
                import static dev.pipette.Pipette.*;

                void main(String[] args) {
                    Path folder = Path.of(args[0]);
                    pipeline("shop", duckdb(folder + "/shop.duckdb")).home(folder.resolve("home"))
                        .run(resource("orders").rows(List.of(Map.of("id", 7))));
                }
                """);

        Process process = start(program, folder);
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        String errors = new String(process.getErrorStream().readAllBytes(), UTF_8);

        assertThat(process.waitFor()).as(errors).isZero();
        assertThat(output).isEmpty();
        assertThat(errors)
                .startsWith("shop -> duckdb " + folder + "/shop.duckdb, dataset shop_dataset")
                .contains("orders     1  append");
    }

    @Test
    void it_reads_and_writes_where_the_command_does() throws Exception {
        Path program = write("""
                void main() {
                    IO.println("read " + IO.readln());
                    throw new IllegalStateException("failed");
                }
                """);

        Process process = start(program);
        try (OutputStream input = process.getOutputStream()) {
            input.write("a line\n".getBytes(UTF_8));
        }
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        String errors = new String(process.getErrorStream().readAllBytes(), UTF_8);

        assertThat(process.waitFor()).as(errors).isEqualTo(1);
        assertThat(output).isEqualToNormalizingNewlines("read a line\n");
        assertThat(errors)
                .startsWith("Exception in thread \"main\" java.lang.IllegalStateException: failed")
                .contains("at Day.main(Day.java:3)");
    }

    @Test
    void its_runs_are_traced_with_its_name_and_the_hash_of_its_bytes() throws IOException {
        Path program = write("""
                import static dev.pipette.Pipette.*;

                void main(String[] args) throws IOException {
                    Path folder = Path.of(args[0]);
                    var p = pipeline("shop", duckdb(folder + "/shop.duckdb")).home(folder.resolve("home"));
                    p.run(resource("orders").rows(List.of(Map.of("id", 7))));
                    Files.writeString(folder.resolve("said.txt"), p.admin().trace().script().orElseThrow().toString());
                }
                """);

        Cli.Result result = Cli.run("run", "--quiet", program, folder);

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(folder.resolve("said.txt"))
                .hasContent(RunningScript.of(program).toString());
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

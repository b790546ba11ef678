package dev.pipette.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.testing.child.ChildJava;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command in a process of its own, whose standard input is a pipe, and what it says while it waits for more. */
class StandardInputTests {
    @TempDir
    Path folder;

    @Test
    void what_comes_through_a_pipe_is_loaded() throws Exception {
        Process process = load("--format", "csv", "--table", "orders");
        try (OutputStream input = process.getOutputStream()) {
            input.write("id,name\n1,a\n".getBytes(UTF_8));
            input.flush();
            input.write("2,b\n".getBytes(UTF_8));
        }

        String summary = new String(process.getInputStream().readAllBytes(), UTF_8);

        assertThat(process.waitFor()).as(errors(process)).isZero();
        assertThat(summary.lines()).contains("orders     2  append");
    }

    @Test
    void a_log_is_told_that_more_is_waited_for() throws Exception {
        Process process = load("--format", "jsonl", "--table", "orders", "--json");
        String first;
        try (OutputStream input = process.getOutputStream();
                BufferedReader errors = process.errorReader(UTF_8)) {
            first = errors.readLine(); // comes after two seconds, and only because the input has no end yet
            input.write("{\"id\": 1}\n".getBytes(UTF_8));
        }

        String document = new String(process.getInputStream().readAllBytes(), UTF_8);

        assertThat(process.waitFor()).isZero();
        assertThat(first).matches("pipette load: (reading  standard input|starting)  [0-9]+ s");
        assertThat(document).startsWith("{").contains("\"rows\" : 1").endsWith("}\n");
    }

    @Test
    void quiet_says_nothing_meanwhile() throws Exception {
        Process process = load("--format", "csv", "--table", "orders", "--quiet");
        try (OutputStream input = process.getOutputStream()) {
            input.write("id\n1\n".getBytes(UTF_8));
        }

        String summary = new String(process.getInputStream().readAllBytes(), UTF_8);

        assertThat(process.waitFor()).isZero();
        assertThat(summary).isEmpty();
        assertThat(errors(process)).isEmpty();
    }

    @Test
    void an_error_names_standard_input_and_what_is_left_of_it_is_deleted() throws Exception {
        Process process = load("--format", "csv", "--table", "orders", "--quiet");
        try (OutputStream input = process.getOutputStream()) {
            input.write("id,name\n1\n".getBytes(UTF_8));
        }

        String errors = errors(process);

        assertThat(process.waitFor()).isEqualTo(3);
        assertThat(errors)
                .startsWith("pipette load: [SOURCE_UNREADABLE] standard input, line 2: 1 fields, but the first line"
                        + " names 2 (\"1\").");
        try (Stream<Path> left = Files.list(folder.resolve("home/pipelines/shop/packages"))) {
            assertThat(left).isEmpty();
        }
    }

    private Process load(String... options) throws IOException {
        List<String> command = ChildJava.command(
                List.of("-Dpipette.terminal=none"),
                Main.class,
                "load",
                "-",
                "--into",
                "duckdb:shop.duckdb",
                "--home",
                "home");
        command.addAll(List.of(options));
        return new ProcessBuilder(command).directory(folder.toFile()).start();
    }

    private static String errors(Process process) throws IOException {
        return new String(process.getErrorStream().readAllBytes(), UTF_8);
    }
}

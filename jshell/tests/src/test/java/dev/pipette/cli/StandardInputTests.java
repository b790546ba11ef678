package dev.pipette.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.cli.Cli.Result;
import dev.pipette.testing.child.ChildJava;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Standard input as a source. Where the pipe itself or the log is the subject, the command has a process of its own: logging is
 * set up once in each JVM.
 */
class StandardInputTests {
    private static final String LOGGED =
            "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}\\S+ \\[main] INFO dev\\.pipette\\.run - .*";

    @TempDir
    Path folder;

    @Test
    void what_comes_through_a_pipe_is_loaded_and_its_run_is_logged_where_somebody_asks_for_it() throws Exception {
        Process process = start("--format", "csv", "--table", "orders", "--log-level", "info");
        try (OutputStream input = process.getOutputStream()) {
            input.write("id,name\n1,a\n".getBytes(UTF_8));
            input.flush();
            input.write("2,b\n".getBytes(UTF_8));
        }

        String summary = new String(process.getInputStream().readAllBytes(), UTF_8);
        String errors = new String(process.getErrorStream().readAllBytes(), UTF_8);

        assertThat(process.waitFor()).as(errors).isZero();
        assertThat(summary.lines()).contains("orders     2  append");
        List<String> lines = errors.lines()
                .filter(line -> !line.startsWith("pipette load: ")) // on a slow machine, the progress
                .map(line -> line.replaceAll("\\d{10}\\.\\d+", "ID").replaceAll("\\d+ ms", "N ms"))
                .toList();
        assertThat(lines)
                .allSatisfy(line -> assertThat(line).matches(LOGGED))
                .extracting(line -> line.replaceFirst(".* - ", ""))
                .containsExactly(
                        "run of pipeline shop started",
                        "package ID: extract and normalize started",
                        "package ID: extract ended",
                        "package ID: normalize ended, the package is sealed",
                        "package ID: load started",
                        "package ID: load ended, the transaction is committed",
                        "run of pipeline shop finished after N ms: orders 2 rows");
    }

    @Test
    void a_log_is_told_that_more_is_waited_for_and_nothing_else() throws Exception {
        Process process = start("--format", "jsonl", "--table", "orders", "--json");
        String first;
        List<String> others;
        try (BufferedReader errors = process.errorReader(UTF_8)) {
            try (OutputStream input = process.getOutputStream()) {
                first = errors.readLine(); // comes after two seconds, and only because the input has no end yet
                input.write("{\"id\": 1}\n".getBytes(UTF_8));
            }
            others = errors.lines().toList();
        }

        String document = new String(process.getInputStream().readAllBytes(), UTF_8);

        assertThat(process.waitFor()).isZero();
        assertThat(first).matches("pipette load: (reading  standard input|starting)  [0-9]+ s");
        assertThat(others).allMatch(line -> line.startsWith("pipette load: "));
        assertThat(document).startsWith("{").contains("\"rows\" : 1").endsWith("}\n");
    }

    @Test
    void quiet_says_nothing_meanwhile() {
        assertThat(load("id\n1\n", "--format", "csv", "--table", "orders", "--quiet"))
                .isEqualTo(new Result(0, "", ""));
    }

    @Test
    void an_error_names_standard_input_and_what_is_left_of_it_is_deleted() throws IOException {
        Result result = load("id,name\n1\n", "--format", "csv", "--table", "orders", "--quiet");

        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(result.err())
                .startsWith("pipette load: [SOURCE_UNREADABLE] standard input, line 2: 1 fields, but the first line"
                        + " names 2 (\"1\").");
        try (Stream<Path> left = Files.list(folder.resolve("home/pipelines/shop/packages"))) {
            assertThat(left).isEmpty();
        }
    }

    private Result load(String text, String... options) {
        List<Object> words = new ArrayList<>(List.of("load", "-", "--into", "duckdb:" + folder.resolve("shop.duckdb")));
        words.addAll(List.of("--home", folder.resolve("home")));
        words.addAll(List.of(options));
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(text.getBytes(UTF_8)));
        try {
            return Cli.run(words.toArray());
        } finally {
            System.setIn(before);
        }
    }

    private Process start(String... options) throws IOException {
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
}

package dev.pipette.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.testing.child.ChildJava;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A run that another process started, as a scheduler does: it reports what it did, and stops when it is asked to. */
class SupervisedRunTests {
    private static final int MINUTES = 5;
    private static final String KEY = "job orders 2025-12-24T11:00:00Z/2025-12-24T12:00:00Z";

    /** Loads once, and then waits in the middle of its second run. */
    private static final String PROGRAM = """
            Iterator<Object> waiting() {
                try {
                    Files.createFile(Path.of("reads"));
                    Thread.sleep(Duration.ofHours(1));
                    return List.of().iterator();
                } catch (IOException | InterruptedException stopped) {
                    throw new IllegalStateException(stopped);
                }
            }
            """;

    /** The same, and nothing interrupts it: as a call into native code that does not return. */
    private static final String DEAF = """
            Iterator<Object> waiting() {
                new java.io.File("reads").mkdir();
                while (true) {
                    try {
                        Thread.sleep(Duration.ofHours(1));
                    } catch (InterruptedException stopped) {
                        System.out.println("it does not listen");
                    }
                }
            }
            """;

    private static final String BODY = """
            var p = pipeline("shop", duckdb("shop.duckdb"));
            p.run(resource("orders").rows(List.of(Map.of("id", 1, "day", run.interval().fromDate(), "attempt", run.attempt()))));
            p.run(resource("orders").rows(() -> waiting()));
            System.out.println("it went on");
            """;

    @TempDir
    Path folder;

    private Process start(Path program) throws IOException {
        List<String> command = ChildJava.command(Main.class, "run", program.toString());
        command.addAll(
                1,
                List.of(
                        "-Dpipette.run.supervised=true",
                        "-Dpipette.run.report=" + folder.resolve("report.jsonl"),
                        "-Dpipette.run.key=" + KEY,
                        "-Dpipette.run.from=2025-12-24T06:00:00-05:00[America/New_York]",
                        "-Dpipette.run.to=2025-12-24T07:00:00-05:00[America/New_York]",
                        "-Dpipette.run.job=orders",
                        "-Dpipette.run.attempt=2"));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log.txt").toFile());
        builder.environment().put("PIPETTE_HOME", folder.resolve("home").toString());
        return builder.start();
    }

    private void awaitSecondRun(Process running) throws InterruptedException {
        while (running.isAlive() && !Files.exists(folder.resolve("reads"))) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private List<JsonNode> report() throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line :
                Files.readString(folder.resolve("report.jsonl"), UTF_8).lines().toList()) {
            lines.add(JsonMapper.shared().readTree(line));
        }
        return lines;
    }

    private void assertStopped(Process running) throws IOException, InterruptedException {
        assertThat(running.waitFor(MINUTES, TimeUnit.MINUTES)).isTrue();
        String log = Files.readString(folder.resolve("log.txt"), UTF_8);
        assertThat(running.exitValue()).as(log).isEqualTo(ExitCodes.INTERRUPTED);
        assertThat(log)
                .contains(
                        "[INTERRUPTED] the run was interrupted. What was committed stays, and the next run continues with"
                                + " what was not.")
                .doesNotContain("it went on");
        List<JsonNode> report = report();
        JsonNode first = report.getFirst();
        assertThat(first.path("loadId").asString()).matches("[0-9]+\\.[0-9]+");
        assertThat(first.toString())
                .isEqualTo(
                        "{\"kind\":\"run\",\"outcome\":\"loaded\",\"pipeline\":\"shop\",\"dataset\":\"shop_dataset\",\"loadId\":\""
                                + first.path("loadId").asString()
                                + "\",\"rows\":{\"orders\":1},\"errorCode\":null,\"message\":null}");
        assertThat(report.get(1).path("outcome").asString()).isEqualTo("failed");
        assertThat(report.get(1).path("errorCode").asString()).isEqualTo("INTERRUPTED");
        JsonNode end = report.getLast();
        assertThat(end.path("kind").asString()).isEqualTo("end");
        assertThat(end.path("exitCode").asInt()).isEqualTo(ExitCodes.INTERRUPTED);
        assertThat(end.path("errorCode").asString()).isEqualTo("INTERRUPTED");
        assertThat(end.path("message").asString()).contains("the run was interrupted.");
        assertThat(loaded()).containsExactly("id,day,attempt", "1,2025-12-24,2");
    }

    private List<String> loaded() {
        String sql = "SELECT id, day, attempt FROM shop_dataset.orders";
        return Cli.run("sql", "duckdb:" + folder.resolve("shop.duckdb"), sql, "--format", "csv")
                .lines();
    }

    @Test
    void the_line_stop_stops_a_script_before_it_publishes() throws Exception {
        Path script = Files.writeString(folder.resolve("day.jsh"), PROGRAM + BODY);
        Process running = start(script);
        try {
            awaitSecondRun(running);
            running.getOutputStream().write("stop\n".getBytes(UTF_8));
            running.getOutputStream().flush();

            assertStopped(running);
        } finally {
            running.destroyForcibly();
        }
        assertThat(report()).hasSize(3);
    }

    @Test
    void an_orphan_that_does_not_listen_halts_after_its_grace_and_publishes_nothing() throws Exception {
        Path script = Files.writeString(folder.resolve("day.jsh"), DEAF + BODY);
        Process running = start(script);
        try {
            awaitSecondRun(running);
            // its scheduler asked it to stop, and was killed then
            running.getOutputStream().write("stop\n".getBytes(UTF_8));
            running.getOutputStream().close();

            assertThat(running.waitFor(MINUTES, TimeUnit.MINUTES)).isTrue();
            assertThat(running.exitValue()).isEqualTo(ExitCodes.INTERRUPTED);
        } finally {
            running.destroyForcibly();
        }
        assertThat(Files.readString(folder.resolve("log.txt"), UTF_8))
                .contains("it does not listen")
                .doesNotContain("it went on");
        assertThat(report()).hasSize(1); // the first run, and no end
        assertThat(loaded()).containsExactly("id,day,attempt", "1,2025-12-24,2");
    }

    @Test
    void the_end_of_standard_input_stops_a_java_program_in_its_own_process() throws Exception {
        String source = "import static dev.pipette.Pipette.*;\n" + PROGRAM + "void main() {\n" + BODY + "}\n";
        Path program = Files.writeString(folder.resolve("Day.java"), source);
        Process running = start(program);
        try {
            awaitSecondRun(running);
            running.getOutputStream().close();

            assertStopped(running);
        } finally {
            running.descendants().forEach(ProcessHandle::destroyForcibly);
            running.destroyForcibly();
        }
        assertThat(report().get(2).path("kind").asString()).isEqualTo("error");
    }
}

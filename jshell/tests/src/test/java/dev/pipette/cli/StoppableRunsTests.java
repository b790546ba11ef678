package dev.pipette.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.testing.child.ChildJava;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ctrl-C while a script loads: in a JVM of its own, because it is a signal for a process. */
class StoppableRunsTests {
    private static final int MINUTES = 5;

    @TempDir
    Path folder;

    @Test
    void ctrl_c_stops_a_run_with_one_sentence_and_leaves_its_trace() throws Exception {
        Path script = Files.writeString(folder.resolve("slow.jsh"), """
                import java.nio.file.*;
                Iterator<Object> ticks() {
                    try {
                        Files.createFile(Path.of("%1$s", "reads"));
                        Thread.sleep(Duration.ofHours(1));
                        return List.of().iterator();
                    } catch (IOException | InterruptedException stopped) {
                        throw new IllegalStateException(stopped);
                    }
                }
                pipeline("slow", duckdb("slow.duckdb"))
                        .home(Path.of("%1$s"))
                        .run(resource("ticks").rows(() -> ticks()));
                System.out.println("it went on");
                """.formatted(folder));
        Path shown = folder.resolve("shown.txt");
        Process running = new ProcessBuilder(
                        Stream.of(listening(), ChildJava.command(options(), Main.class, "run", script.toString()))
                                .flatMap(List::stream)
                                .toList())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(shown.toFile())
                .start();
        try {
            while (running.isAlive() && !Files.exists(folder.resolve("reads"))) {
                TimeUnit.MILLISECONDS.sleep(20);
            }
            new ProcessBuilder("kill", "-INT", String.valueOf(running.pid()))
                    .start()
                    .waitFor();

            assertThat(running.waitFor(MINUTES, TimeUnit.MINUTES)).isTrue();
        } finally {
            running.destroyForcibly();
        }
        assertThat(running.exitValue()).isEqualTo(ExitCodes.INTERRUPTED);
        String text = Files.readString(shown, UTF_8);
        assertThat(text.substring(text.lastIndexOf("\u001b[K") + 3))
                .isEqualTo("pipette run: " + script + ":13: [INTERRUPTED] the run was interrupted. What was committed"
                        + " stays, and the next run continues with what was not.\n");
        Cli.Result trace = Cli.run("pipeline", "slow", "trace", "--home", folder);
        assertThat(trace.out()).contains("INTERRUPTED");
    }

    private static List<String> options() {
        return Stream.concat(OtherJvm.options().stream(), Stream.of("-Dpipette.terminal=100"))
                .toList();
    }

    /** A build in the background of a script ignores Ctrl-C, and so do its processes unless they are told otherwise. */
    private static List<String> listening() {
        boolean isLinux = System.getProperty("os.name").equals("Linux");
        return isLinux ? List.of("env", "--default-signal=INT") : List.of();
    }
}

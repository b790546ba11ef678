package dev.pipette.jobs.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.error.PipetteException;
import dev.pipette.jobs.AttemptEnd;
import dev.pipette.jobs.AttemptEnd.How;
import dev.pipette.jobs.JobDefinition;
import dev.pipette.jobs.LoadedPackage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An attempt in a real JVM. */
class ChildJvmsTests {
    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final String DONE = "report={\"kind\":\"end\",\"exitCode\":0}";

    @TempDir
    Path folder;

    private AttemptEnd run(JobDefinition job, AttemptRunner runner) throws Exception {
        try (RunningAttempt attempt = runner.start(Attempts.request(job, folder))) {
            return new Watch(Clock.systemUTC(), PAUSE).untilEnd(attempt, job, Instant.now(), Optional::empty);
        }
    }

    @Test
    void a_child_knows_its_attempt_and_reports_its_loads_and_its_end() throws Exception {
        Path env =
                Files.writeString(folder.resolve("job.env"), "SHOP_TOKEN=tok-4711-abcdef\nSHOP_HOST='shop.example'\n");
        AttemptEnd end = run(
                Attempts.job().envFile(env),
                Attempts.running(
                        Map.of("SHOP_HOST", "other.example", "KEPT", "yes"),
                        "property=pipette.run.key",
                        "property=pipette.run.from",
                        "property=pipette.run.to",
                        "property=pipette.run.job",
                        "property=pipette.run.attempt",
                        "variable=SHOP_HOST",
                        "variable=KEPT",
                        "variable=PIPETTE_HOME",
                        "folder=",
                        "heap=",
                        "error=the token is tok-4711-abcdef!",
                        "report={\"kind\":\"run\",\"pipeline\":\"shop\",\"dataset\":\"raw\",\"loadId\":\"17.1\",\"rows\":{\"orders\":3,\"items\":9},"
                                + "\"error\":null}",
                        "report={\"kind\":\"run\",\"pipeline\":\"shop\",\"dataset\":\"raw\",\"loadId\":null,\"rows\":{},\"error\":{\"code\":\"X\"}}",
                        DONE));
        assertThat(end.how()).isEqualTo(How.SUCCEEDED);
        assertThat(end.rows()).isEqualTo(12);
        assertThat(end.loads())
                .containsExactly(new LoadedPackage("shop", "raw", "17.1", Map.of("orders", 3L, "items", 9L)));
        assertThat(end.lastLines())
                .containsExactly(
                        "pipette.run.key=job orders 2025-12-24T11:00:00Z/2025-12-24T12:00:00Z",
                        "pipette.run.from=2025-12-24T06:00:00-05:00[America/New_York]",
                        "pipette.run.to=2025-12-24T07:00:00-05:00[America/New_York]",
                        "pipette.run.job=orders",
                        "pipette.run.attempt=1",
                        "SHOP_HOST=shop.example",
                        "KEPT=yes",
                        "PIPETTE_HOME=" + folder.resolve("home"),
                        "folder=" + folder.resolve("attempt").toRealPath(),
                        "heap=61",
                        "the token is ***!");
        assertThat(folder.resolve("attempt/run.log")).content().isEqualTo(String.join("\n", end.lastLines()) + "\n");
        assertThat(Attempts.permissions(folder.resolve("attempt")))
                .containsExactlyInAnyOrder("attempt rwx------", "run.log rw-------", "report.jsonl rw-------");
    }

    @Test
    void a_reported_error_is_the_attempt_s() throws Exception {
        AttemptEnd end = run(
                Attempts.job(),
                Attempts.running(
                        "report={\"kind\":\"end\",\"exitCode\":4,\"errorCode\":\"SOURCE_AUTH\",\"message\":\"no password=hunter22\"}",
                        "halt=4"));
        assertThat(end)
                .isEqualTo(new AttemptEnd(
                        How.FAILED,
                        4,
                        Optional.of("SOURCE_AUTH"),
                        Optional.of("no password=***"),
                        0,
                        List.of(),
                        List.of()));
    }

    @Test
    void a_process_that_ends_without_a_word_is_lost() throws Exception {
        AttemptEnd end = run(
                Attempts.job(),
                Attempts.running(
                        "report={\"kind\":\"run\",\"pipeline\":\"p\",\"dataset\":\"d\",\"loadId\":\"1\",\"rows\":{\"t\":2}}",
                        "torn={\"kind\":\"end\",\"exitCo",
                        "halt=0"));
        assertThat(end.how()).isEqualTo(How.LOST);
        assertThat(end.rows()).isEqualTo(2);
        assertThat(end.message())
                .contains(
                        "its process ended with exit code 0 and did not report how its work ended; the last lines of its log"
                                + " may say why.");
    }

    @Test
    void a_jvm_without_memory_is_lost_and_names_its_heap() throws Exception {
        AttemptEnd end = run(Attempts.job().maxHeap("16m"), Attempts.running("memory="));
        assertThat(end.how()).isEqualTo(How.LOST);
        assertThat(end.message())
                .contains("its JVM ran out of memory: its heap is 16m; promote the job with a larger --max-heap.");
    }

    @Test
    void a_child_that_is_asked_to_stop_reads_the_line_stop() throws Exception {
        try (RunningAttempt attempt = Attempts.running("input=").start(Attempts.request(Attempts.job(), folder))) {
            attempt.stop(StopReason.HAND_BACK);
            attempt.stop(StopReason.CANCEL);
            assertThat(attempt.await(Duration.ofSeconds(30))).isTrue();
            assertThat(attempt.end().how()).isEqualTo(How.HANDED_BACK);
            assertThat(attempt.end().lastLines()).containsExactly("input=stop");
        }
    }

    @Test
    void what_does_not_stop_in_time_is_killed_with_all_that_it_started() throws Exception {
        JobDefinition job = Attempts.job().timeout(Duration.ofSeconds(1)).grace(Duration.ofSeconds(1));
        try (RunningAttempt attempt = Attempts.running("child=600", "forever=").start(Attempts.request(job, folder))) {
            while (!text(folder.resolve("attempt/run.log")).endsWith("\n")) {
                assertThat(attempt.await(PAUSE)).isFalse();
            }
            AttemptEnd end = new Watch(Clock.systemUTC(), PAUSE).untilEnd(attempt, job, Instant.now(), Optional::empty);
            assertThat(end.how()).isEqualTo(How.TIMED_OUT);
            assertThat(end.message())
                    .contains("it took longer than 1s (its --timeout) and was stopped; what it had not published is not"
                            + " loaded. It did not stop within 1s (its --grace), and its process was killed.");
            long child = Long.parseLong(end.lastLines().getFirst().substring("child=".length()));
            ProcessHandle.of(child).ifPresent(started -> started.onExit().join());
            assertThat(ProcessHandle.of(child).filter(ProcessHandle::isAlive)).isEmpty();
        }
    }

    @Test
    void the_last_200_lines_are_kept() throws Exception {
        AttemptEnd end = run(Attempts.job(), Attempts.running("many=250", DONE));
        assertThat(end.lastLines()).hasSize(200).startsWith("line 51").endsWith("line 250");
    }

    @Test
    void an_env_file_that_is_missing_is_bad_settings() {
        JobDefinition job = Attempts.job().envFile(folder.resolve("none.env"));
        assertThatThrownBy(() -> Attempts.running(DONE).start(Attempts.request(job, folder)))
                .isInstanceOf(PipetteException.class)
                .hasMessage("[BAD_SETTINGS] the file of variables " + folder.resolve("none.env") + " does not exist.");
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException missing) {
            return "";
        }
    }
}

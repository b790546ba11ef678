package dev.pipette.jobs.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.jobs.AttemptEnd;
import dev.pipette.jobs.AttemptEnd.How;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An attempt in this JVM. */
class InProcessTests {
    @TempDir
    Path folder;

    private AttemptEnd run(InProcess.Program program) throws Exception {
        try (RunningAttempt attempt = new InProcess(program).start(Attempts.request(Attempts.job(), folder))) {
            assertThat(attempt.await(Duration.ofSeconds(30))).isTrue();
            return attempt.end();
        }
    }

    @Test
    void its_output_is_the_log_and_its_exit_code_the_end() throws Exception {
        AttemptEnd end = run((request, out) -> {
            out.println("attempt " + request.attempt() + " token=abcdef");
            Files.writeString(
                    request.report(),
                    "{\"kind\":\"run\",\"pipeline\":\"p\",\"dataset\":\"d\",\"loadId\":\"1\",\"rows\":{\"t\":2}}\n");
            return 0;
        });
        assertThat(end.how()).isEqualTo(How.SUCCEEDED);
        assertThat(end.rows()).isEqualTo(2);
        assertThat(end.lastLines()).containsExactly("attempt 1 token=***");
    }

    @Test
    void an_error_has_its_code() throws Exception {
        AttemptEnd end = run((request, out) -> {
            throw new PipetteException(ErrorCode.KEY_MISSING, "row 7 has no id");
        });
        assertThat(end.how()).isEqualTo(How.FAILED);
        assertThat(end.errorCode()).contains("KEY_MISSING");
        assertThat(end.message()).contains("[KEY_MISSING] row 7 has no id");
    }

    @Test
    void what_it_prints_to_the_outputs_of_the_jvm_is_in_its_log_without_secrets() throws Exception {
        CountDownLatch both = new CountDownLatch(2);
        InProcess runner = new InProcess((request, out) -> {
            both.countDown();
            both.await();
            String who = String.valueOf(request.folder().getFileName());
            System.out.println(who + " prints password=hunter2");
            System.err.println(who + " fails");
            Thread started = Thread.ofVirtual().start(() -> System.out.print(who + " has a thread"));
            started.join();
            return 0;
        });
        try (RunningAttempt one = runner.start(Attempts.request(Attempts.job(), folder, "one"));
                RunningAttempt other = runner.start(Attempts.request(Attempts.job(), folder, "other"))) {
            assertThat(one.await(Duration.ofSeconds(30))).isTrue();
            assertThat(other.await(Duration.ofSeconds(30))).isTrue();

            assertThat(one.end().lastLines())
                    .containsExactly("one prints password=***", "one fails", "one has a thread");
            assertThat(folder.resolve("other/run.log")).content().isEqualTo("""
                other prints password=***
                other fails
                other has a thread
                """);
        }
    }

    @Test
    void what_it_prints_after_an_interrupt_is_in_its_log() throws Exception {
        AttemptEnd end = run((request, out) -> {
            Thread.currentThread().interrupt();
            System.out.println("it stops");
            out.println("it has stopped");
            return 0;
        });
        assertThat(end.lastLines()).containsExactly("it stops", "it has stopped");
        assertThat(folder.resolve("attempt/run.log")).hasContent("it stops\nit has stopped");
    }

    @Test
    void its_files_are_for_this_user_alone() throws Exception {
        run((request, out) -> {
            out.println("rows of somebody");
            Files.writeString(request.report(), "{}", StandardOpenOption.APPEND);
            return 0;
        });
        assertThat(Attempts.permissions(folder.resolve("attempt")))
                .containsExactlyInAnyOrder("attempt rwx------", "run.log rw-------", "report.jsonl rw-------");
    }

    @Test
    void another_exit_code_is_a_failure() throws Exception {
        assertThat(run((request, out) -> 3).how()).isEqualTo(How.FAILED);
    }

    @Test
    void it_is_stopped_by_an_interrupt() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        InProcess runner = new InProcess((request, out) -> {
            never.await();
            return 0;
        });
        try (RunningAttempt attempt = runner.start(Attempts.request(Attempts.job(), folder))) {
            attempt.stop(StopReason.CANCEL);
            assertThat(attempt.await(Duration.ofSeconds(30))).isTrue();
            assertThat(attempt.end().how()).isEqualTo(How.CANCELLED);
            assertThat(attempt.end().message()).contains("it was cancelled; what it had not published is not loaded.");
        }
    }
}

package dev.pipette.jobs.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Where threads print. */
class ThreadOutputTests {
    private final ByteArrayOutputStream usual = new ByteArrayOutputStream();
    private final ByteArrayOutputStream own = new ByteArrayOutputStream();
    private final PrintStream out = ThreadOutput.routed(new PrintStream(usual, true, UTF_8));

    @Test
    void only_the_work_and_its_threads_print_elsewhere_and_only_until_it_ends() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        Thread left = ThreadOutput.during(own, () -> {
            out.print("work ");
            Thread other = Thread.ofPlatform().start(() -> out.print("thread"));
            other.join();
            return Thread.ofPlatform().start(() -> {
                awaited(ended);
                out.print("late ");
            });
        });
        ended.countDown();
        left.join();
        out.print("usual");

        assertThat(own.toString(UTF_8)).isEqualTo("work thread");
        assertThat(usual.toString(UTF_8)).isEqualTo("late usual");
    }

    private static void awaited(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }
}

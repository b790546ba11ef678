package dev.pipette.duckdb;

import static dev.pipette.Pipette.csv;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.pipette.LoadInfo;
import dev.pipette.LoadListener;
import dev.pipette.Resource;
import dev.pipette.error.PipetteException;
import dev.pipette.spi.LoadStep;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each run tells its listeners once how it ended, whatever they do. */
class ListenerEndTests {
    @TempDir
    Path folder;

    private Scratch scratch;
    private Resource orders;

    @BeforeEach
    void open() {
        scratch = new Scratch(folder);
        orders = csv("orders", scratch.file("orders.csv", "id\n1\n2\n")).merge("id");
    }

    /** Hears starts and ends, with the thread, and fails in the calls that it is told to. */
    private static final class Ends implements LoadListener {
        private final List<String> heard = new ArrayList<>();
        private final List<Thread> threads = new ArrayList<>();
        private final List<String> failing;
        private Object last = "";

        Ends(String... failing) {
            this.failing = List.of(failing);
        }

        private void hear(String call) {
            heard.add(call);
            threads.add(Thread.currentThread());
            if (failing.contains(call)) {
                throw new IllegalStateException("the listener failed in " + call);
            }
        }

        @Override
        public void started(String pipeline) {
            hear("started");
        }

        @Override
        public void reached(LoadStep step, String loadId) {
            if (failing.contains(step.name())) {
                throw new IllegalStateException("the listener failed at " + step);
            }
        }

        @Override
        public void finished(LoadInfo info) {
            last = info;
            hear("finished");
        }

        @Override
        public void failed(Throwable failure) {
            last = failure;
            hear("failed");
        }
    }

    @Test
    void a_run_that_succeeds_is_finished_once_also_with_nothing_new() {
        Ends ends = new Ends();

        LoadInfo info = scratch.pipeline().runKey("k").listener(ends).run(orders);
        assertThat(ends.last).isSameAs(info);
        LoadInfo again = scratch.pipeline().runKey("k").listener(ends).run(orders);

        assertThat(again.nothingNew()).isTrue();
        assertThat(ends.heard).containsExactly("started", "finished", "started", "finished");
        assertThat(ends.threads).containsOnly(Thread.currentThread());
    }

    @Test
    void a_run_that_fails_is_failed_once_with_what_the_caller_gets() {
        Ends ends = new Ends();
        Resource broken = orders.filter(row -> {
            throw new IllegalStateException("no rows today");
        });

        Throwable failure =
                catchThrowable(() -> scratch.pipeline().listener(ends).run(broken));

        assertThat(failure).isInstanceOf(PipetteException.class).isSameAs(ends.last);
        assertThat(ends.heard).containsExactly("started", "failed");
        assertThat(ends.threads).containsOnly(Thread.currentThread());
    }

    @Test
    void all_listeners_hear_of_a_failure_that_one_of_them_made() {
        for (String where : List.of(
                "started",
                "SEALED",
                "TRANSACTION_BEGUN",
                "CHECKED",
                "ROWS_APPLIED",
                "BOOKKEEPING_WRITTEN",
                "COMMITTED")) {
            Ends bad = new Ends(where, "failed");
            Ends good = new Ends();

            Throwable failure = catchThrowable(
                    () -> scratch.pipeline().listener(bad).listener(good).run(orders));

            assertThat(failure).hasMessageStartingWith("the listener failed ").isSameAs(good.last);
            assertThat(failure.getSuppressed())
                    .anySatisfy(suppressed -> assertThat(suppressed).hasMessage("the listener failed in failed"));
            assertThat(good.heard).endsWith("failed").containsOnlyOnce("failed").doesNotContain("finished");
        }
    }

    @Test
    void a_listener_that_fails_at_the_end_does_not_change_what_was_loaded() {
        Ends bad = new Ends("finished");
        Ends good = new Ends();

        LoadInfo info = scratch.pipeline().listener(bad).listener(good).run(orders);

        assertThat(info.notes())
                .containsExactly("the load is complete, but a listener failed when it heard of it:"
                        + " IllegalStateException: the listener failed in finished");
        assertThat(bad.heard).containsExactly("started", "finished");
        assertThat(good.heard).containsExactly("started", "finished");
        assertThat(scratch.rows("SELECT count(*) FROM orders")).containsExactly("2");
    }

    @Test
    void an_error_ends_a_run_too() {
        Ends ends = new Ends();
        LoadListener fatal = (step, loadId) -> {
            throw new AssertionError("stop");
        };

        assertThatThrownBy(
                        () -> scratch.pipeline().listener(fatal).listener(ends).run(orders))
                .isInstanceOf(AssertionError.class)
                .hasMessage("stop");
        assertThat(ends.heard).containsExactly("started", "failed");
    }
}

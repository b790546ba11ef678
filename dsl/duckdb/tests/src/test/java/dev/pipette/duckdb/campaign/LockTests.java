package dev.pipette.duckdb.campaign;

import static dev.pipette.Pipette.resource;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.LoadInfo;
import dev.pipette.Pipeline;
import dev.pipette.Pipette;
import dev.pipette.Resource;
import dev.pipette.testing.campaign.ChildProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.jooq.CloseableDSLContext;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who comes second waits, and when that takes too long is told who holds what it wants. */
@Timeout(120)
final class LockTests {
    private static final Duration SHORT = Duration.ofMillis(150);
    private static final Resource ITEMS = resource("items").rows(List.of(Map.of("id", 1)));

    @TempDir
    Path folder;

    private Path database() {
        return folder.resolve("shared.duckdb");
    }

    private Path home(String name) {
        return folder.resolve(name);
    }

    private Pipeline pipeline(String home, Duration fileWait) {
        return Pipette.pipeline("campaign", Pipette.duckdb(database()).lockTimeout(fileWait))
                .home(home(home));
    }

    private ChildProcess hold(String what, String home) {
        return ChildProcess.start(
                new DuckDbPlaces(),
                folder,
                what,
                database().toString(),
                home(home).toString());
    }

    /** Runs in a thread, and returns when that thread waits. */
    private static FutureTask<LoadInfo> waiting(Pipeline pipeline) {
        FutureTask<LoadInfo> run = new FutureTask<>(() -> pipeline.run(ITEMS));
        Thread thread = new Thread(run, "waiting");
        thread.start();
        while (thread.isAlive() && thread.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        return run;
    }

    @Test
    void a_second_process_on_one_pipeline_is_told_which_process_runs_it() throws Exception {
        try (ChildProcess holder = hold("hold-pipeline", "home").ready()) {
            Pipeline second = pipeline("home", SHORT).lockTimeout(SHORT);
            Path lock = home("home").resolve("pipelines/campaign/lock");
            String note = Files.readString(lock);

            assertThatThrownBy(() -> second.run(ITEMS))
                    .hasMessage("[PIPELINE_LOCKED] pipeline campaign is being run by " + note + "; waited 150 ms for "
                            + lock + ". Wait for it, or run under another pipeline name.");
            assertThat(note).startsWith("process " + holder.pid() + " (" + holder.program() + "), since ");
            holder.release();
            assertThat(holder.ended()).isTrue();
        }
    }

    @Test
    void a_second_process_on_one_pipeline_goes_on_when_the_first_ends() throws Exception {
        try (ChildProcess holder = hold("hold-pipeline", "home").ready()) {
            FutureTask<LoadInfo> second =
                    waiting(pipeline("home", Duration.ofSeconds(60)).lockTimeout(Duration.ofSeconds(60)));
            holder.release();

            assertThat(second.get().rows("items")).isEqualTo(1);
            assertThat(holder.ended()).isTrue();
        }
        assertThat(pipeline("home", SHORT).dataset().tables()).containsExactly("held", "items");
    }

    @Test
    void a_pipeline_whose_process_was_killed_is_free() throws Exception {
        try (ChildProcess holder = hold("hold-pipeline", "home").ready()) {
            holder.killAfter(Duration.ZERO);
            assertThat(holder.ended()).isFalse();
        }

        assertThat(pipeline("home", SHORT).lockTimeout(SHORT).run(ITEMS).rows("items"))
                .isEqualTo(1);
    }

    @Test
    void a_second_process_on_one_file_is_told_which_process_holds_it() throws Exception {
        pipeline("first", SHORT).run(ITEMS);
        try (ChildProcess holder = hold("hold-dataset", "second").ready()) {
            Pipeline second = pipeline("first", SHORT);
            String message = "[DESTINATION_LOCKED] duckdb " + database() + " is held by " + holder.program() + " (PID "
                    + holder.pid() + "); waited 150 ms. Close it there (an open Dataset.dsl() or DuckDB shell holds the"
                    + " file), or wait and run again.";

            assertThatThrownBy(() -> second.run(ITEMS)).hasMessage(message);
            assertThatThrownBy(() -> second.dataset().count("items")).hasMessage(message);
            holder.release();
            assertThat(holder.ended()).isTrue();
        }
        assertThat(pipeline("first", SHORT).dataset().count("items")).isEqualTo(1);
    }

    @Test
    void processes_that_read_one_file_do_not_wait_for_each_other() throws Exception {
        pipeline("first", SHORT).run(ITEMS);
        try (ChildProcess holder = hold("hold-query", "second").ready()) {
            assertThat(pipeline("first", Duration.ZERO).dataset().count("items"))
                    .isEqualTo(1);
            assertThat(pipeline("first", Duration.ZERO)
                            .dataset()
                            .query("SELECT id FROM items")
                            .size())
                    .isEqualTo(1);
            assertThatThrownBy(() -> pipeline("first", SHORT).run(ITEMS))
                    .hasMessageStartingWith("[DESTINATION_LOCKED] duckdb " + database()
                            + " is held by another process; waited 150 ms.");
            holder.release();
            assertThat(holder.ended()).isTrue();
        }
    }

    @Test
    void a_second_process_on_one_file_goes_on_when_the_first_closes_it() throws Exception {
        pipeline("first", SHORT).run(ITEMS);
        try (ChildProcess holder = hold("hold-dataset", "second").ready()) {
            FutureTask<LoadInfo> second = waiting(pipeline("first", Duration.ofSeconds(60)));
            holder.release();

            assertThat(second.get().rows("items")).isEqualTo(1);
            assertThat(holder.ended()).isTrue();
        }
    }

    @Test
    void two_threads_may_make_and_load_one_file_at_once() throws Exception {
        int threads = 4;
        CountDownLatch together = new CountDownLatch(threads);
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            List<Future<LoadInfo>> loads = Stream.of("a", "b", "c", "d")
                    .map(name -> executor.submit(() -> {
                        together.countDown();
                        together.await();
                        return Pipette.pipeline(name, Pipette.duckdb(database()))
                                .datasetName("shared")
                                .home(home("home"))
                                .run(ITEMS.table("items_" + name));
                    }))
                    .toList();
            for (Future<LoadInfo> load : loads) {
                assertThat(load.get().packages()).hasSize(1);
            }
        }

        assertThat(pipeline("home", SHORT).datasetName("shared").dataset().tables())
                .containsExactly("items_a", "items_b", "items_c", "items_d");
    }

    @Test
    void two_threads_that_run_one_pipeline_take_turns() throws Exception {
        try (ExecutorService executor = Executors.newFixedThreadPool(2)) {
            List<Future<LoadInfo>> loads = Stream.of(1, 2)
                    .map(number -> executor.submit(
                            () -> pipeline("home", Duration.ofSeconds(60)).run(ITEMS)))
                    .toList();
            for (Future<LoadInfo> load : loads) {
                assertThat(load.get().rows("items")).isEqualTo(1);
            }
        }

        assertThat(pipeline("home", SHORT).dataset().count("items")).isEqualTo(2);
    }

    @Test
    void a_thread_that_waits_too_long_for_its_own_process_is_told_so() {
        Pipeline outer = pipeline("home", SHORT);
        Path lock = home("home").resolve("pipelines/campaign/lock");
        Resource impatient = resource("outer").stream(() -> {
            Pipeline inner = outer.lockTimeout(SHORT);
            return Stream.of(Map.of("error", errorOf(() -> inner.run(ITEMS))));
        });

        outer.run(impatient);

        assertThat(outer.dataset().table("outer").result().get(0).get("error"))
                .isEqualTo("[PIPELINE_LOCKED] pipeline campaign is being run by another thread of this process; waited"
                        + " 150 ms for " + lock + ". Wait for it, or run under another pipeline name.");
    }

    private static String errorOf(Runnable doing) {
        try {
            doing.run();
            return "";
        } catch (RuntimeException failed) {
            return String.valueOf(failed.getMessage());
        }
    }

    @Test
    void an_open_dataset_and_a_load_of_the_same_process_share_the_file() {
        Pipeline pipeline = pipeline("home", SHORT);
        pipeline.run(ITEMS);

        try (CloseableDSLContext dsl = pipeline.dataset().dsl()) {
            pipeline.run(ITEMS);

            assertThat(dsl.fetchCount(DSL.table("items"))).isEqualTo(2);
        }
    }
}

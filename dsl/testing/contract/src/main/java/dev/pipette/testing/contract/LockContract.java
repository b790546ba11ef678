package dev.pipette.testing.contract;

import static dev.pipette.testing.contract.Trial.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.LoadListener;
import dev.pipette.Pipeline;
import dev.pipette.Resource;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.spi.LoadStep;
import dev.pipette.testing.HeldRun;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Loads that would disturb each other take turns, and one that waits too long is told for whom. */
@Timeout(120)
interface LockContract {
    /** Whether loads of different pipelines into different tables of one dataset continue side by side. */
    default boolean loadsSideBySide() {
        return true;
    }

    /** How an error calls a load of pipeline "first" of this process that holds what another load wants. */
    default String holder() {
        return "pipeline first";
    }

    private static Pipeline impatient(Trial trial, String name) {
        return trial.pipelineInto(
                name, trial.destination().lockTimeout(Duration.ofMillis(150)).retryFor(Duration.ZERO));
    }

    private void locked(Pipeline second, Resource... resources) {
        assertThatThrownBy(() -> second.run(resources))
                .asInstanceOf(InstanceOfAssertFactories.type(PipetteException.class))
                .satisfies(failed -> assertThat(failed)
                        .hasMessageContaining(holder())
                        .hasMessageContaining("150 ms")
                        .extracting(PipetteException::code)
                        .isEqualTo(ErrorCode.DESTINATION_LOCKED));
    }

    private static Resource items(int id) {
        return json("items", "[{'id': " + id + "}]");
    }

    @Test
    default void a_load_waits_for_another_one_of_the_same_table(Trial trial) throws Exception {
        trial.run(items(0));
        List<String> events = new CopyOnWriteArrayList<>();
        CountDownLatch sealed = new CountDownLatch(1);
        Pipeline second = trial.pipeline("second").listener((step, loadId) -> {
            events.add("second " + step);
            if (step == LoadStep.SEALED) {
                sealed.countDown();
            }
        });
        FutureTask<?> waiting = new FutureTask<>(() -> second.run(items(2)));

        try (HeldRun first = HeldRun.at(LoadStep.CHECKED, trial.pipeline("first"), items(1))) {
            Thread.ofPlatform().start(waiting);
            sealed.await();
            events.add("first continues");
            first.finish();
        }

        waiting.get();
        assertThat(events).containsSubsequence("second SEALED", "first continues", "second CHECKED");
        assertThat(trial.rows("SELECT id FROM items ORDER BY id")).containsExactly("0", "1", "2");
    }

    @Test
    default void who_is_waited_for_is_said_while_a_load_waits(Trial trial) throws Exception {
        trial.run(items(0));
        CompletableFuture<String> waitsFor = new CompletableFuture<>();
        Pipeline second = trial.pipeline("second").listener(listener(waitsFor));
        FutureTask<?> waiting = new FutureTask<>(() -> second.run(items(2)));

        try (HeldRun first = HeldRun.at(LoadStep.CHECKED, trial.pipeline("first"), items(1))) {
            Thread.ofPlatform().start(waiting);
            assertThat(waitsFor.get()).contains(holder());
            first.finish();
        }

        waiting.get();
        assertThat(trial.rows("SELECT id FROM items ORDER BY id")).containsExactly("0", "1", "2");
    }

    @Test
    default void who_runs_the_pipeline_is_said_while_another_run_of_it_waits(Trial trial) throws Exception {
        CompletableFuture<String> waitsFor = new CompletableFuture<>();
        Pipeline second = trial.pipeline("first").listener(listener(waitsFor));
        FutureTask<?> waiting = new FutureTask<>(() -> second.run(items(2)));

        try (HeldRun first = HeldRun.at(LoadStep.PACKAGE_OPENED, trial.pipeline("first"), items(1))) {
            Thread.ofPlatform().start(waiting);
            assertThat(waitsFor.get()).isEqualTo("pipeline first is being run by another thread of this process");
            first.finish();
        }

        waiting.get();
        assertThat(trial.rows("SELECT id FROM items ORDER BY id")).containsExactly("1", "2");
    }

    private static LoadListener listener(CompletableFuture<String> waitsFor) {
        return new LoadListener() {
            @Override
            public void reached(LoadStep step, String loadId) {}

            @Override
            public void waiting(String holder) {
                waitsFor.complete(holder);
            }
        };
    }

    @Test
    default void a_load_that_waits_too_long_for_a_table_is_told_who_holds_it_and_is_finished_later(Trial trial) {
        trial.run(items(0));
        Pipeline second = impatient(trial, "second");

        try (HeldRun first = HeldRun.at(LoadStep.CHECKED, trial.pipeline("first"), items(1))) {
            locked(second, items(2));
        }

        assertThat(second.admin().pending()).hasSize(1);
        second.run(items(2));
        assertThat(trial.rows("SELECT id FROM items ORDER BY id")).containsExactly("0", "1", "2");
    }

    @Test
    default void loads_of_one_pipeline_on_two_machines_take_turns_whatever_their_tables_are(Trial trial) {
        trial.pipeline("first").run(items(0));
        Pipeline here = impatient(trial, "first").home(trial.folder().resolve("elsewhere"));

        try (HeldRun first = HeldRun.at(LoadStep.CHECKED, trial.pipeline("first"), items(1))) {
            locked(here, json("others", "[{'id': 2}]"));
        }

        here.run(json("others", "[{'id': 2}]"));
        assertThat(trial.rows("SELECT id FROM items ORDER BY id")).containsExactly("0", "1");
        assertThat(trial.rows("SELECT id FROM others")).containsExactly("2");
    }

    @Test
    default void loads_of_different_tables_go_on_side_by_side_where_the_destination_can(Trial trial) {
        trial.run(items(0));
        Pipeline second = impatient(trial, "second");
        Resource others = json("others", "[{'id': 2, 'tags': ['x']}]").merge("id");

        try (HeldRun first = HeldRun.at(LoadStep.BOOKKEEPING_WRITTEN, trial.pipeline("first"), items(1))) {
            if (loadsSideBySide()) {
                second.run(others);

                assertThat(trial.rows("SELECT id FROM others")).containsExactly("2");
                assertThat(trial.rows("SELECT id FROM items")).containsExactly("0");
            } else {
                locked(second, others);
            }
        }

        second.run(others);
        assertThat(trial.rows("SELECT id FROM items ORDER BY id")).containsExactly("0", "1");
        assertThat(trial.rows("SELECT id FROM others")).containsExactly("2");
    }

    @Test
    default void what_a_failed_load_held_is_free(Trial trial) {
        trial.run(items(0));
        Pipeline failing = trial.pipeline("first").listener((step, loadId) -> {
            if (step == LoadStep.ROWS_APPLIED) {
                throw new IllegalStateException("the network is gone");
            }
        });

        assertThatThrownBy(() -> failing.run(items(1))).hasMessage("the network is gone");

        impatient(trial, "second").run(items(2));
        assertThat(trial.rows("SELECT id FROM items ORDER BY id")).containsExactly("0", "2");
    }

    @Test
    default void loads_that_name_the_same_tables_in_different_order_do_not_stop_each_other(Trial trial) {
        Resource a = json("a", "[{'id': 1, 'tags': ['x']}]").merge("id");
        Resource b = json("b", "[{'id': 1, 'tags': ['x']}]").merge("id");
        trial.run(a, b);

        AtOnce.run(2, thread -> (Callable<Object>) () -> {
            for (int round = 0; round < 3; round++) {
                trial.pipeline("p" + thread).run(thread == 0 ? new Resource[] {a, b} : new Resource[] {b, a});
            }
            return "";
        });

        assertThat(trial.rows("SELECT id FROM a UNION ALL SELECT id FROM b")).containsExactly("1", "1");
        assertThat(trial.rows("SELECT value FROM a__tags UNION ALL SELECT value FROM b__tags"))
                .containsExactly("x", "x");
        assertThat(trial.loadIds()).hasSize(7);
    }
}

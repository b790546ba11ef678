package dev.pipette.testing.contract;

import static dev.pipette.testing.contract.Trial.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.LoadInfo;
import dev.pipette.LoadListener;
import dev.pipette.Pipeline;
import dev.pipette.Pipette;
import dev.pipette.Resource;
import dev.pipette.admin.PipelineAdmin.PendingPackage;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.spi.LoadStep;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Of packages that were extracted from one version of the state, one is loaded, and the others are extracted again. */
@Timeout(120)
interface CompareAndSetContract {
    /** Numbers its runs: two that start from one state have the same number. */
    private static Resource counting() {
        return Pipette.resource("runs").stream(context -> {
            long run = context.state().integer("run").orElse(0L) + 1;
            context.state().put("run", run);
            return Stream.of(Map.of("run", run));
        });
    }

    /** A log of this many rows as there are now, of which always three share a value of the cursor. */
    private static Resource log(AtomicInteger rows) {
        return Pipette.resource("log").stream(() ->
                        IntStream.range(0, rows.get()).mapToObj(id -> Map.of("id", id, "at", (long) id / 3)))
                .incremental(Pipette.cursor("at", Long.class));
    }

    /** Runs until no other machine is in the way. */
    private static LoadInfo insist(Pipeline pipeline, Resource resource) {
        while (true) {
            try {
                return pipeline.run(resource);
            } catch (PipetteException overtaken) {
                if (overtaken.code() != ErrorCode.STATE_MOVED) {
                    throw overtaken;
                }
            }
        }
    }

    /** Waits at a step for the others, the first time. */
    private static LoadListener meetAt(LoadStep step, CyclicBarrier meeting) {
        AtomicInteger times = new AtomicInteger();
        return (reached, loadId) -> {
            if (reached == step && times.getAndIncrement() == 0) {
                try {
                    meeting.await();
                } catch (Exception failed) {
                    throw new IllegalStateException(failed);
                }
            }
        };
    }

    @Test
    default void of_machines_that_extracted_from_one_state_the_second_extracts_again(Trial trial) {
        AtomicInteger rows = new AtomicInteger(4);
        trial.run(log(rows));
        rows.set(9);
        CyclicBarrier meeting = new CyclicBarrier(2);

        List<LoadInfo> loads = AtOnce.run(
                2,
                thread -> () -> trial.machine("m" + thread)
                        .listener(meetAt(LoadStep.SEALED, meeting))
                        .run(log(rows)));

        assertThat(loads).extracting(LoadInfo::nothingNew).containsExactlyInAnyOrder(false, true);
        assertThat(loads)
                .flatExtracting(LoadInfo::notes)
                .containsExactly(
                        "extracted again, because another machine loaded the pipeline meanwhile (state version 2)");
        assertThat(trial.rows("SELECT count(*), count(DISTINCT id) FROM log")).containsExactly("9 | 9");
    }

    @Test
    default void machines_that_load_a_growing_log_at_once_load_each_row_once(Trial trial) {
        AtomicInteger rows = new AtomicInteger();
        int machines = 3;
        int rounds = 3;

        AtOnce.run(machines, thread -> (Callable<Object>) () -> {
            for (int round = 0; round < rounds; round++) {
                rows.incrementAndGet();
                insist(trial.machine("m" + thread), log(rows));
            }
            return "";
        });

        int all = machines * rounds;
        assertThat(trial.rows("SELECT id FROM log ORDER BY id"))
                .isEqualTo(IntStream.range(0, all).mapToObj(String::valueOf).toList());
    }

    @Test
    default void machines_that_number_their_loads_at_once_use_every_number_once(Trial trial) {
        int machines = 3;
        int rounds = 2;

        AtOnce.run(machines, thread -> (Callable<Object>) () -> {
            for (int round = 0; round < rounds; round++) {
                insist(trial.machine("m" + thread), counting());
            }
            return "";
        });

        int all = machines * rounds;
        assertThat(trial.rows("SELECT run FROM runs ORDER BY run"))
                .isEqualTo(
                        IntStream.rangeClosed(1, all).mapToObj(String::valueOf).toList());
        assertThat(trial.rows("SELECT version FROM _dlt_pipeline_state ORDER BY version"))
                .isEqualTo(
                        IntStream.rangeClosed(1, all).mapToObj(String::valueOf).toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"append", "replace", "merge"})
    default void a_package_that_was_extracted_from_older_state_is_not_loaded_by_itself(
            String disposition, Trial trial) {
        Resource old = as(disposition, "[{'id': 1, 'name': 'old', 'tags': ['old']}]");
        Resource now = as(disposition, "[{'id': 1, 'name': 'new', 'tags': ['new']}]");
        trial.crash(LoadStep.SEALED, old);
        String stale = trial.pipeline().admin().pending().getFirst().loadId();
        trial.elsewhere().run(counting());

        trial.run(now, counting());

        assertThat(trial.rows("SELECT i.name, t.value FROM items i JOIN items__tags t ON t._dlt_parent_id = i._dlt_id"))
                .containsExactly("new | new");
        assertThat(trial.rows("SELECT run FROM runs ORDER BY run")).containsExactly("1", "2");
        assertThat(trial.loadIds()).hasSize(2).doesNotContain(stale);
        assertThat(trial.pipeline().admin().pending())
                .as("of an append, other rows take nothing away")
                .extracting(PendingPackage::loadId)
                .isEqualTo(disposition.equals("append") ? List.of(stale) : List.of());
    }

    private static Resource as(String disposition, String rows) {
        Resource items = json("items", rows);
        return switch (disposition) {
            case "append" -> items;
            case "replace" -> items.replace();
            default -> items.merge("id");
        };
    }

    @Test
    default void machines_that_run_one_pipeline_for_the_first_time_at_once_all_load_their_rows(Trial trial) {
        CyclicBarrier meeting = new CyclicBarrier(3);

        AtOnce.run(
                3,
                thread -> () -> trial.machine("m" + thread)
                        .listener(meetAt(LoadStep.SEALED, meeting))
                        .run(
                                json("items", "[{'id': " + thread + ", 'tags': ['x']}]")
                                        .merge("id"),
                                json("log", "[{'id': " + thread + "}]")));

        assertThat(trial.rows("SELECT id FROM items ORDER BY id")).containsExactly("0", "1", "2");
        assertThat(trial.rows("SELECT count(*) FROM items__tags")).containsExactly("3");
        assertThat(trial.rows("SELECT id FROM log ORDER BY id")).containsExactly("0", "1", "2");
        assertThat(trial.loadIds()).hasSize(3).doesNotHaveDuplicates();
    }
}

package dev.pipette.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.LoadInfo;
import dev.pipette.LoadListener;
import dev.pipette.Pipeline;
import dev.pipette.Pipette;
import dev.pipette.Resource;
import dev.pipette.spi.LoadStep;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Machines that load intervals of one pipeline at once, each with a run key of its own: no interval waits for another one, and each
 * is loaded once.
 */
@Timeout(120)
interface IntervalContract {
    /** The rows of some days of a log, which counts how often it is read. */
    private static Resource days(long from, long to, AtomicInteger readings) {
        return Pipette.resource("days").stream(() -> {
                    readings.incrementAndGet();
                    return LongStream.range(0, 100).mapToObj(day -> Map.of("day", day));
                })
                .incremental(Pipette.cursor("day", Long.class).backfill(from, to));
    }

    /** Moves its state with each run. */
    private static Resource counting() {
        return Pipette.resource("runs").stream(context -> {
            long run = context.state().integer("run").orElse(0L) + 1;
            context.state().put("run", run);
            return Stream.of(Map.of("run", run));
        });
    }

    /** Lets another machine move the state of the pipeline after the rows were extracted, the first time. */
    private static LoadListener overtaken(Trial trial) {
        AtomicInteger times = new AtomicInteger();
        return (step, loadId) -> {
            if (step == LoadStep.SEALED && times.getAndIncrement() == 0) {
                trial.elsewhere().run(counting());
            }
        };
    }

    @Test
    default void an_interval_with_a_run_key_is_loaded_beside_what_other_machines_load(Trial trial) {
        AtomicInteger readings = new AtomicInteger();
        trial.run(counting());

        LoadInfo info =
                trial.pipeline().runKey("days 10/20").listener(overtaken(trial)).run(days(10, 20, readings));

        assertThat(info.rows("days")).isEqualTo(10);
        assertThat(info.notes())
                .containsExactly("resource days: backfill from 10 to 20 by day; where its cursor is was left as it is");
        assertThat(readings).hasValue(1);
        assertThat(trial.rows("SELECT version FROM _dlt_pipeline_state ORDER BY version"))
                .containsExactly("1", "2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"no key", "merge", "replace", "cursor", "state"})
    default void what_could_be_older_than_other_loads_is_extracted_again(String kind, Trial trial) {
        AtomicInteger readings = new AtomicInteger();
        Resource days = switch (kind) {
            case "merge" -> days(10, 20, readings).merge("day");
            case "replace" ->
                Pipette.resource("days").stream(() -> {
                            readings.incrementAndGet();
                            return Stream.of(Map.of("day", 1));
                        })
                        .replace();
            case "cursor" -> days(0, 1, readings).incremental(Pipette.cursor("day", Long.class));
            case "state" ->
                Pipette.resource("days").stream(context -> {
                    readings.incrementAndGet();
                    context.state().put("seen", true);
                    return Stream.of(Map.of("day", 1));
                });
            default -> days(10, 20, readings);
        };
        trial.run(counting());
        var pipeline =
                kind.equals("no key") ? trial.pipeline() : trial.pipeline().runKey("noon");

        LoadInfo info = pipeline.listener(overtaken(trial)).run(days);

        assertThat(info.notes())
                .contains("extracted again, because another machine loaded the pipeline meanwhile (state version 2)");
        assertThat(readings).hasValue(2);
    }

    @Test
    default void an_interval_that_two_machines_load_at_once_is_loaded_once(Trial trial) {
        AtomicInteger readings = new AtomicInteger();
        trial.run(counting());

        AtOnce.run(2, thread -> () -> {
            Pipeline machine = trial.machine("m" + thread);
            machine.runKey("days 10/20").run(days(10, 20, readings));
            assertThat(machine.admin().pending()).isEmpty();
            return "";
        });

        assertThat(trial.rows("SELECT count(*), count(DISTINCT day) FROM days")).containsExactly("10 | 10");
    }

    @Test
    default void a_backfill_by_four_machines_beside_a_machine_that_follows_its_cursor_is_loaded_once(Trial trial) {
        int machines = 4;
        int rounds = 3;
        AtomicInteger readings = new AtomicInteger();
        trial.run(counting());

        AtOnce.run(machines + 1, thread -> (Callable<Object>) () -> {
            for (int round = 0; round < rounds; round++) {
                long from = 10L * (thread * rounds + round);
                if (thread == machines) {
                    trial.machine("other").run(counting());
                } else {
                    trial.machine("m" + thread).runKey("days " + from).run(days(from / 2, from / 2 + 5, readings));
                }
            }
            return "";
        });

        assertThat(trial.rows("SELECT day FROM days ORDER BY day"))
                .isEqualTo(IntStream.range(0, 5 * machines * rounds)
                        .mapToObj(String::valueOf)
                        .toList());
        assertThat(trial.rows("SELECT count(*) FROM runs")).containsExactly(String.valueOf(1 + rounds));
        assertThat(readings).hasValue(machines * rounds);
    }
}

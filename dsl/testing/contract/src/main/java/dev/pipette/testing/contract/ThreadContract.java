package dev.pipette.testing.contract;

import static dev.pipette.testing.contract.Trial.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.Dataset;
import dev.pipette.LoadInfo;
import dev.pipette.Pipeline;
import dev.pipette.Pipette;
import dev.pipette.Resource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What the documentation says about threads. */
interface ThreadContract {
    @Test
    default void threads_that_share_a_pipeline_run_it_one_after_the_other(Trial trial) throws Exception {
        Pipeline shared = trial.pipeline().lockTimeout(Duration.ofMinutes(5));
        AtomicInteger reading = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<LoadInfo> loads = AtOnce.run(
                3,
                thread -> () -> shared.run(Pipette.resource("items").stream(() -> {
                    most.accumulateAndGet(reading.incrementAndGet(), Math::max);
                    return LongStream.range(0, 1_000)
                            .mapToObj(id -> Map.of("id", 1_000L * thread + id))
                            .onClose(reading::decrementAndGet);
                })));

        assertThat(loads).allMatch(load -> load.rows("items") == 1_000);
        assertThat(trial.rows("SELECT count(*), count(DISTINCT id) FROM items")).containsExactly("3000 | 3000");
        assertThat(most).hasValue(1);
    }

    @Test
    default void threads_that_share_a_dataset_read_at_once(Trial trial) throws Exception {
        trial.run(json("items", "[{'id': 1}, {'id': 2}]"));
        Dataset shared = trial.pipeline().dataset();

        List<Long> counts = AtOnce.run(4, thread -> () -> shared.count("items"));

        assertThat(counts).containsOnly(2L);
    }

    @Test
    default void one_thread_at_a_time_calls_the_code_of_a_resource(Trial trial) {
        AtomicLong inside = new AtomicLong();
        AtomicLong most = new AtomicLong();
        Resource counted = Pipette.resource("counted").stream(
                        () -> LongStream.range(0, 300_000).mapToObj(id -> Map.of("id", id)))
                .filter(row -> {
                    most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                    return true;
                })
                .map(row -> {
                    inside.decrementAndGet();
                    return row;
                });

        trial.run(counted, json("other", "[{'id': 1}]"));

        assertThat(most).hasValue(1);
        assertThat(trial.count("counted")).isEqualTo(300_000);
    }
}

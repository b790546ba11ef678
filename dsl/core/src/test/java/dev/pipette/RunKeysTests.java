package dev.pipette;

import static dev.pipette.Pipette.duckdb;
import static dev.pipette.Pipette.pipeline;
import static dev.pipette.Pipette.resource;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** Which run key the runs of a program have whose context has one. */
class RunKeysTests {
    private final Pipeline shop = pipeline("shop", duckdb("shop.duckdb"));
    private final Resource orders = rows("orders");
    private final Resource customers = rows("customers");
    private final List<String> given = new ArrayList<>();

    private static Resource rows(String name) {
        return resource(name).rows(List.of(Map.of("id", 1)));
    }

    /** A run that does nothing. */
    private void run(Pipeline pipeline, Resource... resources) {
        RunContext.keys().during(pipeline, List.of(resources), keyed -> {
            given.add(keyed.runKey().orElse("none"));
            return LoadInfo.builder()
                    .pipelineName(keyed.name())
                    .destination("")
                    .dataset("")
                    .duration(Duration.ZERO)
                    .build();
        });
    }

    private List<String> keysOf(RunContext context, Runnable program) {
        given.clear();
        context.call(() -> {
            program.run();
            return true;
        });
        return List.copyOf(given);
    }

    @Test
    void the_runs_of_a_resource_by_a_pipeline_are_numbered_in_their_order() {
        Pipeline other = pipeline("other", duckdb("shop.duckdb"));
        Runnable program = () -> {
            run(shop, orders);
            run(other, orders);
            run(shop, customers);
            run(shop, orders, rows("items"));
            run(shop, customers);
            run(shop, rows("items"));
        };

        List<String> first = keysOf(RunContext.NONE.runKey("noon"), program);
        List<String> again = keysOf(RunContext.NONE.runKey("noon"), program);

        assertThat(first)
                .containsExactly("noon", "noon", "noon", "noon #2", "noon #2", "noon #3")
                .isEqualTo(again);
    }

    @Test
    void a_key_of_the_pipeline_wins_and_is_not_counted() {
        List<String> keys = keysOf(RunContext.NONE.runKey("noon"), () -> {
            run(shop.runKey("own"), orders);
            run(shop, orders);
            run(shop);
        });

        assertThat(keys).containsExactly("own", "noon", "none");
        assertThat(keysOf(RunContext.NONE, () -> run(shop, orders))).containsExactly("none");
    }

    @Test
    void a_call_within_has_the_key_and_continues_the_numbers() throws Exception {
        RunContext noon = RunContext.NONE.runKey("noon");
        List<String> keys = keysOf(noon, () -> {
            run(shop, orders);
            RunContext.NONE.param("days", 3).call(() -> {
                run(shop, orders);
                return true;
            });
            RunContext.NONE.runKey("other").call(() -> {
                run(shop, orders);
                return true;
            });
            run(shop, orders);
        });

        assertThat(keys).containsExactly("noon", "noon #2", "other", "noon #3");
        try (var threads = Executors.newSingleThreadExecutor()) {
            given.clear();
            noon.call(() -> {
                threads.submit(() -> run(shop, orders)).get();
                run(shop, orders);
                return true;
            });
        }
        assertThat(given).containsExactly("noon", "noon #2");
    }

    @Test
    void a_plan_has_the_key_of_the_run_and_does_not_count() {
        RunContext.NONE.runKey("noon").call(() -> {
            assertThat(RunContext.keys().next(shop, List.of(orders)).runKey()).contains("noon");
            run(shop, orders);
            assertThat(RunContext.keys().next(shop, List.of(orders)).runKey()).isEqualTo(Optional.of("noon #2"));
            return true;
        });
        assertThat(given).containsExactly("noon");
    }

    @Test
    void a_resource_whose_run_failed_is_not_run_again_with_a_key_that_may_mean_other_rows() {
        RunContext.NONE.runKey("noon").call(() -> {
            assertThatThrownBy(() -> RunContext.keys().during(shop, List.of(orders), keyed -> {
                        throw new IllegalStateException("no");
                    }))
                    .hasMessage("no");

            assertThatThrownBy(() -> run(shop, customers, orders))
                    .hasMessage(
                            "[BAD_USAGE] pipeline shop: the run of resource orders failed, and the program runs it once"
                                    + " more with run key noon. Nobody knows whether that is the same run or the next one, so that"
                                    + " after a restart its rows could be lost or doubled. Let the error end the program, so that"
                                    + " it is run again, or give each run a key of its own: pipeline.runKey(\"2025-12-24\").");
            run(shop.runKey("2025-12-24"), orders);
            run(shop, rows("items"));
            return true;
        });
        assertThat(given).containsExactly("2025-12-24", "noon");
    }
}

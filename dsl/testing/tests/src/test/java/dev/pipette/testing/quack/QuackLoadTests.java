package dev.pipette.testing.quack;

import static dev.pipette.Pipette.resource;
import static dev.pipette.testing.PipetteAssertions.assertThat;
import static dev.pipette.testing.TestDestination.DUCKDB;
import static dev.pipette.testing.quack.QuackTestDestination.QUACK;

import dev.pipette.Pipeline;
import dev.pipette.Resource;
import dev.pipette.testing.LoadTest;
import org.junit.jupiter.api.Test;

/** A destination from outside the kit is tested beside those of the kit, crashes included. */
@LoadTest(destinations = {DUCKDB, QUACK})
class QuackLoadTests {
    private static Resource orders(String state) {
        return resource("orders")
                .json("[{\"id\": 1, \"state\": \"" + state + "\", \"tags\": [\"x\", \"y\"]}]")
                .merge("id");
    }

    @Test
    void a_changed_order_replaces_the_earlier_one(Pipeline pipeline) {
        pipeline.run(orders("open"));
        pipeline.run(orders("paid"));

        assertThat(pipeline.dataset())
                .table("orders")
                .containsExactlyDocuments("[{\"id\": 1, \"state\": \"paid\", \"tags\": [\"x\", \"y\"]}]");
    }

    @Test
    void a_killed_load_ends_like_an_undisturbed_one(Pipeline pipeline) {
        assertThat(pipeline).running(orders("open")).isIdempotent().survivesCrashes();
    }
}

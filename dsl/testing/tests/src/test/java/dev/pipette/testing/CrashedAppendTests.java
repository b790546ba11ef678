package dev.pipette.testing;

import static dev.pipette.Pipette.resource;
import static dev.pipette.testing.PipetteAssertions.assertThat;

import dev.pipette.Pipeline;
import org.junit.jupiter.api.Test;

/** Runs of an append without an identity that are crashed at each step; {@link CrashedRunTests} has the others. */
@LoadTest(mustRun = false)
class CrashedAppendTests {
    @Test
    void an_append_without_an_identity_survives_crashes_with_its_folder(Pipeline pipeline) {
        assertThat(pipeline)
                .running(resource("orders").json("[{\"id\": 1, \"lines\": [{\"sku\": \"A\"}]}, {\"id\": 2}]"))
                .survivesCrashes();
    }
}

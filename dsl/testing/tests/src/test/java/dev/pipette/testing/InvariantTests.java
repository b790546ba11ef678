package dev.pipette.testing;

import static dev.pipette.Pipette.resource;
import static dev.pipette.testing.PipetteAssertions.assertThat;
import static dev.pipette.testing.PipetteAssertions.assertThatThrownBy;
import static dev.pipette.testing.TestDestination.DUCKDB;
import static dev.pipette.testing.TestDestination.POSTGRES;

import dev.pipette.Pipeline;
import dev.pipette.Resource;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The one-line invariants hold where they must, and fail, with a text that tells why, where they do not. */
@LoadTest(
        destinations = {DUCKDB, POSTGRES},
        mustRun = false)
class InvariantTests {

    @Test
    void an_append_without_an_identity_is_not_idempotent(Pipeline pipeline) {
        assertThatThrownBy(() -> assertThat(pipeline)
                        .running(resource("rates").json("[{\"currency\": \"EUR\"}]"))
                        .isIdempotent())
                .isInstanceOf(AssertionError.class)
                .hasMessage("""
                        running rates with pipeline test is not idempotent: a second run without new input changed what is there.
                          table rates: expected 1 row but has 2
                                        currency
                            unexpected  EUR
                        Expected is what the first run left. Rows are known again by merge(..), incremental(..), replace() or a run key.""");
    }

    @Test
    void invariants_are_collected_softly(Pipeline pipeline) {
        PipetteSoftAssertions softly = new PipetteSoftAssertions();
        Resource rates = resource("rates").json("[{\"currency\": \"EUR\"}]");

        softly.assertThat(pipeline).running(rates).isIdempotent().isDeterministic();

        assertThat(softly.assertionErrorsCollected())
                .singleElement()
                .asString()
                .contains("running rates with pipeline test is not idempotent");
    }

    @Test
    void rows_that_are_made_anew_each_time_are_not_deterministic(Pipeline pipeline) {
        AtomicInteger made = new AtomicInteger();
        Resource changing =
                resource("numbers").stream(() -> Stream.of(Map.<String, Object>of("n", made.incrementAndGet())));

        assertThatThrownBy(
                        () -> assertThat(pipeline).running(changing.replace()).isDeterministic())
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith(
                        "running numbers with pipeline test is not deterministic: two runs into empty datasets ended"
                                + " differently.\n  table numbers\n");
    }

    @Test
    void what_a_resource_does_twice_after_a_crash_is_seen(Pipeline pipeline) {
        AtomicInteger made = new AtomicInteger();
        Resource changing =
                resource("numbers").stream(() -> Stream.of(Map.<String, Object>of("n", made.incrementAndGet())));

        assertThatThrownBy(
                        () -> assertThat(pipeline).running(changing.replace()).survivesCrashes())
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("running numbers with pipeline test does not survive a kill at PIPELINE_LOCKED"
                        + " with the working folder kept: it did not end as an undisturbed run.\n  table numbers\n");
    }
}

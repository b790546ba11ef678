package dev.pipette.testing;

import static dev.pipette.Pipette.cursor;
import static dev.pipette.Pipette.resource;
import static dev.pipette.testing.PipetteAssertions.assertThat;

import dev.pipette.Pipeline;
import dev.pipette.Resource;
import org.junit.jupiter.api.Test;

/** Runs that are crashed at each step at a server; the README has those of a merge, into DuckDB too. */
@LoadTest(destinations = TestDestination.POSTGRES, mustRun = false)
class CrashedRunTests {
    private static final String ORDERS = """
            [{"id": 1, "at": 10, "lines": [{"sku": "A"}, {"sku": "B"}]}, {"id": 2, "at": 11, "lines": []}]""";

    private static Resource orders() {
        return resource("orders").json(ORDERS);
    }

    @Test
    void a_replace_and_a_cursor_survive_crashes_when_something_was_loaded_before(Pipeline pipeline) {
        Resource more = resource("orders")
                .json(
                        "[{\"id\": 2, \"at\": 11, \"lines\": []}, {\"id\": 3, \"at\": 12, \"lines\": [{\"sku\": \"C\"}]}]")
                .incremental(cursor("at", Long.class));
        Resource rates = resource("rates").json("[{\"currency\": \"EUR\"}]").replace();

        assertThat(pipeline)
                .running(more, rates)
                .after(orders().incremental(cursor("at", Long.class)), rates)
                .survivesCrashes()
                .isDeterministic();

        // nothing of the trials stays
        assertThat(pipeline.destination().tables(pipeline.home())).isEmpty();
    }
}

package dev.pipette.duckdb;

import static dev.pipette.Pipette.resource;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.LoadInfo;
import dev.pipette.Pipeline;
import dev.pipette.spi.LoadListener;
import dev.pipette.spi.LoadStep;
import dev.pipette.testing.LoadTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Listeners hear how a run ended. */
@LoadTest
class RunEndTests {
    private final List<String> heard = new ArrayList<>();

    private class Hearing implements LoadListener {
        @Override
        public void started(String pipeline) {
            heard.add("started");
        }

        @Override
        public void reached(LoadStep step, String loadId) {}

        @Override
        public void finished(LoadInfo info) {
            heard.add("finished " + info.rows("t"));
        }

        @Override
        public void failed(Throwable problem) {
            heard.add("failed " + problem.getMessage());
        }
    }

    @Test
    void a_run_that_succeeds_is_finished_also_when_nothing_is_new(Pipeline pipeline) {
        Pipeline heardOf = pipeline.listener(new Hearing());

        heardOf.run(resource("t").rows(List.of(Map.of("id", 1))));
        heardOf.run(resource("t").rows(List.of()));

        assertThat(heard).containsExactly("started", "finished 1", "started", "finished 0");
    }

    @Test
    void a_run_that_fails_is_failed(Pipeline pipeline) {
        Pipeline heardOf = pipeline.listener(new Hearing());

        assertThatThrownBy(() -> heardOf.run(resource("t").stream(() -> {
                    throw new IllegalStateException("no rows today");
                })))
                .hasMessage("[RESOURCE_FAILED] resource t failed after 0 rows: IllegalStateException: no rows today."
                        + " Nothing of the run was loaded.");

        assertThat(heard)
                .containsExactly(
                        "started",
                        "failed [RESOURCE_FAILED] resource t failed after 0 rows: IllegalStateException: no rows today."
                                + " Nothing of the run was loaded.");
    }

    @Test
    void a_load_is_complete_whatever_a_listener_makes_of_it(Pipeline pipeline) {
        LoadInfo info = pipeline.listener(new Hearing() {
                    @Override
                    public void finished(LoadInfo done) {
                        throw new IllegalStateException("the display is gone");
                    }
                })
                .run(resource("t").rows(List.of(Map.of("id", 1))));

        assertThat(info.rows("t")).isEqualTo(1);
        assertThat(info.notes())
                .containsExactly(
                        "a listener failed after the load: java.lang.IllegalStateException: the display is gone");
    }
}

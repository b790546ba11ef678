package dev.pipette.duckdb;

import static dev.pipette.Pipette.cursor;
import static dev.pipette.Pipette.resource;
import static dev.pipette.Pipette.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.LoadInfo;
import dev.pipette.LoadListener;
import dev.pipette.Pipeline;
import dev.pipette.Resource;
import dev.pipette.RunContext;
import dev.pipette.RunInterval;
import dev.pipette.incremental.RowOrder;
import dev.pipette.spi.LoadStep;
import dev.pipette.testing.Crash;
import dev.pipette.testing.CrashAt;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A program whose context has a run key, run again as a scheduler does after it was killed. */
class RunKeyProgramTests {
    private static final RunInterval HOUR = RunInterval.parse("2025-12-24T06:00Z/2025-12-24T07:00Z");

    @TempDir
    Path folder;

    private final Map<String, Object> first = Map.of("id", 1);

    private Pipeline pipeline(String name, String home) {
        return new Scratch(folder, name).pipeline().home(folder.resolve(home));
    }

    /** Two pipelines, one of which runs the same resource twice; their rows have no identity but the key. */
    private void program(String home, LoadListener inSecondRun) {
        Pipeline shop = pipeline("shop", home);
        shop.run(resource("orders").rows(List.of(first, Map.of("id", 2))));
        pipeline("crm", home).run(resource("orders").rows(List.of(Map.of("id", 7))));
        shop.listener(inSecondRun).run(resource("orders").rows(List.of(first, Map.of("id", 3))));
    }

    private void occurrence(String home, LoadListener inSecondRun) {
        RunContext.NONE.runKey("job orders " + HOUR).interval(HOUR).call(() -> {
            program(home, inSecondRun);
            return true;
        });
    }

    private void assertLoadedOnce() {
        assertThat(new Scratch(folder, "shop").rows("SELECT id FROM orders ORDER BY id"))
                .containsExactly("1", "1", "2", "3");
        assertThat(new Scratch(folder, "crm").rows("SELECT id FROM orders")).containsExactly("7");
    }

    @Test
    void a_program_that_is_run_twice_with_one_key_loads_each_of_its_runs_once() {
        occurrence("home", LoadListener.NONE);
        occurrence("home", LoadListener.NONE);
        occurrence("other", LoadListener.NONE);

        assertLoadedOnce();
        assertThat(new Scratch(folder, "shop").rows("SELECT run_key FROM _pipette_run_keys ORDER BY run_key"))
                .containsExactly("job orders " + HOUR, "job orders " + HOUR + " #2");
    }

    @ParameterizedTest
    @EnumSource(names = {"PIPELINE_LOCKED", "SEALED", "TRANSACTION_BEGUN", "COMMITTED", "ACKNOWLEDGED"})
    void a_program_that_was_killed_in_its_second_run_ends_as_one_that_was_not(LoadStep step) {
        assertThatThrownBy(() -> occurrence("home", CrashAt.step(step))).isInstanceOf(Crash.class);

        occurrence(step == LoadStep.SEALED ? "home" : "fresh", LoadListener.NONE);

        assertLoadedOnce();
    }

    @Test
    void another_key_loads_the_same_rows_again() {
        occurrence("home", LoadListener.NONE);
        RunContext.NONE.runKey("job orders redo 1").call(() -> {
            program("home", LoadListener.NONE);
            return true;
        });

        assertThat(new Scratch(folder, "crm").rows("SELECT id FROM orders")).containsExactly("7", "7");
    }

    @Test
    void a_load_in_steps_continues_after_the_steps_that_were_committed() {
        assertThatThrownBy(() -> inSteps("home", new CrashAtSecondCommit())).isInstanceOf(Crash.class);
        assertThat(new Scratch(folder, "steps").rows("SELECT count(*) FROM events"))
                .containsExactly("4");

        inSteps("fresh", LoadListener.NONE);
        LoadInfo again = inSteps("home", LoadListener.NONE);

        assertThat(new Scratch(folder, "steps").rows("SELECT id FROM events ORDER BY id"))
                .containsExactly("1", "2", "3", "4", "5");
        assertThat(again.nothingNew()).isTrue();
    }

    private LoadInfo inSteps(String home, LoadListener listener) {
        Resource events = resource("events")
                .rows(() -> List.of(1, 2, 3, 4, 5).stream()
                        .map(id -> (Object) Map.of("id", id))
                        .iterator())
                .incremental(cursor("id", Long.class).rowOrder(RowOrder.ASCENDING))
                .commitEvery(2);
        return RunContext.NONE
                .runKey("noon")
                .call(() -> pipeline("steps", home).listener(listener).run(events));
    }

    private static final class CrashAtSecondCommit implements LoadListener {
        private int commits;

        @Override
        public void reached(LoadStep step, String loadId) {
            if (step == LoadStep.COMMITTED && ++commits == 2) {
                throw new Crash(step);
            }
        }
    }

    @Test
    void a_resource_reads_the_interval_of_its_run_and_the_trace_names_it() {
        Pipeline shop = pipeline("shop", "home");
        Resource orders = resource("orders")
                .rows(() -> List.<Object>of(
                                Map.of("since", run.interval().from().toString()))
                        .iterator());

        RunContext.NONE.interval(HOUR).job("orders", 3).call(() -> shop.run(orders));

        assertThat(new Scratch(folder, "shop").rows("SELECT since FROM orders")).containsExactly("2025-12-24T06:00Z");
        assertThat(shop.admin().trace().toString())
                .contains("\njob orders, attempt 3\ninterval 2025-12-24T06:00:00Z/2025-12-24T07:00:00Z\n");
    }
}

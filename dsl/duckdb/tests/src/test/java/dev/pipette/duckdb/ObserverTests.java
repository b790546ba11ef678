package dev.pipette.duckdb;

import static dev.pipette.Pipette.csv;
import static dev.pipette.Pipette.resource;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.pipette.LoadInfo;
import dev.pipette.LoadListener;
import dev.pipette.Resource;
import dev.pipette.RunContext;
import dev.pipette.admin.RunStart;
import dev.pipette.admin.RunTrace;
import dev.pipette.admin.RunTrace.ColumnType;
import dev.pipette.admin.RunTrace.Input;
import dev.pipette.admin.RunTrace.Outcome;
import dev.pipette.admin.RunningScript;
import dev.pipette.spi.LoadStep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Observers hear of each run once when it begins and once when it ends, and change nothing of it. */
class ObserverTests {
    @TempDir
    Path folder;

    private Scratch scratch;
    private Resource orders;

    @BeforeEach
    void open() {
        scratch = new Scratch(folder);
        orders = csv("orders", scratch.file("orders.csv", "id,price\n1,1.5\n2,2.5\n"));
    }

    private static final class Observer implements LoadListener {
        private final List<RunStart> begun = new ArrayList<>();
        private final List<RunTrace> ended = new ArrayList<>();
        private final List<String> calls = new ArrayList<>();
        private final String failing;

        Observer(String failing) {
            this.failing = failing;
        }

        private void call(String name) {
            calls.add(name);
            if (failing.contains(name)) {
                throw new IllegalStateException(name + " failed: password=hunter2");
            }
        }

        @Override
        public void reached(LoadStep step, String loadId) {}

        @Override
        public void started(String pipeline) {
            calls.add("started");
        }

        @Override
        public void began(RunStart run) {
            begun.add(run);
            call("began");
        }

        @Override
        public void ended(RunTrace trace) {
            ended.add(trace);
            call("ended");
        }

        @Override
        public void finished(LoadInfo info) {
            calls.add("finished");
        }

        @Override
        public void failed(Throwable failure) {
            calls.add("failed");
        }
    }

    @Test
    void a_run_begins_and_ends_once_with_one_id_and_the_trace_that_is_kept() {
        Observer observer = new Observer("");

        LoadInfo info = scratch.pipeline().listener(observer).run(orders);

        assertThat(observer.calls).containsExactly("started", "began", "ended", "finished");
        RunStart begun = observer.begun.getFirst();
        RunTrace ended = observer.ended.getFirst();
        assertThat(ended.runId()).isEqualTo(begun.runId()).hasSize(36);
        assertThat(ended.startedAt()).isEqualTo(begun.startedAt());
        assertThat(ended.address()).isEqualTo(begun.address()).isEqualTo("duckdb:" + scratch.database());
        assertThat(begun.pipeline()).isEqualTo("scratch");
        assertThat(begun.destination()).isEqualTo(info.destination());
        assertThat(begun.dataset()).isEqualTo(info.dataset());
        assertThat(scratch.pipeline().admin().trace().runId()).isEqualTo(begun.runId());
    }

    @Test
    void a_trace_has_inputs_and_the_columns_that_were_committed() {
        Resource days = resource("days").rows(List.of(Map.of("day", 1)));

        scratch.run(orders, days);

        RunTrace trace = scratch.pipeline().admin().trace();
        assertThat(trace.inputs())
                .containsExactly(
                        new Input(
                                "orders",
                                Input.Kind.FILES,
                                folder.resolve("orders.csv").toString()),
                        new Input("days", Input.Kind.ROWS, ""));
        assertThat(trace.packages().getFirst().columns())
                .extracting(RunTrace.TableColumns::table)
                .containsExactlyInAnyOrder("orders", "days");
        assertThat(trace.packages().getFirst().columns().stream()
                        .filter(columns -> columns.table().equals("orders"))
                        .flatMap(columns -> columns.columns().stream()))
                .startsWith(new ColumnType("id", "bigint"), new ColumnType("price", "double"));
    }

    @Test
    void a_run_that_fails_ends_with_its_failure() {
        Observer observer = new Observer("");
        Resource broken = orders.filter(row -> {
            throw new IllegalStateException("no rows today");
        });

        Throwable failure =
                catchThrowable(() -> scratch.pipeline().listener(observer).run(broken));

        assertThat(observer.calls).containsExactly("started", "began", "ended", "failed");
        assertThat(observer.ended.getFirst().outcome()).isEqualTo(Outcome.FAILED);
        assertThat(observer.ended.getFirst().failure().orElseThrow().message()).isEqualTo(failure.getMessage());
    }

    @Test
    void observers_that_fail_are_notes_of_a_load_and_all_others_are_called() {
        Observer bad = new Observer("began ended");
        Observer worse = new Observer("ended");
        Observer good = new Observer("");

        LoadInfo info =
                scratch.pipeline().listener(bad).listener(worse).listener(good).run(orders);

        assertThat(scratch.rows("SELECT id FROM orders ORDER BY id")).containsExactly("1", "2");
        assertThat(info.notes())
                .containsExactly(
                        "the load is complete, but an observer failed: IllegalStateException: began failed: password=***",
                        "the load is complete, but an observer failed: IllegalStateException: ended failed: password=***");
        assertThat(good.calls).containsExactly("started", "began", "ended", "finished");
    }

    @Test
    void observers_that_fail_do_not_take_the_place_of_what_a_run_failed_with() {
        Resource broken = orders.filter(row -> {
            throw new IllegalStateException("no rows today");
        });

        Throwable failure = catchThrowable(
                () -> scratch.pipeline().listener(new Observer("began ended")).run(broken));

        assertThat(failure).hasRootCauseMessage("no rows today");
        assertThat(failure.getSuppressed()).extracting(Throwable::getMessage).hasSize(2);
    }

    @Test
    void a_run_of_a_script_is_traced_with_its_name_and_the_hash_of_its_bytes() throws IOException {
        RunningScript script = RunningScript.of(Files.writeString(folder.resolve("day.jsh"), "abc"));
        Observer observer = new Observer("");

        LoadInfo info = RunContext.NONE
                .script(script)
                .call(() -> scratch.pipeline().listener(observer).run(orders));

        assertThat(info.notes()).isEmpty();
        assertThat(observer.begun.getFirst().script()).contains(script);
        assertThat(scratch.pipeline().admin().trace().script()).contains(script);
        assertThat(scratch.pipeline().admin().trace().toString())
                .contains("by " + folder.resolve("day.jsh") + ", SHA-256 ba7816bf");
    }
}

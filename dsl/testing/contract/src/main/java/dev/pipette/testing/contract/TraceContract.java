package dev.pipette.testing.contract;

import static dev.pipette.testing.contract.Trial.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.LoadInfo;
import dev.pipette.Pipeline;
import dev.pipette.Pipette;
import dev.pipette.Resource;
import dev.pipette.admin.RunTrace;
import dev.pipette.admin.RunTrace.Outcome;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.spi.LoadStep;
import dev.pipette.testing.folders.MemoryFolders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each run leaves a trace that tells what it did, without secrets; and no trace ever fails a load. */
interface TraceContract {
    private static Resource items() {
        return json("items", "[{'id': 1, 'at': 5, 'tags': ['x', 'y']}, {'id': 2, 'at': 5}]")
                .incremental(Pipette.cursor("at", Long.class));
    }

    private static Resource broken(String message) {
        return Pipette.resource("broken").stream(() -> {
            throw new IllegalStateException(message);
        });
    }

    private static Path traces(Trial trial) {
        return trial.home().resolve("pipelines/contract/traces");
    }

    @Test
    default void a_load_leaves_its_steps_rows_and_schema_changes(Trial trial) {
        Clock clock = Clock.fixed(Instant.parse("2025-12-24T15:00:00.123456Z"), ZoneOffset.UTC);
        List<LoadStep> reached = new ArrayList<>();

        LoadInfo info = trial.pipeline()
                .clock(clock)
                .listener((step, loadId) -> reached.add(step))
                .run(items());

        RunTrace trace = trial.pipeline().admin().trace();
        assertThat(trace.outcome()).isEqualTo(Outcome.LOADED);
        assertThat(trace.pipeline()).isEqualTo("contract");
        assertThat(trace.destination()).isEqualTo(info.destination());
        assertThat(trace.dataset()).isEqualTo("contract_data");
        assertThat(trace.startedAt()).isEqualTo("2025-12-24T15:00:00.123Z");
        assertThat(trace.steps())
                .extracting(RunTrace.Step::step)
                .isEqualTo(reached)
                .hasSize(16);
        assertThat(trace.steps().stream().map(RunTrace.Step::duration).reduce(Duration.ZERO, Duration::plus))
                .isLessThanOrEqualTo(trace.duration());
        assertThat(trace.packages()).singleElement().satisfies(load -> {
            assertThat(load.loadId()).isEqualTo(info.packages().getFirst().loadId());
            assertThat(load.committed()).isTrue();
            assertThat(load.recovered()).isFalse();
            assertThat(load.files()).isEqualTo(2);
            assertThat(load.bytes()).isPositive();
            assertThat(load.tables()).isEqualTo(info.tables());
            assertThat(load.schemaChanges()).isEqualTo(info.schemaChanges());
        });
        assertThat(trace.rows("items__tags")).isEqualTo(2);
        assertThat(trace.failure()).isEmpty();
    }

    @Test
    default void a_run_with_nothing_new_leaves_a_trace_as_well(Trial trial) {
        trial.run(items());
        trial.run(items());

        assertThat(trial.pipeline().admin().traces())
                .extracting(RunTrace::outcome)
                .containsExactly(Outcome.NOTHING_NEW, Outcome.LOADED);
    }

    @Test
    default void a_failed_run_tells_why_and_how_far_it_came(Trial trial) {
        assertThatThrownBy(() -> trial.run(items(), broken("no rows today"))).isInstanceOf(PipetteException.class);

        RunTrace trace = trial.pipeline().admin().trace();
        assertThat(trace.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(trace.steps()).extracting(RunTrace.Step::step).last().isEqualTo(LoadStep.PACKAGE_OPENED);
        assertThat(trace.failure())
                .contains(new RunTrace.Failure(
                        ErrorCode.RESOURCE_FAILED.name(),
                        "[RESOURCE_FAILED] resource broken failed after 0 rows: IllegalStateException: no rows today."
                                + " Nothing of the run was loaded."));
        assertThat(trial.pipeline().admin().failed().runs()).containsExactly(trace);
    }

    @Test
    default void a_run_that_publishing_failed_tells_what_its_package_held(Trial trial) {
        Pipeline failing = trial.pipeline().listener((step, loadId) -> {
            if (step == LoadStep.ROWS_APPLIED) {
                throw new IllegalStateException("the network is gone");
            }
        });

        assertThatThrownBy(() -> failing.run(items())).hasMessage("the network is gone");
        LoadInfo next = trial.run(items());

        List<RunTrace> traces = trial.pipeline().admin().traces();
        assertThat(traces.getLast().packages()).singleElement().satisfies(load -> {
            assertThat(load.committed()).isFalse();
            assertThat(load.tables()).extracting(LoadInfo.TableLoad::rows).containsExactly(2L, 2L);
        });
        assertThat(traces.getFirst().packages())
                .singleElement()
                .satisfies(load -> assertThat(load.recovered()).isTrue());
        assertThat(traces.getFirst().notes()).isEqualTo(next.notes());
    }

    @Test
    default void a_first_run_that_fails_before_anything_else_leaves_a_trace(Trial trial) {
        Resource missing = Pipette.jsonl("items", trial.folder().resolve("missing.jsonl"));

        assertThatThrownBy(() -> trial.run(missing)).isInstanceOf(PipetteException.class);

        assertThat(trial.pipeline().admin().trace().steps()).isEmpty();
        assertThat(trial.pipeline().admin().trace().failure().orElseThrow().code())
                .isEqualTo("SOURCE_MISSING");
    }

    @Test
    default void no_secret_reaches_a_trace(Trial trial) throws IOException {
        assertThatThrownBy(() -> trial.run(
                        broken("GET https://me:hunter2@api.example/orders?api_key=abc123 refused, token: def456")))
                .isInstanceOf(PipetteException.class);

        RunTrace trace = trial.pipeline().admin().trace();
        try (var files = Files.list(traces(trial))) {
            assertThat(Files.readString(files.findFirst().orElseThrow()))
                    .contains("https://me:***@api.example/orders?api_key=*** refused")
                    .doesNotContain("hunter2", "abc123", "def456");
        }
        assertThat(trace.toString()).doesNotContain("hunter2", "abc123", "def456");
    }

    @Test
    default void the_newest_traces_are_kept(Trial trial) throws IOException {
        Resource missing = Pipette.jsonl("items", trial.folder().resolve("missing.jsonl"));
        for (int run = 0; run < RunTrace.KEPT + 2; run++) {
            assertThatThrownBy(() -> trial.run(missing)).isInstanceOf(PipetteException.class);
        }
        trial.run(items());

        assertThat(trial.pipeline().admin().traces()).hasSize(RunTrace.KEPT);
        assertThat(trial.pipeline().admin().trace().outcome()).isEqualTo(Outcome.LOADED);
        try (var files = Files.list(traces(trial))) {
            assertThat(files).hasSize(RunTrace.KEPT);
        }
    }

    @Test
    default void a_trace_that_cannot_be_kept_is_a_note_and_fails_no_load(Trial trial) throws IOException {
        trial.run(json("items", "[{'id': 1}]"));
        MemoryFolders.delete(traces(trial));
        Files.writeString(traces(trial), "a file where the folder should be");

        LoadInfo info = trial.run(json("items", "[{'id': 2}]"));

        assertThat(trial.rows("SELECT id FROM items ORDER BY id")).containsExactly("1", "2");
        assertThat(info.notes()).singleElement().asString().startsWith("the trace of this run could not be kept: ");
        assertThatThrownBy(() -> trial.run(broken("no rows today"))).hasRootCauseMessage("no rows today");
    }

    @Test
    default void a_trace_that_is_not_understood_is_passed_over(Trial trial) throws IOException {
        trial.run(items());
        Files.writeString(traces(trial).resolve("00000009-0000aaaa.json"), "{\"outcome\": \"EVAPORATED\"}");

        assertThat(trial.pipeline().admin().traces())
                .extracting(RunTrace::outcome)
                .containsExactly(Outcome.LOADED);
    }

    @Test
    default void a_pipeline_that_was_not_run_from_here_has_no_trace(Trial trial) {
        assertThatThrownBy(() -> trial.pipeline().admin().trace())
                .hasMessageStartingWith("[BAD_USAGE] no run of pipeline contract left a trace in ")
                .hasMessageEndingWith(". Run it from here first, or look into the working folder that it runs from.");
        assertThat(trial.pipeline().admin().traces()).isEmpty();
    }
}

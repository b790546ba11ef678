package dev.pipette.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.LoadInfo.TableLoad;
import dev.pipette.RunContext;
import dev.pipette.RunInterval;
import dev.pipette.admin.RunTrace.ColumnType;
import dev.pipette.admin.RunTrace.Input;
import dev.pipette.admin.RunTrace.LoadPackage;
import dev.pipette.admin.RunTrace.Outcome;
import dev.pipette.admin.RunTrace.Step;
import dev.pipette.admin.RunTrace.TableColumns;
import dev.pipette.check.CheckResult;
import dev.pipette.check.Severity;
import dev.pipette.check.Verdict;
import dev.pipette.schema.WriteDisposition;
import dev.pipette.spi.LoadStep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The document that a trace is, and the script that it names. */
class TraceDocumentTests {
    private static final RunTrace TRACE = new RunTrace(
            "0b9d3d0e-7f2b-4b0e-9a51-0d8f5d2c6a11",
            "shop",
            "duckdb shop.duckdb",
            "duckdb:/data/shop.duckdb",
            "shop_dataset",
            Instant.parse("2025-12-24T15:00:00Z"),
            Optional.of(new RunningScript("day.jsh", "ab".repeat(32))),
            Optional.of(new RunningJob("events", 2)),
            Optional.of(RunInterval.parse("2025-12-24T09:00:00-05:00/2025-12-24T10:00:00-05:00")),
            Duration.ofMillis(412),
            Outcome.LOADED,
            List.of(new Input("events", Input.Kind.FILES, "events/*.csv")),
            List.of(new Step(LoadStep.COMMITTED, "1766588400.5", Duration.ofMillis(400))),
            List.of(new LoadPackage(
                    "1766588400.5",
                    true,
                    false,
                    1,
                    252,
                    List.of(new TableLoad(
                            "events", "events", Optional.empty(), WriteDisposition.Kind.APPEND, 3, 0, 0, 1, 0)),
                    List.of(new TableColumns("events", List.of(new ColumnType("id", "bigint")))),
                    List.of("column events.id bigint was added"),
                    List.of(new CheckResult(
                            "events", "not_null(id)", Severity.WARN, Verdict.WARNED, 1, "row 2 (id = NULL)")))),
            List.of("something to know"),
            Optional.empty());

    @TempDir
    Path folder;

    @Test
    void a_document_says_its_version_and_all_that_a_trace_has() {
        assertThat(TRACE.toJson().replace("\r\n", "\n")).isEqualTo("""
                {
                  "version" : 1,
                  "run_id" : "0b9d3d0e-7f2b-4b0e-9a51-0d8f5d2c6a11",
                  "pipeline" : "shop",
                  "destination" : "duckdb shop.duckdb",
                  "address" : "duckdb:/data/shop.duckdb",
                  "dataset" : "shop_dataset",
                  "started_at" : "2025-12-24T15:00:00Z",
                  "script" : {
                    "name" : "day.jsh",
                    "sha256" : "abababababababababababababababababababababababababababababababab"
                  },
                  "job" : {
                    "name" : "events",
                    "attempt" : 2
                  },
                  "interval" : {
                    "from" : "2025-12-24T09:00:00-05:00",
                    "to" : "2025-12-24T10:00:00-05:00"
                  },
                  "duration_ms" : 412.000,
                  "outcome" : "loaded",
                  "inputs" : [ {
                    "resource" : "events",
                    "kind" : "files",
                    "location" : "events/*.csv"
                  } ],
                  "steps" : [ {
                    "step" : "committed",
                    "load_id" : "1766588400.5",
                    "duration_ms" : 400.000
                  } ],
                  "packages" : [ {
                    "load_id" : "1766588400.5",
                    "committed" : true,
                    "recovered" : false,
                    "files" : 1,
                    "bytes" : 252,
                    "tables" : [ {
                      "table" : "events",
                      "resource" : "events",
                      "parent" : null,
                      "disposition" : "append",
                      "rows" : 3,
                      "updated" : 0,
                      "unchanged" : 0,
                      "skipped" : 1,
                      "deleted" : 0,
                      "rejected" : 0
                    } ],
                    "columns" : [ {
                      "table" : "events",
                      "columns" : [ {
                        "name" : "id",
                        "type" : "bigint"
                      } ]
                    } ],
                    "schema_changes" : [ "column events.id bigint was added" ],
                    "checks" : [ {
                      "table" : "events",
                      "check" : "not_null(id)",
                      "severity" : "warn",
                      "verdict" : "warned",
                      "violations" : 1,
                      "message" : "row 2 (id = NULL)"
                    } ]
                  } ],
                  "notes" : [ "something to know" ],
                  "failure" : null
                }""");
        assertThat(TraceDocument.read(TRACE.toJson())).contains(TRACE);
    }

    @Test
    void a_document_without_a_version_is_of_an_older_pipette_and_of_a_higher_one_is_not_read() {
        String older = TRACE.toJson()
                .replace("\"version\" : 1,", "")
                .replaceAll("\"run_id\" : [^\n]*", "")
                .replaceAll("\"address\" : [^\n]*", "")
                .replaceAll("(?s)\"script\" : \\{.*?},", "")
                .replaceAll("(?s)\"job\" : \\{.*?},", "")
                .replaceAll("(?s)\"interval\" : \\{.*?},", "")
                .replaceAll("(?s)\"inputs\" : \\[.*?],", "")
                .replaceAll("(?s)\"columns\" : .*\"schema_changes\"", "\"schema_changes\"")
                .replaceAll("(?s),\\s*\"checks\" : \\[.*?]", "");

        RunTrace read = TraceDocument.read(older).orElseThrow();

        assertThat(older).doesNotContain("abab", "events/*.csv", "\"columns\"");
        assertThat(read.runId()).isEmpty();
        assertThat(read.script()).isEmpty();
        assertThat(read.job()).isEmpty();
        assertThat(read.interval()).isEmpty();
        assertThat(read.inputs()).isEmpty();
        assertThat(read.packages().getFirst().columns()).isEmpty();
        assertThat(read.rows("events")).isEqualTo(3);
        assertThat(TraceDocument.read(TRACE.toJson().replace("\"version\" : 1", "\"version\" : 2")))
                .isEmpty();
        assertThat(TraceDocument.read("[]")).isEmpty();
        assertThat(TraceDocument.read("no json")).isEmpty();
    }

    @Test
    void a_script_is_known_by_its_bytes_to_its_thread_and_those_that_it_starts() throws IOException {
        RunningScript script = RunningScript.of(Files.writeString(folder.resolve("day.jsh"), "abc"));

        Optional<RunningScript> other = RunContext.NONE.script(script).call(() -> {
            AtomicReference<Optional<RunningScript>> found = new AtomicReference<>(Optional.empty());
            Thread thread = new Thread(() -> found.set(
                    RunContext.NONE.limit(1).call(() -> RunContext.current().script())));
            thread.start();
            join(thread);
            return Objects.requireNonNull(found.get());
        });

        assertThat(script.sha256()).isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assertThat(other).contains(script);
        assertThat(RunContext.current().script()).isEmpty();
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}

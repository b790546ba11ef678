package dev.pipette;

import static dev.pipette.schema.WriteDisposition.Kind.MERGE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.LoadInfo.LoadedPackage;
import dev.pipette.LoadInfo.TableLoad;
import dev.pipette.admin.AdminText;
import dev.pipette.admin.Diagnosis;
import dev.pipette.admin.DropInfo;
import dev.pipette.admin.FailedRuns;
import dev.pipette.admin.PipelineAdmin.Load;
import dev.pipette.admin.PipelineAdmin.PackageAttempt;
import dev.pipette.admin.PipelineAdmin.PendingPackage;
import dev.pipette.admin.PipelineSchema;
import dev.pipette.admin.PipelineState;
import dev.pipette.admin.RunTrace;
import dev.pipette.admin.RunningJob;
import dev.pipette.admin.RunningScript;
import dev.pipette.admin.TraceDocument;
import dev.pipette.admin.TraceText;
import dev.pipette.schema.Column;
import dev.pipette.schema.DataType;
import dev.pipette.schema.Schema;
import dev.pipette.schema.TableSchema;
import dev.pipette.spi.Check;
import dev.pipette.spi.LoadStep;
import dev.pipette.text.Units;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How the values of the language look in JShell, on the command line and in a notebook. */
class PrintingTests {
    private static final TableLoad EVENTS =
            new TableLoad("events", "events", Optional.empty(), MERGE, 1_707, 12, 0, 3, 0);

    private static final RunTrace TRACE = new RunTrace(
            "0b9d3d0e-7f2b-4b0e-9a51-0d8f5d2c6a11",
            "shop",
            "duckdb shop.duckdb",
            "duckdb:/data/shop.duckdb",
            "shop_dataset",
            Instant.parse("2025-12-24T15:00:00Z"),
            Optional.of(new RunningScript("day.jsh", "5e88".repeat(16))),
            Optional.of(new RunningJob("events", 2)),
            Optional.of(RunInterval.parse("2025-12-24T09:00:00-05:00/2025-12-24T10:00:00-05:00")),
            Duration.ofMillis(412),
            RunTrace.Outcome.LOADED,
            List.of(new RunTrace.Input("events", RunTrace.Input.Kind.FILES, "events/*.csv")),
            List.of(
                    new RunTrace.Step(LoadStep.PIPELINE_LOCKED, "", Duration.ofNanos(1_234_567)),
                    new RunTrace.Step(LoadStep.COMMITTED, "1766588400.5000000", Duration.ofMillis(400))),
            List.of(new RunTrace.LoadPackage(
                    "1766588400.5000000",
                    true,
                    false,
                    1,
                    252_600,
                    List.of(EVENTS),
                    List.of(new RunTrace.TableColumns(
                            "events",
                            List.of(new RunTrace.ColumnType("id", "bigint"), new RunTrace.ColumnType("name", "text")))),
                    List.of("column events.name text was added"),
                    List.of())),
            List.of("something to know"),
            Optional.empty());

    @Test
    void a_state_is_a_table_of_what_resources_remember() {
        PipelineState state = state();

        assertThat(state.toString()).isEqualTo("""
                        state version 3

                        resource  remembers          value
                        --------  -----------------  --------------------
                        events    cursor updated_at  2025-03-01T00:00:00Z
                        orders    since              2025-12-24
                        orders    pages              {"a":[1,2]}""");
        assertThat(state.toHtml()).contains("<p>state version 3</p>", "cursor updated_at", "{&quot;a&quot;:[1,2]}");
        assertThat(state.cursor("events", "updated_at")).contains("2025-03-01T00:00:00Z");
        assertThat(state.cursor("orders", "updated_at")).isEmpty();
        assertThat(state.value("orders", "since")).contains("2025-12-24");
        assertThat(state.value("nothing", "since")).isEmpty();
    }

    private static PipelineState state() {
        Map<String, Map<String, Object>> resources = new LinkedHashMap<>();
        resources.put(
                "events", Map.of("incremental", Map.of("updated_at", Map.of("last_value", "2025-03-01T00:00:00Z"))));
        Map<String, Object> orders = new LinkedHashMap<>();
        orders.put("since", "2025-12-24");
        orders.put("pages", Map.of("a", List.of(1, 2)));
        resources.put("orders", orders);
        return new PipelineState(3, resources);
    }

    @Test
    void an_empty_state_says_so() {
        assertThat(new PipelineState(0, Map.of())).hasToString("no state: nothing was loaded yet");
        assertThat(new PipelineState(1, Map.of())).hasToString("state version 1: no resource remembers anything");
    }

    @Test
    void a_schema_is_a_table_of_columns_for_each_table() {
        Schema document = Schema.create("shop")
                .withTable(TableSchema.root("events", "merge")
                        .withColumn(Column.of("id", DataType.BIGINT)
                                .withNullable(false)
                                .withPrimaryKey(true))
                        .withColumn(Column.of("at", DataType.TIMESTAMP).withTimezone(false))
                        .withColumn(Column.of("price", DataType.DECIMAL)
                                .withPrecision(12)
                                .withScale(2)))
                .withTable(TableSchema.nested("events__tags", "events").withColumn(Column.of("value", DataType.TEXT)))
                .bumped();
        PipelineSchema schema = new PipelineSchema(Optional.of(document));

        assertThat(schema.toString())
                .isEqualTo("schema shop, version " + document.version() + ", " + document.versionHash() + """


                        events

                        column  type
                        ------  ---------------  ---------------------
                        id      bigint           primary key, not null
                        at      local_timestamp
                        price   decimal(12,2)

                        events__tags, nested in events

                        column  type
                        ------  ----
                        value   text""");
        assertThat(schema.toHtml()).contains("<h4>events__tags, nested in events</h4>", ">decimal(12,2)<");
        assertThat(schema.tables()).hasSize(2);
        assertThat(new PipelineSchema(Optional.empty())).hasToString("no schema: nothing was loaded yet");
    }

    @Test
    void a_load_info_is_a_line_of_text_and_a_table_of_html_with_the_same_numbers() {
        LoadInfo info = LoadInfo.builder()
                .pipelineName("shop")
                .destination("duckdb shop.duckdb")
                .dataset("shop_dataset")
                .packages(List.of(new LoadedPackage(
                        "1766588400.5000000", false, List.of(EVENTS), List.of("column a.b text was added"))))
                .notes(List.of("password=hunter2 <was> refused"))
                .duration(Duration.ofMillis(41))
                .build();

        assertThat(info).hasToString("shop -> duckdb shop.duckdb | events 1,707 rows merged | 41 ms");
        assertThat(info.toHtml()).isEqualTo("""
                        <p>shop -&gt; duckdb shop.duckdb | events 1,707 rows merged | 41 ms</p>
                        <table class="pipette">
                        <thead><tr><th style="text-align:left">table</th><th style="text-align:right">rows</th>\
                        <th style="text-align:left">disposition</th><th style="text-align:right">updated</th>\
                        <th style="text-align:right">skipped</th></tr></thead>
                        <tbody>
                        <tr><td style="text-align:left">events</td><td style="text-align:right">1,707</td>\
                        <td style="text-align:left">merge</td><td style="text-align:right">12</td>\
                        <td style="text-align:right">3</td></tr>
                        </tbody>
                        </table>
                        <p>schema changes</p>
                        <ul>
                        <li>column a.b text was added</li>
                        </ul>
                        <p>notes</p>
                        <ul>
                        <li>password=*** &lt;was&gt; refused</li>
                        </ul>
                        """);
    }

    @Test
    void a_table_that_two_resources_fill_has_their_names() {
        LoadInfo info = LoadInfo.builder()
                .pipelineName("shop")
                .destination("duckdb shop.duckdb")
                .dataset("shop_dataset")
                .packages(List.of(new LoadedPackage(
                        "1766588400.5000000",
                        false,
                        List.of(
                                new TableLoad("sales", "eu", Optional.empty(), MERGE, 1, 0, 0, 0, 0),
                                new TableLoad("sales", "us", Optional.empty(), MERGE, 1, 1, 0, 0, 0),
                                EVENTS),
                        List.of())))
                .notes(List.of())
                .duration(Duration.ofMillis(41))
                .build();

        assertThat(info.sharedTables()).containsExactly("sales");
        assertThat(info)
                .hasToString("shop -> duckdb shop.duckdb | sales (eu) 1 row merged | sales (us) 1 row merged"
                        + " | events 1,707 rows merged | 41 ms");
        assertThat(info.toHtml())
                .contains("<th style=\"text-align:left\">resource</th>", "<td style=\"text-align:left\">eu</td>");
    }

    @Test
    void loads_are_a_list_that_prints_as_a_table() {
        List<Load> loads = List.of(new Load("1766588400.5000000", Instant.parse("2025-12-24T15:00:00Z"), 0, "shop"));

        assertThat(AdminText.loads(loads)).isEqualTo("""
                        1 load

                        load id             inserted at           status  schema
                        ------------------  --------------------  ------  ------
                        1766588400.5000000  2025-12-24T15:00:00Z       0  shop""");
        assertThat(AdminText.loads(List.of())).isEqualTo("no loads");
    }

    @Test
    void a_pending_package_names_the_commands_that_show_load_give_up_and_delete_it() {
        Map<String, Long> rows = new LinkedHashMap<>();
        rows.put("events", 1_707L);
        rows.put("events__tags", 2L);

        PendingPackage aside = new PendingPackage(
                "shop",
                "1766588400.5000000",
                "quarantined",
                Path.of("/my home/pipelines/shop/quarantine/1766588400.5000000"),
                rows,
                Optional.of("[ROW_REFUSED] token=abc was refused"),
                List.of(
                        new PackageAttempt(Instant.parse("2025-12-24T15:00:00.5Z"), "[DESTINATION_UNAVAILABLE] gone"),
                        new PackageAttempt(
                                Instant.parse("2025-12-24T16:00:00Z"), "[ROW_REFUSED] token=abc was refused")),
                List.of("1766588500.1000000"));

        assertThat(aside.toString()).isEqualTo("""
                        package 1766588400.5000000 of pipeline shop was set aside; the next run extracts its resources \
                        again

                          table          rows
                          ------------  -----
                          events        1,707
                          events__tags      2

                          reason  [ROW_REFUSED] token=*** was refused
                          tried   2025-12-24T15:00:00Z  [DESTINATION_UNAVAILABLE] gone
                          tried   2025-12-24T16:00:00Z  [ROW_REFUSED] token=*** was refused
                          look    pipette sql package:1766588400.5000000 'SELECT * FROM "events"' --home '/my home'
                          load    pipette pipeline shop retry 1766588400.5000000 --home '/my home'
                                  loads all of it on top of what is committed now, or nothing, and never twice
                          give up pipette pipeline shop give-up 1766588400.5000000 --home '/my home'
                                  shows, and with --yes does it: its rows become rejected rows, to be replayed after a fix; \
                        state moves as if they were loaded, so that no run reads them again
                          delete  pipette pipeline shop discard 1766588400.5000000 --home '/my home'
                                  deletes it and what continues after it, 1766588500.1000000; no state moved, so the next run \
                        reads the same input again
                          folder  /my home/pipelines/shop/quarantine/1766588400.5000000""");
        assertThat(AdminText.pending(List.of())).isEqualTo("nothing is pending");
    }

    @Test
    void a_trace_tells_steps_packages_and_notes() {
        assertThat(TRACE.toString()).isEqualTo("""
                        shop -> duckdb shop.duckdb, dataset shop_dataset
                        started 2025-12-24T15:00:00Z, loaded in 412 ms
                        by day.jsh, SHA-256 5e885e885e885e885e885e885e885e885e885e885e885e885e885e885e885e88
                        job events, attempt 2
                        interval 2025-12-24T09:00:00-05:00/2025-12-24T10:00:00-05:00

                        step               time  load
                        ---------------  ------  ------------------
                        pipeline locked  1.2 ms
                        committed        400 ms  1766588400.5000000

                        package 1766588400.5000000, committed: 252.6 kB in 1 file

                        table    rows  disposition  updated  skipped
                        ------  -----  -----------  -------  -------
                        events  1,707  merge             12        3

                        schema changes:
                          column events.name text was added

                        notes:
                          something to know""");
    }

    @Test
    void a_trace_has_the_same_as_html() {
        assertThat(TRACE.toHtml())
                .startsWith(
                        "<p>shop -&gt; duckdb shop.duckdb, dataset shop_dataset<br>started 2025-12-24T15:00:00Z, loaded in"
                                + " 412 ms<br>by day.jsh, SHA-256 5e88")
                .contains(
                        "<td style=\"text-align:left\">pipeline locked</td>",
                        "<p>package 1766588400.5000000, committed: 252.6 kB in 1 file</p>",
                        "<td style=\"text-align:right\">1,707</td>",
                        "<p>schema changes</p>\n<ul>\n<li>column events.name text was added</li>",
                        "<li>something to know</li>");
        assertThat(failed().toHtml()).endsWith("<p>failure: [SOURCE_MISSING] there is no file a.csv.</p>\n");
    }

    @Test
    void a_failed_trace_tells_where_the_time_went_and_why_it_failed() {
        RunTrace failed = failed();

        assertThat(failed.toString()).isEqualTo("""
                        shop -> duckdb shop.duckdb, dataset shop_dataset
                        started 2025-12-24T15:00:00Z, failed after 412 ms

                        step               time  load
                        ---------------  ------  ----
                        pipeline locked  2.0 ms
                        failed           410 ms

                        failure:
                          [SOURCE_MISSING] there is no file a.csv.""");
        assertThat(TraceText.runs(List.of(failed, TRACE))).isEqualTo("""
                        2 runs, newest first

                        started at            outcome    time   rows  error
                        --------------------  -------  ------  -----  --------------
                        2025-12-24T15:00:00Z  failed   412 ms      0  SOURCE_MISSING
                        2025-12-24T15:00:00Z  loaded   412 ms  1,707""");
        assertThat(new FailedRuns(List.of(failed), List.of())).hasToString("""
                        run of 2025-12-24T15:00:00Z, failed after 412 ms: SOURCE_MISSING
                          [SOURCE_MISSING] there is no file a.csv.""");
        assertThat(new FailedRuns(List.of(), List.of())).hasToString("no run failed, and no package is in quarantine");
    }

    private static RunTrace failed() {
        return new RunTrace(
                TRACE.runId(),
                TRACE.pipeline(),
                TRACE.destination(),
                TRACE.address(),
                TRACE.dataset(),
                TRACE.startedAt(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                TRACE.duration(),
                RunTrace.Outcome.FAILED,
                List.of(),
                List.of(new RunTrace.Step(LoadStep.PIPELINE_LOCKED, "", Duration.ofMillis(2))),
                List.of(),
                List.of(),
                Optional.of(new RunTrace.Failure("SOURCE_MISSING", "[SOURCE_MISSING] there is no file a.csv.")));
    }

    @Test
    void a_trace_is_read_as_it_was_written_to_the_microsecond() {
        RunTrace read = TraceDocument.read(TRACE.toJson()).orElseThrow();

        assertThat(read.steps().getFirst().duration()).isEqualTo(Duration.ofNanos(1_234_000));
        assertThat(read.packages()).isEqualTo(TRACE.packages());
        assertThat(read.startedAt()).isEqualTo(TRACE.startedAt());
        assertThat(TraceDocument.read(failed().toJson())).contains(failed());
        assertThat(TRACE.toJson())
                .contains(
                        "\"duration_ms\" : 1.234",
                        "\"started_at\" : \"2025-12-24T15:00:00Z\"",
                        "\"load_id\"",
                        "\"loaded\"",
                        "\"pipeline_locked\"");
        assertThat(TraceDocument.read("{}")).isEmpty();
    }

    @Test
    void a_drop_tells_what_goes_and_how_to_do_it() {
        Map<String, Long> tables = new LinkedHashMap<>();
        tables.put("orders", 3L);
        tables.put("orders__lines", 1_005L);
        DropInfo plan = new DropInfo(
                "shop",
                "orders",
                "duckdb shop.duckdb",
                "shop_dataset",
                false,
                false,
                tables,
                true,
                1,
                2,
                18,
                List.of("1766588400.5000000"),
                "pipette pipeline shop drop orders --yes");

        assertThat(plan.toString()).isEqualTo("""
                        would drop resource orders in duckdb shop.duckdb, dataset shop_dataset:

                          table           rows
                          -------------  -----
                          orders             3
                          orders__lines  1,005

                          remembered  its state, 1 boundary key, 2 run keys, 18 files
                          packages    1766588400.5000000

                        Nothing was changed. To do it: pipette pipeline shop drop orders --yes""");
        assertThat(plan.asDone().toString())
                .startsWith("dropped resource orders in duckdb shop.duckdb, dataset shop_dataset:")
                .endsWith("The next run of orders loads it again.");
    }

    @Test
    void sizes_are_told_in_units_that_people_know() {
        assertThat(Units.bytes(0)).isEqualTo("0 B");
        assertThat(Units.bytes(999)).isEqualTo("999 B");
        assertThat(Units.bytes(252_600)).isEqualTo("252.6 kB");
        assertThat(Units.bytes(2_000_000_000)).isEqualTo("2.0 GB");
    }

    @Test
    void a_diagnosis_prints_its_checks_and_then_what_to_change() {
        Diagnosis diagnosis = new Diagnosis(
                "postgres db.example.com:5432/shop",
                List.of(
                        Check.ok("host", "192.0.2.1"),
                        Check.failed("login", "no <user> at postgres://me:hunter2@db", "Correct it."),
                        Check.skipped("version", "because login failed")));

        assertThat(diagnosis.ok()).isFalse();
        assertThat(diagnosis).hasToString("""
                postgres db.example.com:5432/shop: loads cannot run

                check    result   found
                -------  -------  ---------------------------------
                host     ok       192.0.2.1
                login    failed   no <user> at postgres://me:***@db
                version  skipped  because login failed

                What to change:
                  login: Correct it.""");
        assertThat(diagnosis.toHtml())
                .startsWith("<p>postgres db.example.com:5432/shop: loads cannot run</p>\n<table")
                .contains("no &lt;user&gt; at postgres://me:***@db")
                .endsWith("<p>What to change</p>\n<ul>\n<li>login: Correct it.</li>\n</ul>\n");
    }
}

package dev.pipette.duckdb;

import static dev.pipette.Pipette.csv;
import static dev.pipette.Pipette.cursor;
import static dev.pipette.Pipette.parquet;
import static dev.pipette.testing.PipetteAssertions.assertThat;
import static dev.pipette.testing.PipetteAssertions.assertThatRun;

import dev.pipette.LoadInfo;
import dev.pipette.Pipeline;
import dev.pipette.Resource;
import dev.pipette.error.ErrorCode;
import dev.pipette.incremental.Cursor;
import dev.pipette.spi.LoadStep;
import dev.pipette.testing.CrashAt;
import dev.pipette.testing.LoadTest;
import dev.pipette.testing.Workspace;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Backfills from files, whose windows DuckDB and Java must see alike. */
@LoadTest(destinations = KeptDuckDb.KEPT)
final class BackfillTests {
    private static final String DAYS = """
            id,day,at,amount,local
            1,2024-12-31,2024-12-31T23:59:59.999999Z,0.5,2024-12-31T23:59:59
            2,2025-01-01,2025-01-01T00:00:00Z,1.5,2025-01-01T00:00:00
            3,2025-01-31,2025-01-31T23:59:59.999999Z,2.5,2025-01-31T23:59:59
            4,2025-02-01,2025-02-01T00:00:00Z,3.5,2025-02-01T00:00:00
            """;

    private final Pipeline pipeline;
    private final Workspace workspace;
    private final Resource events;

    BackfillTests(Pipeline pipeline, Workspace workspace) {
        this.pipeline = pipeline;
        this.workspace = workspace;
        this.events = csv("events", workspace.file("days.csv", DAYS));
    }

    private static Cursor<LocalDate> january() {
        return cursor("day", LocalDate.class).backfill(LocalDate.parse("2025-01-01"), LocalDate.parse("2025-02-01"));
    }

    @Test
    void a_backfill_of_a_file_loads_the_rows_of_its_window_and_counts_no_others() {
        LoadInfo info = pipeline.run(events.incremental(january()));

        assertThat(info).appended("events", 2).skipped("events", 0);
        assertThat(pipeline.dataset()).table("events").containsExactlyRows("""
                id,day,at,amount,local
                2,2025-01-01,2025-01-01T00:00:00Z,1.5,2025-01-01T00:00:00
                3,2025-01-31,2025-01-31T23:59:59.999999Z,2.5,2025-01-31T23:59:59""");
        assertThat(pipeline.state().resources()).isEmpty();
    }

    static List<Cursor<?>> windows() {
        return List.of(
                cursor("at", Instant.class)
                        .backfill(Instant.parse("2025-01-01T00:00:00Z"), Instant.parse("2025-02-01T00:00:00Z")),
                cursor("local", LocalDateTime.class)
                        .backfill(
                                LocalDateTime.parse("2025-01-01T00:00:00"), LocalDateTime.parse("2025-02-01T00:00:00")),
                cursor("amount", BigDecimal.class).backfill(new BigDecimal("1.5"), new BigDecimal("3.5")),
                cursor("id", Long.class).backfill(2L, 4L),
                january(),
                cursor("at").backfill("2025-01-01", "2025-02-01"),
                cursor("at").backfill("2025-01-01 01:00:00+01:00", "2025-02-01T00:00:00"),
                cursor("local").backfill("2025-01-01", "2025-02-01T00:00"),
                cursor("day").backfill("2025-01-01", "2025-02-01"),
                cursor("amount").backfill("1.5", "3.5"),
                cursor("id").backfill("2", "4"));
    }

    @ParameterizedTest
    @MethodSource("windows")
    void files_and_rows_see_one_window_in_every_type(Cursor<?> window) {
        Resource byDuckDb = events.incremental(window);
        Resource byJava = byDuckDb.table("by_java").filter(row -> true);

        pipeline.run(byDuckDb);
        pipeline.datasetName("by_java").run(byJava);

        assertThat(pipeline.dataset()).table("events").column("id").containsExactlyInAnyOrder(2L, 3L);
        assertThat(pipeline.datasetName("by_java").dataset())
                .table("by_java")
                .column("id")
                .containsExactlyInAnyOrder(2L, 3L);
    }

    @Test
    void a_merged_backfill_of_a_parquet_file_touches_no_rows_outside_its_window() {
        Path file = workspace.folder().resolve("days.parquet");
        pipeline.run(events.merge("id"));
        workspace.execute("COPY (SELECT id, day, 'changed' AS note FROM events) TO '" + file + "'");

        pipeline.run(parquet("events", file).merge("id").incremental(january()));

        assertThat(pipeline.dataset())
                .table("events")
                .byKey("id")
                .comparingOnly("id", "note")
                .containsExactlyRows("""
                        id,note
                        1,
                        2,changed
                        3,changed
                        4,""");
    }

    @Test
    void a_merged_backfill_that_is_repeated_changes_nothing() {
        assertThat(pipeline).running(events.merge("id").incremental(january())).isIdempotent();
    }

    @Test
    void an_interrupted_backfill_of_files_is_finished_and_only_the_same_window_is_not_read_again() {
        CrashAt crash = CrashAt.step(LoadStep.SEALED);
        crash.whileRunning(pipeline, events.incremental(january()));
        String loadId = pipeline.admin().pending().getFirst().loadId();

        LoadInfo same = pipeline.run(events.incremental(january()));

        assertThat(pipeline.dataset()).table("events").column("id").containsExactlyInAnyOrder(2L, 3L);
        assertThat(same.notes())
                .containsExactly(
                        "finished package " + loadId + " of an earlier run that was interrupted",
                        "resource events was not read again, because the interrupted run had read it");
        crash.whileRunning(pipeline, events.incremental(january()));
        pipeline.run(events.incremental(
                cursor("day", LocalDate.class).backfill(LocalDate.parse("2025-01-01"), LocalDate.parse("2025-01-02"))));
        assertThat(pipeline.dataset()).table("events").column("id").containsExactlyInAnyOrder(2L, 2L, 2L, 3L, 3L);
    }

    @Test
    void a_package_that_an_older_version_wrote_is_finished() throws IOException {
        Resource byDay = events.incremental(cursor("day", LocalDate.class));
        CrashAt.step(LoadStep.SEALED).whileRunning(pipeline, byDay);
        Path manifest = pipeline.admin().pending().getFirst().folder().resolve("manifest.json");
        String written = Files.readString(manifest);
        String older = written.replace("\"format\" : 2", "\"format\" : 1").replaceAll(",\\s*\"window\" : null", "");
        assertThat(older).isNotEqualTo(written).doesNotContain("window");
        Files.writeString(manifest, older);

        pipeline.run(byDay);

        assertThat(pipeline.dataset()).table("events").containsExactlyRows(DAYS);
    }

    @Test
    void a_bound_that_is_no_value_of_its_column_is_an_error_that_shows_how_to_write_it() {
        Cursor<?> soon = cursor("day").backfill("2025-01-01", "soon");

        for (Resource resource : List.of(events, events.filter(row -> true))) {
            assertThatRun(() -> pipeline.run(resource.incremental(soon)))
                    .failsWith(ErrorCode.TYPE_MISMATCH)
                    .says("resource events: a backfill from 2025-01-01 to soon cannot be compared with cursor 'day',"
                            + " whose values are dates (2025-01-31). Write its bounds like the values.");
        }
        assertThat(pipeline).packages().hasNoPending().hasNoQuarantined();
    }
}

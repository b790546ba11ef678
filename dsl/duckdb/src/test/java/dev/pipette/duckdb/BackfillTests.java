package dev.pipette.duckdb;

import static dev.pipette.Pipette.csv;
import static dev.pipette.Pipette.cursor;
import static dev.pipette.Pipette.parquet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.LoadInfo;
import dev.pipette.Resource;
import dev.pipette.incremental.Cursor;
import dev.pipette.spi.LoadStep;
import dev.pipette.testing.Crash;
import dev.pipette.testing.CrashAt;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backfills from files, whose windows DuckDB and Java must see alike. */
final class BackfillTests {
    private static final String DAYS = """
            id,day,at,amount,local
            1,2024-12-31,2024-12-31T23:59:59.999999Z,0.5,2024-12-31T23:59:59
            2,2025-01-01,2025-01-01T00:00:00Z,1.5,2025-01-01T00:00:00
            3,2025-01-31,2025-01-31T23:59:59.999999Z,2.5,2025-01-31T23:59:59
            4,2025-02-01,2025-02-01T00:00:00Z,3.5,2025-02-01T00:00:00
            """;

    @TempDir
    Path folder;

    private Scratch scratch(String name) throws IOException {
        return new Scratch(Files.createDirectories(folder.resolve(name)));
    }

    private static List<String> ids(Scratch scratch) {
        return scratch.rows("SELECT id FROM events ORDER BY id");
    }

    private static Cursor<LocalDate> january() {
        return cursor("day", LocalDate.class).backfill(LocalDate.parse("2025-01-01"), LocalDate.parse("2025-02-01"));
    }

    @Test
    void a_backfill_of_a_file_loads_the_rows_of_its_window_and_counts_no_others() throws IOException {
        Scratch scratch = scratch("file");

        LoadInfo info =
                scratch.run(csv("events", scratch.file("days.csv", DAYS)).incremental(january()));

        assertThat(ids(scratch)).containsExactly("2", "3");
        assertThat(info.rows("events")).isEqualTo(2);
        assertThat(info.tables().getFirst().skipped()).isZero();
        assertThat(scratch.pipeline().admin().state().resources()).doesNotContainKey("events");
    }

    @Test
    void files_and_rows_see_one_window_in_every_type() throws IOException {
        List<Cursor<?>> windows = List.of(
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
        for (Cursor<?> window : windows) {
            Scratch scratch = scratch("window " + windows.indexOf(window));
            Resource events = csv("events", scratch.file("days.csv", DAYS)).incremental(window);
            Resource byJava = events.table("by_java").filter(row -> true);

            scratch.run(events);
            scratch.pipeline().dataset("by_java").run(byJava);

            assertThat(ids(scratch)).as("%s", window).containsExactly("2", "3");
            assertThat(scratch.rows("SELECT id FROM by_java.by_java ORDER BY id"))
                    .as("%s by Java", window)
                    .containsExactly("2", "3");
        }
    }

    @Test
    void a_merged_backfill_of_a_parquet_file_touches_no_rows_outside_its_window() throws IOException {
        Scratch scratch = scratch("parquet");
        Path file = scratch.folder().resolve("days.parquet");
        scratch.run(csv("events", scratch.file("days.csv", DAYS)).merge("id"));
        scratch.execute("COPY (SELECT id, day, 'changed' AS note FROM events) TO '" + file + "'");

        scratch.run(parquet("events", file).merge("id").incremental(january()));

        assertThat(scratch.rows("SELECT id, note FROM events ORDER BY id"))
                .containsExactly("1 | NULL", "2 | changed", "3 | changed", "4 | NULL");
    }

    @Test
    void an_interrupted_backfill_of_files_is_finished_and_only_the_same_window_is_not_read_again() throws IOException {
        Scratch scratch = scratch("interrupted");
        Resource events = csv("events", scratch.file("days.csv", DAYS));
        var dying = scratch.pipeline().listener(CrashAt.step(LoadStep.SEALED));
        assertThatThrownBy(() -> dying.run(events.incremental(january()))).isInstanceOf(Crash.class);
        String loadId = scratch.pipeline().admin().pending().getFirst().loadId();

        LoadInfo same = scratch.run(events.incremental(january()));

        assertThat(ids(scratch)).containsExactly("2", "3");
        assertThat(same.notes())
                .containsExactly(
                        "finished package " + loadId + " of an earlier run that was interrupted",
                        "resource events was not read again, because the interrupted run had read it");
        assertThatThrownBy(() -> dying.run(events.incremental(january()))).isInstanceOf(Crash.class);
        scratch.run(events.incremental(
                cursor("day", LocalDate.class).backfill(LocalDate.parse("2025-01-01"), LocalDate.parse("2025-01-02"))));
        assertThat(ids(scratch)).containsExactly("2", "2", "2", "3", "3");
    }

    @Test
    void a_package_that_an_older_version_wrote_is_finished() throws IOException {
        Scratch scratch = scratch("older");
        Resource events = csv("events", scratch.file("days.csv", DAYS)).incremental(cursor("day", LocalDate.class));
        var dying = scratch.pipeline().listener(CrashAt.step(LoadStep.SEALED));
        assertThatThrownBy(() -> dying.run(events)).isInstanceOf(Crash.class);
        Path manifest = scratch.pipeline().admin().pending().getFirst().folder().resolve("manifest.json");
        String written = Files.readString(manifest);
        String older = written.replace("\"format\" : 2", "\"format\" : 1").replaceAll(",\\s*\"window\" : null", "");
        assertThat(older).isNotEqualTo(written).doesNotContain("window");
        Files.writeString(manifest, older);

        scratch.run(events);

        assertThat(ids(scratch)).containsExactly("1", "2", "3", "4");
    }

    @Test
    void a_bound_that_is_no_value_of_its_column_is_an_error_that_shows_how_to_write_it() throws IOException {
        Scratch scratch = scratch("bounds");
        Resource events = csv("events", scratch.file("days.csv", DAYS));
        String problem = "[TYPE_MISMATCH] resource events: a backfill from 2025-01-01 to soon cannot be compared with"
                + " cursor 'day', whose values are dates (2025-01-31). Write its bounds like the values.";

        assertThatThrownBy(() -> scratch.run(events.incremental(cursor("day").backfill("2025-01-01", "soon"))))
                .hasMessage(problem);
        assertThatThrownBy(() -> scratch.run(
                        events.filter(row -> true).incremental(cursor("day").backfill("2025-01-01", "soon"))))
                .hasMessage(problem);
        assertThat(scratch.pipeline().admin().pending()).isEmpty();
    }
}

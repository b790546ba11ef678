package dev.pipette.testing.contract;

import static dev.pipette.Pipette.cursor;
import static dev.pipette.Pipette.jsonlFormat;
import static dev.pipette.Pipette.resource;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.LoadInfo;
import dev.pipette.Pipeline;
import dev.pipette.Resource;
import dev.pipette.Source;
import dev.pipette.SourceProvider;
import dev.pipette.Sources;
import dev.pipette.check.BadRows;
import dev.pipette.incremental.FileState;
import dev.pipette.settings.Settings;
import dev.pipette.spi.LoadStep;
import dev.pipette.spi.SourceSetting;
import dev.pipette.testing.contract.DistributedContract.Workers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Files that other processes read are loaded, and remembered, as those that one process reads. */
interface DistributedFilesContract {
    /** Documents of an export, with and without a ledger of its files. */
    final class Export implements SourceProvider {
        @Override
        public String name() {
            return "contract_export";
        }

        @Override
        public String description() {
            return "files of orders";
        }

        @Override
        public List<SourceSetting> settings() {
            return List.of(SourceSetting.required("EXPORT_FOLDER", "where it is"));
        }

        @Override
        public Source open(Settings settings) {
            String files = settings.get("EXPORT_FOLDER") + "/*.jsonl";
            Resource all = resource("all_orders").files(files).badRows(BadRows.REJECT);
            Resource known = resource("known_orders").files(files, jsonlFormat(), FileState.ledger());
            Resource dated = resource("dated_orders")
                    .files(files, jsonlFormat(), FileState.lastFileDate(LocalDate.of(2025, 1, 1)));
            Resource changes = resource("changes").files(files).incremental(cursor("id", Long.class));
            Resource replaced = resource("replaced").files(files).replace();
            return Source.of("export", all, known, dated, changes, replaced);
        }
    }

    private static Source export(Trial trial) {
        return Sources.open(Export.class, Settings.load().with("EXPORT_FOLDER", trial.folder() + "/in"));
    }

    private static Workers workers(Trial trial) {
        return new Workers(trial.folder().resolve("stage"), _ -> {});
    }

    /** Writes six files of two orders, of which each has two lines, and values whose types differ from file to file. */
    private static void write(Trial trial) throws IOException {
        for (int file = 0; file < 6; file++) {
            write(trial, file, 2);
        }
    }

    private static Path file(Trial trial, int number) {
        return trial.folder().resolve("in/2025-01-0" + (number + 1) + ".jsonl");
    }

    private static void write(Trial trial, int file, int orders) throws IOException {
        Path path = file(trial, file);
        Files.createDirectories(path.getParent());
        Instant before = Files.exists(path) ? Files.getLastModifiedTime(path).toInstant() : Instant.now();
        Files.writeString(
                path,
                IntStream.range(0, orders)
                        .mapToObj(order ->
                                "{\"id\": " + (file * 10 + order) + ", \"code\": " + (file % 2 == 0 ? "7" : "\"x7\"")
                                        + ", \"lines\": [{\"sku\": \"a\"}, {\"sku\": \"b\"}]}\n")
                        .collect(Collectors.joining()));
        Files.setLastModifiedTime(path, FileTime.from(before.plusSeconds(1)));
    }

    private static List<String> columns(Trial trial, String dataset) {
        return trial.rows("SELECT column_name, data_type FROM information_schema.columns WHERE table_schema = '"
                + dataset + "' AND table_name = 'all_orders' ORDER BY ordinal_position");
    }

    private static List<String> rows(Trial trial, String table) {
        return trial.rows("SELECT o.id, o._row_id, o._file_name, l.sku FROM " + table + " o JOIN " + table
                + "__lines l ON l._dlt_parent_id = o._dlt_id ORDER BY o.id, l.sku");
    }

    @Test
    default void files_that_other_processes_read_are_those_that_one_process_reads(Trial trial) throws IOException {
        write(trial);
        Workers workers = workers(trial);
        trial.pipeline("here").datasetName("here").run(export(trial).only("all_orders", "known_orders"));

        LoadInfo spread = trial.pipeline("spread")
                .datasetName("spread")
                .executor(workers)
                .run(export(trial).only("all_orders", "known_orders"));

        assertThat(workers.tasks()).hasSize(8);
        assertThat(spread.rows("all_orders")).isEqualTo(12);
        assertThat(columns(trial, "spread")).isNotEmpty().isEqualTo(columns(trial, "here"));
        for (String table : List.of("all_orders", "known_orders")) {
            String columns = table.equals("all_orders") ? "id, code, code__v_text" : "id, code, _row_id, _file_name";
            assertThat(trial.rows("SELECT " + columns + " FROM spread." + table + " ORDER BY id"))
                    .hasSize(12)
                    .isEqualTo(trial.rows("SELECT " + columns + " FROM here." + table + " ORDER BY id"));
        }
        assertThat(rows(trial, "spread.known_orders")).hasSize(24).isEqualTo(rows(trial, "here.known_orders"));
    }

    @Test
    default void a_ledger_knows_the_files_that_other_processes_read(Trial trial) throws IOException {
        write(trial);
        Pipeline pipeline = trial.pipeline().executor(workers(trial));
        Source known = export(trial).only("known_orders");
        pipeline.run(known);

        assertThat(pipeline.run(known).nothingNew()).isTrue();

        write(trial, 2, 1);
        write(trial, 3, 3);
        write(trial, 6, 1);
        Workers others = workers(trial);
        LoadInfo changed = trial.pipeline().executor(others).run(known);

        assertThat(others.tasks()).hasSize(3);
        assertThat(changed.rows("known_orders")).isEqualTo(5);
        assertThat(trial.rows("SELECT id FROM known_orders ORDER BY id"))
                .as("rows of changed files are replaced")
                .containsExactly("0", "1", "10", "11", "20", "30", "31", "32", "40", "41", "50", "51", "60");
        assertThat(trial.pipeline().run(known).nothingNew())
                .as("one process, which reads the same ledger")
                .isTrue();
    }

    @Test
    default void a_cursor_and_the_last_date_move_as_if_one_process_read_the_files(Trial trial) throws IOException {
        write(trial);
        Pipeline here = trial.pipeline("here").datasetName("here");
        Pipeline spread = trial.pipeline("spread").datasetName("spread").executor(workers(trial));
        Source both = export(trial).only("changes", "dated_orders");
        here.run(both);
        spread.run(both);
        write(trial, 4, 3); // older than the last date, newer rows than the cursor in none of them
        write(trial, 5, 1);
        write(trial, 6, 2);

        for (Pipeline pipeline : List.of(here, spread)) {
            pipeline.run(both);
            pipeline.run(both);
        }

        for (String table : List.of("changes", "dated_orders")) {
            assertThat(trial.rows("SELECT id FROM spread." + table + " ORDER BY id"))
                    .as(table)
                    .isNotEmpty()
                    .isEqualTo(trial.rows("SELECT id FROM here." + table + " ORDER BY id"));
        }
        assertThat(spread.admin().state().resources())
                .isEqualTo(here.admin().state().resources());
    }

    @Test
    default void an_empty_file_among_others_is_no_news(Trial trial) throws IOException {
        write(trial);
        Files.writeString(file(trial, 3), "");

        LoadInfo info =
                trial.pipeline().executor(workers(trial)).run(export(trial).only("replaced"));

        assertThat(trial.count("replaced")).isEqualTo(10);
        assertThat(info.notes()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = LoadStep.class,
            names = {"EXTRACTED", "ROWS_APPLIED", "COMMITTED"})
    default void a_killed_run_over_files_is_continued_and_loads_once(LoadStep step, Trial trial) throws IOException {
        write(trial);
        Source all = export(trial);
        trial.crash(trial.pipeline().executor(workers(trial)), step, all.resource("all_orders"));

        trial.pipeline().executor(workers(trial)).run(all.only("all_orders"));

        assertThat(trial.rows("SELECT count(*), count(DISTINCT id) FROM all_orders"))
                .containsExactly("12 | 12");
        assertThat(trial.loadIds()).hasSize(1);
    }

    @Test
    default void lines_that_cannot_be_read_elsewhere_are_rejected_with_their_place(Trial trial) throws IOException {
        write(trial);
        Path file = file(trial, 3);
        Files.writeString(file, "{\"id\": 30}\n{\"id\": 31\n{\"id\": 32}\n");

        LoadInfo info =
                trial.pipeline().executor(workers(trial)).run(export(trial).only("all_orders"));

        assertThat(info.rows("all_orders")).isEqualTo(12);
        assertThat(trial.rows("SELECT place FROM _pipette_rejects"))
                .singleElement()
                .asString()
                .contains("2025-01-04.jsonl")
                .contains("2");
    }

    @Test
    default void a_file_that_another_process_does_not_find_is_named(Trial trial) throws IOException {
        write(trial);
        Path last = file(trial, 5);
        Workers without = new Workers(trial.folder().resolve("stage"), _ -> {
            try {
                Files.deleteIfExists(last);
            } catch (IOException failed) {
                throw new java.io.UncheckedIOException(failed);
            }
        });

        assertThatThrownBy(() ->
                        trial.pipeline().executor(without).run(export(trial).only("all_orders")))
                .hasMessageContaining("the process that loads lists the file " + last
                        + ", and this one does not find it. Let all processes of the load reach the same files, or run it"
                        + " with the setting slices.executor = \"local\".");
        assertThat(trial.allTables()).doesNotContain("all_orders");
    }

    @Test
    default void files_of_code_of_the_program_are_read_here_and_noted(Trial trial) throws IOException {
        write(trial);
        Workers workers = workers(trial);
        Pipeline pipeline = trial.pipeline().executor(workers);

        LoadInfo own = pipeline.run(resource("own").files(trial.folder() + "/in/*.jsonl"));
        LoadInfo one = pipeline.run(resource("single").files(file(trial, 1).toString()));

        assertThat(trial.count("own")).isEqualTo(12);
        assertThat(workers.tasks()).isEmpty();
        assertThat(own.notes())
                .contains("resource own was read by this process alone, because it is code of this program, which other"
                        + " processes do not have; in a class that implements SourceProvider they would");
        assertThat(one.notes()).isEmpty();
    }
}

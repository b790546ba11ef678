package dev.pipette.duckdb;

import static dev.pipette.Pipette.csv;
import static dev.pipette.Pipette.cursor;
import static dev.pipette.Pipette.jsonl;
import static dev.pipette.Pipette.resource;
import static dev.pipette.testing.PipetteAssertions.assertThat;
import static dev.pipette.testing.PipetteAssertions.assertThatRun;

import dev.pipette.LoadInfo;
import dev.pipette.Pipeline;
import dev.pipette.Pipette;
import dev.pipette.Resource;
import dev.pipette.error.ErrorCode;
import dev.pipette.spi.LoadStep;
import dev.pipette.testing.CrashAt;
import dev.pipette.testing.LoadTest;
import dev.pipette.testing.TestClock;
import dev.pipette.testing.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Interrupted loads of files, and database files that were deleted, copied back or half made. */
@LoadTest
record DuckDbRecoveryTests(Pipeline pipeline, Workspace workspace) {
    private Path database() {
        return Path.of(pipeline.destination().location());
    }

    private Path item(String file, int id) {
        return workspace.file(file, "{\"id\": " + id + "}\n");
    }

    private Resource allItems() {
        return jsonl("items", workspace.folder().resolve("*.jsonl"));
    }

    private void crash(LoadStep step, Resource resource) {
        CrashAt.step(step).whileRunning(pipeline, resource);
    }

    private String waiting() {
        return pipeline.admin().pending().getFirst().loadId();
    }

    private void assertLoaded(String table, Long... ids) {
        assertThat(pipeline.dataset()).table(table).column("id").containsExactlyInAnyOrder((Object[]) ids);
    }

    @Test
    void a_file_that_joined_those_of_an_interrupted_append_is_the_only_one_that_is_read() throws IOException {
        item("a.jsonl", 1);
        crash(LoadStep.SEALED, allItems());
        String loadId = waiting();
        item("b.jsonl", 2);

        LoadInfo next = pipeline.run(allItems());

        assertLoaded("items", 1L, 2L);
        assertThat(next.notes())
                .containsExactly(
                        "finished package " + loadId + " of an earlier run that was interrupted",
                        "resource items: 1 of 2 files were not read again, because the interrupted run had read them");
    }

    @Test
    void files_that_join_between_two_interruptions_are_read_once_each() throws IOException {
        item("a.jsonl", 1);
        crash(LoadStep.SEALED, allItems());
        item("b.jsonl", 2);
        crash(LoadStep.MARKED, allItems());
        crash(LoadStep.SEALED, allItems());
        item("c.jsonl", 3);

        pipeline.run(allItems());

        assertLoaded("items", 1L, 2L, 3L);
    }

    @Test
    void the_same_file_in_a_later_run_is_appended_again() throws IOException {
        item("a.jsonl", 1);
        crash(LoadStep.SEALED, allItems());
        pipeline.run(allItems());

        pipeline.run(allItems());

        assertLoaded("items", 1L, 1L);
    }

    @Test
    void a_file_that_changed_under_a_waiting_package_is_reported_and_then_loaded_as_it_is_now() throws IOException {
        Path file = workspace.file("items.csv", "id,name\n1,one\n");
        Resource items = csv("items", file);
        crash(LoadStep.SEALED, items);
        String loadId = waiting();
        workspace.file("items.csv", "id,name\n2,two\n3,three\n");

        assertThatRun(() -> pipeline.run(items))
                .failsWith(ErrorCode.SOURCE_CHANGED)
                .says(
                        file + " changed after package " + loadId
                                + " was made from it. Nothing was loaded, and the package was put aside. Run again to load the file as it is now.");

        assertThat(pipeline).packages().hasNoPending().hasQuarantined(1);
        pipeline.run(items);
        assertLoaded("items", 2L, 3L);
    }

    @Test
    void a_file_that_changed_after_its_package_was_committed_is_no_error() throws IOException {
        Path file = workspace.file("items.csv", "id,name\n1,one\n");
        Resource items = csv("items", file);
        crash(LoadStep.COMMITTED, items);
        workspace.file("items.csv", "id,name\n2,two\n3,three\n");

        pipeline.run(items);

        assertLoaded("items", 1L, 2L, 3L);
        assertThat(pipeline).packages().hasNoPending().hasNoQuarantined();
    }

    @Test
    void a_file_whose_time_alone_changed_is_read_as_another_file() throws IOException {
        Path file = item("items.jsonl", 1);
        crash(LoadStep.COMMITTED, jsonl("items", file));
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2025-12-24T00:00:00Z")));

        pipeline.run(jsonl("items", file));

        assertLoaded("items", 1L, 1L);
    }

    @Test
    void an_older_copy_of_the_database_file_is_noticed() throws IOException {
        Resource first = events("{\"id\": 1, \"at\": 10}");
        Resource second = events("{\"id\": 1, \"at\": 10}", "{\"id\": 2, \"at\": 10}", "{\"id\": 3, \"at\": 11}");
        pipeline.run(first);
        Path copy = Files.copy(database(), workspace.folder().resolve("copy.duckdb"));
        pipeline.run(second);
        Files.delete(database());
        Files.move(copy, database());

        assertThatRun(() -> pipeline.run(second))
                .failsWith(ErrorCode.DATASET_REWOUND)
                .says("duckdb " + database() + " has state version 1 of pipeline test, but"
                        + " version 2 was committed there before: it was dropped or restored from an older copy, or its state was deleted."
                        + " Nothing was loaded. To continue from what is there, run 'pipette pipeline test sync'. A"
                        + " package that waits is deleted with 'pipette pipeline test discard LOAD_ID'.");

        pipeline.admin().sync();
        pipeline.run(second);
        assertLoaded("events", 1L, 2L, 3L);
    }

    @Test
    void a_database_file_that_was_deleted_is_made_again_with_a_note() throws IOException {
        pipeline.run(events("{\"id\": 1, \"at\": 10}"));
        pipeline.run(events("{\"id\": 1, \"at\": 10}", "{\"id\": 2, \"at\": 20}"));
        Files.delete(database());

        LoadInfo info = pipeline.run(events("{\"id\": 1, \"at\": 10}", "{\"id\": 2, \"at\": 20}"));

        assertThat(info.notes())
                .containsExactly("duckdb " + database() + " was deleted since its last load (state version 2), so that"
                        + " everything is loaded again: each cursor starts from its beginning");
        assertLoaded("events", 1L, 2L);
        assertThat(pipeline.run(events("{\"id\": 2, \"at\": 20}")).notes()).isEmpty();
    }

    @Test
    void a_database_file_that_another_pipeline_made_again_is_started_anew_with_a_note() throws IOException {
        pipeline.run(events("{\"id\": 1, \"at\": 10}"));
        Files.delete(database());
        Pipeline other = Pipette.pipeline("other", pipeline.destination())
                .datasetName(pipeline.datasetName())
                .home(pipeline.home());
        other.run(resource("others").json("[{\"id\": 1}]"));

        LoadInfo info = pipeline.run(events("{\"id\": 1, \"at\": 10}"));

        assertThat(info.notes()).singleElement().asString().contains(" was deleted since its last load");
        assertLoaded("events", 1L);
    }

    @Test
    void a_deleted_database_file_of_whose_state_a_package_was_extracted_stops_the_load() throws IOException {
        pipeline.run(events("{\"id\": 1, \"at\": 10}"));
        Resource both = events("{\"id\": 1, \"at\": 10}", "{\"id\": 2, \"at\": 20}");
        crash(LoadStep.SEALED, both);
        Files.delete(database());

        assertThatRun(() -> pipeline.run(both))
                .failsWith(ErrorCode.DATASET_REWOUND)
                .hasMessageStartingWith("[DATASET_REWOUND] duckdb " + database()
                        + " has no state of pipeline test, but version 1 was committed there before");
        assertThat(database()).doesNotExist();

        pipeline.admin().sync();
        pipeline.run(both);
        assertLoaded("events", 1L, 2L);
    }

    private Resource events(String... rows) {
        return resource("events").json("[" + String.join(",", rows) + "]").incremental(cursor("at", Long.class));
    }

    @Test
    void a_run_without_rows_makes_no_file() {
        LoadInfo info = pipeline.run(resource("items").rows(List.of()));

        assertThat(info).hadNothingToLoad();
        assertThat(database()).doesNotExist();
    }

    @Test
    void a_new_file_has_the_oldest_storage_that_holds_our_types_and_nothing_is_left_beside_it()
            throws SQLException, IOException {
        pipeline.run(resource("items").rows(List.of(Map.of("id", 1))));

        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + database());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT tags['storage_version'] FROM duckdb_databases() WHERE database_name = 'test'")) {
            row.next();
            assertThat(row.getString(1)).startsWith("v1.0.0");
        }
        try (var files = Files.list(workspace.folder())) {
            assertThat(files.filter(Files::isRegularFile)).containsExactly(database());
        }
    }

    @Test
    void packages_that_are_put_into_quarantine_at_one_instant_do_not_collide(TestClock clock) {
        clock.set(Instant.parse("2025-12-24T00:00:00Z"));
        pipeline.run(resource("items").rows(List.of(Map.of("id", 1))).merge("id"));

        for (String wrong : List.of("one", "two")) {
            Resource items =
                    resource("items").rows(List.of(Map.of("id", wrong))).merge("id");
            assertThatRun(() -> pipeline.run(items)).failsWith(ErrorCode.TYPE_MISMATCH);
        }

        assertThat(pipeline).packages().hasNoPending().hasQuarantined(2);
        pipeline.run(resource("items").rows(List.of(Map.of("id", 2))).merge("id"));
        assertLoaded("items", 1L, 2L);
    }
}

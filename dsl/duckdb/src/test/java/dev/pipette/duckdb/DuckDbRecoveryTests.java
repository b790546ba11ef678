package dev.pipette.duckdb;

import static dev.pipette.Pipette.csv;
import static dev.pipette.Pipette.cursor;
import static dev.pipette.Pipette.jsonl;
import static dev.pipette.Pipette.resource;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.Dataset;
import dev.pipette.LoadInfo;
import dev.pipette.Pipeline;
import dev.pipette.Pipette;
import dev.pipette.Resource;
import dev.pipette.spi.LoadStep;
import dev.pipette.testing.Crash;
import dev.pipette.testing.CrashAt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Interrupted loads of files, and database files that were deleted, copied back or half made. */
final class DuckDbRecoveryTests {
    @TempDir
    Path folder;

    private Path database() {
        return folder.resolve("scratch.duckdb");
    }

    private Pipeline pipeline() {
        return Pipette.pipeline("recovery", Pipette.duckdb(database())).home(folder.resolve("home"));
    }

    private void crash(LoadStep step, Resource... resources) {
        Pipeline dying = pipeline().listener(CrashAt.step(step));
        assertThatThrownBy(() -> dying.run(resources)).isInstanceOf(Crash.class);
    }

    private Path write(String name, String... lines) throws IOException {
        return Files.write(folder.resolve(name), List.of(lines));
    }

    private List<Integer> ids(String table) {
        Dataset dataset = pipeline().dataset();
        return dataset.query("SELECT id FROM " + table + " ORDER BY id")
                .result()
                .getValues("id", Integer.class);
    }

    private String waiting() {
        return pipeline().admin().pending().getFirst().loadId();
    }

    @Test
    void a_file_that_joined_those_of_an_interrupted_append_is_the_only_one_that_is_read() throws IOException {
        write("a.jsonl", "{\"id\": 1}");
        Resource glob = jsonl("items", folder.resolve("*.jsonl"));
        crash(LoadStep.SEALED, glob);
        String loadId = waiting();
        write("b.jsonl", "{\"id\": 2}");

        LoadInfo next = pipeline().run(glob);

        assertThat(ids("items")).containsExactly(1, 2);
        assertThat(next.notes())
                .containsExactly(
                        "finished package " + loadId + " of an earlier run that was interrupted",
                        "resource items: 1 of 2 files were not read again, because the interrupted run had read them");
    }

    @Test
    void files_that_join_between_two_interruptions_are_read_once_each() throws IOException {
        write("a.jsonl", "{\"id\": 1}");
        Resource glob = jsonl("items", folder.resolve("*.jsonl"));
        crash(LoadStep.SEALED, glob);
        write("b.jsonl", "{\"id\": 2}");
        crash(LoadStep.MARKED, glob);
        crash(LoadStep.SEALED, glob);
        write("c.jsonl", "{\"id\": 3}");

        pipeline().run(glob);

        assertThat(ids("items")).containsExactly(1, 2, 3);
    }

    @Test
    void the_same_file_in_a_later_run_is_appended_again() throws IOException {
        write("a.jsonl", "{\"id\": 1}");
        Resource glob = jsonl("items", folder.resolve("*.jsonl"));
        crash(LoadStep.SEALED, glob);
        pipeline().run(glob);

        pipeline().run(glob);

        assertThat(ids("items")).containsExactly(1, 1);
    }

    @Test
    void a_file_that_changed_under_a_waiting_package_is_reported_and_then_loaded_as_it_is_now() throws IOException {
        Path file = write("items.csv", "id,name", "1,one");
        Resource items = csv("items", file);
        crash(LoadStep.SEALED, items);
        String loadId = waiting();
        write("items.csv", "id,name", "2,two", "3,three");

        assertThatThrownBy(() -> pipeline().run(items))
                .hasMessage(
                        "[SOURCE_CHANGED] " + file + " changed after package " + loadId
                                + " was made from it. Nothing was loaded, and the package was put aside. Run again to load the file as it is now.");

        assertThat(pipeline().admin().pending())
                .singleElement()
                .satisfies(aside -> assertThat(aside.state()).isEqualTo("quarantined"));
        pipeline().run(items);
        assertThat(ids("items")).containsExactly(2, 3);
    }

    @Test
    void a_file_that_changed_after_its_package_was_committed_is_no_error() throws IOException {
        Path file = write("items.csv", "id,name", "1,one");
        Resource items = csv("items", file);
        crash(LoadStep.COMMITTED, items);
        write("items.csv", "id,name", "2,two", "3,three");

        pipeline().run(items);

        assertThat(ids("items")).containsExactly(1, 2, 3);
        assertThat(pipeline().admin().pending()).isEmpty();
    }

    @Test
    void a_file_whose_time_alone_changed_is_read_as_another_file() throws IOException {
        Path file = write("items.jsonl", "{\"id\": 1}");
        crash(LoadStep.COMMITTED, jsonl("items", file));
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2025-12-24T00:00:00Z")));

        pipeline().run(jsonl("items", file));

        assertThat(ids("items")).containsExactly(1, 1);
    }

    @Test
    void an_older_copy_of_the_database_file_is_noticed() throws IOException {
        Resource first = events("{\"id\": 1, \"at\": 10}");
        Resource second = events("{\"id\": 1, \"at\": 10}", "{\"id\": 2, \"at\": 10}", "{\"id\": 3, \"at\": 11}");
        pipeline().run(first);
        Path copy = Files.copy(database(), folder.resolve("copy.duckdb"));
        pipeline().run(second);
        Files.delete(database());
        Files.move(copy, database());

        assertThatThrownBy(() -> pipeline().run(second))
                .hasMessage("[DATASET_REWOUND] duckdb " + database() + " has state version 1 of pipeline recovery, but"
                        + " version 2 was committed there before: it was dropped or restored from an older copy."
                        + " Nothing was loaded. To go on from what is there, run 'pipette pipeline recovery sync'. A"
                        + " package that waits is deleted with 'pipette pipeline recovery discard LOAD_ID'.");

        pipeline().admin().sync();
        pipeline().run(second);
        assertThat(ids("events")).containsExactly(1, 2, 3);
    }

    @Test
    void a_database_file_that_was_deleted_is_noticed_and_one_that_never_was_is_made() throws IOException {
        pipeline().run(events("{\"id\": 1, \"at\": 10}"));
        Files.delete(database());

        assertThatThrownBy(() -> pipeline().run(events("{\"id\": 1, \"at\": 10}")))
                .hasMessageStartingWith("[DATASET_REWOUND] duckdb " + database()
                        + " has no state of pipeline recovery, but version 1 was committed there before");
        assertThat(database()).doesNotExist();

        pipeline().admin().sync();
        pipeline().run(events("{\"id\": 1, \"at\": 10}"));
        assertThat(ids("events")).containsExactly(1);
    }

    private Resource events(String... rows) {
        return resource("events").json("[" + String.join(",", rows) + "]").incremental(cursor("at", Long.class));
    }

    @Test
    void a_run_without_rows_makes_no_file() {
        LoadInfo info = pipeline().run(resource("items").rows(List.of()));

        assertThat(info.nothingNew()).isTrue();
        assertThat(database()).doesNotExist();
    }

    @Test
    void a_new_file_has_the_oldest_storage_that_holds_our_types_and_nothing_is_left_beside_it()
            throws SQLException, IOException {
        pipeline().run(resource("items").rows(List.of(Map.of("id", 1))));

        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + database());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT tags['storage_version'] FROM duckdb_databases() WHERE database_name = 'scratch'")) {
            row.next();
            assertThat(row.getString(1)).startsWith("v1.0.0");
        }
        try (var files = Files.list(folder)) {
            assertThat(files.filter(Files::isRegularFile)).containsExactly(database());
        }
    }

    @Test
    void packages_that_are_put_into_quarantine_at_one_instant_do_not_collide() {
        Pipeline pipeline = pipeline().clock(Clock.fixed(Instant.parse("2025-12-24T00:00:00Z"), ZoneOffset.UTC));
        pipeline.run(resource("items").rows(List.of(Map.of("id", 1))).merge("id"));
        Resource wrong = resource("items").rows(List.of(Map.of("id", "one"))).merge("id");

        assertThatThrownBy(() -> pipeline.run(wrong)).hasMessageStartingWith("[TYPE_MISMATCH]");
        assertThatThrownBy(() -> pipeline.run(wrong)).hasMessageStartingWith("[TYPE_MISMATCH]");

        assertThat(pipeline.admin().pending()).hasSize(2);
        pipeline.run(resource("items").rows(List.of(Map.of("id", 2))).merge("id"));
        assertThat(ids("items")).containsExactly(1, 2);
    }
}

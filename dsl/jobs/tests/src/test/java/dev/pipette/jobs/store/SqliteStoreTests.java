package dev.pipette.jobs.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.error.ErrorCode;
import dev.pipette.jobs.SqliteFixture;
import dev.pipette.testing.folders.MemoryFolders;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;

class SqliteStoreTests extends SqliteFixture
        implements StoreContract, CatalogueContract, BackfillContract, AlertContract, ProcessContract {
    @Override
    public List<String> place() {
        return List.of("embedded", home().toString());
    }

    @Override
    public void drop() {
        close();
        MemoryFolders.delete(home().resolve("jobs"));
    }

    @Override
    public String table(String name) {
        return name;
    }

    @Override
    public void execute(String sql) {
        try (Connection connection = store().dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failed) {
            throw new IllegalStateException(sql, failed);
        }
    }

    @Test
    void only_this_user_reads_the_file() throws Exception {
        Given.promote(store(), "orders");
        Path jobs = home().resolve("jobs");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(jobs)))
                .isEqualTo("rwx------");
        try (var files = Files.list(jobs)) {
            assertThat(files)
                    .extracting(file -> file.getFileName() + " "
                            + PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .containsExactlyInAnyOrder(
                            "jobs.lock rw-------",
                            "jobs.sqlite rw-------",
                            "jobs.sqlite-shm rw-------",
                            "jobs.sqlite-wal rw-------");
        }
        assertThat(store().describe()).isEqualTo("sqlite " + jobs.resolve("jobs.sqlite"));
        assertThat(store().tasksTable()).isEqualTo("scheduled_tasks");
    }

    @Test
    void a_file_that_is_something_else_is_refused() throws Exception {
        close();
        Path file = home().resolve("jobs/jobs.sqlite");
        Files.writeString(
                file, "this is not a database, but a text that is longer than its header would be. ".repeat(20));

        assertThat(Refusals.of(() -> JobStore.embedded(home())).code()).isEqualTo(ErrorCode.WORKING_FOLDER_FAILED);
        Files.delete(file);
        open();
    }
}

package dev.pipette.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.error.ErrorCode;
import dev.pipette.postgres.Scenario.Second;
import dev.pipette.testing.postgres.PostgresDatabase;
import dev.pipette.testing.postgres.PostgresServer;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A server without room takes nothing of a load, and all of it when somebody has made room. */
@Execution(ExecutionMode.CONCURRENT)
final class FullDiskTests {
    @TempDir
    private Path folder;

    @Test
    void a_full_disk_is_told_nothing_is_half_there_and_room_lets_the_next_run_load_all() {
        try (PostgresServer server = PostgresServer.ownWithDisk(24);
                PostgresDatabase database = server.newDatabase()) {
            Scenario scenario = new Scenario(database, folder, database.url()).base();
            DatasetImage before = scenario.image();
            fill(database);
            Disturbance heard = Disturbance.none();

            scenario.retryingFor(Duration.ofMinutes(1)).assertFails(Second.LARGE, heard, ErrorCode.DESTINATION_FAILED);

            database.execute("DROP TABLE filler");
            assertThat(heard.retries()).isEmpty();
            scenario.image().assertSame(before);
            scenario.second(Second.LARGE);
            scenario.assertRecovered(Second.LARGE);
        }
    }

    /** Leaves room for a part of the rows of the large table. */
    private static void fill(PostgresDatabase database) {
        database.execute("CREATE TABLE spare AS SELECT repeat('x', 1000) FROM generate_series(1, 1500)");
        database.execute("CREATE TABLE filler (text text)");
        boolean full = false;
        while (!full) {
            try {
                database.execute("INSERT INTO filler SELECT repeat('x', 1000) FROM generate_series(1, 500)");
            } catch (IllegalStateException failed) {
                assertThat(failed.getCause())
                        .isInstanceOfSatisfying(
                                SQLException.class,
                                cause -> assertThat(cause.getSQLState()).isEqualTo("53100"));
                full = true;
            }
        }
        database.execute("DROP TABLE spare");
    }
}

package dev.pipette.testing.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** A server of one test: killed, stopped, started again, and short of room. */
class OwnPostgresTests {
    private static final PostgresServer SERVER =
            PostgresServer.own("statement_timeout=1s", "temp_file_limit=1MB", "work_mem=64kB");

    @AfterAll
    static void close() {
        SERVER.close();
    }

    @Test
    void settings_hold() throws SQLException {
        try (Connection connection = SERVER.connect();
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.execute("SELECT pg_sleep(30)"))
                    .hasMessage("ERROR: canceling statement due to statement timeout");
        }
    }

    @Test
    void what_was_committed_survives_a_kill() {
        try (PostgresDatabase database = SERVER.newDatabase()) {
            database.execute("CREATE TABLE items AS SELECT generate_series(1, 1000) AS id");
            SERVER.kill();

            assertThatThrownBy(database::connect)
                    .asInstanceOf(InstanceOfAssertFactories.type(SQLException.class))
                    .extracting(SQLException::getSQLState)
                    .isEqualTo("08001");

            SERVER.restart();
            assertThat(database.rows("SELECT count(*) FROM items")).containsExactly("1000");
        }
    }

    @Test
    void after_the_death_of_backends_the_server_recovers() throws SQLException {
        try (Connection connection = SERVER.connect();
                Statement statement = connection.createStatement()) {
            SERVER.killBackends();

            assertThatThrownBy(() -> statement.execute("SELECT 1"))
                    .asInstanceOf(InstanceOfAssertFactories.type(SQLException.class))
                    .extracting(SQLException::getSQLState)
                    .isIn("57P02", "08006");
        }
        SERVER.awaitConnections();
    }

    @Test
    void terminated_backends_say_so() throws SQLException {
        try (Connection connection = SERVER.connect();
                Statement statement = connection.createStatement()) {
            SERVER.terminateBackends();

            assertThatThrownBy(() -> statement.execute("SELECT 1"))
                    .hasMessage("FATAL: terminating connection due to administrator command");
        }
    }

    @Test
    void a_stopped_server_refuses_and_comes_back() throws SQLException {
        SERVER.stop();

        assertThatThrownBy(SERVER::connect)
                .hasMessageStartingWith("Connection to 127.0.0.1:" + SERVER.port() + " refused.");
        SERVER.restart();
        SERVER.connect().close();
    }

    @Test
    void temporary_files_beyond_the_limit_fail() {
        try (PostgresDatabase database = SERVER.newDatabase()) {
            assertThatThrownBy(() -> database.rows(
                            "SELECT count(*) FROM (SELECT generate_series(1, 1000000) AS id ORDER BY 1 DESC)"))
                    .rootCause()
                    .hasMessage("ERROR: temporary file size exceeds \"temp_file_limit\" (1024kB)")
                    .extracting(cause -> ((SQLException) cause).getSQLState())
                    .isEqualTo("53400");
        }
    }

    @Test
    void a_full_disk_fails_a_statement_and_the_server_lives_on() {
        try (PostgresServer server = PostgresServer.ownWithDisk(24);
                PostgresDatabase database = server.newDatabase()) {
            database.execute("CREATE TABLE items (text text)");

            assertThatThrownBy(() -> database.execute(
                            "INSERT INTO items SELECT repeat('x', 1000) FROM generate_series(1, 30000)"))
                    .rootCause()
                    .hasMessageMatching(
                            "ERROR: could not extend file \"pg_tblspc/.*\": No space left on device\n  Hint: Check free disk space.")
                    .extracting(cause -> ((SQLException) cause).getSQLState())
                    .isEqualTo("53100");
            assertThat(database.rows("SELECT count(*) FROM items")).containsExactly("0");
        }
    }

    @Test
    void a_table_that_outgrows_the_limit_of_files_fails_and_the_server_lives_on() {
        try (PostgresServer server = PostgresServer.own();
                PostgresDatabase database = server.newDatabase()) {
            database.execute("CREATE TABLE items (text text)");
            server.limitFiles(20);

            assertThatThrownBy(() -> database.execute(
                            "INSERT INTO items SELECT repeat('x', 1000) FROM generate_series(1, 30000)"))
                    .rootCause()
                    .hasMessageMatching(
                            "ERROR: could not extend file \"base/.*\": File too large\n  Hint: Check free disk space.")
                    .extracting(cause -> ((SQLException) cause).getSQLState())
                    .isEqualTo("XX000");
            assertThat(database.rows("SELECT count(*) FROM items")).containsExactly("0");
        }
    }
}

package dev.pipette.testing.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** A server that says no is understood by a real driver. */
class RefusingServerTests {
    @Test
    void an_error_reaches_the_client_with_its_state_and_message() {
        try (RefusingServer server =
                RefusingServer.withError("FATAL", "XX000", "(ENOTFOUND) tenant/user postgres.abc not found")) {
            assertThatThrownBy(() -> connect(server, ""))
                    .hasMessage("FATAL: (ENOTFOUND) tenant/user postgres.abc not found")
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            refused -> assertThat(refused.getSQLState()).isEqualTo("XX000"));
        }
    }

    @Test
    void each_login_is_recorded() {
        try (RefusingServer server = RefusingServer.withError("FATAL", "28P01", "no")) {
            assertThatThrownBy(() -> connect(server, "?options=-c%20statement_timeout=5"))
                    .hasMessage("FATAL: no");
            assertThatThrownBy(() -> connect(server, "?sslmode=disable&gssEncMode=disable"))
                    .hasMessage("FATAL: no");

            assertThat(server.logins())
                    .hasSize(2)
                    .allSatisfy(login ->
                            assertThat(login).containsEntry("user", "somebody").containsEntry("database", "items"));
            assertThat(server.logins().getFirst()).containsEntry("options", "-c statement_timeout=5");
        }
    }

    @Test
    void tls_is_declined() {
        try (RefusingServer server = RefusingServer.withError("FATAL", "28P01", "no")) {
            assertThatThrownBy(() -> connect(server, "?sslmode=require"))
                    .hasMessage("The server does not support SSL.");
            assertThat(server.logins()).isEmpty();
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void a_password_in_clear_text_is_recorded() {
        try (RefusingServer server = RefusingServer.askingForPasswords()) {
            assertThatThrownBy(() -> DriverManager.getConnection(server.url("items"), "somebody", "s3cret"))
                    .hasMessage("FATAL: password authentication failed");

            assertThat(server.passwords()).containsExactly("s3cret");
        }
    }

    @Test
    void silence_ends_with_the_patience_of_the_client() {
        try (RefusingServer server = RefusingServer.withSilence()) {
            assertThatThrownBy(() -> connect(server, "?loginTimeout=1")).hasMessage("Connection attempt timed out.");
            assertThat(server.logins()).isEmpty();
        }
    }

    @Test
    void an_end_and_garbage_are_broken_connections() {
        try (RefusingServer end = RefusingServer.withEnd();
                RefusingServer garbage = RefusingServer.withGarbage()) {
            assertThatThrownBy(() -> connect(end, "")).hasMessage("The connection attempt failed.");
            assertThatThrownBy(() -> connect(garbage, "")).hasMessage("Protocol error.  Session setup failed.");
        }
    }

    @Test
    void statements_fail_after_a_login_that_succeeds() throws SQLException {
        try (RefusingServer server =
                        RefusingServer.withErrorAfterLogin("ERROR", "XX000", "(ECHECKOUTTIMEOUT) pool busy");
                Connection connection = connect(server, "");
                var statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.execute("SELECT 1")).hasMessage("ERROR: (ECHECKOUTTIMEOUT) pool busy");
            assertThatThrownBy(() -> statement.execute("SELECT 2")).hasMessage("ERROR: (ECHECKOUTTIMEOUT) pool busy");
            assertThat(server.statements()).endsWith("SELECT 1", "SELECT 2");
        }
    }

    @Test
    void a_fatal_error_after_the_login_ends_the_connection() throws SQLException {
        try (RefusingServer server = RefusingServer.withErrorAfterLogin("FATAL", "57P01", "going down");
                Connection connection = connect(server, "?preferQueryMode=simple");
                var statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.execute("SELECT 1")).hasMessage("FATAL: going down");
            assertThatThrownBy(() -> statement.execute("SELECT 2"))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            broken -> assertThat(broken.getSQLState()).isIn("08006", "08003"));
        }
    }

    @Test
    void after_close_nobody_listens() {
        RefusingServer server = RefusingServer.withGarbage();
        server.close();

        assertThatThrownBy(() -> connect(server, "")).hasMessageContaining("refused");
    }

    private static Connection connect(RefusingServer server, String parameters) throws SQLException {
        return DriverManager.getConnection(server.url("items") + parameters, "somebody", "secret");
    }
}

package dev.pipette.testing.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

/** The server of the build, its databases and its users. */
class PostgresServerTests {
    @Test
    void a_database_is_empty_and_gone_after_close() {
        PostgresServer server = PostgresServer.shared();
        PostgresDatabase database = server.newDatabase();

        try (database) {
            database.execute("CREATE TABLE items (id bigint, name text)");
            database.execute("INSERT INTO items VALUES (1, 'one'), (2, NULL)");

            assertThat(database.rows("SELECT * FROM items ORDER BY id")).containsExactly("1 | one", "2 | NULL");
        }

        assertThatThrownBy(database::connect).hasMessage("FATAL: database \"" + database.name() + "\" does not exist");
    }

    @Test
    void a_database_is_dropped_although_somebody_is_still_connected() throws SQLException {
        PostgresDatabase database = PostgresServer.shared().newDatabase();

        try (Connection left = database.connect()) {
            database.close();

            assertThat(left.isValid(5)).isFalse();
        }
    }

    @Test
    void all_who_ask_get_the_same_server() {
        assertThat(PostgresServer.shared().url())
                .isEqualTo(PostgresServer.shared().url());
    }

    @Test
    void closing_the_server_of_the_build_leaves_it_to_others() {
        PostgresServer.shared().close();

        try (PostgresDatabase database = PostgresServer.shared().newDatabase()) {
            assertThat(database.rows("SELECT 1")).containsExactly("1");
        }
    }

    @Test
    void the_server_of_the_build_is_not_for_one_test_to_stop() {
        PostgresServer server = PostgresServer.shared();

        assertThatThrownBy(server::kill)
                .hasMessage("this server is shared with other tests: use PostgresServer.own() for one to stop");
    }

    @Test
    void a_new_role_logs_in_with_its_password_and_may_do_nothing_until_it_is_granted() throws SQLException {
        try (PostgresDatabase database = PostgresServer.shared().newDatabase()) {
            database.execute("CREATE TABLE items (id bigint)");
            PostgresRole role = database.newRole();
            PostgresRole wrong = new PostgresRole(role.name(), "wrong");

            try (Connection connection = database.connect(role);
                    Statement statement = connection.createStatement()) {
                assertThatThrownBy(() -> statement.execute("SELECT * FROM items"))
                        .hasMessage("ERROR: permission denied for table items");
                database.execute("GRANT SELECT ON items TO " + role.name());
                assertThat(statement.execute("SELECT * FROM items")).isTrue();
            }
            assertThatThrownBy(() -> database.connect(wrong))
                    .hasMessage("FATAL: password authentication failed for user \"" + role.name() + "\"");
        }
    }

    @Test
    void the_role_is_dropped_with_its_database() {
        PostgresRole role;
        try (PostgresDatabase database = PostgresServer.shared().newDatabase()) {
            role = database.newRole();
            database.execute("GRANT CREATE ON SCHEMA public TO " + role.name());
        }

        try (PostgresDatabase database = PostgresServer.shared().newDatabase()) {
            assertThat(database.rows("SELECT rolname FROM pg_roles WHERE rolname = '" + role.name() + "'"))
                    .isEmpty();
        }
    }
}

package dev.pipette.testing.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A pooler in transaction mode behaves as those that are for rent. */
class PgBouncerTests {
    private static final PostgresDatabase DATABASE = PostgresServer.shared().newDatabase();

    @BeforeAll
    static void fill() {
        DATABASE.execute("CREATE TABLE items AS SELECT 1 AS id");
    }

    @AfterAll
    static void drop() {
        DATABASE.close();
    }

    @Test
    void the_pooler_of_the_build_is_one() {
        assertThat(PgBouncer.shared().port()).isEqualTo(PgBouncer.shared().port());
    }

    @Test
    void what_a_session_sets_is_seen_by_another() throws SQLException {
        try (PgBouncer pooler = PgBouncer.own(
                        PostgresServer.shared(), PgBouncerOptions.defaults().withPoolSize(1));
                Connection one = pooler.connect(DATABASE);
                Connection other = pooler.connect(DATABASE)) {
            one.createStatement().execute("SET search_path = leaked");

            assertThat(text(other, "SHOW search_path")).isEqualTo("leaked");
        }
    }

    @Test
    void prepared_statements_of_clients_get_into_each_others_way() throws SQLException {
        List<Connection> connections = new ArrayList<>();
        try (PgBouncer pooler = PgBouncer.own(
                PostgresServer.shared(), PgBouncerOptions.defaults().withPoolSize(1))) {
            assertThatThrownBy(() -> {
                        for (int client = 0; client < 2; client++) {
                            connections.add(pooler.connect(DATABASE));
                            prepareOften(connections.getLast());
                        }
                    })
                    .hasMessage("ERROR: prepared statement \"S_1\" already exists");

            for (Connection connection : connections) {
                connection.close();
            }
            try (Connection unnamed = DriverManager.getConnection(
                    pooler.url(DATABASE) + "?prepareThreshold=0", DATABASE.user(), DATABASE.password())) {
                prepareOften(unnamed);
            }
        }
    }

    @Test
    void a_role_comes_in_with_its_own_password_and_no_other() throws SQLException {
        PostgresRole role = DATABASE.newRole();
        PostgresRole wrong = new PostgresRole(role.name(), "wrong");

        try (Connection connection = PgBouncer.shared().connect(DATABASE, role)) {
            assertThat(text(connection, "SELECT current_user")).isEqualTo(role.name());
        }
        assertThatThrownBy(() -> PgBouncer.shared().connect(DATABASE, wrong))
                .isInstanceOfSatisfying(
                        SQLException.class,
                        refused -> assertThat(refused.getSQLState()).isEqualTo("08P01"))
                .hasMessage("FATAL: SASL authentication failed");
    }

    @Test
    void startup_parameters_are_refused() {
        assertThatThrownBy(() -> DriverManager.getConnection(
                        PgBouncer.shared().url(DATABASE) + "?currentSchema=s1", DATABASE.user(), DATABASE.password()))
                .hasMessageContaining("unsupported startup parameter");
    }

    @Test
    void one_client_too_many_is_refused() throws SQLException {
        try (PgBouncer pooler = PgBouncer.own(
                        PostgresServer.shared(), PgBouncerOptions.defaults().withMaxClients(1));
                Connection first = pooler.connect(DATABASE)) {
            assertThat(text(first, "SELECT 1")).isEqualTo("1");

            assertThatThrownBy(() -> pooler.connect(DATABASE)).hasMessageContaining("no more connections allowed");
        }
    }

    @Test
    void clients_without_tls_are_refused_when_it_is_required() throws SQLException {
        try (PgBouncer pooler = PgBouncer.own(
                PostgresServer.shared(), PgBouncerOptions.defaults().withTls())) {
            String url = pooler.url(DATABASE);

            assertThatThrownBy(() ->
                            DriverManager.getConnection(url + "?sslmode=disable", DATABASE.user(), DATABASE.password()))
                    .hasMessageContaining("SSL required");
            try (Connection connection =
                    DriverManager.getConnection(url + "?sslmode=require", DATABASE.user(), DATABASE.password())) {
                assertThat(text(connection, "SELECT 1")).isEqualTo("1");
            }
        }
    }

    private static void prepareOften(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT id FROM items WHERE id = ?")) {
            for (int execution = 0; execution < 10; execution++) {
                statement.setInt(1, execution);
                statement.executeQuery().close();
            }
        }
    }

    private static String text(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getString(1);
        }
    }
}

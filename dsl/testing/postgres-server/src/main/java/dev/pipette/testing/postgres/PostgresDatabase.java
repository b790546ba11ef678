package dev.pipette.testing.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * An empty database of one test, dropped on close together with its roles and with the connections to it.
 *
 * <pre>{@code
 * try (PostgresDatabase database = PostgresServer.shared().newDatabase()) {
 *   database.execute("CREATE TABLE items (id bigint)");
 *   assertThat(database.rows("SELECT count(*) FROM items")).containsExactly("0");
 * }
 * }</pre>
 */
public final class PostgresDatabase implements AutoCloseable {
    private final PostgresServer server;
    private final String name;
    private final List<PostgresRole> roles = new CopyOnWriteArrayList<>();

    PostgresDatabase(PostgresServer server, String name) {
        this.server = server;
        this.name = name;
    }

    /** Its name, which needs no quotes. */
    public String name() {
        return name;
    }

    /** Its JDBC URL, without user and password. */
    public String url() {
        return server.url(name);
    }

    /** The user who may do everything. */
    public String user() {
        return server.user();
    }

    /** The password of {@link #user()}. */
    public String password() {
        return server.password();
    }

    /** A connection of the user who may do everything. */
    public Connection connect() throws SQLException {
        return server.connect(name, user(), password());
    }

    /** A connection of a user. */
    public Connection connect(PostgresRole role) throws SQLException {
        return server.connect(name, role.name(), role.password());
    }

    /** Runs a statement as the user who may do everything. */
    public void execute(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failed) {
            throw new IllegalStateException(sql + ": " + failed.getMessage(), failed);
        }
    }

    /** The rows of a query, each as its values with {@code |} between them and {@code NULL} for null. */
    public List<String> rows(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            ResultSetMetaData columns = result.getMetaData();
            List<String> rows = new ArrayList<>();
            while (result.next()) {
                List<String> values = new ArrayList<>();
                for (int column = 1; column <= columns.getColumnCount(); column++) {
                    String value = result.getString(column);
                    values.add(value == null ? "NULL" : value);
                }
                rows.add(String.join(" | ", values));
            }
            return rows;
        } catch (SQLException failed) {
            throw new IllegalStateException(sql + ": " + failed.getMessage(), failed);
        }
    }

    /** Makes a user who may log in and do what everybody may: nothing but see this database. */
    public PostgresRole newRole() {
        PostgresRole role = new PostgresRole(Names.fresh("role"), Names.secret());
        execute("CREATE ROLE " + role.name() + " LOGIN PASSWORD '" + role.password() + "'");
        roles.add(role);
        return role;
    }

    /** Drops the database, its roles, and the connections to it; nothing where the server is gone. */
    @Override
    public void close() {
        server.drop(name, roles);
    }

    @Override
    public String toString() {
        return url();
    }
}

package dev.pipette.jdbc;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/** A real database on this machine that a test fills and reads. */
interface SourceDatabase extends AutoCloseable {
    /** As {@link Database#at} takes it. */
    String address();

    /** The JDBC URL of a connection that may write. */
    String url();

    /** User and password of that connection. */
    default Properties login() {
        return new Properties();
    }

    /** The schema of the tables, as the product names it. */
    String schema();

    /** The product's own writing of a type, of which the contract knows the standard name. */
    default String type(String standard) {
        return standard;
    }

    /** How the product writes a literal of a timestamp with a zone or bytes. */
    default String bytes(String hex) {
        return "X'" + hex + "'";
    }

    /** How the product quotes a name. */
    default String quoted(String name) {
        return '"' + name + '"';
    }

    /** How the product has a name that is written in small letters without quotes. */
    default String stored(String name) {
        return name;
    }

    /** Statements that comment on a table and its column; none where the product keeps no comments. */
    default String[] comments(String table, String comment, String column, String ofColumn) {
        return new String[] {
            "COMMENT ON TABLE " + table + " IS '" + comment + "'",
            "COMMENT ON COLUMN " + table + "." + column + " IS '" + ofColumn + "'"
        };
    }

    default void execute(String... statements) {
        try (Connection connection = DriverManager.getConnection(url(), login());
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    @Override
    void close();
}

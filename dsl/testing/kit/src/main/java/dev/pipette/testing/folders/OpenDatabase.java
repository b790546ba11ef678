package dev.pipette.testing.folders;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * A DuckDB file that is open as long as this is.
 *
 * @param asOpened what {@link #state} was when nobody had used it
 */
record OpenDatabase(Path file, Connection connection, List<String> asOpened) {
    /** What tests and loads leave in a database beside its schemas. */
    private static final String STATE = """
            SELECT 'memory ' || current_setting('memory_limit')
            UNION ALL SELECT 'database ' || database_name FROM duckdb_databases()
            UNION ALL SELECT 'table ' || table_name FROM duckdb_tables() WHERE NOT internal
            UNION ALL SELECT 'view ' || view_name FROM duckdb_views() WHERE NOT internal
            UNION ALL SELECT 'sequence ' || sequence_name FROM duckdb_sequences()
            UNION ALL SELECT 'secret ' || name FROM duckdb_secrets()
            ORDER BY 1""";

    private static final String SCHEMAS = """
            SELECT '"' || replace(schema_name, '"', '""') || '"' FROM duckdb_schemas()
            WHERE database_name = current_database() AND NOT internal""";

    /** Opens a file, which is made if need be. */
    static OpenDatabase of(Path file) {
        try {
            Connection connection = DriverManager.getConnection("jdbc:duckdb:" + file);
            try (Statement statement = connection.createStatement()) {
                // a few rows are loaded in half of the time where no second thread is woken for them
                statement.execute("SET threads = 1");
            }
            return new OpenDatabase(file, connection, texts(connection, STATE));
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** Drops all that is in it; whether it is as it was when it was opened. */
    boolean empty() {
        try (Statement statement = connection.createStatement()) {
            for (String schema : texts(connection, SCHEMAS)) {
                statement.execute("DROP SCHEMA " + schema + " CASCADE");
            }
            return texts(connection, STATE).equals(asOpened);
        } catch (SQLException inUse) {
            return false;
        }
    }

    private static List<String> texts(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            List<String> texts = new ArrayList<>();
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
            return texts;
        }
    }

    /** Closes it, with all rows in its file, and moves that. */
    void moveTo(Path place) {
        try {
            try (Statement statement = connection.createStatement()) {
                statement.execute("CHECKPOINT");
            }
            connection.close();
            Files.move(file, place, StandardCopyOption.REPLACE_EXISTING);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Closes it. What is in it is not needed any more. */
    void close() {
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA disable_checkpoint_on_shutdown");
            connection.close();
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }
}

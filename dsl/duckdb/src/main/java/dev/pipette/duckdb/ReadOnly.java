package dev.pipette.duckdb;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;

/**
 * How a database file is opened for a query: DuckDB writes nothing, reads no other file, loads no extension, and lets nobody
 * change that. Rows are read while the query runs.
 */
final class ReadOnly {
    /** How DuckDB's messages say that they refuse to write, or to reach what is outside of the database. */
    private static final List<String> REFUSALS = List.of(
            "read-only mode",
            "file system operations are disabled by configuration",
            "external extensions is disabled",
            "the configuration has been locked");

    /** The statements that write files of their own. DuckDB lets them write into the folder that it spills to. */
    private static final Pattern WRITES_FILES = Pattern.compile("\\b(copy|export)\\b", Pattern.CASE_INSENSITIVE);

    private ReadOnly() {}

    /** Why a text may not be run, although DuckDB itself might run it; empty where it may. */
    static Optional<String> refusal(Connection connection, String sql) throws SQLException {
        return WRITES_FILES.matcher(sql).find() && GuestQuery.isMoreThanQueries(connection, sql)
                ? Optional.of("COPY and EXPORT write files.")
                : GuestQuery.several(connection, sql);
    }

    static Properties properties() {
        Properties properties = new Properties();
        properties.setProperty("access_mode", "READ_ONLY");
        properties.setProperty("enable_external_access", "false");
        properties.setProperty("autoinstall_known_extensions", "false");
        properties.setProperty("autoload_known_extensions", "false");
        properties.setProperty("jdbc_stream_results", "true");
        return properties;
    }

    /**
     * Configures the database for all connections of this process, and locks its configuration. The first connection does
     * it; they are made one after the other.
     */
    static synchronized Connection configured(Connection connection, Optional<String> memoryLimit) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            if (!isLocked(statement)) {
                statement.execute("SET GLOBAL TimeZone = 'UTC'");
                statement.execute("SET enable_progress_bar = false");
                if (memoryLimit.isPresent()) {
                    statement.execute("SET memory_limit = '" + memoryLimit.get().replace("'", "''") + "'");
                }
                statement.execute("SET lock_configuration = true");
            }
            return connection;
        } catch (SQLException failed) {
            connection.close();
            throw failed;
        }
    }

    private static boolean isLocked(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("SELECT current_setting('lock_configuration')")) {
            return row.next() && row.getBoolean(1);
        }
    }

    /** Whether DuckDB refused something because a query only reads. */
    static boolean isRefusal(String message) {
        return REFUSALS.stream().anyMatch(message::contains);
    }
}

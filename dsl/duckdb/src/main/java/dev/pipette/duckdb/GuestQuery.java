package dev.pipette.duckdb;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Whether a text may be run as a query in the database that this process has open for writing, where neither the file nor the
 * configuration can be locked: the load beside it needs both. DuckDB's own parser tells. Whatever it does not take for a
 * SELECT is refused, and so is a SELECT that reads another file.
 */
final class GuestQuery {
    /** Table functions that reach nothing outside of the database. */
    private static final String HARMLESS =
            "'range', 'generate_series', 'unnest', 'repeat', 'repeat_row', 'json_each', 'json_tree'";

    private static final String PARSED = """
            WITH parsed AS MATERIALIZED (SELECT json_serialize_sql(CAST(? AS VARCHAR)) AS tree),
            nodes AS (
                SELECT value ->> 'type' AS type, value -> 'function' ->> 'function_name' AS called,
                    value ->> 'table_name' AS name
                FROM parsed, json_tree(parsed.tree) WHERE type = 'OBJECT'),
            beyond AS (
                SELECT concat(called, '(..)') AS name FROM nodes
                WHERE type = 'TABLE_FUNCTION' AND called NOT IN (%s) AND NOT regexp_matches(called, '^(duckdb|pragma)_')
                UNION ALL SELECT concat('"', name, '"') FROM nodes
                WHERE type = 'BASE_TABLE' AND regexp_matches(name, '[./\\\\:*?]') AND name NOT IN (
                    SELECT table_name FROM duckdb_tables() UNION ALL SELECT view_name FROM duckdb_views()))
            SELECT tree ->> 'error_type', tree ->> 'error_message', (SELECT min(name) FROM beyond) FROM parsed
            """.formatted(HARMLESS);

    private static final String NUMBER =
            "SELECT coalesce(json_array_length(json_serialize_sql(CAST(? AS VARCHAR)) -> 'statements'), 0)";

    private static final String KIND = "SELECT json_serialize_sql(CAST(? AS VARCHAR)) ->> 'error_type'";

    private GuestQuery() {}

    /** Whether DuckDB's parser reads the text, and finds something else than queries in it. */
    static boolean isMoreThanQueries(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(KIND)) {
            statement.setString(1, sql);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                String problem = row.getString(1);
                return problem != null && !problem.equals("parser");
            }
        }
    }

    /** Why a text that has several queries may not be run: DuckDB's driver would give back the rows of the last only. */
    static Optional<String> several(Connection connection, String sql) throws SQLException {
        if (sql.stripTrailing().indexOf(';') < 0) {
            return Optional.empty();
        }
        try (PreparedStatement statement = connection.prepareStatement(NUMBER)) {
            statement.setString(1, sql);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                int queries = row.getInt(1);
                return queries > 1
                        ? Optional.of("it has " + queries + " statements, and a query is one.")
                        : Optional.empty();
            }
        }
    }

    /**
     * Why a text may not be run; empty where it may.
     *
     * @throws SQLException when it is not SQL at all
     */
    static Optional<String> refusal(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(PARSED)) {
            statement.setString(1, sql);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                String problem = row.getString(1);
                String name = row.getString(3);
                if ("parser".equals(problem)) {
                    throw new SQLException("Parser Error: " + row.getString(2));
                }
                return problem != null
                        ? Optional.of("it is not a SELECT, DESCRIBE, SUMMARIZE or SHOW, which are all that DuckDB can"
                                + " check while this process has the file open for writing.")
                        : name != null ? Optional.of(name + " is not part of the database.") : several(connection, sql);
            }
        }
    }
}

package dev.pipette.rows;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jooq.DSLContext;
import org.jooq.exception.DataAccessException;

/**
 * Finds out why a query failed before its first row. Where rows are read while the query runs, DuckDB's driver reports such a
 * failure as an "Invalid result set" and loses DuckDB's own words.
 */
final class LostReason {
    private static final String LOST = "Invalid result set";
    private static final String ABORTED = "Current transaction is aborted";
    private static final Pattern LINE = Pattern.compile("(?m)^LINE (\\d{1,9}): ");

    private LostReason() {}

    /** The failure with DuckDB's words; the given one where they are not lost, or cannot be found. */
    static DataAccessException found(DSLContext dsl, String sql, DataAccessException failed) {
        return RowReader.reason(failed).contains(LOST)
                ? again(dsl, sql)
                        .map(words -> new DataAccessException("the query failed", new SQLException(words)))
                        .orElse(failed)
                : failed;
    }

    /** Runs the query once more, in a statement whose result is not read while it runs. */
    private static Optional<String> again(DSLContext dsl, String sql) {
        String explained = "EXPLAIN ANALYZE\n" + sql;
        return dsl.connectionResult(connection -> {
            Optional<String> words = failure(connection, explained);
            if (words.isPresent() && words.get().contains(ABORTED)) {
                words = failure(connection, "ROLLBACK")
                        .or(() -> failure(connection, "BEGIN TRANSACTION READ ONLY"))
                        .or(() -> failure(connection, explained));
            }
            return words.filter(found -> !found.contains(LOST)).map(LostReason::inTheQuery);
        });
    }

    /** What the driver reports of a statement; empty where it succeeds. The driver closes a statement that failed. */
    private static Optional<String> failure(Connection connection, String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
            return Optional.empty();
        } catch (SQLException failed) {
            return Optional.of(String.valueOf(failed.getMessage()));
        }
    }

    /** The words with the lines as the query has them, which is one line later in the statement that ran. */
    private static String inTheQuery(String words) {
        return LINE.matcher(words).replaceAll(line -> "LINE " + (Integer.parseInt(line.group(1)) - 1) + ": ");
    }
}

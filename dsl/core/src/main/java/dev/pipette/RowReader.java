package dev.pipette;

import dev.pipette.pack.DriverValues;
import dev.pipette.spi.DestinationSession;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jooq.Cursor;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Result;
import org.jooq.SQLDialect;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;

/**
 * Reads the rows of a person's SQL as they are stored; jOOQ would take the braces of a DuckDB struct for its own
 * placeholders.
 */
final class RowReader {
    private RowReader() {}

    /**
     * Reads the rows of a person's query in a transaction that cannot write: a session on a DuckDB file always could.
     * Closing the session ends the transaction.
     *
     * @throws PipetteException BAD_USAGE when the destination refuses the query, with its own words;
     *     DESTINATION_UNAVAILABLE when it breaks off
     */
    static Rows query(DestinationSession session, String destination, String sql) {
        try {
            session.beginReading();
            Result<Record> rows = read(session.dsl(), sql);
            return new Rows(rows, rows.size());
        } catch (DataAccessException refused) {
            PipetteException failed = session.failure("read", refused);
            throw failed.code() == ErrorCode.DESTINATION_UNAVAILABLE ? failed : refused(destination, refused);
        }
    }

    /** The error for a query that was refused, with the words of whom refused it. */
    static PipetteException refused(String by, DataAccessException refused) {
        Throwable root = refused;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return new PipetteException(ErrorCode.BAD_USAGE, by + " refused the query: " + root.getMessage(), refused);
    }

    /**
     * Reads all rows.
     *
     * @throws DataAccessException when the destination refuses the statement
     */
    static Result<Record> read(DSLContext dsl, String sql) {
        try (ResultSet rows = dsl.resultQuery(DSL.raw(sql)).fetchResultSet()) {
            Optional<String> readable =
                    isDuckDb(dsl) ? DriverValues.readable(sql, types(rows), labels(rows)) : Optional.empty();
            return readable.isPresent() ? read(dsl, readable.get()) : read(dsl, rows);
        } catch (SQLException failed) {
            throw new DataAccessException("the rows cannot be read", failed);
        }
    }

    private static boolean isDuckDb(DSLContext dsl) {
        return dsl.dialect().family() == SQLDialect.DUCKDB;
    }

    private static Result<Record> read(DSLContext dsl, ResultSet rows) throws SQLException {
        // the columns only; the rows are read below
        Cursor<Record> cursor = dsl.fetchLazy(rows);
        Field<?>[] fields = cursor.fields();
        List<String> types = types(rows);
        for (int at = 0; at < fields.length; at++) {
            fields[at] = StoredValue.field(fields[at], types.get(at), isDuckDb(dsl));
        }
        return dsl.fetch(rows, fields);
    }

    private static List<String> types(ResultSet rows) throws SQLException {
        return ofColumns(rows, ResultSetMetaData::getColumnTypeName);
    }

    private static List<String> labels(ResultSet rows) throws SQLException {
        return ofColumns(rows, ResultSetMetaData::getColumnLabel);
    }

    private interface OfColumn {
        String of(ResultSetMetaData columns, int at) throws SQLException;
    }

    private static List<String> ofColumns(ResultSet rows, OfColumn asked) throws SQLException {
        ResultSetMetaData columns = rows.getMetaData();
        List<String> found = new ArrayList<>();
        for (int at = 1; at <= columns.getColumnCount(); at++) {
            found.add(asked.of(columns, at));
        }
        return found;
    }
}

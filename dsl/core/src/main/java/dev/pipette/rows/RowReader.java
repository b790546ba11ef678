package dev.pipette.rows;

import dev.pipette.engine.columnar.DriverValues;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.spi.DestinationSession;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jooq.Cursor;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Result;
import org.jooq.SQLDialect;
import org.jooq.conf.Settings;
import org.jooq.conf.SettingsTools;
import org.jooq.conf.StatementType;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;

/**
 * Reads the rows of a person's SQL as they are stored; jOOQ would take the braces of a DuckDB struct for its own
 * placeholders.
 */
public final class RowReader {
    /** How many rows a server sends at once, where the driver asks for them in parts. */
    private static final int FETCH = 1_000;

    private static final String WAY_TO_WRITE = "A query only reads: run statements that write with .execute(..).";

    private RowReader() {}

    /**
     * Reads the rows of a person's query in a transaction that cannot write. Closing the session ends the transaction.
     *
     * @param reading gets the rows, while they are read
     * @throws PipetteException BAD_USAGE when the destination refuses the query, with its own words;
     *     DESTINATION_UNAVAILABLE when it breaks off
     */
    public static <R> R query(
            DestinationSession session, String destination, String sql, Function<? super RowStream, R> reading) {
        try {
            session.beginReading();
            Optional<String> reason = session.whyNoQuery(sql);
            if (reason.isPresent()) {
                throw new PipetteException(ErrorCode.BAD_USAGE, refused(destination, reason.get()));
            }
            return read(session.dsl(), sql, reading);
        } catch (DataAccessException refused) {
            PipetteException failed = session.failure("read", refused);
            if (failed.code() == ErrorCode.DESTINATION_UNAVAILABLE) {
                throw failed;
            }
            throw session.isRefusedWrite(refused)
                    ? new PipetteException(ErrorCode.BAD_USAGE, refused(destination, reason(refused)), refused)
                    : refused(destination, refused);
        }
    }

    private static String refused(String destination, String reason) {
        boolean ended = reason.endsWith(".") || reason.endsWith("!");
        // the last line of several may point at a place in the query
        String gap = reason.contains("\n") ? "\n" : ended ? " " : ". ";
        return destination + " refused the query: " + reason + gap + WAY_TO_WRITE;
    }

    /** The error for a query that was refused, with the words of whom refused it. */
    public static PipetteException refused(String by, DataAccessException refused) {
        return new PipetteException(ErrorCode.BAD_USAGE, by + " refused the query: " + reason(refused), refused);
    }

    /** What the driver reported. */
    static String reason(DataAccessException refused) {
        Throwable root = refused;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }

    /** All rows of a stream. */
    public static Rows all(RowStream stream) {
        return stream.next(Integer.MAX_VALUE);
    }

    /**
     * Reads rows one after the other.
     *
     * @throws DataAccessException when the destination refuses the statement
     */
    public static <R> R read(DSLContext dsl, String sql, Function<? super RowStream, R> reading) {
        try (ResultSet rows = open(dsl, sql)) {
            Optional<String> readable =
                    isDuckDb(dsl) ? DriverValues.readable(sql, types(rows), labels(rows)) : Optional.empty();
            return readable.isPresent() ? read(dsl, readable.get(), reading) : read(dsl, rows, reading);
        } catch (SQLException failed) {
            throw new DataAccessException("the rows cannot be read", failed);
        }
    }

    /** By a statement without parameters: a question mark in a person's SQL is an operator. */
    private static ResultSet open(DSLContext dsl, String sql) {
        Settings unprepared = SettingsTools.clone(dsl.settings()).withStatementType(StatementType.STATIC_STATEMENT);
        try {
            return DSL.using(dsl.configuration().derive(unprepared))
                    .resultQuery(DSL.raw(sql))
                    .fetchSize(FETCH)
                    .fetchResultSet();
        } catch (DataAccessException failed) {
            throw LostReason.found(dsl, sql, failed);
        }
    }

    private static boolean isDuckDb(DSLContext dsl) {
        return dsl.dialect().family() == SQLDialect.DUCKDB;
    }

    private static <R> R read(DSLContext dsl, ResultSet rows, Function<? super RowStream, R> reading)
            throws SQLException {
        try (Cursor<Record> cursor = dsl.fetchLazy(rows, fields(dsl, rows))) {
            return reading.apply(new RowStream(cursor, types(rows), dsl.dialect()));
        }
    }

    /** The rows of a result that is open, all of them. */
    public static Result<Record> all(DSLContext dsl, ResultSet rows) throws SQLException {
        return dsl.fetch(rows, fields(dsl, rows));
    }

    private static Field<?>[] fields(DSLContext dsl, ResultSet rows) throws SQLException {
        // the columns only; nothing is read
        Field<?>[] fields = dsl.fetchLazy(rows).fields();
        List<String> types = types(rows);
        for (int at = 0; at < fields.length; at++) {
            fields[at] = StoredValue.field(fields[at], types.get(at), isDuckDb(dsl));
        }
        return fields;
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

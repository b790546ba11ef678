package dev.pipette;

import dev.pipette.spi.DestinationSession;
import java.io.Serial;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import org.jooq.BindingGetResultSetContext;
import org.jooq.BindingSetStatementContext;
import org.jooq.Converter;
import org.jooq.Converters;
import org.jooq.Cursor;
import org.jooq.DSLContext;
import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Result;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.AbstractBinding;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/**
 * Reads the rows of a person's SQL as they are stored. By itself jOOQ reads times through {@code java.sql.Timestamp},
 * which has no 02:30 in a night when the JVM's time zone puts its clocks forward, and {@code java.sql.Time}, which has
 * no microseconds; and it takes the braces of a DuckDB struct for its own placeholders.
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
            // the columns only; the rows are read below
            Cursor<Record> cursor = dsl.fetchLazy(rows);
            Field<?>[] fields = cursor.fields();
            for (int at = 0; at < fields.length; at++) {
                fields[at] = stored(fields[at]);
            }
            return dsl.fetch(rows, fields);
        } catch (SQLException failed) {
            throw new DataAccessException("the rows cannot be read", failed);
        }
    }

    private static Field<?> stored(Field<?> field) {
        return switch (field.getType().getName()) {
            case "java.sql.Timestamp" -> field(field, SQLDataType.LOCALDATETIME, LocalDateTime.class);
            case "java.sql.Date" -> field(field, SQLDataType.LOCALDATE, LocalDate.class);
            case "java.sql.Time" -> field(field, SQLDataType.LOCALTIME, LocalTime.class);
            default -> field;
        };
    }

    private static <T> Field<T> field(Field<?> like, DataType<T> type, Class<T> javaType) {
        return DSL.field(like.getQualifiedName(), type.asConvertedDataType(new AsStored<>(javaType)));
    }

    /** Asks the driver for the type itself. */
    private static final class AsStored<T> extends AbstractBinding<T, T> {
        @Serial
        private static final long serialVersionUID = 1L;

        private final Class<T> type;

        AsStored(Class<T> type) {
            this.type = type;
        }

        @Override
        public Converter<T, T> converter() {
            return Converters.identity(type);
        }

        @Override
        public void get(BindingGetResultSetContext<T> context) throws SQLException {
            context.value(context.resultSet().getObject(context.index(), type));
        }

        @Override
        public void set(BindingSetStatementContext<T> context) throws SQLException {
            context.statement().setObject(context.index(), context.value());
        }
    }
}

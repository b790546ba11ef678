package dev.pipette.rows;

import dev.pipette.engine.columnar.DriverValues;
import java.io.Serial;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Set;
import org.jooq.BindingGetResultSetContext;
import org.jooq.BindingSetStatementContext;
import org.jooq.Converter;
import org.jooq.Converters;
import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.impl.AbstractBinding;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/**
 * Reads the values of a column as they are stored. By itself jOOQ reads times through {@code java.sql.Timestamp}, which has no
 * 02:30 in a night when the JVM's time zone puts its clocks forward, no years before Christ and no infinity, and through
 * {@code java.sql.Time}, which has no microseconds; instants through a text that it cannot read before the year 1; and bits,
 * intervals and structs as something else. Infinity is the last value of the Java type, -infinity the first, and {@code
 * 24:00:00} is {@link LocalTime#MAX}, as PostgreSQL's driver has them. A decimal of PostgreSQL that is not a number, or
 * infinite, is a {@link Double}, because {@link java.math.BigDecimal} has no such values.
 */
final class StoredValue<T> extends AbstractBinding<T, T> {
    @Serial
    private static final long serialVersionUID = 1L;

    /** PostgreSQL's types that no type of Java corresponds to, nor one of jOOQ that looks like them: read as text. */
    private static final Set<String> TEXT_OF_POSTGRES = Set.of(
            "bit",
            "varbit",
            "interval",
            "timetz",
            "money",
            "_bit",
            "_interval",
            "_timetz",
            "_time",
            "_date",
            "_timestamp",
            "_timestamptz");

    @SuppressWarnings("unchecked") // a decimal is read as any number
    private static final DataType<Number> NUMERIC = (DataType<Number>) (DataType<?>) SQLDataType.NUMERIC;

    private final Class<T> type;
    private final transient Reader<T> reader;

    /** Reads the value of the n-th column of the current row. */
    @FunctionalInterface
    private interface Reader<T> {
        @Nullable
        T read(ResultSet row, int column) throws SQLException;
    }

    private StoredValue(Class<T> type, Reader<T> reader) {
        this.type = type;
        this.reader = reader;
    }

    /**
     * The field that reads a column.
     *
     * @param field as jOOQ reads it
     * @param type the name of the column's type
     * @param duckDb whether it is a type of DuckDB, and otherwise of PostgreSQL
     */
    static Field<?> field(Field<?> field, String type, boolean duckDb) {
        return duckDb ? ofDuckDb(field, type.toUpperCase(Locale.ROOT)) : ofPostgres(field, type);
    }

    private static Field<?> ofDuckDb(Field<?> field, String type) {
        return switch (type) {
            case "TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS" ->
                field(
                        field,
                        SQLDataType.LOCALDATETIME,
                        LocalDateTime.class,
                        (row, at) -> DriverValues.plain(row.getObject(at, LocalDateTime.class)));
            case "TIMESTAMP WITH TIME ZONE" ->
                field(
                        field,
                        SQLDataType.OFFSETDATETIME,
                        OffsetDateTime.class,
                        (row, at) -> DriverValues.plain(row.getObject(at)));
            case "DATE" ->
                field(
                        field,
                        SQLDataType.LOCALDATE,
                        LocalDate.class,
                        (row, at) -> DriverValues.plain(row.getObject(at)));
            case "TIME", "TIME_NS" -> field(field, SQLDataType.LOCALTIME, LocalTime.class, StoredValue::time);
            case "FLOAT" -> field(field, SQLDataType.REAL, Float.class, ResultSet::getObject);
            case "BOOLEAN",
                    "TINYINT",
                    "SMALLINT",
                    "INTEGER",
                    "BIGINT",
                    "HUGEINT",
                    "UTINYINT",
                    "USMALLINT",
                    "UINTEGER",
                    "UBIGINT",
                    "UHUGEINT",
                    "DOUBLE",
                    "VARCHAR",
                    "BLOB",
                    "UUID",
                    "JSON" -> field;
            default ->
                type.startsWith("DECIMAL")
                        ? field
                        : field(
                                field,
                                SQLDataType.OTHER,
                                Object.class,
                                (row, at) -> DriverValues.plain(row.getObject(at)));
        };
    }

    private static @Nullable Object time(ResultSet row, int at) throws SQLException {
        try {
            return row.getObject(at);
        } catch (DateTimeException beyondTheDay) {
            return LocalTime.MAX;
        }
    }

    private static Field<?> ofPostgres(Field<?> field, String type) {
        return switch (type) {
            case "timestamp" -> asked(field, SQLDataType.LOCALDATETIME, LocalDateTime.class);
            case "timestamptz" -> asked(field, SQLDataType.OFFSETDATETIME, OffsetDateTime.class);
            case "date" -> asked(field, SQLDataType.LOCALDATE, LocalDate.class);
            case "time" -> asked(field, SQLDataType.LOCALTIME, LocalTime.class);
            case "numeric" -> field(field, NUMERIC, Number.class, ResultSet::getObject);
            case "_numeric" -> field(field, SQLDataType.OTHER, Object.class, StoredValue::decimals);
            default ->
                TEXT_OF_POSTGRES.contains(type)
                        ? field(field, SQLDataType.VARCHAR, String.class, (row, at) -> row.getString(at))
                        : field;
        };
    }

    /** A list of decimals; its text where one of them is not a number, for which the driver has no list. */
    private static @Nullable Object decimals(ResultSet row, int at) throws SQLException {
        String text = row.getString(at);
        return text == null || text.contains("NaN") || text.contains("Infinity")
                ? text
                : row.getArray(at).getArray();
    }

    /** Asks the driver for the type itself. */
    private static <T> Field<T> asked(Field<?> like, DataType<T> type, Class<T> javaType) {
        return field(like, type, javaType, (row, at) -> row.getObject(at, javaType));
    }

    private static <T> Field<T> field(
            Field<?> like, DataType<T> type, Class<T> javaType, Reader<? extends @Nullable Object> reader) {
        Reader<T> cast = (row, at) -> javaType.cast(reader.read(row, at));
        return DSL.field(like.getQualifiedName(), type.asConvertedDataType(new StoredValue<>(javaType, cast)));
    }

    @Override
    public Converter<T, T> converter() {
        return Converters.identity(type);
    }

    @Override
    public void get(BindingGetResultSetContext<T> context) throws SQLException {
        context.value(reader.read(context.resultSet(), context.index()));
    }

    @Override
    public void set(BindingSetStatementContext<T> context) throws SQLException {
        context.statement().setObject(context.index(), context.value());
    }
}

package dev.pipette.testing.quack;

import dev.pipette.schema.Column;
import dev.pipette.schema.TableColumn;
import dev.pipette.schema.ValueType;
import dev.pipette.spi.RowBatch;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jooq.DataType;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.SQLDataType;

/** The types of columns: what a column of the schema becomes, and what a column of the catalogue holds. */
final class QuackTypes {
    private static final int DIGITS = 38;
    private static final int SCALE = 9;

    private QuackTypes() {}

    private static ValueType valueType(Column column) {
        return ValueType.of(column.dataType().orElseThrow(), column.timezone());
    }

    static DataType<?> of(Column column) {
        return switch (valueType(column)) {
            case TEXT -> SQLDataType.VARCHAR;
            case DOUBLE -> SQLDataType.DOUBLE;
            case BOOL -> SQLDataType.BOOLEAN;
            case BIGINT -> SQLDataType.BIGINT;
            case TIMESTAMP -> SQLDataType.TIMESTAMPWITHTIMEZONE;
            case LOCAL_TIMESTAMP -> SQLDataType.LOCALDATETIME;
            case BINARY -> SQLDataType.BLOB;
            case JSON -> SQLDataType.JSON;
            case DECIMAL ->
                SQLDataType.DECIMAL(
                        column.precision().orElse(DIGITS), column.scale().orElse(SCALE));
            case DATE -> SQLDataType.LOCALDATE;
            case TIME -> SQLDataType.LOCALTIME;
        };
    }

    static TableColumn column(String name, String sqlType, boolean nullable, int precision, int scale) {
        return new TableColumn(name, sqlType, held(sqlType), precision, scale, nullable);
    }

    /** Empty for a type that Pipette does not fill. */
    private static Optional<ValueType> held(String sqlType) {
        return switch (sqlType.replaceFirst("\\(.*", "")) {
            case "VARCHAR" -> Optional.of(ValueType.TEXT);
            case "DOUBLE" -> Optional.of(ValueType.DOUBLE);
            case "BOOLEAN" -> Optional.of(ValueType.BOOL);
            case "INTEGER", "BIGINT" -> Optional.of(ValueType.BIGINT);
            case "TIMESTAMP WITH TIME ZONE" -> Optional.of(ValueType.TIMESTAMP);
            case "TIMESTAMP" -> Optional.of(ValueType.LOCAL_TIMESTAMP);
            case "BLOB" -> Optional.of(ValueType.BINARY);
            case "JSON" -> Optional.of(ValueType.JSON);
            case "DECIMAL" -> Optional.of(ValueType.DECIMAL);
            case "DATE" -> Optional.of(ValueType.DATE);
            case "TIME" -> Optional.of(ValueType.TIME);
            default -> Optional.empty();
        };
    }

    /** The place of a value in an INSERT: a package has times as numbers. */
    static String parameter(Column column) {
        return switch (valueType(column)) {
            case TIMESTAMP -> "CAST(make_timestamp(CAST(? AS BIGINT)) AS TIMESTAMP) AT TIME ZONE 'UTC'";
            case LOCAL_TIMESTAMP -> "make_timestamp(CAST(? AS BIGINT))";
            case DATE -> "DATE '1970-01-01' + CAST(? AS INTEGER)";
            case TIME -> "TIME '00:00:00' + to_microseconds(CAST(? AS BIGINT))";
            default -> "?";
        };
    }

    /** Inserts one row. */
    static void bind(PreparedStatement insert, List<Column> columns, RowBatch batch, int row) {
        try {
            for (int column = 0; column < columns.size(); column++) {
                if (batch.isNull(column, row)) {
                    insert.setObject(column + 1, null);
                } else {
                    set(insert, valueType(columns.get(column)), batch, column, row);
                }
            }
            insert.executeUpdate();
        } catch (SQLException refused) {
            throw new DataAccessException("INSERT", refused);
        }
    }

    private static void set(PreparedStatement insert, ValueType type, RowBatch batch, int column, int row)
            throws SQLException {
        int parameter = column + 1;
        switch (type) {
            case TEXT, JSON -> insert.setString(parameter, batch.text(column, row));
            case DOUBLE -> insert.setDouble(parameter, batch.floating(column, row));
            case BOOL -> insert.setBoolean(parameter, batch.bool(column, row));
            case BINARY -> insert.setBytes(parameter, batch.bytes(column, row));
            case DECIMAL -> insert.setBigDecimal(parameter, batch.decimal(column, row));
            case BIGINT, TIMESTAMP, LOCAL_TIMESTAMP, DATE, TIME ->
                insert.setLong(parameter, batch.integer(column, row));
        }
    }
}

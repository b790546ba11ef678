package dev.pipette.engine.files;

import dev.pipette.engine.columnar.DuckEngine;
import dev.pipette.engine.sql.Sql;
import dev.pipette.schema.ValueType;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The columns of a Parquet file as DuckDB reads them. */
public final class ParquetColumns {
    /** The only other type that becomes a decimal. */
    private static final int DIGITS_OF_UBIGINT = 20;

    private static final Pattern DECIMAL = Pattern.compile("DECIMAL\\((\\d+),(\\d+)\\)");

    private ParquetColumns() {}

    /** A column that pack can take as it is. */
    public record ParquetColumn(String field, ValueType type, int precision, int scale) {}

    public static List<ParquetColumn> of(DuckEngine engine, Path file) {
        List<ParquetColumn> columns = new ArrayList<>();
        for (Described column : describe(engine, file)) {
            Matcher decimal = DECIMAL.matcher(column.type());
            boolean isDecimal = decimal.matches();
            columns.add(new ParquetColumn(
                    column.name(),
                    type(column.type()).orElseThrow(),
                    isDecimal ? Integer.parseInt(decimal.group(1)) : DIGITS_OF_UBIGINT,
                    isDecimal ? Integer.parseInt(decimal.group(2)) : 0));
        }
        return columns;
    }

    /** Whether every column is plain for DuckDB, so that no list or object has to become a table of its own. */
    static boolean isFlat(DuckEngine engine, Path file) {
        return describe(engine, file).stream()
                .allMatch(column -> type(column.type()).isPresent());
    }

    private record Described(String name, String type) {}

    private static List<Described> describe(DuckEngine engine, Path file) {
        try (var connection = engine.connection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM "
                        + Sql.parquet(file, "") + ")")) {
            List<Described> columns = new ArrayList<>();
            while (rows.next()) {
                columns.add(new Described(rows.getString(1), rows.getString(2)));
            }
            return columns;
        } catch (SQLException failed) {
            throw ParquetProblem.of(file, failed);
        }
    }

    private static Optional<ValueType> type(String duckType) {
        String type = duckType.toUpperCase(Locale.ROOT);
        return switch (type) {
            case "BOOLEAN" -> Optional.of(ValueType.BOOL);
            case "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER" ->
                Optional.of(ValueType.BIGINT);
            case "FLOAT", "DOUBLE" -> Optional.of(ValueType.DOUBLE);
            case "UBIGINT" -> Optional.of(ValueType.DECIMAL);
            case "DATE" -> Optional.of(ValueType.DATE);
            case "TIME" -> Optional.of(ValueType.TIME);
            case "TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS" -> Optional.of(ValueType.LOCAL_TIMESTAMP);
            case "TIMESTAMP WITH TIME ZONE" -> Optional.of(ValueType.TIMESTAMP);
            case "BLOB" -> Optional.of(ValueType.BINARY);
            case "VARCHAR", "UUID" -> Optional.of(ValueType.TEXT);
            case "JSON" -> Optional.of(ValueType.JSON);
            default -> DECIMAL.matcher(type).matches() ? Optional.of(ValueType.DECIMAL) : Optional.empty();
        };
    }
}

package dev.pipette.jdbc;

import java.sql.Array;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** H2. */
final class H2Dialect extends Dialect {
    @Override
    String driverArtifact() {
        return "com.h2database:h2";
    }

    @Override
    boolean mayServe(Class<? extends Driver> type) {
        return isNamed(type, "org.h2.Driver");
    }

    /** A wrong name is not to make a new database. */
    @Override
    DatabaseAddress completed(DatabaseAddress address) {
        return address.url().toUpperCase(Locale.ROOT).contains(";IFEXISTS=")
                ? address
                : address.withParameter(";", "IFEXISTS=TRUE");
    }

    @Override
    void begin(Connection connection) throws SQLException {
        super.begin(connection);
        execute(connection, "SET LAZY_QUERY_EXECUTION TRUE"); // or all rows are made before the first is read
        execute(connection, "SET TIME ZONE 'UTC'");
    }

    @Override
    List<TableName> tables(Connection connection, boolean views) throws SQLException {
        return super.tables(connection, views).stream()
                .filter(table -> !table.schema().equals("INFORMATION_SCHEMA"))
                .toList();
    }

    @Override
    Optional<ColumnReading> reading(ColumnInfo column) {
        String type = column.type();
        return type.startsWith("INTERVAL")
                ? Optional.of(ColumnReading.text("CAST(%s AS VARCHAR)"))
                : switch (type.endsWith(" ARRAY") ? "ARRAY" : type) {
                    case "DECFLOAT" -> Optional.of(ColumnReading.numbers());
                    case "ARRAY" -> Optional.of(ColumnReading.json().reading(H2Dialect::elements));
                    case "ENUM", "VARCHAR_IGNORECASE", "GEOMETRY" ->
                        Optional.of(ColumnReading.text("CAST(%s AS VARCHAR)"));
                    case "TIME WITH TIME ZONE" -> Optional.of(ColumnReading.text("CAST(%s AS VARCHAR)"));
                    case "REAL" ->
                        Optional.of(ColumnReading.floating().reading((row, index) -> {
                            float value = row.getFloat(index);
                            return row.wasNull() ? null : Double.valueOf(Float.toString(value));
                        }));
                    default -> super.reading(column);
                };
    }

    private static @org.jspecify.annotations.Nullable Object elements(java.sql.ResultSet row, int column)
            throws SQLException {
        Array array = row.getArray(column);
        return array == null ? null : list((Object[]) array.getArray());
    }

    private static List<Object> list(Object[] elements) {
        return Stream.of(elements)
                .map(element -> element instanceof Object[] inner ? (Object) list(inner) : element)
                .collect(java.util.stream.Collectors.toList());
    }
}

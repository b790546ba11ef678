package dev.pipette.jdbc;

import dev.pipette.schema.ValueType;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** DuckDB. Times are read as their text: its driver makes dates of infinity, and nothing of a time at the end of the day. */
final class DuckDbDialect extends Dialect {
    private static final Pattern DECIMAL = Pattern.compile("DECIMAL\\((\\d+),\\s*(\\d+)\\)");
    private static final String AS_TEXT = "CAST(%s AS VARCHAR)";
    private static final int UNSIGNED_DIGITS = 20;

    @Override
    String driverArtifact() {
        return "org.duckdb:duckdb_jdbc";
    }

    @Override
    boolean mayServe(Class<? extends Driver> type) {
        return isNamed(type, "org.duckdb.DuckDBDriver");
    }

    @Override
    Properties properties() {
        Properties properties = new Properties();
        properties.setProperty("duckdb.read_only", "true");
        properties.setProperty("jdbc_stream_results", "true");
        return properties;
    }

    @Override
    void begin(Connection connection) throws SQLException {
        execute(connection, "SET TimeZone = 'UTC'");
        connection.setAutoCommit(false);
    }

    /** The driver takes no size. */
    @Override
    PreparedStatement streaming(Connection connection, String sql) throws SQLException {
        return connection.prepareStatement(sql);
    }

    @Override
    List<String> otherNames(Connection connection, String schema) throws SQLException {
        String catalog = connection.getCatalog();
        return schema.equals("main") && catalog != null ? List.of(catalog) : List.of();
    }

    @Override
    List<TableName> tables(Connection connection, boolean views) throws SQLException {
        List<TableName> tables = new ArrayList<>();
        String sql = "SELECT schema_name, table_name FROM duckdb_tables() WHERE database_name = current_database()"
                + (views
                        ? " UNION ALL SELECT schema_name, view_name FROM duckdb_views() WHERE NOT internal AND"
                                + " database_name = current_database()"
                        : "")
                + " ORDER BY 1, 2";
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                tables.add(new TableName(row.getString(1), row.getString(2)));
            }
        }
        return tables;
    }

    @Override
    String comment(Connection connection, TableName name) throws SQLException {
        return rows(
                        connection,
                        "SELECT coalesce(comment, '') FROM duckdb_tables() WHERE database_name = current_database() AND"
                                + " schema_name = ? AND table_name = ?",
                        name,
                        row -> row.getString(1))
                .stream()
                .findFirst()
                .orElse("");
    }

    /** Reads something of a row of the catalogue. */
    @FunctionalInterface
    private interface Entry<T> {
        T of(ResultSet row) throws SQLException;
    }

    private static <T> List<T> rows(Connection connection, String sql, TableName name, Entry<T> entry)
            throws SQLException {
        List<T> found = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, name.schema());
            statement.setString(2, name.name());
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    found.add(entry.of(row));
                }
            }
        }
        return found;
    }

    @Override
    List<ColumnInfo> columns(Connection connection, TableName name) throws SQLException {
        return rows(
                connection,
                "SELECT column_name, data_type, is_nullable, coalesce(comment, '') FROM duckdb_columns()"
                        + " WHERE database_name = current_database() AND schema_name = ? AND table_name = ?"
                        + " ORDER BY column_index",
                name,
                row -> column(row.getString(1), row.getString(2), Optional.of(row.getBoolean(3)), row.getString(4)));
    }

    private static ColumnInfo column(String name, String type, Optional<Boolean> nullable, String comment) {
        String upper = type.toUpperCase(Locale.ROOT);
        Matcher decimal = DECIMAL.matcher(upper);
        boolean isDecimal = decimal.matches();
        return new ColumnInfo(
                name,
                isDecimal ? "DECIMAL" : upper,
                isDecimal ? Integer.parseInt(decimal.group(1)) : 0,
                isDecimal ? Integer.parseInt(decimal.group(2)) : 0,
                nullable,
                comment);
    }

    @Override
    List<ColumnInfo> columns(ResultSetMetaData result) throws SQLException {
        List<ColumnInfo> columns = new ArrayList<>();
        for (int index = 1; index <= result.getColumnCount(); index++) {
            columns.add(column(result.getColumnLabel(index), result.getColumnTypeName(index), Optional.empty(), ""));
        }
        return columns;
    }

    @Override
    Optional<ColumnReading> reading(ColumnInfo column) {
        String type = column.type();
        if (type.endsWith("]") || type.startsWith("STRUCT") || type.startsWith("MAP") || type.startsWith("UNION")) {
            return Optional.of(ColumnReading.json("CAST(to_json(%s) AS VARCHAR)"));
        }
        if (type.startsWith("ENUM")) {
            return Optional.of(ColumnReading.text(AS_TEXT));
        }
        return Optional.of(
                switch (type) {
                    case "BOOLEAN" -> ColumnReading.bool();
                    case "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER" ->
                        ColumnReading.integer();
                    case "UBIGINT" -> ColumnReading.decimal(UNSIGNED_DIGITS, 0).selecting(AS_TEXT);
                    case "HUGEINT", "UHUGEINT", "BIGNUM" ->
                        ColumnReading.numbers().selecting(AS_TEXT);
                    case "DECIMAL" -> ColumnReading.decimal(column.precision(), column.scale());
                    case "DOUBLE" -> ColumnReading.floating();
                    // by its shortest writing
                    case "FLOAT" -> ColumnReading.floating().selecting("CAST(CAST(%s AS VARCHAR) AS DOUBLE)");
                    case "VARCHAR" -> ColumnReading.text();
                    case "JSON" -> ColumnReading.json(AS_TEXT);
                    case "BLOB" -> ColumnReading.binary();
                    case "DATE" -> ColumnReading.ofText(ValueType.DATE).selecting(AS_TEXT);
                    case "TIME" -> ColumnReading.ofText(ValueType.TIME).selecting(AS_TEXT);
                    case "TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS" ->
                        ColumnReading.ofText(ValueType.LOCAL_TIMESTAMP).selecting(AS_TEXT);
                    case "TIMESTAMP WITH TIME ZONE" ->
                        ColumnReading.ofText(ValueType.TIMESTAMP).selecting(AS_TEXT);
                    default -> ColumnReading.text(AS_TEXT); // UUID, BIT, INTERVAL, TIMESTAMP_NS, TIME WITH TIME ZONE
                });
    }

    /** Its indexes do not serve ranges. */
    @Override
    boolean isIndexed(Connection connection, TableName name, String column) {
        return false;
    }

    @Override
    Optional<String> byCodePoint(String quoted) {
        return Optional.of(quoted);
    }
}

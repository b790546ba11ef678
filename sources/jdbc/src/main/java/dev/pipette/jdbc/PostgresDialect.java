package dev.pipette.jdbc;

import dev.pipette.schema.ValueType;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;

/** PostgreSQL: the catalogue's own types, because JDBC's hide domains and the size of a numeric. */
final class PostgresDialect extends Dialect {
    /** What {@code atttypmod} of a type with a length or a size begins at (PostgreSQL's {@code VARHDRSZ}). */
    private static final int MODIFIER = 4;

    private static final String COLUMNS = """
            SELECT a.attname, b.typname, b.typcategory, b.typtype, a.attnotnull,
                   CASE WHEN t.typtype = 'd' THEN t.typtypmod ELSE a.atttypmod END AS modifier,
                   coalesce(col_description(a.attrelid, a.attnum), '') AS comment,
                   CASE WHEN t.typtype = 'd' THEN t.typnotnull ELSE false END AS domain_not_null
            FROM pg_catalog.pg_attribute a
            JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
            JOIN pg_catalog.pg_type b ON b.oid = CASE WHEN t.typtype = 'd' THEN t.typbasetype ELSE t.oid END
            WHERE n.nspname = ? AND c.relname = ? AND a.attnum > 0 AND NOT a.attisdropped
            ORDER BY a.attnum""";

    @Override
    String driverArtifact() {
        return "org.postgresql:postgresql";
    }

    @Override
    boolean mayServe(Class<? extends Driver> type) {
        return isNamed(type, "org.postgresql.Driver");
    }

    @Override
    Properties properties() {
        Properties properties = new Properties();
        properties.setProperty("ApplicationName", "pipette");
        properties.setProperty("connectTimeout", "15");
        properties.setProperty("tcpKeepAlive", "true");
        return properties;
    }

    @Override
    void begin(Connection connection) throws SQLException {
        connection.setReadOnly(true);
        connection.setAutoCommit(false);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        // times are read as instants, and intervals and dates in the writing that does not depend on the server
        execute(
                connection,
                "SET LOCAL TimeZone = 'UTC'; SET LOCAL DateStyle = 'ISO'; SET LOCAL IntervalStyle = 'postgres'");
    }

    @Override
    List<TableName> tables(Connection connection, boolean views) throws SQLException {
        List<TableName> tables = new ArrayList<>();
        String sql = "SELECT n.nspname, c.relname FROM pg_catalog.pg_class c"
                + " JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ("
                + (views ? "'r', 'p', 'f', 'v', 'm'" : "'r', 'p', 'f'")
                + ") AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema' AND NOT c.relispartition"
                + " ORDER BY n.nspname, c.relname";
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                tables.add(new TableName(row.getString(1), row.getString(2)));
            }
        }
        return tables;
    }

    @Override
    List<ColumnInfo> columns(Connection connection, TableName name) throws SQLException {
        List<ColumnInfo> columns = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(COLUMNS)) {
            statement.setString(1, name.schema());
            statement.setString(2, name.name());
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    int modifier = row.getInt("modifier");
                    int size = modifier < MODIFIER ? 0 : modifier - MODIFIER;
                    columns.add(new ColumnInfo(
                            row.getString("attname"),
                            type(row.getString("typname"), row.getString("typcategory"), row.getString("typtype")),
                            size >> 16 & 0xFFFF,
                            // 11 bits with a sign (PostgreSQL's numeric.c)
                            ((size & 0x7FF) ^ 1024) - 1024,
                            Optional.of(!row.getBoolean("attnotnull") && !row.getBoolean("domain_not_null")),
                            row.getString("comment")));
                }
            }
        }
        return columns;
    }

    private static String type(String name, String category, String kind) {
        return category.equals("A") ? "ARRAY" : kind.equals("c") ? "ROW" : name.toUpperCase(Locale.ROOT);
    }

    @Override
    Optional<ColumnReading> reading(ColumnInfo column) {
        return Optional.of(
                switch (column.type()) {
                    case "BOOL" -> ColumnReading.bool();
                    case "INT2", "INT4", "INT8", "OID", "SMALLSERIAL", "SERIAL", "BIGSERIAL" -> ColumnReading.integer();
                    case "FLOAT8" -> ColumnReading.floating();
                    // by its shortest writing, which is the number that a reader sees
                    case "FLOAT4" -> ColumnReading.floating().selecting("CAST(CAST(%s AS text) AS float8)");
                    case "NUMERIC" ->
                        column.precision() > 0
                                ? ColumnReading.decimal(column.precision(), column.scale())
                                : ColumnReading.numbers();
                    case "TEXT", "VARCHAR", "BPCHAR", "NAME", "CITEXT" -> ColumnReading.text();
                    case "TIMESTAMPTZ" -> ColumnReading.instant();
                    case "TIMESTAMP" -> ColumnReading.localTimestamp();
                    case "DATE" -> ColumnReading.date();
                    case "TIME" -> ColumnReading.ofText(ValueType.TIME);
                    case "BYTEA" -> ColumnReading.binary();
                    case "JSON", "JSONB" -> ColumnReading.json();
                    case "ARRAY", "ROW", "RECORD" -> ColumnReading.json("CAST(to_json(%s) AS text)");
                    // a cast writes 10.0.0.1/32 of 10.0.0.1
                    case "INET" -> ColumnReading.text("CASE WHEN %s IS NOT NULL THEN concat(%s) END");
                    default ->
                        column.type().startsWith("_")
                                ? ColumnReading.json("CAST(to_json(%s) AS text)")
                                : ColumnReading.text("CAST(%s AS text)");
                });
    }

    @Override
    Optional<String> byCodePoint(String quoted) {
        return Optional.of(quoted + " COLLATE \"C\"");
    }

    @Override
    boolean sharesSnapshots() {
        return true;
    }

    @Override
    Optional<String> exportSnapshot(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_export_snapshot()")) {
            row.next();
            return Optional.of(row.getString(1));
        }
    }

    @Override
    void importSnapshot(Connection connection, String snapshot) throws SQLException {
        connection.rollback(); // a snapshot is taken before anything is asked
        execute(connection, "SET TRANSACTION SNAPSHOT '" + snapshot.replace("'", "''") + "'");
        execute(connection, "SET LOCAL TimeZone = 'UTC'; SET LOCAL DateStyle = 'ISO'");
    }
}

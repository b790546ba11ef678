package dev.pipette.jdbc;

import dev.pipette.schema.ValueType;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** MariaDB and MySQL. Their databases are schemas here; JSON of MariaDB is a text with a check. */
final class MariaDbDialect extends Dialect {
    private static final Pattern JSON_CHECK = Pattern.compile("json_valid\\(`(.+)`\\)");
    private static final int UNSIGNED_DIGITS = 20;
    private static final String SYSTEM = "'information_schema', 'mysql', 'performance_schema', 'sys'";

    @Override
    String driverArtifact() {
        return "org.mariadb.jdbc:mariadb-java-client";
    }

    @Override
    boolean mayServe(Class<? extends Driver> type) {
        return isNamed(type, "org.mariadb.jdbc.Driver");
    }

    @Override
    Properties properties() {
        Properties properties = new Properties();
        properties.setProperty("connectTimeout", "15000");
        properties.setProperty("tinyInt1isBit", "false");
        properties.setProperty("connectionTimeZone", "UTC");
        properties.setProperty("forceConnectionTimeZoneToSession", "true");
        properties.setProperty("useServerPrepStmts", "true"); // the types of a query's result are known before it runs
        return properties;
    }

    @Override
    void begin(Connection connection) throws SQLException {
        execute(connection, "SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ");
        execute(connection, "SET SESSION time_zone = '+00:00'");
        execute(connection, "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY");
    }

    @Override
    boolean readsRest() {
        return true;
    }

    @Override
    String quoted(String name) {
        return '`' + name.replace("`", "``") + '`';
    }

    @Override
    String defaultSchema(Connection connection) throws SQLException {
        String database = connection.getCatalog();
        return database == null ? "" : database;
    }

    @Override
    List<TableName> tables(Connection connection, boolean views) throws SQLException {
        List<TableName> tables = new ArrayList<>();
        String sql = "SELECT table_schema, table_name FROM information_schema.tables WHERE table_schema NOT IN ("
                + SYSTEM + ") AND table_type IN ('BASE TABLE'" + (views ? ", 'VIEW'" : "")
                + ") ORDER BY table_schema, table_name";
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
        return String.join(
                "",
                texts(
                        connection,
                        "SELECT table_comment FROM information_schema.tables WHERE table_schema = ? AND table_name = ?"
                                + " AND table_type <> 'VIEW'",
                        name));
    }

    private static List<String> texts(Connection connection, String sql, TableName name) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, name.schema());
            statement.setString(2, name.name());
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    texts.add(row.getString(1));
                }
            }
        }
        return texts;
    }

    @Override
    List<ColumnInfo> columns(Connection connection, TableName name) throws SQLException {
        Set<String> documents = documents(connection, name);
        List<ColumnInfo> columns = new ArrayList<>();
        String sql = "SELECT column_name, data_type, column_type, numeric_precision, numeric_scale, is_nullable,"
                + " column_comment FROM information_schema.columns WHERE table_schema = ? AND table_name = ?"
                + " ORDER BY ordinal_position";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, name.schema());
            statement.setString(2, name.name());
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    String type = row.getString(2).toUpperCase(Locale.ROOT);
                    boolean unsigned = row.getString(3).toLowerCase(Locale.ROOT).contains("unsigned");
                    columns.add(new ColumnInfo(
                            row.getString(1),
                            documents.contains(row.getString(1)) ? "JSON" : unsigned ? type + " UNSIGNED" : type,
                            row.getInt(4),
                            row.getInt(5),
                            Optional.of("YES".equals(row.getString(6))),
                            row.getString(7)));
                }
            }
        }
        return columns;
    }

    /** The columns that are JSON by the check that MariaDB gives them. */
    private static Set<String> documents(Connection connection, TableName name) throws SQLException {
        Set<String> documents = new HashSet<>();
        if (connection.getMetaData().getDatabaseProductName().contains("MariaDB")) {
            for (String check : texts(
                    connection,
                    "SELECT check_clause FROM information_schema.check_constraints WHERE constraint_schema = ?"
                            + " AND table_name = ?",
                    name)) {
                Matcher matcher = JSON_CHECK.matcher(check);
                if (matcher.matches()) {
                    documents.add(matcher.group(1).replace("``", "`"));
                }
            }
        }
        return documents;
    }

    @Override
    String indexCatalog(Connection connection, TableName name) {
        return name.schema();
    }

    @Override
    @Nullable
    String indexSchema(TableName name) {
        return null;
    }

    @Override
    ResultSet keys(Connection connection, TableName name) throws SQLException {
        return connection.getMetaData().getPrimaryKeys(name.schema(), null, name.name());
    }

    @Override
    Optional<ColumnReading> reading(ColumnInfo column) {
        return Optional.ofNullable(
                switch (column.type()) {
                    case "TINYINT",
                            "SMALLINT",
                            "MEDIUMINT",
                            "INT",
                            "INTEGER",
                            "BIGINT",
                            "YEAR",
                            "TINYINT UNSIGNED",
                            "SMALLINT UNSIGNED",
                            "MEDIUMINT UNSIGNED",
                            "INT UNSIGNED",
                            "INTEGER UNSIGNED" -> ColumnReading.integer();
                    case "BIGINT UNSIGNED" -> ColumnReading.decimal(UNSIGNED_DIGITS, 0);
                    case "DECIMAL", "DECIMAL UNSIGNED", "NUMERIC", "OLDDECIMAL" ->
                        ColumnReading.decimal(column.precision(), column.scale());
                    case "FLOAT", "FLOAT UNSIGNED", "DOUBLE", "DOUBLE UNSIGNED" -> doubles();
                    case "BIT" ->
                        column.precision() == 1
                                ? ColumnReading.bool()
                                : ColumnReading.decimal(UNSIGNED_DIGITS, 0).selecting("(%s + 0)");
                    case "CHAR",
                            "VARCHAR",
                            "TINYTEXT",
                            "TEXT",
                            "MEDIUMTEXT",
                            "LONGTEXT",
                            "ENUM",
                            "SET",
                            "UUID",
                            "INET4",
                            "INET6" -> ColumnReading.text();
                    case "JSON" -> ColumnReading.json();
                    case "BINARY", "VARBINARY", "TINYBLOB", "BLOB", "MEDIUMBLOB", "LONGBLOB" -> ColumnReading.binary();
                    // as text: a driver has no 0000-00-00, and makes NULL of it
                    case "DATE" -> ColumnReading.ofText(ValueType.DATE).selecting("CAST(%s AS CHAR)");
                    case "DATETIME" ->
                        ColumnReading.ofText(ValueType.LOCAL_TIMESTAMP).selecting("CAST(%s AS CHAR)");
                    case "TIMESTAMP" ->
                        ColumnReading.ofText(ValueType.TIMESTAMP).selecting("CAST(%s AS CHAR)");
                    case "TIME" -> ColumnReading.ofText(ValueType.TIME).selecting("CAST(%s AS CHAR)");
                    default -> null;
                });
    }

    /** By their shortest writing, which a float of 32 bits has from its server. */
    private static ColumnReading doubles() {
        return new ColumnReading(ColumnReading.PLAIN, ColumnReading.floating().hint(), (row, column) -> {
            String text = row.getString(column);
            return text == null ? null : Double.valueOf(text);
        });
    }

    @Override
    Optional<String> byCodePoint(String quoted) {
        return Optional.of("CONVERT(" + quoted + " USING utf8mb4) COLLATE utf8mb4_bin");
    }
}

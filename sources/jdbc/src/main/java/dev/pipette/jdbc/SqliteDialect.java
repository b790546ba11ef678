package dev.pipette.jdbc;

import dev.pipette.incremental.CursorKind;
import dev.pipette.schema.ColumnHint;
import dev.pipette.schema.ValueType;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * SQLite, where each value has a type of its own (SQLite's documentation, "Datatypes In SQLite"). A value is read in the type that
 * it has; the declared type of its column turns it into a decimal, a boolean, a date or a time where it is the writing of one.
 * Only columns that cannot hold another type have a hint: those of STRICT tables.
 */
final class SqliteDialect extends Dialect {
    private static final Pattern SIZE = Pattern.compile("\\(\\s*(\\d+)\\s*(?:,\\s*(\\d+)\\s*)?\\)");
    private static final String STRICT = "STRICT ";

    @Override
    String driverArtifact() {
        return "org.xerial:sqlite-jdbc";
    }

    @Override
    boolean mayServe(Class<? extends Driver> type) {
        return isNamed(type, "org.sqlite.JDBC");
    }

    @Override
    Properties properties() {
        Properties properties = new Properties();
        properties.setProperty("open_mode", "1"); // SQLITE_OPEN_READONLY
        properties.setProperty("busy_timeout", "15000");
        return properties;
    }

    @Override
    void begin(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
    }

    @Override
    String defaultSchema(Connection connection) {
        return "main";
    }

    @Override
    List<String> otherNames(Connection connection, String schema) throws SQLException {
        String url = connection.getMetaData().getURL();
        Path file = Path.of(url.substring(url.lastIndexOf(':') + 1).replaceAll("[?].*", ""))
                .getFileName();
        return file == null ? List.of() : List.of(file.toString().replaceAll("\\.[^.]*$", ""));
    }

    @Override
    List<TableName> tables(Connection connection, boolean views) throws SQLException {
        List<TableName> tables = new ArrayList<>();
        String sql = "SELECT name FROM main.sqlite_schema WHERE type IN ('table'" + (views ? ", 'view'" : "")
                + ") AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name";
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                tables.add(new TableName("main", row.getString(1)));
            }
        }
        return tables;
    }

    @Override
    TableInfo table(Connection connection, TableName name) throws SQLException {
        List<ColumnInfo> columns = new ArrayList<>();
        java.util.TreeMap<Integer, String> key = new java.util.TreeMap<>();
        boolean strict = isStrict(connection, name);
        String sql = "SELECT name, type, \"notnull\", pk FROM pragma_table_xinfo(?) WHERE hidden <> 1 ORDER BY cid";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, name.name());
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    if (row.getInt(4) > 0) {
                        key.put(row.getInt(4), row.getString(1));
                    }
                    columns.add(column(
                            row.getString(1),
                            (strict ? STRICT : "") + row.getString(2),
                            Optional.of(row.getInt(3) == 0)));
                }
            }
        }
        boolean rowid = key.size() == 1
                && columns.stream()
                        .anyMatch(
                                column -> column.name().equals(key.firstEntry().getValue())
                                        && column.type().endsWith("INTEGER"));
        return new TableInfo(
                name,
                "",
                columns.stream()
                        // the alias of the row's number is never NULL; another key may be, unless it says otherwise
                        .map(column -> rowid && key.containsValue(column.name())
                                ? new ColumnInfo(column.name(), STRICT + "INTEGER", 0, 0, Optional.of(false), "")
                                : column)
                        .toList(),
                List.copyOf(key.values()));
    }

    private static boolean isStrict(Connection connection, TableName name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT strict FROM pragma_table_list WHERE schema = 'main' AND name = ?")) {
            statement.setString(1, name.name());
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && row.getInt(1) == 1;
            }
        }
    }

    private static ColumnInfo column(String name, String declared, Optional<Boolean> nullable) {
        Matcher size = SIZE.matcher(declared);
        boolean sized = size.find();
        return new ColumnInfo(
                name,
                declared.replaceAll("\\(.*", "").strip().toUpperCase(Locale.ROOT),
                sized ? Integer.parseInt(size.group(1)) : 0,
                sized && size.group(2) != null ? Integer.parseInt(size.group(2)) : 0,
                nullable,
                "");
    }

    @Override
    Optional<ColumnReading> reading(ColumnInfo column) {
        String type = column.type();
        ColumnReading reading = switch (type) {
            case STRICT + "INT", STRICT + "INTEGER" -> ColumnReading.integer();
            case STRICT + "REAL" -> ColumnReading.floating();
            case STRICT + "TEXT" -> ColumnReading.text();
            case STRICT + "BLOB" -> ColumnReading.binary();
            default ->
                new ColumnReading(
                        ColumnReading.PLAIN,
                        Optional.<ColumnHint>empty(),
                        (row, index) -> read(type, row.getObject(index)));
        };
        return Optional.of(reading);
    }

    private static @Nullable Object read(String type, @Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Integer number -> number(type, number.longValue());
            case Long number -> number(type, number);
            case Double number -> isDecimal(type) ? decimal(number) : number;
            case String text -> text(type, text);
            default -> value;
        };
    }

    private static Object number(String type, long number) {
        return isBoolean(type) && (number == 0 || number == 1)
                ? number == 1
                : isDecimal(type) ? BigDecimal.valueOf(number) : number;
    }

    /** By its shortest writing, which is the number that SQLite shows. */
    private static Object decimal(double number) {
        return Double.isFinite(number) ? BigDecimal.valueOf(number) : number;
    }

    private static Object text(String type, String text) {
        return switch (type) {
            case "DATE" -> TimeTexts.read(ValueType.DATE, text);
            case "DATETIME", "TIMESTAMP" ->
                TimeTexts.read(
                        text.endsWith("Z") || text.matches(".*[+-]\\d{2}:\\d{2}")
                                ? ValueType.TIMESTAMP
                                : ValueType.LOCAL_TIMESTAMP,
                        text);
            case "TIME" -> TimeTexts.read(ValueType.TIME, text);
            default -> text;
        };
    }

    private static boolean isBoolean(String type) {
        return type.equals("BOOLEAN") || type.equals("BOOL");
    }

    private static boolean isDecimal(String type) {
        return type.equals("DECIMAL") || type.equals("NUMERIC");
    }

    @Override
    Optional<String> byCodePoint(String quoted) {
        return Optional.of(quoted + " COLLATE BINARY");
    }

    /** Times are texts or numbers here, in whatever writing, and only numbers are in the order of their values. */
    @Override
    boolean compares(ColumnInfo column, Optional<ValueType> type) {
        return type.isPresent() || isNumeric(column.type());
    }

    @Override
    Optional<CursorKind> cursorKind(ColumnInfo column, ColumnReading reading) {
        if (reading.type().isPresent()) {
            return super.cursorKind(column, reading);
        }
        return isInteger(column, reading)
                ? Optional.of(CursorKind.INTEGER)
                : Optional.of(CursorKind.DECIMAL).filter(kind -> isNumeric(column.type()));
    }

    @Override
    boolean isInteger(ColumnInfo column, ColumnReading reading) {
        return column.type().contains("INT");
    }

    @Override
    @Nullable
    String indexSchema(TableName name) {
        return null;
    }

    /** Whether a declared type makes numbers of the texts of numbers: its affinity. */
    private static boolean isNumeric(String type) {
        return type.contains("INT") || type.contains("REAL") || type.contains("DOUB") || isDecimal(type);
    }
}

package dev.pipette.jdbc;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.incremental.CursorKind;
import dev.pipette.schema.ValueType;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.Driver;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What differs between the products: their catalogues, types, quotes, snapshots, and how their drivers stream rows. */
class Dialect {
    private static final int ROWS_AT_ONCE = 2_000;

    static Dialect of(String product) {
        return switch (product) {
            case "postgresql" -> new PostgresDialect();
            case "mariadb" -> new MariaDbDialect();
            case "sqlite" -> new SqliteDialect();
            case "duckdb" -> new DuckDbDialect();
            case "h2" -> new H2Dialect();
            default -> new Dialect();
        };
    }

    /** Which artifact has the driver. */
    String driverArtifact() {
        return "the artifact with its JDBC driver";
    }

    /** Whether a driver of this class is one for the product; those of others need not be loaded. */
    boolean mayServe(Class<? extends Driver> type) {
        return true;
    }

    /** The address with what the driver has to be told in it. */
    DatabaseAddress completed(DatabaseAddress address) {
        return address;
    }

    /** What the driver is told beside the address. */
    Properties properties() {
        return new Properties();
    }

    /** Begins a read-only transaction, in which all statements see one state of the database. */
    void begin(Connection connection) throws SQLException {
        connection.setReadOnly(true);
        connection.setAutoCommit(false);
        DatabaseMetaData facts = connection.getMetaData();
        if (facts.supportsTransactionIsolationLevel(Connection.TRANSACTION_REPEATABLE_READ)) {
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        }
    }

    /** A statement whose rows are fetched a part at a time. */
    PreparedStatement streaming(Connection connection, String sql) throws SQLException {
        PreparedStatement statement =
                connection.prepareStatement(sql, ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY);
        statement.setFetchSize(ROWS_AT_ONCE);
        return statement;
    }

    /** Whether the driver reads the rest of the rows when a result is closed, unless its statement is cancelled. */
    boolean readsRest() {
        return false;
    }

    /** A name in the product's quotes. */
    String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** A table in the product's quotes. */
    final String quoted(TableName table) {
        return table.schema().isEmpty() ? quoted(table.name()) : quoted(table.schema()) + "." + quoted(table.name());
    }

    /** The schema that a name without one means; empty where there is none. */
    String defaultSchema(Connection connection) throws SQLException {
        String schema = connection.getSchema();
        return schema == null ? "" : schema;
    }

    /** Names of a schema beside its own: of a database that is a file, the file's. */
    List<String> otherNames(Connection connection, String schema) throws SQLException {
        return List.of();
    }

    /** All tables that the user may see, without those of the product itself. */
    List<TableName> tables(Connection connection, boolean views) throws SQLException {
        List<TableName> tables = new ArrayList<>();
        String[] kinds = views
                ? new String[] {"TABLE", "BASE TABLE", "PARTITIONED TABLE", "VIEW", "MATERIALIZED VIEW", "FOREIGN TABLE"
                }
                : new String[] {"TABLE", "BASE TABLE", "PARTITIONED TABLE", "FOREIGN TABLE"};
        try (ResultSet row = connection.getMetaData().getTables(connection.getCatalog(), null, "%", kinds)) {
            while (row.next()) {
                String schema = row.getString("TABLE_SCHEM");
                tables.add(new TableName(schema == null ? "" : schema, row.getString("TABLE_NAME")));
            }
        }
        return tables;
    }

    /** What the catalogue says of a table that is there. */
    TableInfo table(Connection connection, TableName name) throws SQLException {
        return new TableInfo(name, comment(connection, name), columns(connection, name), primaryKey(connection, name));
    }

    String comment(Connection connection, TableName name) throws SQLException {
        DatabaseMetaData facts = connection.getMetaData();
        try (ResultSet row = facts.getTables(
                connection.getCatalog(), pattern(facts, name.schema()), pattern(facts, name.name()), null)) {
            String comment = row.next() ? row.getString("REMARKS") : null;
            return comment == null ? "" : comment;
        }
    }

    List<ColumnInfo> columns(Connection connection, TableName name) throws SQLException {
        List<ColumnInfo> columns = new ArrayList<>();
        DatabaseMetaData facts = connection.getMetaData();
        try (ResultSet row = facts.getColumns(
                connection.getCatalog(), pattern(facts, name.schema()), pattern(facts, name.name()), "%")) {
            while (row.next()) {
                int nullable = row.getInt("NULLABLE");
                String comment = row.getString("REMARKS");
                columns.add(new ColumnInfo(
                        row.getString("COLUMN_NAME"),
                        row.getString("TYPE_NAME").toUpperCase(Locale.ROOT),
                        row.getInt("COLUMN_SIZE"),
                        row.getInt("DECIMAL_DIGITS"),
                        nullable == DatabaseMetaData.columnNullableUnknown
                                ? Optional.empty()
                                : Optional.of(nullable == DatabaseMetaData.columnNullable),
                        comment == null ? "" : comment));
            }
        }
        return columns;
    }

    /** A name in which no letter stands for others. */
    private static String pattern(DatabaseMetaData facts, String name) throws SQLException {
        String escape = facts.getSearchStringEscape();
        return escape == null || escape.isEmpty()
                ? name
                : name.replace(escape, escape + escape)
                        .replace("_", escape + "_")
                        .replace("%", escape + "%");
    }

    /** Whether a range of a column can be read without reading the rest of the table: it is the first of an index. */
    boolean isIndexed(Connection connection, TableName name, String column) throws SQLException {
        try (ResultSet row = connection
                .getMetaData()
                .getIndexInfo(indexCatalog(connection, name), indexSchema(name), name.name(), false, true)) {
            while (row.next()) {
                if (row.getInt("ORDINAL_POSITION") == 1 && column.equals(row.getString("COLUMN_NAME"))) {
                    return true;
                }
            }
        }
        return false;
    }

    @Nullable
    String indexCatalog(Connection connection, TableName name) throws SQLException {
        return connection.getCatalog();
    }

    @Nullable
    String indexSchema(TableName name) {
        return name.schema().isEmpty() ? null : name.schema();
    }

    final List<String> primaryKey(Connection connection, TableName name) throws SQLException {
        TreeMap<Integer, String> columns = new TreeMap<>();
        try (ResultSet row = keys(connection, name)) {
            while (row.next()) {
                columns.put(row.getInt("KEY_SEQ"), row.getString("COLUMN_NAME"));
            }
        }
        return List.copyOf(columns.values());
    }

    ResultSet keys(Connection connection, TableName name) throws SQLException {
        return connection
                .getMetaData()
                .getPrimaryKeys(connection.getCatalog(), name.schema().isEmpty() ? null : name.schema(), name.name());
    }

    /** The columns of a query's result. */
    List<ColumnInfo> columns(ResultSetMetaData result) throws SQLException {
        List<ColumnInfo> columns = new ArrayList<>();
        for (int index = 1; index <= result.getColumnCount(); index++) {
            columns.add(new ColumnInfo(
                    result.getColumnLabel(index),
                    result.getColumnTypeName(index).toUpperCase(Locale.ROOT),
                    result.getPrecision(index),
                    result.getScale(index),
                    Optional.empty(),
                    ""));
        }
        return columns;
    }

    /**
     * How values of a column are read.
     *
     * @param where the table or the query, for errors
     * @throws PipetteException SOURCE_UNREADABLE for a type that cannot be read exactly
     */
    final ColumnReading reading(ColumnInfo column, String where) {
        return reading(column)
                .orElseThrow(() -> new PipetteException(
                        ErrorCode.SOURCE_UNREADABLE,
                        where + ": column '" + column.name() + "' has the type " + column.type()
                                + ", which Pipette cannot read exactly from this database. Leave it out with"
                                + " .without(\"" + column.name()
                                + "\"), or turn it into text in a query: query(name, \"SELECT"
                                + " CAST(.. AS VARCHAR) ..\")."));
    }

    /** How values of a column are read; empty for a type that cannot be read exactly. */
    Optional<ColumnReading> reading(ColumnInfo column) {
        String type = column.type();
        int length = type.indexOf('(');
        return Optional.ofNullable(
                switch (length < 0 ? type : type.substring(0, length).strip()) {
                    case "BOOLEAN", "BOOL" -> ColumnReading.bool();
                    case "TINYINT", "SMALLINT", "INT", "INTEGER", "BIGINT", "INT2", "INT4", "INT8" ->
                        ColumnReading.integer();
                    case "REAL", "FLOAT", "DOUBLE", "DOUBLE PRECISION", "FLOAT4", "FLOAT8" -> ColumnReading.floating();
                    case "DECIMAL", "NUMERIC", "NUMBER", "DEC" ->
                        ColumnReading.decimal(column.precision(), column.scale());
                    case "CHAR",
                            "CHARACTER",
                            "VARCHAR",
                            "CHARACTER VARYING",
                            "TEXT",
                            "CLOB",
                            "NCHAR",
                            "NVARCHAR",
                            "VARCHAR2",
                            "CHARACTER LARGE OBJECT",
                            "LONGVARCHAR",
                            "UUID" -> ColumnReading.text();
                    case "BINARY", "VARBINARY", "BLOB", "BINARY LARGE OBJECT", "BINARY VARYING", "BYTEA" ->
                        ColumnReading.binary();
                    case "DATE" -> ColumnReading.date();
                    case "TIME" -> ColumnReading.ofText(ValueType.TIME);
                    case "TIMESTAMP", "DATETIME", "TIMESTAMP WITHOUT TIME ZONE" -> ColumnReading.localTimestamp();
                    case "TIMESTAMP WITH TIME ZONE", "TIMESTAMPTZ" -> ColumnReading.instant();
                    case "JSON" -> ColumnReading.json();
                    default -> null;
                });
    }

    /**
     * A column in the order in which Pipette compares text: by code point.
     *
     * @return empty where the product cannot be asked for it
     */
    Optional<String> byCodePoint(String quoted) {
        return Optional.empty();
    }

    /** Whether comparing values of a column in the database is comparing the values that are read. */
    boolean compares(ColumnInfo column, Optional<ValueType> type) {
        return true;
    }

    /** How values of a column are compared; empty where the values decide. */
    Optional<CursorKind> cursorKind(ColumnInfo column, ColumnReading reading) {
        // of a column without a type, numbers of any size are read
        return reading.type().isEmpty()
                ? Optional.of(CursorKind.DECIMAL)
                : reading.type().flatMap(CursorKind::of);
    }

    /** Whether all values of a column are integers. */
    boolean isInteger(ColumnInfo column, ColumnReading reading) {
        return reading.type().filter(ValueType.BIGINT::equals).isPresent()
                || (reading.type().filter(ValueType.DECIMAL::equals).isPresent()
                        && reading.scale().orElse(1) == 0);
    }

    /** Whether the connections of one process can see one state. */
    boolean sharesSnapshots() {
        return false;
    }

    /** A name by which other connections see the same state; empty where the product has none. */
    Optional<String> exportSnapshot(Connection connection) throws SQLException {
        return Optional.empty();
    }

    /** Sees the state that another connection exported. */
    void importSnapshot(Connection connection, String snapshot) throws SQLException {
        throw new UnsupportedOperationException(snapshot);
    }

    /** Runs a statement that has no rows. */
    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Whether the driver's class has this name, without loading another one. */
    static boolean isNamed(Class<? extends Driver> type, String name) {
        return type.getName().equals(name);
    }
}

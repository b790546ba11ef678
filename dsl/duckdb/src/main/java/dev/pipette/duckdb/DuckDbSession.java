package dev.pipette.duckdb;

import dev.pipette.PipetteException;
import dev.pipette.schema.Column;
import dev.pipette.schema.DataType;
import dev.pipette.schema.TableColumn;
import dev.pipette.schema.ValueType;
import dev.pipette.spi.DestinationSession;
import dev.pipette.spi.PackagedRows;
import dev.pipette.spi.Refusal;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Name;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.Select;
import org.jooq.Table;
import org.jooq.conf.Settings;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a DuckDB database. DuckDB lets {@code commit} pass after a failed statement and stores nothing, so the
 * session remembers failures itself; the transaction is begun by SQL, because {@code setAutoCommit(false)} alone would
 * not start one.
 */
final class DuckDbSession implements DestinationSession {
    private final DuckDbClient client;
    private final Connection connection;
    private final @Nullable ReentrantLock writer;
    private final String catalog;
    private final DSLContext dsl;
    private final List<String> temporaries = new ArrayList<>();
    private boolean inTransaction;
    private boolean failed;
    private boolean closed;

    DuckDbSession(DuckDbClient client, Connection connection, @Nullable ReentrantLock writer, String catalog) {
        this.client = client;
        this.connection = connection;
        this.writer = writer;
        this.catalog = catalog;
        Settings settings = new Settings().withFetchWarnings(false).withExecuteLogging(false);
        this.dsl = DSL.using(connection, SQLDialect.DUCKDB, settings);
        this.dsl.configuration().set(new FailureWatch(() -> failed = true));
    }

    @Override
    public DSLContext dsl() {
        return dsl;
    }

    private void execute(String sql) {
        execute("run a statement", sql);
    }

    private void execute(String doing, String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException thrown) {
            failed = true;
            throw client.failure(doing, thrown);
        }
    }

    @Override
    public void begin() {
        execute("BEGIN TRANSACTION");
        inTransaction = true;
        failed = false;
    }

    @Override
    public void commit() {
        if (failed) {
            rollback();
            throw client.failure(
                    "commit",
                    new SQLException("a statement of the transaction failed before, so nothing can be stored"));
        }
        inTransaction = false; // also where COMMIT fails: DuckDB has rolled back then
        execute("commit", "COMMIT");
        dropTemporaries();
    }

    @Override
    public void rollback() {
        if (inTransaction) {
            inTransaction = false;
            execute("ROLLBACK");
        }
    }

    /** The session holds the writer's lock of this process, and DuckDB the file's lock against other processes. */
    @Override
    public void lock(SortedSet<String> names) {
        if (writer == null) {
            throw new IllegalStateException("a session that was opened for reading takes no locks");
        }
    }

    @Override
    public boolean hasDataset(String dataset) {
        return datasets().contains(dataset);
    }

    @Override
    public List<String> datasets() {
        return dsl.fetch(
                        "SELECT schema_name FROM duckdb_schemas() WHERE database_name = ? AND NOT internal"
                                + " OR (database_name = ? AND schema_name = 'main') ORDER BY 1",
                        catalog,
                        catalog)
                .map(row -> row.get(0, String.class));
    }

    @Override
    public void createDataset(String dataset) {
        dsl.createSchemaIfNotExists(DSL.name(catalog, dataset)).execute();
    }

    @Override
    public Name qualified(String dataset, String table) {
        return DSL.name(catalog, dataset, table);
    }

    @Override
    public void searchIn(List<String> datasets) {
        String path = datasets.stream()
                .filter(this::hasDataset)
                .map(dataset -> quoted(catalog) + "." + quoted(dataset))
                .collect(Collectors.joining(","));
        if (!path.isEmpty()) {
            execute("SET search_path = '" + path.replace("'", "''") + "'");
        }
    }

    private static String quoted(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    @Override
    public Map<String, List<TableColumn>> tables(String dataset) {
        Map<String, List<TableColumn>> tables = new LinkedHashMap<>();
        dsl.fetch(
                        "SELECT c.table_name, c.column_name, c.data_type, c.numeric_precision, c.numeric_scale, c.is_nullable"
                                + " FROM duckdb_columns() c JOIN duckdb_tables() t USING (database_name, schema_name, table_name)"
                                + " WHERE c.database_name = ? AND c.schema_name = ? ORDER BY c.table_name, c.column_index",
                        catalog,
                        dataset)
                .forEach(row -> tables.computeIfAbsent(row.get(0, String.class), name -> new ArrayList<>())
                        .add(column(row)));
        return tables;
    }

    private static TableColumn column(Record row) {
        String type = row.get(2, String.class);
        return new TableColumn(
                row.get(1, String.class),
                type,
                valueType(type),
                Optional.ofNullable(row.get(3, Integer.class)).orElse(0),
                Optional.ofNullable(row.get(4, Integer.class)).orElse(0),
                row.get(5, Boolean.class));
    }

    private static Optional<ValueType> valueType(String duckType) {
        String type = duckType.toUpperCase(Locale.ROOT);
        return switch (type) {
            case "BOOLEAN" -> Optional.of(ValueType.BOOL);
            case "TINYINT", "SMALLINT", "INTEGER", "BIGINT" -> Optional.of(ValueType.BIGINT);
            case "DOUBLE" -> Optional.of(ValueType.DOUBLE);
            case "TIMESTAMP WITH TIME ZONE" -> Optional.of(ValueType.TIMESTAMP);
            case "TIMESTAMP" -> Optional.of(ValueType.LOCAL_TIMESTAMP);
            case "DATE" -> Optional.of(ValueType.DATE);
            case "TIME" -> Optional.of(ValueType.TIME);
            case "BLOB" -> Optional.of(ValueType.BINARY);
            case "JSON" -> Optional.of(ValueType.JSON);
            case "VARCHAR" -> Optional.of(ValueType.TEXT);
            default -> type.startsWith("DECIMAL") ? Optional.of(ValueType.DECIMAL) : Optional.empty();
        };
    }

    @Override
    public org.jooq.DataType<?> dataType(Column column) {
        DataType type = column.dataType()
                .orElseThrow(() -> new IllegalArgumentException("column " + column.name() + " has no type yet"));
        return switch (type) {
            case TEXT -> SQLDataType.VARCHAR;
            case DOUBLE -> SQLDataType.DOUBLE;
            case BOOL -> SQLDataType.BOOLEAN;
            case BIGINT -> SQLDataType.BIGINT;
            case TIMESTAMP -> column.timezone() ? SQLDataType.TIMESTAMPWITHTIMEZONE : SQLDataType.LOCALDATETIME;
            case BINARY -> SQLDataType.BLOB;
            case JSON -> SQLDataType.JSON;
            case DECIMAL ->
                SQLDataType.DECIMAL(
                        column.precision().orElse(38), column.scale().orElse(9));
            case WEI -> SQLDataType.DECIMAL(38, 0);
            case DATE -> SQLDataType.LOCALDATE;
            case TIME -> SQLDataType.LOCALTIME;
        };
    }

    @Override
    public void beginReading() {
        execute("BEGIN TRANSACTION READ ONLY");
    }

    /** DuckDB reads the package's files itself: a view, or a table where reading twice would cost twice. */
    @Override
    public Table<Record> relation(String name, PackagedRows rows, boolean readOften) {
        String own = "_pipette_" + temporaries.size() + "_" + name;
        temporaries.add((readOften ? "TABLE " : "VIEW ") + "temp.main." + quoted(own));
        execute("CREATE TEMP " + (readOften ? "TABLE " : "VIEW ") + quoted(own) + " AS " + rows.duckDbSelect());
        return DSL.table(DSL.name("temp", "main", own));
    }

    @Override
    public long append(Name table, PackagedRows rows) {
        List<Field<Object>> columns = rows.columns().stream()
                .map(column -> DSL.field(DSL.name(column.name()), Object.class))
                .toList();
        return dsl.insertInto(DSL.table(table))
                .columns(columns)
                .select(DSL.select(columns).from(relation(table.last(), rows, false)))
                .execute();
    }

    @Override
    public Table<Record> temporary(String name, Select<?> rows) {
        String own = "_pipette_" + temporaries.size() + "_" + name;
        temporaries.add("TABLE temp.main." + quoted(own));
        dsl.createTemporaryTable(DSL.name(own)).as(rows).execute();
        return DSL.table(DSL.name("temp", "main", own));
    }

    private void dropTemporaries() {
        temporaries.reversed().forEach(temporary -> execute("DROP " + temporary));
        temporaries.clear();
    }

    @Override
    public Optional<Refusal> refusal(Exception thrown) {
        return RefusalText.of(DuckDbClient.message(thrown));
    }

    @Override
    public PipetteException failure(String doing, Exception thrown) {
        return client.failure(doing, thrown);
    }

    /** Closing the connection rolls back; a ROLLBACK of its own could fail and would keep the file locked. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            connection.close();
        } catch (SQLException thrown) {
            throw client.failure("close it", thrown);
        } finally {
            if (writer != null) {
                writer.unlock();
            }
        }
    }
}

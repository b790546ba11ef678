package dev.pipette.testing.quack;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.schema.Column;
import dev.pipette.schema.TableColumn;
import dev.pipette.spi.DestinationSession;
import dev.pipette.spi.LockName;
import dev.pipette.spi.PackagedRows;
import dev.pipette.spi.Refusal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.Name;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.Select;
import org.jooq.Table;
import org.jooq.conf.Settings;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;

/** A connection. The engine composes its statements with {@link #dsl()}; here is what SQL dialects do not share. */
final class QuackSession implements DestinationSession {
    private final QuackClient client;
    private final Connection connection;
    private final Duration lockTimeout;
    private final DSLContext dsl;
    private final String catalog;
    private final List<QuackLocks.Lock> locks = new ArrayList<>();
    private final List<String> temporaries = new ArrayList<>();
    private boolean inTransaction;

    QuackSession(QuackClient client, Connection connection, Duration lockTimeout) throws SQLException {
        this.client = client;
        this.connection = connection;
        this.lockTimeout = lockTimeout;
        this.catalog = connection.getCatalog();
        this.dsl = DSL.using(connection, SQLDialect.DUCKDB, new Settings().withExecuteLogging(false));
        execute("SET TimeZone = 'UTC'");
    }

    @Override
    public DSLContext dsl() {
        return dsl;
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private void execute(String doing, String sql) {
        try {
            execute(sql);
        } catch (SQLException failed) {
            throw client.failure(doing, failed);
        }
    }

    @Override
    public void begin() {
        execute("begin a transaction", "BEGIN TRANSACTION");
        inTransaction = true;
    }

    @Override
    public void beginReading() {
        execute("begin a transaction", "BEGIN TRANSACTION READ ONLY");
        inTransaction = true;
    }

    @Override
    public void commit() {
        inTransaction = false;
        try {
            execute("commit", "COMMIT");
            temporaries.reversed().forEach(table -> execute("drop " + table, "DROP TABLE " + table));
        } finally {
            releaseLocks();
        }
    }

    @Override
    public void rollback() {
        if (inTransaction) {
            inTransaction = false;
            try {
                execute("roll back", "ROLLBACK");
            } finally {
                releaseLocks();
            }
        }
    }

    @Override
    public void lock(SortedSet<LockName> names) {
        for (LockName name : names) {
            locks.add(QuackLocks.take(client.identity() + " " + name.text(), lockTimeout)
                    .orElseThrow(() -> client.locked(name.text())));
        }
    }

    private void releaseLocks() {
        locks.forEach(QuackLocks.Lock::release);
        locks.clear();
    }

    @Override
    public boolean hasDataset(String dataset) {
        return datasets().contains(dataset);
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
    public List<String> datasets() {
        return dsl.fetch("SELECT schema_name FROM duckdb_schemas() WHERE database_name = ? AND NOT internal", catalog)
                .map(row -> row.get(0, String.class));
    }

    @Override
    public void searchIn(List<String> datasets) {
        if (!datasets.isEmpty()) {
            String path = datasets.stream()
                    .map(dataset -> dsl.render(DSL.name(catalog, dataset)))
                    .collect(Collectors.joining(","));
            execute("search in " + path, "SET search_path = " + dsl.render(DSL.inline(path)));
        }
    }

    @Override
    public Map<String, List<TableColumn>> tables(String dataset) {
        Map<String, List<TableColumn>> tables = new LinkedHashMap<>();
        for (Record row : dsl.fetch("""
                SELECT c.table_name, c.column_name, c.data_type, c.is_nullable,
                  coalesce(c.numeric_precision, 0), coalesce(c.numeric_scale, 0)
                FROM duckdb_columns() c JOIN duckdb_tables() t USING (database_name, schema_name, table_name)
                WHERE c.database_name = ? AND c.schema_name = ? ORDER BY c.table_name, c.column_index""", catalog, dataset)) {
            tables.computeIfAbsent(row.get(0, String.class), name -> new ArrayList<>())
                    .add(QuackTypes.column(
                            row.get(1, String.class),
                            row.get(2, String.class),
                            row.get(3, Boolean.class),
                            row.get(4, Integer.class),
                            row.get(5, Integer.class)));
        }
        return tables;
    }

    @Override
    public Optional<String> inTheWay(String dataset, String table) {
        return dsl
                .fetch(
                        "SELECT 'a view' FROM duckdb_views() WHERE database_name = ? AND schema_name = ? AND view_name = ?",
                        catalog,
                        dataset,
                        table)
                .map(row -> row.get(0, String.class))
                .stream()
                .findFirst();
    }

    @Override
    public DataType<?> dataType(Column column) {
        return QuackTypes.of(column);
    }

    @Override
    public Table<Record> relation(String name, PackagedRows rows, boolean readOften) {
        Name temporary = temporary(name);
        dsl.createTemporaryTable(temporary)
                .columns(rows.columns().stream()
                        .map(column -> DSL.field(DSL.name(column.name()), QuackTypes.of(column)))
                        .toList())
                .execute();
        append(temporary, rows);
        return DSL.table(temporary);
    }

    @Override
    public long append(Name table, PackagedRows rows) {
        List<Field<Object>> columns = rows.columns().stream()
                .map(column -> DSL.field(DSL.name(column.name()), Object.class))
                .toList();
        String insert = dsl.render(DSL.table(table)) + " ("
                + columns.stream().map(dsl::render).collect(Collectors.joining(", ")) + ") VALUES ("
                + rows.columns().stream().map(QuackTypes::parameter).collect(Collectors.joining(", ")) + ")";
        long[] count = {0};
        try (PreparedStatement statement = connection.prepareStatement("INSERT INTO " + insert)) {
            rows.read(batch -> {
                for (int row = 0; row < batch.rows(); row++) {
                    QuackTypes.bind(statement, rows.columns(), batch, row);
                    count[0]++;
                }
            });
        } catch (SQLException failed) {
            throw new DataAccessException("INSERT INTO " + table, failed);
        }
        return count[0];
    }

    @Override
    public Table<Record> temporary(String name, Select<?> rows) {
        Name temporary = temporary(name);
        dsl.createTemporaryTable(temporary).as(rows).execute();
        return DSL.table(temporary);
    }

    private Name temporary(String name) {
        Name temporary = DSL.name("temp", "main", "_pipette_" + temporaries.size() + "_" + name);
        temporaries.add(dsl.render(temporary));
        return temporary;
    }

    @Override
    public Optional<Refusal> refusal(Name table, Exception thrown) {
        return message(thrown).startsWith("Constraint Error")
                ? Optional.of(new Refusal(List.of(), List.of()))
                : Optional.empty();
    }

    @Override
    public PipetteException failure(String doing, Exception thrown) {
        return message(thrown).startsWith("Constraint Error")
                ? new PipetteException(
                        ErrorCode.ROW_REFUSED,
                        "could not " + doing + " (" + client.describe() + "): " + message(thrown)
                                + ". Nothing was changed. Correct the rows, or the constraint of the table.",
                        thrown)
                : client.failure(doing, thrown);
    }

    static String message(Exception thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null && !(cause instanceof SQLException)) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage()).lines().findFirst().orElse("").replaceFirst("[.!]+$", "");
    }

    @Override
    public void close() {
        try {
            connection.close(); // rolls back
        } catch (SQLException failed) {
            throw client.failure("close it", failed);
        } finally {
            releaseLocks();
        }
    }
}

package dev.pipette.duckdb;

import dev.pipette.error.PipetteException;
import dev.pipette.schema.Column;
import dev.pipette.schema.TableColumn;
import dev.pipette.schema.TableDetails;
import dev.pipette.spi.Check;
import dev.pipette.spi.ColumnChange;
import dev.pipette.spi.DestinationSession;
import dev.pipette.spi.LockName;
import dev.pipette.spi.PackagedRows;
import dev.pipette.spi.Refusal;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
import org.jooq.conf.StatementType;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;

/**
 * A connection to a DuckDB database. DuckDB lets {@code commit} pass after a failed statement and stores nothing, so the
 * session remembers failures itself; the transaction is begun by SQL, because {@code setAutoCommit(false)} alone would
 * not start one.
 */
final class DuckDbSession implements DestinationSession {
    private final DuckDbClient client;
    private final Connection connection;
    private final OpenFile.Hold hold;
    private final String catalog;
    private final DSLContext dsl;
    private final List<String> temporaries = new ArrayList<>();
    private boolean inTransaction;
    private boolean failed;
    private boolean closed;

    DuckDbSession(DuckDbClient client, Connection connection, OpenFile.Hold hold, String catalog) {
        this.client = client;
        this.connection = connection;
        this.hold = hold;
        this.catalog = catalog;
        // DuckDB plans a prepared statement twice, when it is prepared and when it is given its values
        Settings settings = new Settings()
                .withFetchWarnings(false)
                .withExecuteLogging(false)
                .withStatementType(StatementType.STATIC_STATEMENT);
        this.dsl = DSL.using(connection, SQLDialect.DUCKDB, settings);
        this.dsl.configuration().set(new FailureWatch(() -> failed = true));
        this.dsl.configuration().set(new NulTexts());
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
        try (Statement statement = connection.createStatement()) {
            statement.execute("COMMIT");
        } catch (SQLException thrown) {
            failed = true;
            throw DuckDbClient.message(thrown).contains("no transaction is active")
                    ? client.endedTransaction(thrown)
                    : client.failure("commit", thrown);
        }
        dropTemporaries();
    }

    @Override
    public void rollback() {
        if (inTransaction) {
            inTransaction = false;
            execute("ROLLBACK");
        }
    }

    /** The session holds the lock of this process's loads, and DuckDB the file's lock against other processes. */
    @Override
    public void lock(SortedSet<LockName> names) {
        if (hold.mode() != OpenFile.Mode.LOAD) {
            throw new IllegalStateException("a session that was opened for reading takes no locks");
        }
    }

    @Override
    public boolean hasDataset(String dataset) {
        return datasets().stream().anyMatch(dataset::equalsIgnoreCase);
    }

    @Override
    public List<String> datasets() {
        return Catalogue.schemas(dsl, catalog);
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

    static String quoted(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    @Override
    public Map<String, List<TableColumn>> tables(String dataset) {
        return Catalogue.tables(dsl, catalog, dataset);
    }

    @Override
    public Set<String> tableNames(String dataset) {
        return Catalogue.names(dsl, catalog, dataset);
    }

    @Override
    public Optional<String> inTheWay(String dataset, String table) {
        return Catalogue.inTheWay(dsl, catalog, dataset, table);
    }

    @Override
    public List<Check> inspect(String dataset, String table) {
        return List.of(
                listed("constraints", Catalogue.constraints(dsl, catalog, dataset, table)),
                listed("indexes", Catalogue.indexes(dsl, catalog, dataset, table)));
    }

    @Override
    public Optional<TableDetails> details(String dataset, String table) {
        return Optional.of(new DetailsQuery(dsl, catalog, dataset, table).details());
    }

    @Override
    public Optional<String> keeping(String dataset, String table, String column, ColumnChange change) {
        return new TableAlteration(dsl, catalog, dataset, table).keeping(column, change);
    }

    /** The engine converts the values of deleted rows too, which nobody has looked at. */
    @Override
    public Field<?> converted(Field<?> value, DataType<?> type) {
        return DSL.tryCast(value, type);
    }

    @Override
    public void changeColumns(String dataset, String table, Map<String, String> newNames, Runnable changes) {
        new TableAlteration(dsl, catalog, dataset, table).around(newNames, changes);
    }

    @Override
    public boolean isIndex(String dataset, String name) {
        return dsl.fetchExists(DSL.selectOne()
                .from("duckdb_indexes()")
                .where(
                        "database_name = ? AND lower(schema_name) = lower(?) AND lower(index_name) = lower(?)",
                        catalog,
                        dataset,
                        name));
    }

    private static Check listed(String name, List<String> found) {
        return Check.ok(name, found.isEmpty() ? "none" : String.join("; ", found));
    }

    @Override
    public DataType<?> dataType(Column column) {
        return DuckDbTypes.of(column);
    }

    @Override
    public void beginReading() {
        execute("BEGIN TRANSACTION READ ONLY");
    }

    /** A file that is open for reading refuses by itself; a guest of those who write asks DuckDB's parser. */
    @Override
    public Optional<String> whyNoQuery(String sql) {
        try {
            return hold.mode() == OpenFile.Mode.READ_ONLY
                    ? ReadOnly.refusal(connection, sql)
                    : GuestQuery.refusal(connection, sql);
        } catch (SQLException refused) {
            throw new DataAccessException("the query is refused", refused);
        }
    }

    @Override
    public boolean isRefusedWrite(Exception thrown) {
        return ReadOnly.isRefusal(DuckDbClient.message(thrown));
    }

    /** DuckDB reads the package's files itself: a view, or a table where reading twice would cost twice. */
    @Override
    public Table<Record> relation(String name, PackagedRows rows, boolean readOften) {
        String own = "_pipette_" + temporaries.size() + "_" + name;
        temporaries.add((readOften ? "TABLE " : "VIEW ") + "temp.main." + quoted(own));
        execute("CREATE TEMP " + (readOften ? "TABLE " : "VIEW ") + quoted(own) + " AS " + cast(rows));
        return DSL.table(DSL.name("temp", "main", own));
    }

    /** From here on the values are compared as the table compares them: two spellings of one uuid are one key. */
    private static String cast(PackagedRows rows) {
        return rows.casts().isEmpty()
                ? rows.duckDbSelect()
                : "SELECT * REPLACE ("
                        + rows.casts().entrySet().stream()
                                .map(cast -> "CAST(" + quoted(cast.getKey()) + " AS " + cast.getValue() + ") AS "
                                        + quoted(cast.getKey()))
                                .collect(Collectors.joining(", "))
                        + ") FROM (" + rows.duckDbSelect() + ")";
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
    public Optional<Refusal> refusal(Name table, Exception thrown) {
        return RefusalText.of(DuckDbClient.message(thrown));
    }

    @Override
    public PipetteException failure(String doing, Exception thrown) {
        return hold.mode() == OpenFile.Mode.LOAD ? client.refused(doing, thrown) : client.failure(doing, thrown);
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
            hold.close();
        }
    }
}

package dev.pipette.postgres;

import dev.pipette.error.PipetteException;
import dev.pipette.schema.Column;
import dev.pipette.schema.TableColumn;
import dev.pipette.schema.TableDetails;
import dev.pipette.spi.ChangedTable;
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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Name;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.Select;
import org.jooq.Table;
import org.jooq.conf.Settings;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;

/**
 * A connection to a PostgreSQL server, or to a pooler in transaction mode. Whatever a load needs, it sets for its own
 * transaction: behind a pooler, the next one runs on another connection, and another client on this one.
 */
final class PostgresSession implements DestinationSession {
    private static final String ATTEMPT = "_pipette_attempt";

    /**
     * A merge joins all arriving rows with a table by their key. For a key of several columns the server takes as many rows to have
     * the same one as have the same value of one column, and therefore sorts both tables, which takes up to six times as
     * long as to join them by hash.
     */
    private static final String JOIN_BY_HASH = "SET LOCAL enable_mergejoin = off";

    /**
     * Lets the server look every other second, while a statement runs, whether its client is still there: otherwise the
     * session of a lost connection would keep its locks until the statement ends, and the next try would wait for it.
     * Servers have it from 14 on, and not on Windows.
     */
    private static final String NOTICE_LOST_CLIENTS =
            "SELECT set_config('client_connection_check_interval', '2s', true)"
                    + " WHERE current_setting('server_version_num')::int >= 140000 AND version() !~ 'Visual C|mingw'";

    private final PostgresClient client;
    private final Connection connection;
    private final DSLContext dsl;
    /** The datasets that this session was asked about. */
    private final Set<String> seen = new HashSet<>();

    private List<String> searched = List.of();
    private int temporaries;
    private boolean inTransaction;
    private boolean writes;

    PostgresSession(PostgresClient client, Connection connection) {
        this.client = client;
        this.connection = connection;
        Settings settings = new Settings().withFetchWarnings(false).withExecuteLogging(false);
        this.dsl = DSL.using(connection, SQLDialect.POSTGRES, settings);
        this.dsl.configuration().set(new UnreadAnswer());
    }

    @Override
    public DSLContext dsl() {
        return dsl;
    }

    @Override
    public void begin() {
        List<String> statements = new ArrayList<>(
                List.of("SET TRANSACTION ISOLATION LEVEL READ COMMITTED", "SET LOCAL TimeZone = 'UTC'", JOIN_BY_HASH));
        statements.add(waitForLocks());
        client.statementTimeout().ifPresent(limit -> statements.add("SET LOCAL statement_timeout = " + limit));
        if (!searched.isEmpty()) {
            statements.add("SET LOCAL search_path = " + searchPath());
        }
        statements.add(NOTICE_LOST_CLIENTS);
        writes = true;
        begin(statements);
    }

    @Override
    public void beginReading() {
        writes = false;
        List<String> statements = new ArrayList<>(List.of("SET TRANSACTION READ ONLY", "SET LOCAL TimeZone = 'UTC'"));
        statements.add(waitForLocks());
        if (!searched.isEmpty()) {
            statements.add("SET LOCAL search_path = " + searchPath());
        }
        // a query, and the last one here: behind the first query PostgreSQL lets no statement make the transaction
        // writable
        // again
        statements.add(NOTICE_LOST_CLIENTS);
        begin(statements);
    }

    @Override
    public Optional<String> whyNoQuery(String sql) {
        try {
            return UnreadAnswer.answer(() -> QueryCheck.refusal(connection, sql));
        } catch (SQLException refused) {
            throw new DataAccessException("the query is refused", refused);
        }
    }

    /** SQLSTATE 25006: a statement that writes in a transaction that only reads. */
    @Override
    public boolean isRefusedWrite(Exception thrown) {
        return Symptoms.of(thrown).keys().contains("25006");
    }

    /** For the server, 0 would be no limit at all. */
    private String waitForLocks() {
        return "SET LOCAL lock_timeout = " + Math.max(1, client.lockTimeout().toMillis());
    }

    private void begin(List<String> statements) {
        try {
            connection.setAutoCommit(false);
            inTransaction = true;
            execute(String.join("; ", statements));
        } catch (SQLException failed) {
            throw client.problems().failure("begin a transaction", failed);
        }
    }

    /** The driver fails where the server has rolled back instead. */
    @Override
    public void commit() {
        try {
            inTransaction = false;
            UnreadAnswer.noticed(connection::commit);
        } catch (SQLException failed) {
            throw client.problems().failure(PostgresProblems.COMMIT, failed);
        }
    }

    @Override
    public void rollback() {
        if (inTransaction) {
            inTransaction = false;
            try {
                UnreadAnswer.noticed(connection::rollback);
            } catch (SQLException failed) {
                throw client.problems().failure("roll back", failed);
            }
        }
    }

    @Override
    public void lock(SortedSet<LockName> names) {
        lock(names, holder -> {});
    }

    /** Tries first, in the same order, so that the one that is waited for can be named before the wait. */
    @Override
    public void lock(SortedSet<LockName> names, Consumer<String> waiting) {
        String before = names.stream()
                .filter(name -> name.kind() == LockName.Kind.PIPELINE)
                .findFirst()
                .map(name -> "SET LOCAL application_name = " + literal("pipette " + name.text()) + "; ")
                .orElse("");
        List<Long> keys = names.stream().map(AdvisoryLocks::key).toList();
        try {
            if (!UnreadAnswer.answer(() -> AdvisoryLocks.tryAll(connection, before, keys))) {
                LockHolders.first(connection, keys)
                        .ifPresent(holder -> waiting.accept(client.describe() + ": " + holder + " holds a lock"));
                execute(AdvisoryLocks.takeAll(keys));
            }
        } catch (SQLException failed) {
            String doing = "lock " + names.stream().map(LockName::text).collect(Collectors.joining(", "));
            throw PostgresProblems.isLockTimeout(failed)
                    ? locked(doing, keys, Set.of(), failed)
                    : client.problems().failure(doing, failed);
        }
    }

    /** Rolls back, because a transaction that failed can ask nothing, and asks who holds what was waited for. */
    private PipetteException locked(String doing, List<Long> keys, Set<String> schemas, Exception failed) {
        rollback();
        return client.problems()
                .locked(doing, LockHolders.sentences(connection, keys, schemas, client.lockTimeout()), failed);
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            UnreadAnswer.noticed(() -> statement.execute(sql));
        }
    }

    private static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    @Override
    public Optional<String> databaseId() {
        return PhysicalDatabase.of(dsl);
    }

    @Override
    public boolean hasDataset(String dataset) {
        seen.add(dataset);
        return Catalogue.hasDataset(dsl, dataset);
    }

    @Override
    public void createDataset(String dataset) {
        dsl.createSchemaIfNotExists(DSL.name(dataset)).execute();
    }

    @Override
    public Name qualified(String dataset, String table) {
        return DSL.name(dataset, table);
    }

    @Override
    public List<String> datasets() {
        return Catalogue.datasets(dsl);
    }

    /** Behind a pooler the path would stay with a connection that others get: there it holds for a transaction only. */
    @Override
    public void searchIn(List<String> datasets) {
        searched = List.copyOf(datasets);
        if (client.isPooled() || inTransaction) {
            return;
        }
        try {
            execute("SET search_path = " + searchPath() + "; SET TimeZone = 'UTC'");
        } catch (SQLException failed) {
            throw client.problems().failure("set the search path", failed);
        }
    }

    private String searchPath() {
        return searched.stream().map(BinaryCopy::quoted).collect(Collectors.joining(", "));
    }

    @Override
    public Map<String, List<TableColumn>> tables(String dataset) {
        return Catalogue.tables(dsl, dataset, client.overridesSystemValues());
    }

    @Override
    public Set<String> tableNames(String dataset) {
        return Catalogue.names(dsl, dataset);
    }

    @Override
    public Optional<String> inTheWay(String dataset, String table) {
        return Catalogue.inTheWay(dsl, dataset, table);
    }

    /** See "System Columns" in PostgreSQL's manual. */
    @Override
    public Set<String> ownColumns() {
        return Set.of("tableoid", "xmin", "cmin", "xmax", "cmax", "ctid");
    }

    @Override
    public List<Check> inspect(String dataset, String table) {
        return new TableInspection(dsl, client.place().in(dataset), table).checks();
    }

    @Override
    public Optional<TableDetails> details(String dataset, String table) {
        return Optional.of(new DetailsQuery(dsl, dataset, table).details());
    }

    @Override
    public Optional<String> keeping(String dataset, String table, String column, ColumnChange change) {
        return switch (change) {
            case RENAME -> Optional.empty(); // the server renames it in whatever uses it
            case RETYPE ->
                DestinationSession.super
                        .keeping(dataset, table, column, change)
                        .or(() -> Catalogue.foreignKeyOf(dsl, dataset, table, column)
                                .map(key ->
                                        key + " uses it, and both of its columns have one type. Drop that first, change"
                                                + " both columns, and make it again."));
            case DROP ->
                DestinationSession.super
                        .keeping(dataset, table, column, change)
                        .or(() -> Catalogue.userOf(dsl, dataset, table, column)
                                .map(user -> user
                                        + " would go with it. Drop that first, and make it again without the column."));
        };
    }

    @Override
    public boolean hasForeignKeys() {
        return true;
    }

    /** Tables, views and sequences have names that no index can have beside them. */
    @Override
    public boolean isIndex(String dataset, String name) {
        return dsl.fetchExists(DSL.selectOne()
                .from("pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace")
                .where("n.nspname = ? AND c.relname = ?", dataset, name));
    }

    @Override
    public void checkConstraints() {
        dsl.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED");
    }

    @Override
    public org.jooq.DataType<?> dataType(Column column) {
        return PostgresTypes.of(column);
    }

    @Override
    public Table<Record> relation(String name, PackagedRows rows, boolean readOften) {
        Name own = DSL.name("_pipette_" + temporaries++);
        List<Field<?>> columns = rows.columns().stream()
                .<Field<?>>map(column -> DSL.field(DSL.name(column.name()), PostgresTypes.staged(column)))
                .toList();
        dsl.createTemporaryTable(own).columns(columns).onCommitDrop().execute();
        Name there = DSL.name("pg_temp").append(own);
        BinaryCopy.send(connection, dsl.render(there), rows);
        cast(there, rows.casts());
        analyze(there);
        return DSL.table(there);
    }

    /** From here on the values are compared as the table compares them: two spellings of one uuid are one key. */
    private void cast(Name table, Map<String, String> types) {
        if (!types.isEmpty()) {
            dsl.execute("ALTER TABLE " + dsl.render(table) + " "
                    + types.entrySet().stream()
                            .map(cast -> "ALTER COLUMN " + BinaryCopy.quoted(cast.getKey()) + " TYPE " + cast.getValue()
                                    + " USING CAST(" + BinaryCopy.quoted(cast.getKey()) + " AS " + cast.getValue()
                                    + ")")
                            .collect(Collectors.joining(", ")));
        }
    }

    @Override
    public long append(Name table, PackagedRows rows) {
        Map<String, String> types = Catalogue.typesOf(dsl, table.first(), table.last());
        boolean alike = rows.columns().stream()
                .allMatch(column -> PostgresTypes.isSentAs(column, types.getOrDefault(column.name(), "")));
        if (alike) {
            return BinaryCopy.send(connection, dsl.render(table), rows);
        }
        List<Field<Object>> columns = rows.columns().stream()
                .map(column -> DSL.field(DSL.name(column.name()), Object.class))
                .toList();
        return insert(table, columns, DSL.select(columns).from(relation(table.last(), rows, false)));
    }

    /** A COPY overrides without being asked, which is why the planner refuses such columns unless asked. */
    @Override
    public long insert(Name table, List<Field<Object>> columns, Select<?> rows) {
        // jOOQ has no word for it
        return client.overridesSystemValues()
                ? dsl.execute(
                        "INSERT INTO {0} ({1}) OVERRIDING SYSTEM VALUE {2}",
                        DSL.table(table),
                        DSL.list(columns.stream().map(Field::getUnqualifiedName).toList()),
                        rows)
                : DestinationSession.super.insert(table, columns, rows);
    }

    @Override
    public Table<Record> temporary(String name, Select<?> rows) {
        Name own = DSL.name("_pipette_" + temporaries++);
        dsl.createTemporaryTable(own).as(rows).onCommitDrop().execute();
        Name there = DSL.name("pg_temp").append(own);
        analyze(there);
        return DSL.table(there);
    }

    /** The server never does it for a temporary table, and without it the planner takes any for a small one. */
    private void analyze(Name table) {
        dsl.execute("ANALYZE " + dsl.render(table));
    }

    @Override
    public void changed(ChangedTable table) {
        new TableUpkeep(dsl).after(table);
    }

    @Override
    public <R> R attempt(Supplier<R> doing) {
        dsl.execute("SAVEPOINT " + ATTEMPT);
        try {
            R done = doing.get();
            dsl.execute("RELEASE SAVEPOINT " + ATTEMPT);
            return done;
        } catch (DataAccessException failed) {
            takeBack(failed);
            throw failed;
        }
    }

    /** The first failure is the one to report: where the connection is gone, this fails as well. */
    private void takeBack(DataAccessException failed) {
        try {
            dsl.execute("ROLLBACK TO SAVEPOINT " + ATTEMPT);
        } catch (DataAccessException alsoFailed) {
            failed.addSuppressed(alsoFailed);
        }
    }

    @Override
    public boolean survivesAttempts() {
        return true;
    }

    @Override
    public Optional<Refusal> refusal(Name table, Exception thrown) {
        return new RefusedValues(dsl, table).of(thrown);
    }

    @Override
    public PipetteException failure(String doing, Exception thrown) {
        if (PostgresProblems.isLockTimeout(thrown)) {
            return locked(doing, List.of(), seen, thrown);
        }
        PostgresProblems problems =
                seen.stream().findFirst().map(client.problems()::in).orElse(client.problems());
        return writes ? problems.failure(doing, thrown) : problems.failureOfReading(doing, thrown);
    }

    /** The server rolls back what is open. */
    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException failed) {
            throw client.problems().failure("close the connection", failed);
        }
    }
}

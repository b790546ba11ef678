package dev.pipette.workers;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.pipette.Destination;
import dev.pipette.postgres.PostgresConnections;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.Table;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/**
 * The tables where workers find slices, in the schema {@code pipette_workers} of a PostgreSQL database, also behind a pooler in
 * transaction mode. A slice that waits or is read has a row; one that ended has none; one that failed has a row with its error.
 */
final class SliceQueue implements AutoCloseable {
    /** The name of db-scheduler's task. */
    static final String TASK = "slice";

    private static final String SCHEMA = "pipette_workers";
    private static final int MOST_CONNECTIONS = 4;
    private static final Duration IDLE = Duration.ofMinutes(1);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long TABLES_LOCK = 0x5069706574746532L;

    private static final Table<Record> TASKS = table("scheduled_tasks");
    private static final Field<String> NAME = field("task_name", SQLDataType.VARCHAR);
    private static final Field<String> INSTANCE = field("task_instance", SQLDataType.VARCHAR);
    private static final Field<Boolean> PICKED = field("picked", SQLDataType.BOOLEAN);
    private static final Field<OffsetDateTime> EXECUTION = field("execution_time", SQLDataType.TIMESTAMPWITHTIMEZONE);
    private static final Field<OffsetDateTime> HEARTBEAT = field("last_heartbeat", SQLDataType.TIMESTAMPWITHTIMEZONE);
    private static final Field<Short> PRIORITY = field("priority", SQLDataType.SMALLINT);

    private static final Table<Record> FAILURES = table("slice_failure");
    private static final Field<String> CODE = field("code", SQLDataType.VARCHAR);
    private static final Field<String> MESSAGE = field("message", SQLDataType.VARCHAR);

    private static final Table<Record> WORKERS = table("worker");
    private static final Field<String> WORKER = field("name", SQLDataType.VARCHAR);
    private static final Field<Integer> THREADS = field("threads", SQLDataType.INTEGER);
    private static final Field<OffsetDateTime> SEEN = field("heartbeat_at", SQLDataType.TIMESTAMPWITHTIMEZONE);

    private final PostgresConnections database;
    private final HikariDataSource connections;

    private SliceQueue(PostgresConnections database, HikariDataSource connections) {
        this.database = database;
        this.connections = connections;
    }

    static Table<Record> table(String name) {
        return DSL.table(DSL.name(SCHEMA, name));
    }

    static <T> Field<T> field(String name, org.jooq.DataType<T> type) {
        return DSL.field(DSL.name(name), type);
    }

    /** Opens the queue of a database, and makes its tables where there are none. */
    static SliceQueue open(Destination destination, Path home) {
        PostgresConnections database = PostgresConnections.of(destination.client(home));
        try (Connection first = database.connect()) {
            first.getMetaData(); // what is wrong with the address or the login shows now
        } catch (SQLException failed) {
            throw database.unreachable(failed);
        }
        HikariConfig pool = new HikariConfig();
        pool.setPoolName("pipette-workers");
        pool.setDataSource(database.dataSource());
        pool.setMaximumPoolSize(MOST_CONNECTIONS);
        pool.setMinimumIdle(0);
        pool.setIdleTimeout(IDLE.toMillis());
        pool.setConnectionTimeout(PATIENCE.toMillis());
        pool.setInitializationFailTimeout(-1);
        SliceQueue queue = new SliceQueue(database, new HikariDataSource(pool));
        try {
            queue.makeTables();
            return queue;
        } catch (RuntimeException failed) {
            queue.close();
            throw failed;
        }
    }

    /** For db-scheduler. */
    DataSource dataSource() {
        return connections;
    }

    /** The table of db-scheduler. */
    static String tasksTable() {
        return SCHEMA + ".scheduled_tasks";
    }

    /** Where it is, for people, without secrets. */
    String describe() {
        return database.describe();
    }

    <R> R ask(String doing, Function<DSLContext, R> question) {
        try (Connection connection = connections.getConnection()) {
            return DSL.using(connection, SQLDialect.POSTGRES)
                    .transactionResult(configuration -> question.apply(configuration.dsl()));
        } catch (SQLException failed) {
            throw database.failure(doing, failed);
        } catch (DataAccessException failed) {
            SQLException cause = failed.getCause(SQLException.class);
            throw cause == null ? failed : database.failure(doing, cause);
        }
    }

    private void makeTables() {
        boolean _ = ask("make the tables of workers", dsl -> {
            dsl.fetch("SELECT pg_advisory_xact_lock({0})", DSL.inline(TABLES_LOCK));
            dsl.createSchemaIfNotExists(DSL.name(SCHEMA)).execute();
            tasks(dsl);
            dsl.createTableIfNotExists(FAILURES)
                    .column(required(INSTANCE))
                    .column(required(CODE))
                    .column(required(MESSAGE))
                    .constraint(DSL.primaryKey(INSTANCE))
                    .execute();
            dsl.createTableIfNotExists(WORKERS)
                    .column(required(WORKER))
                    .column(required(THREADS))
                    .column(required(SEEN))
                    .constraint(DSL.primaryKey(WORKER))
                    .execute();
            QueueTurns.makeTable(dsl);
            return true;
        });
    }

    /** The table of db-scheduler 16, as its own project has it for PostgreSQL. */
    private static void tasks(DSLContext dsl) {
        dsl.createTableIfNotExists(TASKS)
                .column(required(NAME))
                .column(required(INSTANCE))
                .column(field("task_data", SQLDataType.BLOB))
                .column(required(EXECUTION))
                .column(required(PICKED))
                .column(field("picked_by", SQLDataType.VARCHAR))
                .column(field("last_success", SQLDataType.TIMESTAMPWITHTIMEZONE))
                .column(field("last_failure", SQLDataType.TIMESTAMPWITHTIMEZONE))
                .column(field("consecutive_failures", SQLDataType.INTEGER))
                .column(HEARTBEAT)
                .column(required(field("version", SQLDataType.BIGINT)))
                .column(PRIORITY)
                .constraint(DSL.primaryKey(NAME, INSTANCE))
                .execute();
        dsl.createIndexIfNotExists("slice_execution_time").on(TASKS, EXECUTION).execute();
        dsl.createIndexIfNotExists("slice_last_heartbeat").on(TASKS, HEARTBEAT).execute();
        dsl.createIndexIfNotExists("slice_priority")
                .on(TASKS, PRIORITY.desc(), EXECUTION.asc())
                .execute();
    }

    static <T> Field<T> required(Field<T> field) {
        return DSL.field(field.getQualifiedName(), field.getDataType().notNull());
    }

    /** Which of these slices wait or are read. */
    Set<String> open(Collection<String> ids) {
        return ask(
                "look for slices that wait",
                dsl -> new HashSet<>(dsl.select(INSTANCE)
                        .from(TASKS)
                        .where(NAME.eq(TASK), INSTANCE.in(ids))
                        .fetch(INSTANCE)));
    }

    /**
     * Why a slice failed.
     *
     * @param code of the error
     */
    record Failure(String code, String message) {}

    /** Why the first of these slices failed; empty where none has. */
    Optional<Failure> failure(Collection<String> ids) {
        return ask(
                "look for slices that failed",
                dsl -> dsl.select(CODE, MESSAGE)
                        .from(FAILURES)
                        .where(INSTANCE.in(ids))
                        .orderBy(INSTANCE)
                        .limit(1)
                        .fetchOptional(found -> new Failure(found.get(CODE), found.get(MESSAGE))));
    }

    /** Keeps why a slice failed. */
    void fail(String id, Failure failure) {
        int _ = ask(
                "keep why a slice failed",
                dsl -> dsl.insertInto(FAILURES, INSTANCE, CODE, MESSAGE)
                        .values(id, failure.code(), failure.message())
                        .onConflict(INSTANCE)
                        .doUpdate()
                        .set(CODE, failure.code())
                        .set(MESSAGE, failure.message())
                        .execute());
    }

    /** Takes away slices that nobody reads, and what is kept of those that failed. */
    void forget(Collection<String> ids) {
        boolean _ = ask("take slices away", dsl -> {
            dsl.deleteFrom(TASKS)
                    .where(NAME.eq(TASK), INSTANCE.in(ids), PICKED.isFalse())
                    .execute();
            dsl.deleteFrom(FAILURES).where(INSTANCE.in(ids)).execute();
            return true;
        });
    }

    /** A worker is there, which reads up to this number of slices at the same time. */
    void seen(String worker, int threads) {
        int _ = ask(
                "write the heartbeat of a worker",
                dsl -> dsl.insertInto(WORKERS, WORKER, THREADS, SEEN)
                        .values(DSL.val(worker), DSL.val(threads), DSL.currentOffsetDateTime())
                        .onConflict(WORKER)
                        .doUpdate()
                        .set(SEEN, DSL.currentOffsetDateTime())
                        .execute());
    }

    /** A worker has ended. */
    void gone(String worker) {
        int _ = ask(
                "end a worker",
                dsl -> dsl.deleteFrom(WORKERS).where(WORKER.eq(worker)).execute());
    }

    /** The names of workers that were seen lately. */
    List<String> workers(Duration lately) {
        return ask(
                "look for workers",
                dsl -> dsl.select(WORKER)
                        .from(WORKERS)
                        .where(SEEN.gt(DSL.currentOffsetDateTime()
                                .sub(DSL.inline(org.jooq.types.DayToSecond.valueOf(lately)))))
                        .orderBy(WORKER)
                        .fetch(WORKER));
    }

    @Override
    public void close() {
        connections.close();
    }
}

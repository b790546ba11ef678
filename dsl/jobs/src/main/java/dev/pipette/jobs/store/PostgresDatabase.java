package dev.pipette.jobs.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.pipette.Destination;
import dev.pipette.error.PipetteException;
import dev.pipette.postgres.PostgresConnections;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;

/**
 * A schema of a PostgreSQL database, also behind a pooler in transaction mode: nothing is set beyond a transaction, and no statement
 * is prepared there.
 */
final class PostgresDatabase extends Database {
    private static final int MOST_CONNECTIONS = 6;
    private static final Duration IDLE = Duration.ofMinutes(1);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** The key of the advisory lock under which tables are made and changed. */
    private static final long TABLES_LOCK = 0x5069706574746531L;

    /**
     * A machine that is gone without a word must not hold the lock of a job for as long as the network needs to notice: the server
     * ends its transaction.
     */
    private static final String LIMITS =
            "SET TRANSACTION ISOLATION LEVEL READ COMMITTED; SELECT set_config('lock_timeout', '30s', true),"
                    + " set_config('idle_in_transaction_session_timeout', '20s', true)";

    private final PostgresConnections database;
    private final HikariDataSource connections;

    private PostgresDatabase(PostgresConnections database, HikariDataSource connections) {
        super(SQLDialect.POSTGRES);
        this.database = database;
        this.connections = connections;
    }

    /** Opens it, and makes what is missing. */
    static PostgresDatabase open(Destination destination, Path home) {
        PostgresConnections database = PostgresConnections.of(destination.client(home));
        try (Connection first = database.connect()) {
            first.getMetaData(); // what is wrong with the address or the login shows now, and not after the pool's
            // patience
        } catch (SQLException failed) {
            throw database.unreachable(failed);
        }
        PostgresDatabase opened = new PostgresDatabase(database, new HikariDataSource(pool(database)));
        try {
            opened.migrate();
        } catch (RuntimeException failed) {
            opened.close();
            throw failed;
        }
        return opened;
    }

    private static HikariConfig pool(PostgresConnections database) {
        HikariConfig pool = new HikariConfig();
        pool.setPoolName("pipette-jobs");
        pool.setDataSource(database.dataSource());
        pool.setMaximumPoolSize(MOST_CONNECTIONS);
        pool.setMinimumIdle(0);
        pool.setIdleTimeout(IDLE.toMillis());
        pool.setConnectionTimeout(PATIENCE.toMillis());
        pool.setInitializationFailTimeout(-1);
        return pool;
    }

    @Override
    DataSource dataSource() {
        return connections;
    }

    @Override
    String describe() {
        return database.describe();
    }

    @Override
    void begin(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        execute(connection, LIMITS);
    }

    @Override
    void commit(Connection connection) throws SQLException {
        connection.commit();
        connection.setAutoCommit(true);
    }

    @Override
    void rollback(Connection connection) throws SQLException {
        connection.rollback();
        connection.setAutoCommit(true);
    }

    @Override
    void lockTables(DSLContext dsl) {
        dsl.fetch("SELECT pg_advisory_xact_lock({0})", DSL.inline(TABLES_LOCK));
        dsl.createSchemaIfNotExists(DSL.name(Tables.SCHEMA)).execute();
    }

    @Override
    boolean hasTables(DSLContext dsl) {
        return dsl.fetchExists(dsl.selectOne()
                .from("pg_catalog.pg_tables")
                .where("schemaname = ? and tablename = ?", Tables.SCHEMA, Tables.SchemaVersion.TABLE.getName()));
    }

    @Override
    PipetteException problem(String doing, SQLException failed) {
        return problem(database, doing, failed);
    }

    /** The pool wraps why it got no connection in time. */
    static PipetteException problem(PostgresConnections database, String doing, SQLException failed) {
        return failed instanceof SQLTransientConnectionException
                        && failed.getCause() instanceof SQLException unreachable
                ? database.unreachable(unreachable)
                : database.failure(doing, failed);
    }

    @Override
    public void close() {
        connections.close();
    }
}

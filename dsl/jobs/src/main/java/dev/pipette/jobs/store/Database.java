package dev.pipette.jobs.store;

import dev.pipette.error.PipetteException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.conf.Settings;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** A database that has the tables of jobs, or gets them. */
abstract sealed class Database implements AutoCloseable permits SqliteDatabase, PostgresDatabase {
    /** A transaction that another one made to fail, and that was rolled back, is done again so often. */
    private static final int TRIES = 5;

    private final SQLDialect dialect;
    private final Settings settings;

    Database(SQLDialect dialect) {
        this.dialect = dialect;
        settings = new Settings()
                .withFetchWarnings(false)
                .withExecuteLogging(false)
                .withRenderSchema(dialect != SQLDialect.SQLITE);
    }

    /** Something that is done by statements. */
    @FunctionalInterface
    interface Work<T extends @Nullable Object> {
        T in(DSLContext dsl);
    }

    final SQLDialect dialect() {
        return dialect;
    }

    abstract DataSource dataSource();

    /** Which one it is, for people, without secrets. */
    abstract String describe();

    /** Statements that begin a transaction that writes. */
    abstract void begin(Connection connection) throws SQLException;

    abstract void commit(Connection connection) throws SQLException;

    abstract void rollback(Connection connection) throws SQLException;

    abstract PipetteException problem(String doing, SQLException failed);

    /** Waits for those who change tables at this moment, within a transaction. */
    abstract void lockTables(DSLContext dsl);

    abstract boolean hasTables(DSLContext dsl);

    @Override
    public abstract void close();

    /** Makes or changes the tables where they are not as this version needs them. */
    final void migrate() {
        int present =
                this.<Integer>read("look for the tables of jobs", dsl -> hasTables(dsl) ? Migrations.version(dsl) : 0);
        Migrations.check(present, describe());
        if (present < Migrations.known()) {
            this.<Boolean>write("make the tables of jobs", dsl -> {
                lockTables(dsl);
                Migrations.run(dsl, describe(), hasTables(dsl));
                return true;
            });
        }
    }

    /** Asks, each statement by itself. */
    final <T extends @Nullable Object> T read(String doing, Work<T> work) {
        try (Connection connection = dataSource().getConnection()) {
            return work.in(dsl(connection));
        } catch (SQLException failed) {
            throw problem(doing, failed);
        } catch (DataAccessException failed) {
            throw problem(doing, failed);
        }
    }

    /** Does all of it in one transaction, or nothing. */
    final <T extends @Nullable Object> T write(String doing, Work<T> work) {
        for (int attempt = 1; ; attempt++) {
            try (Connection connection = dataSource().getConnection()) {
                return inTransaction(connection, work);
            } catch (SQLException failed) {
                if (attempt == TRIES || !isRolledBack(failed)) {
                    throw problem(doing, failed);
                }
            } catch (DataAccessException failed) {
                if (attempt == TRIES || !isRolledBack(cause(failed))) {
                    throw problem(doing, failed);
                }
            }
        }
    }

    private <T extends @Nullable Object> T inTransaction(Connection connection, Work<T> work) throws SQLException {
        begin(connection);
        boolean done = false;
        try {
            T result = work.in(dsl(connection));
            commit(connection);
            done = true;
            return result;
        } finally {
            if (!done) {
                rollbackQuietly(connection);
            }
        }
    }

    /** What failed before is what matters. */
    private void rollbackQuietly(Connection connection) {
        try {
            rollback(connection);
        } catch (SQLException alsoFailed) {
            // the connection is gone, and the transaction with it
        }
    }

    /** A deadlock, or another transaction that was quicker: the database has rolled back and asks for another try. */
    private static boolean isRolledBack(SQLException failed) {
        return Optional.ofNullable(failed.getSQLState()).orElse("").startsWith("40");
    }

    private PipetteException problem(String doing, DataAccessException failed) {
        return problem(doing, cause(failed));
    }

    private static SQLException cause(DataAccessException failed) {
        SQLException cause = failed.getCause(SQLException.class);
        return cause == null ? new SQLException(failed.getMessage(), failed) : cause;
    }

    final DSLContext dsl(Connection connection) {
        return DSL.using(connection, dialect, settings);
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}

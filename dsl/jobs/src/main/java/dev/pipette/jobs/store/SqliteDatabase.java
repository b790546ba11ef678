package dev.pipette.jobs.store;

import dev.pipette.engine.disk.FolderProblem;
import dev.pipette.engine.disk.PrivateFiles;
import dev.pipette.engine.disk.TrustedPath;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * A file of SQLite on the disk of this machine. Any number of processes use it at a time: readers never wait, and transactions that
 * write wait for each other from their first statement on. What was committed outlives the machine's loss of power.
 */
final class SqliteDatabase extends Database {
    /** How long a transaction waits for others. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** One opens at a time, in this process; the lock of a file would refuse a second thread. */
    private static final ReentrantLock OPENING = new ReentrantLock();

    private final Path file;
    private final SQLiteDataSource connections;
    /** Stays open: otherwise each connection that is closed would be the last one, and would tidy the file up. */
    private final Connection kept;

    private SqliteDatabase(Path file, SQLiteDataSource connections, Connection kept) {
        super(SQLDialect.SQLITE);
        this.file = file;
        this.connections = connections;
        this.kept = kept;
    }

    /** Opens it, and makes what is missing. */
    static SqliteDatabase open(Path file) {
        OPENING.lock();
        try {
            TrustedPath.check(file);
            PrivateFiles.USUAL.makeFolders(file.resolveSibling("."));
            // the change to write-ahead logging does not wait for others, so that they wait here
            try (FileChannel lock = PrivateFiles.USUAL.lockFile(file.resolveSibling("jobs.lock"))) {
                lock.lock();
                if (!Files.exists(file)) {
                    PrivateFiles.USUAL.lockFile(file).close(); // SQLite gives its other files the same rights
                }
                return opened(file);
            }
        } catch (IOException failed) {
            throw FolderProblem.failedTo("open", file, failed);
        } finally {
            OPENING.unlock();
        }
    }

    private static SqliteDatabase opened(Path file) {
        SQLiteDataSource connections = new SQLiteDataSource(config());
        connections.setUrl("jdbc:sqlite:" + file);
        try {
            SqliteDatabase database = new SqliteDatabase(file, connections, connections.getConnection());
            try {
                database.migrate();
                execute(database.kept, "SELECT count(*) FROM sqlite_master"); // it takes part from its first look on
            } catch (SQLException | RuntimeException failed) {
                database.close();
                throw failed;
            }
            return database;
        } catch (SQLException failed) {
            throw problem(file, "open the jobs", failed);
        }
    }

    private static SQLiteConfig config() {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setBusyTimeout((int) PATIENCE.toMillis());
        config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        return config;
    }

    @Override
    DataSource dataSource() {
        return connections;
    }

    @Override
    String describe() {
        return "sqlite " + file;
    }

    /** By statements: the driver's own would begin the next transaction with the commit of this one. */
    @Override
    void begin(Connection connection) throws SQLException {
        execute(connection, "BEGIN IMMEDIATE");
    }

    @Override
    void commit(Connection connection) throws SQLException {
        execute(connection, "COMMIT");
    }

    @Override
    void rollback(Connection connection) throws SQLException {
        execute(connection, "ROLLBACK");
    }

    /** The transaction itself has the lock. */
    @Override
    void lockTables(DSLContext dsl) {}

    @Override
    boolean hasTables(DSLContext dsl) {
        return dsl.fetchExists(dsl.selectOne()
                .from("sqlite_master")
                .where("type = 'table' and name = ?", Tables.SchemaVersion.TABLE.getName()));
    }

    @Override
    PipetteException problem(String doing, SQLException failed) {
        return problem(file, doing, failed);
    }

    private static PipetteException problem(Path file, String doing, SQLException failed) {
        if (failed instanceof SQLiteException sqlite && isBusy(sqlite.getResultCode())) {
            return new PipetteException(
                    ErrorCode.DESTINATION_LOCKED,
                    "could not " + doing + ": another process has been writing to " + file + " for "
                            + PATIENCE.toSeconds()
                            + " s. Nothing was changed. Run it again; if it stays so, end the process"
                            + " that holds the file.",
                    failed);
        }
        return FolderProblem.of("could not " + doing + " in " + file, file, failed, "Nothing was changed.");
    }

    private static boolean isBusy(SQLiteErrorCode code) {
        return code.name().startsWith("SQLITE_BUSY") || code.name().startsWith("SQLITE_LOCKED");
    }

    @Override
    public void close() {
        try {
            kept.close();
        } catch (SQLException failed) {
            throw problem("close the jobs", failed);
        }
    }
}

package dev.pipette.engine.columnar;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.duckdb.DuckDBConnection;

/**
 * DuckDB instances in memory that no run uses at the moment. To start one takes about 16 ms of processor time, which is much
 * of a small load. The next run within a few seconds takes an idle one; otherwise it is closed.
 */
final class IdleEngines {
    private static final int MOST = 2;
    private static final Executor LATER = CompletableFuture.delayedExecutor(10, TimeUnit.SECONDS);
    private static final ConcurrentLinkedDeque<DuckDBConnection> IDLE = new ConcurrentLinkedDeque<>();

    private IdleEngines() {}

    /**
     * An idle instance that these statements succeed on; empty where there is none. An instance that spilled keeps its
     * folder, and one with an internal error answers nothing any more: both are closed.
     */
    static Optional<DuckDBConnection> take(List<String> settings) {
        for (DuckDBConnection idle = IDLE.pollLast(); idle != null; idle = IDLE.pollLast()) {
            try (Statement statement = idle.createStatement()) {
                for (String setting : settings) {
                    statement.execute(setting);
                }
                statement.execute("SELECT 1");
                return Optional.of(idle);
            } catch (SQLException notUsable) {
                closeQuietly(idle);
            }
        }
        return Optional.empty();
    }

    /** Takes an instance back. */
    static void give(DuckDBConnection instance) throws SQLException {
        if (IDLE.size() >= MOST) {
            instance.close();
            return;
        }
        IDLE.addLast(instance);
        LATER.execute(() -> {
            if (IDLE.remove(instance)) {
                closeQuietly(instance);
            }
        });
    }

    private static void closeQuietly(Connection instance) {
        try {
            instance.close();
        } catch (SQLException alreadyBroken) {
            // It holds nothing that is needed.
        }
    }
}

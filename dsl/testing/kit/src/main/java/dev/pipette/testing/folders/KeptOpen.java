package dev.pipette.testing.folders;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps the DuckDB files of tests open in this process. DuckDB needs 15 ms to open a file that is closed, and to close it, and next
 * to nothing for one that is open; a load opens its file several times. Other processes cannot open a file that is kept, and tests
 * of opening and closing work without it.
 *
 * <pre>{@code
 * KeptOpen.keep(folder.resolve("shop.duckdb"));
 * }</pre>
 */
public final class KeptOpen {
    private static final Map<Path, Connection> ALL = new ConcurrentHashMap<>();

    private KeptOpen() {}

    /** Opens a file, which is made if need be, until its folder is deleted. */
    public static void keep(Path file) {
        if (!ALL.containsKey(file) || !Files.exists(file)) {
            closeDeleted();
            ALL.computeIfAbsent(file, KeptOpen::open);
        }
    }

    private static Connection open(Path file) {
        try {
            Files.createDirectories(file.getParent());
            Connection connection = DriverManager.getConnection("jdbc:duckdb:" + file);
            try (Statement statement = connection.createStatement()) {
                // a few rows are loaded in half of the time where no second thread is woken for them
                statement.execute("SET threads = 1");
            }
            return connection;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static void closeDeleted() {
        ALL.forEach((file, connection) -> {
            if (!Files.exists(file) && ALL.remove(file, connection)) {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("PRAGMA disable_checkpoint_on_shutdown");
                    connection.close();
                } catch (SQLException failed) {
                    throw new IllegalStateException(failed);
                }
            }
        });
    }
}

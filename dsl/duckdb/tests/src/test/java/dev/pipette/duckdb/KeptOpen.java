package dev.pipette.duckdb;

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
 * Keeps the database files of tests open in this process. DuckDB needs 15 ms to open a file that is closed, and next to nothing
 * for one that is open; a load opens its file several times. Tests of opening and closing work without it.
 */
final class KeptOpen {
    private static final Map<Path, Connection> ALL = new ConcurrentHashMap<>();

    private KeptOpen() {}

    /** Opens a file, which is made if need be, until its folder is deleted. */
    static void keep(Path file) {
        if (!ALL.containsKey(file) || !Files.exists(file)) {
            closeDeleted();
            ALL.computeIfAbsent(file, KeptOpen::open);
        }
    }

    private static Connection open(Path file) {
        try {
            Files.createDirectories(file.getParent());
            return DriverManager.getConnection("jdbc:duckdb:" + file);
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

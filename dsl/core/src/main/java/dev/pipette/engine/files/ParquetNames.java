package dev.pipette.engine.files;

import dev.pipette.engine.columnar.DuckEngine;
import dev.pipette.engine.sql.Sql;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The names that are in a Parquet file. DuckDB's reader gives a second column another name where two differ only in upper
 * and lower case, so its answer does not show them.
 */
public final class ParquetNames {
    private ParquetNames() {}

    /** A column that holds others, and how many of them are still to come. */
    private static final class Group {
        private final List<String> names = new ArrayList<>();
        private long open;

        Group(long open) {
            this.open = open;
        }
    }

    /**
     * Refuses a file that has, side by side, two columns whose names differ at most in upper and lower case.
     *
     * @param named the file in errors
     * @throws dev.pipette.error.PipetteException NAME_COLLISION
     */
    public static void check(DuckEngine engine, Path file, Path named) {
        try (var connection = engine.connection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT name, coalesce(num_children, 0) FROM parquet_schema("
                        + Sql.file(file.toString()) + ")")) {
            Deque<Group> around = new ArrayDeque<>();
            while (rows.next()) {
                if (!around.isEmpty()) {
                    around.peek().names.add(rows.getString(1));
                    around.peek().open--;
                }
                around.push(new Group(rows.getLong(2)));
                while (!around.isEmpty() && around.peek().open == 0) {
                    FileColumns.checkCase(named, around.pop().names, FileColumns.FILE);
                }
            }
        } catch (SQLException failed) {
            throw ParquetProblem.of(named, failed);
        }
    }
}

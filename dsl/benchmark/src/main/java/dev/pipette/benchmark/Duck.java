package dev.pipette.benchmark;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** DuckDB by hand, over plain JDBC. */
final class Duck implements AutoCloseable {
    private final Connection connection;

    private Duck(Connection connection) {
        this.connection = connection;
    }

    static Duck inMemory() throws SQLException {
        return new Duck(DriverManager.getConnection("jdbc:duckdb:"));
    }

    /** Opens a database file with the settings that Pipette gives a destination. */
    static Duck open(Path file, String memoryLimit) throws SQLException {
        Duck duck = new Duck(DriverManager.getConnection("jdbc:duckdb:" + file));
        duck.execute("SET TimeZone = 'UTC'");
        duck.execute("SET enable_progress_bar = false");
        duck.execute("SET memory_limit = " + text(memoryLimit));
        return duck;
    }

    Connection connection() {
        return connection;
    }

    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    List<List<String>> rows(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            List<List<String>> rows = new ArrayList<>();
            int columns = row.getMetaData().getColumnCount();
            while (row.next()) {
                List<String> values = new ArrayList<>();
                for (int column = 1; column <= columns; column++) {
                    values.add(String.valueOf(row.getString(column)));
                }
                rows.add(values);
            }
            return rows;
        }
    }

    static String text(Object value) {
        return "'" + value.toString().replace("'", "''") + "'";
    }

    /** The second argument of {@code read_csv} and {@code read_json}: names and types. */
    static String columns(Map<String, String> types) {
        List<String> columns = new ArrayList<>();
        types.forEach((name, type) -> columns.add(text(name) + ": " + text(type)));
        return "columns = {" + String.join(", ", columns) + "}";
    }

    /**
     * Columns, types, number of rows and a digest of all values of a table, whatever the order of its rows; without the
     * columns of random ids and of the load id.
     */
    Map<String, String> fingerprint(String table) throws SQLException {
        Map<String, String> found = new LinkedHashMap<>();
        List<String> names = new ArrayList<>();
        for (List<String> column : rows("DESCRIBE SELECT * EXCLUDE (_dlt_id) FROM " + table)) {
            if (!List.of("_dlt_load_id", "_dlt_parent_id").contains(column.getFirst())) {
                found.put(column.getFirst(), column.get(1));
                names.add('"' + column.getFirst() + '"');
            }
        }
        names.sort(null);
        List<String> counts = rows("SELECT count(*), sum(CAST(hash(" + String.join(", ", names) + ") AS HUGEINT)) FROM "
                        + table)
                .getFirst();
        found.put("rows", counts.get(0));
        found.put("digest", counts.get(1));
        return found;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}

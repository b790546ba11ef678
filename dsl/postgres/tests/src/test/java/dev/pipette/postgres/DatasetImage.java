package dev.pipette.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.testing.postgres.PostgresDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All that is in a database, without what differs from one run to the next: row ids, load ids, times. A nested row
 * stands with the row that it hangs on and the root of both, so one that hangs on nothing, or on another, differs.
 *
 * @param tables the rows of each table of the database, temporary ones of living sessions left out, in their order
 * @param loads how many loads are committed
 * @param stateVersion the newest
 */
record DatasetImage(TreeMap<String, List<String>> tables, long loads, long stateVersion) {
    private static final String VARYING =
            "ARRAY['_dlt_id', '_dlt_load_id', '_dlt_parent_id', '_dlt_root_id', 'load_id', 'inserted_at', 'created_at',"
                    + " 'dataset_id']";

    static DatasetImage of(PostgresDatabase database) {
        // one connection for all: each login costs more than a query
        try (Connection connection = database.connect()) {
            return of(connection);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static DatasetImage of(Connection connection) throws SQLException {
        List<String> found = rows(
                connection,
                "SELECT table_schema || '.' || table_name FROM information_schema.tables"
                        + " WHERE table_schema NOT IN ('pg_catalog', 'information_schema') ORDER BY 1");
        TreeMap<String, List<String>> tables = new TreeMap<>();
        for (String table : found) {
            tables.put(table, rows(connection, query(connection, table, found)));
        }
        boolean loaded = found.contains(Scenario.DATASET + "._dlt_loads");
        return new DatasetImage(
                tables,
                loaded ? number(connection, "SELECT count(*) FROM faults._dlt_loads WHERE status = 0") : 0,
                loaded ? number(connection, "SELECT max(version) FROM faults._dlt_pipeline_state") : 0);
    }

    private static List<String> rows(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<String> rows = new ArrayList<>();
            while (result.next()) {
                List<String> values = new ArrayList<>();
                for (int column = 1; column <= result.getMetaData().getColumnCount(); column++) {
                    values.add(String.valueOf(result.getString(column)));
                }
                rows.add(String.join(" | ", values));
            }
            return rows;
        }
    }

    private static long number(Connection connection, String sql) throws SQLException {
        return Long.parseLong(rows(connection, sql).getFirst());
    }

    private static String query(Connection connection, String table, List<String> all) throws SQLException {
        List<String> columns = rows(
                connection,
                "SELECT column_name FROM information_schema.columns WHERE table_schema" + " || '.' || table_name = '"
                        + table + "'");
        if (columns.contains("_dlt_parent_id")) {
            String parent = parent(table, all).orElseThrow();
            String root = table.substring(0, table.indexOf("__"));
            boolean rooted = columns.contains("_dlt_root_id");
            return "SELECT " + visible("n") + ", " + visible("p") + (rooted ? ", " + visible("r") : "") + " FROM "
                    + table + " n LEFT JOIN " + parent + " p ON p._dlt_id = n._dlt_parent_id"
                    + (rooted ? " LEFT JOIN " + root + " r ON r._dlt_id = n._dlt_root_id" : "") + " ORDER BY 1, 2";
        }
        if (columns.contains("_dlt_load_id") && !table.endsWith("._dlt_pipeline_state")) {
            return "SELECT " + visible("t") + ", EXISTS (SELECT FROM faults._dlt_loads l WHERE l.load_id ="
                    + " t._dlt_load_id AND l.status = 0) FROM " + table + " t ORDER BY 1";
        }
        if (table.endsWith("._dlt_pipeline_state")) {
            return "SELECT DISTINCT pipeline_name FROM " + table; // its version is compared apart
        }
        if (table.endsWith("._dlt_loads")) {
            return "SELECT DISTINCT status, schema_name FROM " + table; // as is their number
        }
        return "SELECT " + visible("t") + " FROM " + table + " t ORDER BY 1";
    }

    private static String visible(String alias) {
        return "(to_jsonb(" + alias + ") - " + VARYING + ")::text";
    }

    private static Optional<String> parent(String table, List<String> all) {
        return all.stream()
                .filter(other -> table.startsWith(other + "__"))
                .max(Comparator.comparingInt(String::length));
    }

    /** Compares all of it. */
    void assertSame(DatasetImage expected) {
        assertSameRows(expected);
        assertThat(loads).as("committed loads").isEqualTo(expected.loads);
        assertThat(stateVersion).as("version of the state").isEqualTo(expected.stateVersion);
    }

    /** Compares the rows, but neither loads nor versions: what is loaded a second time by right counts there. */
    void assertSameRows(DatasetImage expected) {
        assertThat(tables.keySet()).isEqualTo(expected.tables.keySet());
        expected.tables.forEach(
                (table, rows) -> assertThat(tables.get(table)).as(table).isEqualTo(rows));
    }
}

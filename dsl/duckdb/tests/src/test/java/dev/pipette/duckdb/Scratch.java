package dev.pipette.duckdb;

import static dev.pipette.Pipette.csv;
import static dev.pipette.Pipette.duckdb;
import static dev.pipette.Pipette.resource;

import dev.pipette.LoadInfo;
import dev.pipette.Pipeline;
import dev.pipette.Resource;
import dev.pipette.error.PipetteException;
import dev.pipette.testing.Workspace;
import dev.pipette.testing.folders.KeptOpen;
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
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A pipeline into a DuckDB file of its own, and what is in that file, as lines of text. Reads with DuckDB's driver
 * and not with Pipette, so that a test does not ask the loader whether the loader was right.
 *
 * @param folder of the test
 * @param name of the pipeline and of its dataset
 */
record Scratch(Path folder, String name) {
    Scratch(Path folder) {
        this(folder, "scratch");
    }

    Pipeline pipeline() {
        KeptOpen.keep(database());
        return workspace().pipeline(name).datasetName(name);
    }

    private Workspace workspace() {
        return Workspace.in(folder, duckdb(database()));
    }

    Path database() {
        return folder.resolve("scratch.duckdb");
    }

    LoadInfo run(Resource... resources) {
        return pipeline().run(resources);
    }

    /** Loads rows that Java code makes into the table items. */
    @SafeVarargs
    final LoadInfo load(Map<String, Object>... rows) {
        return run(resource("items").rows(List.of(rows)));
    }

    /** The text of a CSV file as the resource items. */
    Resource items(String text) {
        return csv("items", file("items.csv", text));
    }

    /** Writes a file into the test's folder. */
    Path file(String file, String text) {
        return workspace().file(file, text);
    }

    /** The columns of a table but the system's, in order: {@code "zip VARCHAR"}. */
    List<String> columns(String table) {
        return rows("SELECT column_name || ' ' || data_type FROM duckdb_columns() WHERE schema_name = '" + name
                + "' AND table_name = '" + table + "' AND NOT starts_with(column_name, '_dlt_') ORDER BY column_index");
    }

    /** The datasets: none where no load began. */
    List<String> datasets() {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + database());
                Statement statement = connection.createStatement();
                ResultSet schemas = statement.executeQuery(
                        "SELECT schema_name FROM duckdb_schemas() WHERE NOT internal AND schema_name <> 'main'")) {
            List<String> names = new ArrayList<>();
            while (schemas.next()) {
                names.add(schemas.getString(1));
            }
            return names;
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** The user's tables, sorted. */
    List<String> tables() {
        return rows("SELECT table_name FROM duckdb_tables() WHERE schema_name = '" + name
                + "' AND NOT starts_with(table_name, '_') ORDER BY 1");
    }

    /** The rows of a query over the dataset, each as its values with bars between. */
    List<String> rows(String sql) {
        return maps(sql).stream()
                .map(row -> row.values().stream()
                        .map(value -> value == null ? "NULL" : value)
                        .collect(Collectors.joining(" | ")))
                .toList();
    }

    /** Changes the dataset by hand. */
    void execute(String sql) {
        try (Connection connection = connection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failed) {
            throw new IllegalStateException(sql, failed);
        }
    }

    private Connection connection() throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:duckdb:" + database());
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET TimeZone = 'UTC'");
            statement.execute("SET search_path = '\"" + name + "\"'");
        }
        return connection;
    }

    /** The rows of a query over the dataset, each as its values by column; null for NULL. */
    List<Map<String, @Nullable String>> maps(String sql) {
        try (Connection connection = connection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT CAST(COLUMNS(*) AS VARCHAR) FROM (" + sql + ")")) {
            List<Map<String, @Nullable String>> rows = new ArrayList<>();
            while (result.next()) {
                Map<String, @Nullable String> row = new LinkedHashMap<>();
                for (int column = 1; column <= result.getMetaData().getColumnCount(); column++) {
                    row.put(result.getMetaData().getColumnLabel(column), result.getString(column));
                }
                rows.add(row);
            }
            return rows;
        } catch (SQLException failed) {
            throw new IllegalStateException(sql, failed);
        }
    }

    /** A row of names and values by turns; a value may be null. */
    static Map<String, Object> row(@Nullable Object... keysAndValues) {
        Map<String, Object> row = new LinkedHashMap<>();
        for (int index = 0; index < keysAndValues.length; index += 2) {
            row.put((String) keysAndValues[index], keysAndValues[index + 1]);
        }
        return row;
    }

    /** The message of a load that must be refused. */
    static String refusal(Runnable run) {
        try {
            run.run();
        } catch (PipetteException refused) {
            return String.valueOf(refused.getMessage());
        }
        throw new AssertionError("nothing was refused");
    }
}

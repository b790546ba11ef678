package dev.pipette.duckdb.fuzz;

import static java.util.stream.Collectors.joining;

import dev.pipette.Pipeline;
import dev.pipette.Pipette;
import dev.pipette.Resource;
import dev.pipette.duckdb.fuzz.CursorCase.Row;
import dev.pipette.testing.folders.KeptOpen;
import java.io.IOException;
import java.nio.file.Files;
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
import java.util.concurrent.atomic.AtomicInteger;

/** The database of some cases, and the same rows in all the forms in which they can be read. */
final class CursorTrial {
    private final Path folder;
    private int files;

    CursorTrial(Path folder) {
        this.folder = folder;
        KeptOpen.keep(database());
    }

    Pipeline pipeline() {
        return Pipette.pipeline("cursor", Pipette.duckdb(database()))
                .datasetName("fuzz")
                .home(folder.resolve("home"));
    }

    private Path database() {
        return folder.resolve("cursors.duckdb");
    }

    private Path next(String ending) {
        return folder.resolve("input" + files++ + ending);
    }

    // Input.

    /** Rows of Java, which are counted when they are read. */
    Resource rows(String name, Scale scale, List<Row> rows, AtomicInteger read) {
        List<Map<String, Object>> values =
                rows.stream().map(row -> values(scale, row)).toList();
        return Pipette.resource(name).stream(() -> values.stream().peek(row -> read.incrementAndGet()));
    }

    private static Map<String, Object> values(Scale scale, Row row) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("id", row.id());
        if (row.at() != null) {
            values.put("at", scale.value(row.at()));
        }
        values.put("name", row.name());
        return values;
    }

    /** The rows in lines of JSON, which Java reads. */
    Resource jsonl(String name, Scale scale, List<Row> rows) throws IOException {
        String text = rows.stream()
                .map(row -> "{\"id\": " + row.id() + ", \"at\": " + (row.at() == null ? "null" : scale.json(row.at()))
                        + ", \"name\": \"" + row.name() + "\"}\n")
                .collect(joining());
        return Pipette.jsonl(name, Files.writeString(next(".jsonl"), text));
    }

    /** The rows in some CSV files, which DuckDB moves. */
    Resource csv(String name, Scale scale, List<List<Row>> parts) throws IOException {
        Path into = Files.createDirectories(next(""));
        for (int part = 0; part < parts.size(); part++) {
            Files.writeString(into.resolve(part + ".csv"), text(scale, parts.get(part)));
        }
        return Pipette.csv(name, into.resolve("*.csv"));
    }

    private static String text(Scale scale, List<Row> rows) {
        return rows.stream()
                .map(row -> row.id() + "," + (row.at() == null ? "" : scale.text(row.at())) + "," + row.name() + "\n")
                .collect(joining("", "id,at,name\n", ""));
    }

    /** The rows in a Parquet file, which DuckDB moves. */
    Resource parquet(String name, Scale scale, List<Row> rows) throws IOException, SQLException {
        Path text = Files.writeString(next(".csv"), text(scale, rows));
        Path file = next(".parquet");
        try (Connection memory = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = memory.createStatement()) {
            statement.execute("SET TimeZone = 'UTC'");
            statement.execute(
                    "COPY (SELECT * FROM read_csv('" + text + "', header = true, columns = {'id': 'BIGINT', 'at': '"
                            + scale.parquetFormat() + "', 'name': 'VARCHAR'})) TO '" + file + "' (FORMAT parquet)");
        }
        return Pipette.parquet(name, file);
    }

    // What was loaded.

    /**
     * What the database has of one resource.
     *
     * @param rows of its table, as {@link #text(Scale, Row)} writes them, in their order
     * @param boundaryKeys how many rows at its boundary are known
     */
    record Loaded(List<String> rows, long boundaryKeys) {}

    /** A row as it is compared. */
    static String text(Scale scale, Row row) {
        return row.id() + " " + (row.at() == null ? "-" : scale.stored(row.at())) + " " + row.name();
    }

    /**
     * What was loaded.
     *
     * @param names of resources, and what their cursors follow
     */
    Map<String, Loaded> loaded(Map<String, Scale> names) throws SQLException {
        Map<String, Loaded> loaded = new LinkedHashMap<>();
        if (!Files.exists(database())) {
            names.keySet().forEach(name -> loaded.put(name, new Loaded(List.of(), 0)));
            return loaded;
        }
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + database());
                Statement statement = connection.createStatement()) {
            for (Map.Entry<String, Scale> name : names.entrySet()) {
                loaded.put(
                        name.getKey(),
                        new Loaded(
                                tableRows(statement, name.getKey(), name.getValue()),
                                boundaryKeys(statement, name.getKey())));
            }
        }
        return loaded;
    }

    private static List<String> tableRows(Statement statement, String name, Scale scale) throws SQLException {
        List<String> columns = strings(
                statement,
                "SELECT column_name FROM information_schema.columns WHERE table_schema = 'fuzz' AND table_name = '"
                        + name + "'");
        if (columns.isEmpty()) {
            return List.of();
        }
        String at = columns.contains("at") ? "coalesce(" + scale.stored() + ", '-')" : "'-'";
        return strings(statement, "SELECT id || ' ' || " + at + " || ' ' || name FROM fuzz." + name + " ORDER BY 1");
    }

    private static long boundaryKeys(Statement statement, String name) throws SQLException {
        boolean none = strings(
                        statement,
                        "SELECT 1 FROM information_schema.tables WHERE table_schema = 'fuzz' AND table_name ="
                                + " '_pipette_boundary'")
                .isEmpty();
        return none
                ? 0
                : strings(statement, "SELECT 1 FROM fuzz._pipette_boundary WHERE resource_name = '" + name + "'")
                        .size();
    }

    private static List<String> strings(Statement statement, String sql) throws SQLException {
        List<String> values = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                values.add(rows.getString(1));
            }
        }
        return values;
    }
}

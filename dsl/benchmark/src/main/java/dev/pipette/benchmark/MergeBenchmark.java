package dev.pipette.benchmark;

import static dev.pipette.Pipette.parquet;

import dev.pipette.engine.query.PackageQuery;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A Parquet file merged into a table five times its size, half of its rows there already, against SQL by hand. */
final class MergeBenchmark implements Benchmark {
    private static final String INPUT = "input";
    private static final String ROWS = "rows";
    private static final int BASE = 5;
    private static final String SYSTEM = Floor.LOAD_ID + ", " + PackageQuery.RANDOM_ROW_ID + " AS _dlt_id";

    @Override
    public String name() {
        return "merge";
    }

    @Override
    public String summary() {
        return "a Parquet file merged by key into a table of five times its rows, against SQL by hand (1,000,000 rows)";
    }

    @Override
    public Map<String, Work> works() {
        return Map.of(
                "pipette-base",
                MergeBenchmark::pipette,
                "pipette",
                MergeBenchmark::pipette,
                "duckdb-base",
                (settings, meter) -> Floor.run(
                        settings,
                        "CREATE TABLE facts AS SELECT *, " + SYSTEM + " FROM read_parquet("
                                + Duck.text(settings.path(INPUT)) + ")"),
                "duckdb-delete-insert",
                (settings, meter) -> merge(settings, meter, ""),
                "duckdb-checked",
                (settings, meter) -> merge(
                        settings,
                        meter,
                        " WHERE id IS NOT NULL"
                                + " QUALIFY row_number() OVER (PARTITION BY id ORDER BY file_row_number DESC) = 1"));
    }

    private static void pipette(Values settings, Meter meter) throws Exception {
        PipetteLoad.time(settings, meter, parquet("facts", settings.path(INPUT)).merge("id"), settings.number(ROWS));
    }

    private static void merge(Values settings, Meter meter, String last) throws Exception {
        String from = last.isEmpty()
                ? "SELECT * FROM read_parquet(" + Duck.text(settings.path(INPUT)) + ")"
                : "SELECT * EXCLUDE (file_row_number) FROM read_parquet(" + Duck.text(settings.path(INPUT))
                        + ", file_row_number = true)" + last;
        Floor.time(
                settings,
                meter,
                "BEGIN",
                "CREATE TEMP TABLE changes AS " + from,
                "DELETE FROM facts WHERE id IN (SELECT id FROM changes)",
                "INSERT INTO facts SELECT *, " + SYSTEM + " FROM changes",
                "COMMIT");
    }

    private static void write(Path file, long from, long to) throws Exception {
        try (Duck duck = Duck.inMemory()) {
            duck.execute("COPY (SELECT i AS id, TIMESTAMP '2024-01-01' + to_seconds(" + from + " + i) AS updated_at, "
                    + CsvInput.number(1, 100_000) + " / 8 AS amount, 'account ' || " + CsvInput.number(2, 100_000)
                    + " AS account, 'note ' || md5(CAST(i + " + from + " AS VARCHAR)) AS note, "
                    + CsvInput.number(3, 2) + " = 0 AS open, DATE '2024-01-01' + CAST(" + CsvInput.number(4, 730)
                    + " AS INTEGER) AS due, " + CsvInput.number(5, 50) + " AS kind"
                    + " FROM range(" + from + ", " + to + ") numbers(i)) TO " + Duck.text(file) + " (FORMAT parquet)");
        }
    }

    static Path input(Harness harness, long rows) throws Exception {
        return harness.input("facts-" + rows + ".parquet", file -> write(file, 0, rows));
    }

    @Override
    public Report run(Harness harness) throws Exception {
        long rows = harness.options().rows(1_000_000);
        long there = rows * BASE;
        String memory = harness.memory("4GB");
        String engineMemory = harness.engineMemory("1GB");
        Path base = input(harness, there);
        Path changes = harness.input(
                "changes-" + rows + "-to-" + there + ".parquet",
                file -> write(file, there - rows / 2, there + rows - rows / 2));
        // a pipeline knows its destination by the file's path: both start from copies that are put in its place
        Path folder = harness.renew("work");
        Path kept = harness.renew("kept");
        Values pipetteSettings = PipetteLoad.settings(folder, memory, engineMemory);
        Values floorSettings = Floor.settings(folder.resolve("floor.duckdb"), memory);
        harness.child("pipette-base", pipetteSettings.with(INPUT, base).with(ROWS, there));
        harness.child("duckdb-base", floorSettings.with(INPUT, base));
        Harness.copy(folder, kept);

        Series pipette = new Series("Pipette");
        Series floor = new Series("DuckDB, DELETE and INSERT");
        Series checked = new Series("the same, last row of each key, no NULL keys");
        for (int round = 0; round < harness.options().rounds(3); round++) {
            Harness.copy(kept, harness.renew("work"));
            pipette.add(harness.child(
                    "pipette", pipetteSettings.with(INPUT, changes).with(ROWS, rows)));
            floor.add(harness.child("duckdb-delete-insert", floorSettings.with(INPUT, changes)));
            if (round == 0) {
                Comparison.check(PipetteLoad.file(folder), floorSettings.path(Floor.FILE), List.of("facts"));
            }
            Files.copy(
                    kept.resolve("floor.duckdb"),
                    floorSettings.path(Floor.FILE),
                    java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            checked.add(harness.child("duckdb-checked", floorSettings.with(INPUT, changes)));
        }
        return Series.report(
                        "Merge by key: " + Report.count(rows) + " rows into " + Report.count(there)
                                + ", half of them there",
                        "rows",
                        rows,
                        pipette,
                        List.of(floor, checked))
                .note("from the same Parquet file; types, rows and values of the tables were compared")
                .note(PipetteLoad.warmth())
                .note(PipetteLoad.memories(memory, engineMemory));
    }
}

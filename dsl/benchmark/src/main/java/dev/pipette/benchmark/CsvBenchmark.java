package dev.pipette.benchmark;

import static dev.pipette.Pipette.csv;

import dev.pipette.engine.query.PackageQuery;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A flat file appended, against DuckDB's own CREATE TABLE AS SELECT. */
final class CsvBenchmark implements Benchmark {
    private static final String INPUT = "input";
    private static final String ROWS = "rows";
    private static final double TARGET = 0.6;

    @Override
    public String name() {
        return "csv";
    }

    @Override
    public String summary() {
        return "a flat CSV file of 14 columns, append, against DuckDB's CREATE TABLE AS (10,000,000 rows; --gz: gzipped)";
    }

    @Override
    public List<String> options() {
        return List.of("gz", "no-bare");
    }

    @Override
    public Map<String, Work> works() {
        return Map.of(
                "pipette",
                CsvBenchmark::pipette,
                "duckdb-with-system-columns",
                (settings, meter) -> create(
                        settings, meter, "*, " + Floor.LOAD_ID + ", " + PackageQuery.RANDOM_ROW_ID + " AS _dlt_id"),
                "duckdb-bare",
                (settings, meter) -> create(settings, meter, "*"));
    }

    private static void pipette(Values settings, Meter meter) throws Exception {
        PipetteLoad.time(settings, meter, csv("orders", settings.path(INPUT)), settings.number(ROWS));
    }

    private static void create(Values settings, Meter meter, String columns) throws Exception {
        Floor.time(
                settings,
                meter,
                "CREATE TABLE orders AS SELECT " + columns + " FROM " + CsvInput.read(settings.path(INPUT)));
    }

    static Path input(Harness harness, long rows, boolean compressed) throws Exception {
        return harness.input(
                "flat-" + rows + (compressed ? ".csv.gz" : ".csv"), file -> CsvInput.write(file, rows, compressed));
    }

    @Override
    public Report run(Harness harness) throws Exception {
        boolean compressed = harness.options().flag("gz");
        long rows = harness.options().rows(10_000_000);
        String memory = harness.memory("4GB");
        String engineMemory = harness.engineMemory("1GB");
        Path input = input(harness, rows, compressed);
        Series pipette = new Series("Pipette");
        Series floor = new Series("DuckDB, same system columns");
        Series bare = new Series("DuckDB, bare");
        int rounds = harness.options().rounds(3);
        for (int round = 0; round < rounds; round++) {
            Path folder = harness.renew("work");
            Path byHand = folder.resolve("floor.duckdb");
            pipette.add(harness.child(
                    "pipette",
                    PipetteLoad.settings(folder, memory, engineMemory)
                            .with(INPUT, input)
                            .with(ROWS, rows)));
            floor.add(harness.child(
                    "duckdb-with-system-columns", Floor.settings(byHand, memory).with(INPUT, input)));
            if (round == 0) {
                Comparison.check(PipetteLoad.file(folder), byHand, List.of("orders"));
            }
            if (!harness.options().flag("no-bare")) {
                bare.add(harness.child(
                        "duckdb-bare",
                        Floor.settings(folder.resolve("bare.duckdb"), memory).with(INPUT, input)));
            }
        }
        Report report = Series.report(
                "Flat CSV" + (compressed ? ", gzipped" : "") + ", append: " + Report.count(rows) + " rows x 14 columns",
                "rows",
                rows,
                pipette,
                harness.options().flag("no-bare") ? List.of(floor) : List.of(floor, bare));
        return report.note("target: a speed of at least " + TARGET + " against DuckDB with the same system columns")
                .note("both made the same table: types, rows and a digest of all values were compared")
                .note(PipetteLoad.warmth())
                .note(PipetteLoad.memories(memory, engineMemory));
    }
}

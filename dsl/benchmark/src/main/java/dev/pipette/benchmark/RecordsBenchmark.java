package dev.pipette.benchmark;

import static dev.pipette.Pipette.resource;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Flat Java records, against the bare table function. */
final class RecordsBenchmark implements Benchmark {
    private static final String ROWS = "rows";
    private static final String COLUMNS = "id, make_timestamp(taken_at) AS taken_at, value, device, kind, valid";

    @Override
    public String name() {
        return "records";
    }

    @Override
    public String summary() {
        return "flat Java records of 6 columns, against the bare java_scan (5,000,000 rows)";
    }

    @Override
    public Map<String, Work> works() {
        return Map.of(
                "pipette",
                RecordsBenchmark::pipette,
                "java-scan-with-system-columns",
                (settings, meter) ->
                        scan(settings, meter, COLUMNS + ", " + Floor.LOAD_ID + ", 'measurements_' || id AS _dlt_id"),
                "java-scan-bare",
                (settings, meter) -> scan(settings, meter, COLUMNS),
                "rows-only",
                RecordsBenchmark::rowsOnly);
    }

    private static void pipette(Values settings, Meter meter) throws Exception {
        long rows = settings.number(ROWS);
        PipetteLoad.time(settings, meter, resource("measurements").stream(() -> Measurement.stream(rows)), rows);
    }

    private static void scan(Values settings, Meter meter, String columns) throws Exception {
        try (Duck warm = Duck.inMemory()) {
            JavaScan.register(warm, Measurement.stream(1));
            warm.execute("CREATE TABLE measurements AS SELECT " + columns + " FROM java_scan()");
        }
        meter.time(() -> {
            try (Duck duck = Duck.open(settings.path(Floor.FILE), settings.text(PipetteLoad.MEMORY))) {
                JavaScan.register(duck, Measurement.stream(settings.number(ROWS)));
                duck.execute("CREATE TABLE measurements AS SELECT " + columns + " FROM java_scan()");
            }
        });
    }

    private static void rowsOnly(Values settings, Meter meter) throws Exception {
        meter.time(() -> meter.results()
                .put(
                        "checksum",
                        Measurement.stream(settings.number(ROWS))
                                .mapToLong(row -> row.device().length())
                                .sum()));
    }

    @Override
    public Report run(Harness harness) throws Exception {
        long rows = harness.options().rows(5_000_000);
        String memory = harness.memory("4GB");
        String engineMemory = harness.engineMemory("1GB");
        Series pipette = new Series("Pipette");
        Series floor = new Series("java_scan, same system columns");
        Series bare = new Series("java_scan, bare");
        Series only = new Series("making the rows only");
        for (int round = 0; round < harness.options().rounds(3); round++) {
            Path folder = harness.renew("work");
            Path byHand = folder.resolve("floor.duckdb");
            pipette.add(harness.child(
                    "pipette",
                    PipetteLoad.settings(folder, memory, engineMemory).with(ROWS, rows)));
            floor.add(harness.child(
                    "java-scan-with-system-columns",
                    Floor.settings(byHand, memory).with(ROWS, rows)));
            bare.add(harness.child(
                    "java-scan-bare",
                    Floor.settings(folder.resolve("bare.duckdb"), memory).with(ROWS, rows)));
            only.add(harness.child("rows-only", Floor.settings(byHand, memory).with(ROWS, rows)));
            if (round == 0) {
                Comparison.check(PipetteLoad.file(folder), byHand, List.of("measurements"));
            }
        }
        return Series.report(
                        "Java records, append: " + Report.count(rows) + " rows x 6 columns",
                        "rows",
                        rows,
                        pipette,
                        List.of(floor, bare, only))
                .note("all make the rows in one thread; types, rows and values of the tables were compared")
                .note(PipetteLoad.warmth())
                .note(PipetteLoad.memories(memory, engineMemory));
    }
}

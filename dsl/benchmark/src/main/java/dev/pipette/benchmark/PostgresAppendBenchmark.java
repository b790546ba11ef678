package dev.pipette.benchmark;

import static dev.pipette.Pipette.csv;

import dev.pipette.LoadListener;
import dev.pipette.Resource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A flat file appended to a PostgreSQL table, against psql's \copy of the same data into the same table. */
final class PostgresAppendBenchmark implements Benchmark {
    private static final String INPUT = "input";
    private static final String ROWS = "rows";

    @Override
    public String name() {
        return "postgres-append";
    }

    @Override
    public String summary() {
        return "a flat file of 14 columns appended to PostgreSQL, against psql \\copy (10,000,000 rows; needs psql)";
    }

    @Override
    public Map<String, Work> works() {
        return Map.of(
                "make-table",
                PostgresAppendBenchmark::makeTable,
                "seal",
                (settings, meter) -> PostgresBench.seal(settings, orders(settings)),
                "pipette",
                (settings, meter) ->
                        PostgresBench.time(settings, meter, "orders", settings.number(ROWS), orders(settings)));
    }

    private static Resource orders(Values settings) {
        return csv("orders", settings.path(INPUT));
    }

    /** The table of both sides: loaded once, then emptied. */
    private static void makeTable(Values settings, Meter meter) {
        PostgresBench.pipelineOf(settings, LoadListener.NONE).run(orders(settings));
    }

    private static Path sample(Path input, Path folder) throws Exception {
        Path sample = folder.resolve("sample.csv");
        try (Stream<String> lines = Files.lines(input)) {
            Files.write(sample, (Iterable<String>) lines.limit(1_000)::iterator);
        }
        return sample;
    }

    @Override
    public Report run(Harness harness) throws Exception {
        long rows = harness.options().rows(10_000_000);
        String engineMemory = harness.engineMemory("1GB");
        Path input = CsvBenchmark.input(harness, rows, false);
        Path folder = harness.renew("work");
        Series sealed = new Series("Pipette, from a sealed package");
        Series whole = new Series("Pipette, from the CSV file");
        Series same = new Series("psql \\copy, same columns");
        Series bare = new Series("psql \\copy, the CSV file itself");
        String heap = "";
        try (PostgresBench bench = new PostgresBench(harness)) {
            Values settings =
                    bench.settings(folder, engineMemory).with(INPUT, input).with(ROWS, rows);
            harness.child("make-table", settings.with(INPUT, sample(input, folder)));
            String columns = CsvInput.types().keySet().stream()
                    .map(column -> '"' + column + '"')
                    .collect(Collectors.joining(", "));
            bench.execute(
                    "CREATE SCHEMA floor",
                    "CREATE TABLE floor.orders (LIKE benchmark.orders INCLUDING ALL)",
                    "CREATE TABLE floor.bare AS SELECT " + columns + " FROM benchmark.orders WITH NO DATA");
            Path exported = harness.renew("exported").resolve("orders.csv");
            for (int round = 0; round < harness.options().rounds(3); round++) {
                bench.execute("TRUNCATE benchmark.orders, floor.orders, floor.bare");
                bench.settle();
                whole.add(harness.child("pipette", settings));
                if (round == 0) {
                    bench.psql("export", "\\copy benchmark.orders TO '" + exported + "' WITH (FORMAT csv)");
                }
                bench.execute("TRUNCATE benchmark.orders");
                harness.child("seal", settings);
                bench.settle();
                sealed.add(harness.child("pipette", settings));
                same.add(bench.timed("psql", "\\copy floor.orders FROM '" + exported + "' WITH (FORMAT csv)"));
                if (round == 0) {
                    check(bench, columns);
                }
                bench.execute("TRUNCATE benchmark.orders, floor.orders");
                if (round == 0) {
                    heap = heap(harness, bench, settings, rows);
                    bench.execute("TRUNCATE benchmark.orders");
                }
                bare.add(bench.timed(
                        "psql-bare", "\\copy floor.bare FROM '" + input + "' WITH (FORMAT csv, HEADER true)"));
            }
        }
        return Series.report(
                        "PostgreSQL, append: " + Report.count(rows) + " rows x 14 columns",
                        "rows",
                        rows,
                        sealed,
                        List.of(whole, same, bare))
                .note(String.format(
                        java.util.Locale.ROOT,
                        "from the CSV file: %.2f of the speed of psql with the same columns (target 0.7)",
                        same.wall() / whole.wall()))
                .note("target from a sealed package: a speed of at least 1.2 against psql with the same columns")
                .note("the same columns: the 14 of the file, _dlt_load_id and _dlt_id; rows and a digest of all values"
                        + " were compared")
                .note("psql's times are of the whole process and have no CPU figure")
                .note(heap)
                .note(PostgresBench.conditions());
    }

    /** Heap that lives during a load of a tenth of the rows, and of all. */
    private static String heap(Harness harness, PostgresBench bench, Values settings, long rows) throws Exception {
        Path tenth = CsvBenchmark.input(harness, rows / 10, false);
        double few = live(harness, bench, settings.with(INPUT, tenth).with(ROWS, rows / 10));
        double all = live(harness, bench, settings);
        return String.format(
                java.util.Locale.ROOT,
                "live heap while publishing a tenth of the rows: %.1f MiB, all of them: %.1f MiB (ratio %.2f)",
                few,
                all,
                all / few);
    }

    private static double live(Harness harness, PostgresBench bench, Values settings) throws Exception {
        bench.execute("TRUNCATE benchmark.orders");
        harness.child("seal", settings);
        return harness.child("pipette", settings.with(Child.FORCED, true)).mib(HeapWatch.LIVE);
    }

    private static void check(PostgresBench bench, String columns) throws Exception {
        String ours = bench.fingerprint(columns, "benchmark.orders");
        String theirs = bench.fingerprint(columns, "floor.orders");
        if (!ours.equals(theirs)) {
            throw new IllegalStateException("the tables differ.\nPipette's: " + ours + "\nby hand: " + theirs);
        }
    }
}

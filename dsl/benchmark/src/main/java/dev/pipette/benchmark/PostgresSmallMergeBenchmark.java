package dev.pipette.benchmark;

import static dev.pipette.Pipette.jsonl;

import dev.pipette.Resource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Few documents merged again and again into a large PostgreSQL table: when an index on the key pays. */
final class PostgresSmallMergeBenchmark implements Benchmark {
    private static final String INPUT = "input";
    private static final String ROWS = "rows";
    private static final int CHANGES = 1_000;
    private static final int MERGES = 4;

    @Override
    public String name() {
        return "postgres-small-merge";
    }

    @Override
    public String summary() {
        return "1,000 documents merged again and again into PostgreSQL: when an index pays (5,000,000 there)";
    }

    @Override
    public Map<String, Work> works() {
        return Map.of(
                "load",
                (settings, meter) ->
                        PostgresBench.time(settings, meter, "facts", settings.number(ROWS), facts(settings)));
    }

    private static Resource facts(Values settings) {
        return jsonl("facts", settings.path(INPUT)).merge("account", "day");
    }

    @Override
    public Report run(Harness harness) throws Exception {
        long there = harness.options().rows(5_000_000);
        String engineMemory = harness.engineMemory("1GB");
        Path base = PostgresMergeBenchmark.documents(harness, 0, there);
        Path folder = harness.renew("work");
        List<Run> merges = new ArrayList<>();
        try (PostgresBench bench = new PostgresBench(harness)) {
            Values settings = bench.settings(folder, engineMemory);
            harness.child("load", settings.with(INPUT, base).with(ROWS, there));
            bench.execute("VACUUM ANALYZE");
            for (int merge = 0; merge < MERGES; merge++) {
                long from = there / 2 + (long) merge * CHANGES;
                Path changes = PostgresMergeBenchmark.documents(harness, from, from + CHANGES);
                bench.settle();
                merges.add(harness.child("load", settings.with(INPUT, changes).with(ROWS, CHANGES)));
            }
        }
        Report report = new Report(
                "PostgreSQL, " + Report.count(CHANGES) + " documents merged by two columns into " + Report.count(there)
                        + ", two nested rows each",
                List.of("merge", "s"));
        for (int merge = 0; merge < MERGES; merge++) {
            String title =
                    merge == 0 ? "1st: reads both tables whole, then makes the two indexes" : "then, by the indexes";
            report.line(List.of(
                    title, String.format(Locale.ROOT, "%.2f", merges.get(merge).wall())));
        }
        return report.note(PostgresBench.conditions());
    }
}

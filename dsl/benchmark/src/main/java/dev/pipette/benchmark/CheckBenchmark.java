package dev.pipette.benchmark;

import static dev.pipette.Pipette.csv;
import static dev.pipette.check.Checks.accepted;
import static dev.pipette.check.Checks.matches;
import static dev.pipette.check.Checks.notNull;
import static dev.pipette.check.Checks.range;
import static dev.pipette.check.Checks.unique;

import dev.pipette.Resource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A flat file appended with five checks, with checks that reject some of its rows, and without any. */
final class CheckBenchmark implements Benchmark {
    private static final String INPUT = "input";
    private static final String ROWS = "rows";
    private static final String INTO = "into";
    private static final double TARGET = 1.25;

    /** One way to load the file. */
    private enum Way {
        PLAIN("without checks") {
            @Override
            Resource of(Resource orders) {
                return orders;
            }
        },
        ROWS_ONLY("four checks of rows") {
            @Override
            Resource of(Resource orders) {
                return orders.check(
                        notNull("id"),
                        accepted("category", "books", "garden", "grocery", "music", "office", "toys"),
                        range("quantity", 1, 20),
                        matches("zip", "[0-9]{5}"));
            }
        },
        FIVE("five checks, with unique") {
            @Override
            Resource of(Resource orders) {
                return ROWS_ONLY.of(orders).check(unique("id"));
            }
        },
        REJECTING("one row in 20 rejected") {
            @Override
            Resource of(Resource orders) {
                return orders.check(range("quantity", 2, null).reject());
            }
        };

        private final String title;

        Way(String title) {
            this.title = title;
        }

        abstract Resource of(Resource orders);

        String work() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    @Override
    public String name() {
        return "checks";
    }

    @Override
    public String summary() {
        return "a flat CSV file of 14 columns, append, with five checks and with rejected rows against the same without"
                + " (1,000,000 rows)";
    }

    @Override
    public List<String> options() {
        return List.of(INTO);
    }

    @Override
    public Map<String, Work> works() {
        Map<String, Work> works = new HashMap<>();
        for (Way way : Way.values()) {
            works.put(way.work(), (settings, meter) -> load(settings, meter, way));
        }
        return works;
    }

    private static void load(Values settings, Meter meter, Way way) throws Exception {
        boolean postgres = settings.text(INTO).equals("postgres");
        if (postgres) {
            PostgresBench.warmUp(settings);
        } else {
            PipetteLoad.warmUp(settings);
        }
        Resource orders = way.of(csv("orders", settings.path(INPUT)));
        var pipeline = StrategyPlace.pipelineOf(settings, meter.listener());
        meter.time(() -> {
            var info = pipeline.run(orders);
            if (info.rows("orders") + info.rejected() != settings.number(ROWS)
                    || (way == Way.REJECTING) != info.rejected() > 0) {
                throw new IllegalStateException("expected " + settings.number(ROWS) + " rows: " + info);
            }
        });
    }

    @Override
    public Report run(Harness harness) throws Exception {
        long rows = harness.options().rows(1_000_000);
        String into = harness.options().text(INTO, "duckdb");
        Path input = CsvBenchmark.input(harness, rows, false);
        List<Series> all = new ArrayList<>();
        for (Way way : Way.values()) {
            all.add(new Series("Pipette, " + way.title));
        }
        String conditions = switch (into) {
            case "duckdb" -> inDuckDb(harness, input, rows, all);
            case "postgres" -> inPostgres(harness, input, rows, all);
            default -> throw new Options.BadUsage("--into " + into + ": give duckdb or postgres.");
        };
        Report report = Series.report(
                "Checks, " + into + ": " + Report.count(rows) + " rows x 14 columns",
                "rows",
                rows,
                all.getFirst(),
                all.subList(1, all.size()));
        for (Series series : all.subList(1, all.size())) {
            report.note(String.format(
                    Locale.ROOT,
                    "%s: %.2f times the time without checks",
                    series.title(),
                    series.wall() / all.getFirst().wall()));
        }
        return report.note("target: five checks take at most " + TARGET + " times the time without")
                .note(conditions);
    }

    private static String inDuckDb(Harness harness, Path input, long rows, List<Series> all) throws Exception {
        String memory = harness.memory("4GB");
        String engineMemory = harness.engineMemory("1GB");
        for (int round = 0; round < harness.options().rounds(3); round++) {
            for (Way way : Way.values()) {
                Path folder = harness.renew("work");
                all.get(way.ordinal())
                        .add(harness.child(
                                way.work(),
                                PipetteLoad.settings(folder, memory, engineMemory)
                                        .with(INTO, "duckdb")
                                        .with(INPUT, input)
                                        .with(ROWS, rows)));
            }
        }
        return PipetteLoad.memories(memory, engineMemory);
    }

    private static String inPostgres(Harness harness, Path input, long rows, List<Series> all) throws Exception {
        try (PostgresBench bench = new PostgresBench(harness)) {
            for (int round = 0; round < harness.options().rounds(3); round++) {
                for (Way way : Way.values()) {
                    bench.execute("DROP SCHEMA IF EXISTS benchmark CASCADE");
                    bench.settle();
                    Values settings = bench.settings(harness.renew("work"), harness.engineMemory("1GB"));
                    all.get(way.ordinal())
                            .add(harness.child(
                                    way.work(),
                                    settings.with(INTO, "postgres")
                                            .with(INPUT, input)
                                            .with(ROWS, rows)));
                }
            }
        }
        return PostgresBench.conditions();
    }
}

package dev.pipette.benchmark;

import static dev.pipette.Pipette.csv;
import static dev.pipette.Pipette.cursor;
import static dev.pipette.Pipette.resource;

import dev.pipette.LoadInfo;
import dev.pipette.Pipeline;
import dev.pipette.Resource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** A run that finds nothing new: what a schedule pays most of the time. */
final class NothingBenchmark implements Benchmark {
    private static final String INPUT = "input";
    private static final String ROWS = "rows";
    private static final String WARM = "warm.nanos";
    private static final int WARM_RUNS = 5;
    private static final double NANOS = 1e9;

    @Override
    public String name() {
        return "nothing";
    }

    @Override
    public String summary() {
        return "a run with nothing new, first and later runs of a JVM, against looking by hand (1,000,000 rows there)";
    }

    @Override
    public Map<String, Work> works() {
        return Map.of(
                "pipette-base",
                NothingBenchmark::base,
                "pipette-file",
                (settings, meter) -> nothing(settings, meter, file(settings)),
                "pipette-rows",
                (settings, meter) -> nothing(settings, meter, rows(Stream.empty())),
                "duckdb-base",
                (settings, meter) -> Floor.run(
                        settings, "CREATE TABLE orders AS SELECT * FROM " + CsvInput.read(settings.path(INPUT))),
                "duckdb",
                NothingBenchmark::byHand);
    }

    private static Resource file(Values settings) {
        return csv("orders", settings.path(INPUT)).incremental(cursor("id", Long.class));
    }

    private static Resource rows(Stream<?> rows) {
        return resource("events").stream(() -> rows).incremental(cursor("id", Long.class));
    }

    private static void base(Values settings, Meter meter) throws Exception {
        LoadInfo info = PipetteLoad.pipelineOf(settings, meter)
                .run(file(settings), rows(Stream.of(Map.of("id", 1L, "name", "first"))));
        if (info.rows("orders") != settings.number(ROWS) || info.rows("events") != 1) {
            throw new IllegalStateException("expected all rows: " + info);
        }
    }

    private static void nothing(Values settings, Meter meter, Resource resource) throws Exception {
        Pipeline first = PipetteLoad.pipelineOf(settings, meter);
        meter.time(() -> run(first, resource));
        Pipeline later = PipetteLoad.pipelineOf(settings, new Meter());
        List<Double> seconds = new ArrayList<>();
        for (int round = 0; round < WARM_RUNS; round++) {
            long start = System.nanoTime();
            run(later, resource.name().equals("events") ? rows(Stream.empty()) : resource);
            seconds.add((double) (System.nanoTime() - start));
        }
        meter.results()
                .put(
                        WARM,
                        Harness.median(seconds.stream()
                                .mapToDouble(Double::doubleValue)
                                .toArray()));
    }

    private static void run(Pipeline pipeline, Resource resource) {
        LoadInfo info = pipeline.run(resource);
        if (!info.nothingNew()) {
            throw new IllegalStateException("expected nothing new: " + info);
        }
    }

    private static void byHand(Values settings, Meter meter) throws Exception {
        meter.time(() -> look(settings));
        List<Double> seconds = new ArrayList<>();
        for (int round = 0; round < WARM_RUNS; round++) {
            long start = System.nanoTime();
            look(settings);
            seconds.add((double) (System.nanoTime() - start));
        }
        meter.results()
                .put(
                        WARM,
                        Harness.median(seconds.stream()
                                .mapToDouble(Double::doubleValue)
                                .toArray()));
    }

    private static void look(Values settings) throws Exception {
        Floor.run(
                settings,
                "INSERT INTO orders SELECT * FROM " + CsvInput.read(settings.path(INPUT))
                        + " WHERE id > (SELECT max(id) FROM orders)");
    }

    @Override
    public Report run(Harness harness) throws Exception {
        long rows = harness.options().rows(1_000_000);
        String memory = harness.memory("4GB");
        String engineMemory = harness.engineMemory("1GB");
        Path input = CsvBenchmark.input(harness, rows, false);
        Path folder = harness.renew("work");
        Values pipette = PipetteLoad.settings(folder, memory, engineMemory)
                .with(INPUT, input)
                .with(ROWS, rows);
        Values floor = Floor.settings(folder.resolve("floor.duckdb"), memory).with(INPUT, input);
        harness.child("pipette-base", pipette);
        harness.child("duckdb-base", floor);
        List<Run> none = new ArrayList<>();
        List<Run> file = new ArrayList<>();
        List<Run> byHand = new ArrayList<>();
        for (int round = 0; round < harness.options().rounds(3); round++) {
            none.add(harness.child("pipette-rows", pipette));
            file.add(harness.child("pipette-file", pipette));
            byHand.add(harness.child("duckdb", floor));
        }
        return new Report(
                        "Nothing new: " + Report.count(rows) + " rows loaded before",
                        List.of(
                                "",
                                "first run of a JVM, s",
                                "later run, s",
                                "speed of Pipette against by hand, later run"))
                .line(line("Pipette, rows with a cursor, none come", none, ""))
                .line(line("Pipette, the same CSV file with a cursor", file, ratio(byHand, file)))
                .line(line("DuckDB by hand, the same CSV file", byHand, ""))
                .note("medians; nothing was written")
                .note(PipetteLoad.memories(memory, engineMemory));
    }

    private static double later(List<Run> runs) {
        return Harness.median(runs.stream()
                        .mapToDouble(run -> Double.parseDouble(run.results().text(WARM)))
                        .toArray())
                / NANOS;
    }

    private static String ratio(List<Run> byHand, List<Run> pipette) {
        return String.format(Locale.ROOT, "%.2f", later(byHand) / later(pipette));
    }

    private static List<String> line(String title, List<Run> runs, String ratio) {
        double first = Harness.median(runs.stream().mapToDouble(Run::wall).toArray());
        return List.of(
                title,
                String.format(Locale.ROOT, "%.3f", first),
                String.format(Locale.ROOT, "%.3f", later(runs)),
                ratio);
    }
}

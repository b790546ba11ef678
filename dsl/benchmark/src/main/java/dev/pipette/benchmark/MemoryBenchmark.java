package dev.pipette.benchmark;

import static dev.pipette.Pipette.csv;
import static dev.pipette.Pipette.resource;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The peak of the heap for a tenth of the rows and for all of them: it must not grow. */
final class MemoryBenchmark implements Benchmark {
    private static final String INPUT = "input";
    private static final String ROWS = "rows";
    private static final double LIMIT = 1.20;
    private static final int STEP = 10;

    /** Otherwise a JVM takes a 64th of the machine's memory at once, and the committed heap says nothing. */
    private static final String INITIAL_HEAP = "-Xms16m";

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public String summary() {
        return "peak heap and RSS at --rows (10,000,000) and a tenth of it; --input csv, maps or both";
    }

    @Override
    public List<String> options() {
        return List.of("input");
    }

    @Override
    public Map<String, Work> works() {
        return Map.of("pipette-csv", MemoryBenchmark::file, "pipette-maps", MemoryBenchmark::maps);
    }

    private static void file(Values settings, Meter meter) throws Exception {
        PipetteLoad.time(settings, meter, csv("orders", settings.path(INPUT)), settings.number(ROWS));
    }

    private static void maps(Values settings, Meter meter) throws Exception {
        long rows = settings.number(ROWS);
        PipetteLoad.time(
                settings,
                meter,
                resource("measurements").stream(() -> Measurement.stream(rows).map(Measurement::map)),
                rows);
    }

    @Override
    public Report run(Harness harness) throws Exception {
        long most = harness.options().rows(10_000_000);
        String memory = harness.memory("1GB");
        String engineMemory = harness.engineMemory("512MB");
        Report report = new Report(
                "Memory, " + INITIAL_HEAP + " -Xmx" + harness.heap(),
                List.of(
                        "",
                        "rows",
                        "s",
                        "live heap MiB",
                        "heap after any GC MiB",
                        "heap with garbage MiB",
                        "committed heap MiB",
                        "peak RSS MiB"));
        String which = harness.options().text("input", "both");
        for (String input : which.equals("both") ? List.of("csv", "maps") : List.of(which)) {
            List<List<Double>> peaks = new ArrayList<>();
            for (long rows : List.of(Math.max(1, most / STEP), most)) {
                Path folder = harness.renew("work");
                Values settings = PipetteLoad.settings(folder, memory, engineMemory)
                        .with(Harness.JVM_OPTION, INITIAL_HEAP)
                        .with(ROWS, rows);
                if (input.equals("csv")) {
                    settings = settings.with(INPUT, CsvBenchmark.input(harness, rows, false));
                }
                Run natural = harness.child("pipette-" + input, settings);
                harness.renew("work");
                Run forced = harness.child("pipette-" + input, settings.with(Child.FORCED, true));
                List<Double> peak = List.of(
                        forced.mib(HeapWatch.LIVE),
                        natural.mib(HeapWatch.AFTER),
                        natural.mib(HeapWatch.USED),
                        natural.mib(HeapWatch.COMMITTED),
                        (double) natural.residentMib());
                peaks.add(peak);
                List<String> line = new ArrayList<>(List.of(input, Report.count(rows), Series.seconds(natural.wall())));
                peak.forEach(value -> line.add(String.format(Locale.ROOT, "%.1f", value)));
                report.line(line);
            }
            List<String> ratio = new ArrayList<>(List.of(input + ", ratio", "", ""));
            for (int column = 0; column < peaks.getFirst().size(); column++) {
                ratio.add(String.format(
                        Locale.ROOT,
                        "%.2f",
                        peaks.getLast().get(column) / peaks.getFirst().get(column)));
            }
            report.line(ratio);
        }
        return report.note("limit for the ratio of the live heap: " + String.format(Locale.ROOT, "%.2f", LIMIT))
                .note(
                        "live heap: a second run in which a whole collection was forced every 200 ms, highest use after one;"
                                + " all other figures: a run without that; heap with garbage: highest use seen, every 10 ms")
                .note(PipetteLoad.memories(memory, engineMemory));
    }
}

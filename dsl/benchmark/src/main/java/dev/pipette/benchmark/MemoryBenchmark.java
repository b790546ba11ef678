package dev.pipette.benchmark;

import static dev.pipette.Pipette.csv;
import static dev.pipette.Pipette.jsonl;
import static dev.pipette.Pipette.parquet;
import static dev.pipette.Pipette.resource;
import static dev.pipette.Pipette.xlsxFormat;

import dev.pipette.Resource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

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
        return "peak heap and RSS at --rows (10,000,000) and a tenth of it; --input csv, xlsx, maps, records, json, merge, ties or all";
    }

    @Override
    public List<String> options() {
        return List.of("input");
    }

    @Override
    public Map<String, Work> works() {
        return Map.of(
                "pipette-csv", MemoryBenchmark::file,
                "pipette-xlsx", MemoryBenchmark::sheet,
                "pipette-maps", MemoryBenchmark::maps,
                "pipette-records", MemoryBenchmark::records,
                "pipette-json", MemoryBenchmark::documents,
                "pipette-merge", MemoryBenchmark::merge,
                "pipette-ties", MemoryBenchmark::ties);
    }

    /**
     * What is loaded.
     *
     * @param share of the rows: documents and merges cost more
     */
    private enum Input {
        CSV(1),
        /** A sheet has 1,048,576 rows at most. */
        XLSX(10),
        MAPS(1),
        RECORDS(1),
        JSON(2),
        MERGE(2),
        TIES(1);

        private final int share;

        Input(int share) {
            this.share = share;
        }

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        Optional<Path> file(Harness harness, long rows) throws Exception {
            return switch (this) {
                case CSV -> Optional.of(CsvBenchmark.input(harness, rows, false));
                case XLSX -> Optional.of(XlsxInput.of(harness, rows));
                case JSON -> Optional.of(JsonBenchmark.input(harness, rows));
                case MERGE -> Optional.of(MergeBenchmark.input(harness, rows));
                case MAPS, RECORDS, TIES -> Optional.empty();
            };
        }

        static List<Input> of(String word) throws Options.BadUsage {
            List<Input> found = Stream.of(values())
                    .filter(input -> word.equals("all") || word.equals(input.word()))
                    .toList();
            if (found.isEmpty()) {
                throw new Options.BadUsage(
                        "--input " + word + ": there are csv, xlsx, maps, records, json, merge, ties and all.");
            }
            return found;
        }
    }

    private static void file(Values settings, Meter meter) throws Exception {
        PipetteLoad.time(settings, meter, csv("orders", settings.path(INPUT)), settings.number(ROWS));
    }

    private static void sheet(Values settings, Meter meter) throws Exception {
        PipetteLoad.time(
                settings,
                meter,
                resource("orders").files(settings.path(INPUT).toString(), xlsxFormat()),
                settings.number(ROWS));
    }

    private static void maps(Values settings, Meter meter) throws Exception {
        long rows = settings.number(ROWS);
        PipetteLoad.time(
                settings,
                meter,
                resource("measurements").stream(() -> Measurement.stream(rows).map(Measurement::map)),
                rows);
    }

    private static void records(Values settings, Meter meter) throws Exception {
        long rows = settings.number(ROWS);
        PipetteLoad.time(settings, meter, resource("measurements").stream(() -> Measurement.stream(rows)), rows);
    }

    private static void documents(Values settings, Meter meter) throws Exception {
        PipetteLoad.time(settings, meter, jsonl("orders", settings.path(INPUT)), settings.number(ROWS));
    }

    /** All rows twice: the second time each replaces one. */
    private static void merge(Values settings, Meter meter) throws Exception {
        Resource facts = parquet("facts", settings.path(INPUT)).merge("id");
        PipetteLoad.time(settings, meter, facts, settings.number(ROWS));
        PipetteLoad.time(settings, meter, facts, settings.number(ROWS));
    }

    /** All rows share the value of a cursor, and all come twice: the second time each is known. */
    private static void ties(Values settings, Meter meter) throws Exception {
        long rows = settings.number(ROWS);
        Resource events = IncrementalBenchmark.events(rows, rows, 1);
        PipetteLoad.time(settings, meter, events, rows);
        PipetteLoad.time(settings, meter, events, 0);
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
        for (Input input : Input.of(harness.options().text("input", "all"))) {
            List<List<Double>> peaks = new ArrayList<>();
            for (long rows : List.of(Math.max(1, most / input.share / STEP), most / input.share)) {
                Path folder = harness.renew("work");
                Values settings = PipetteLoad.settings(folder, memory, engineMemory)
                        .with(Harness.JVM_OPTION, INITIAL_HEAP)
                        .with(ROWS, rows);
                Optional<Path> file = input.file(harness, rows);
                if (file.isPresent()) {
                    settings = settings.with(INPUT, file.get());
                }
                Run natural = harness.child("pipette-" + input.word(), settings);
                harness.renew("work");
                Run forced = harness.child("pipette-" + input.word(), settings.with(Child.FORCED, true));
                List<Double> peak = List.of(
                        forced.mib(HeapWatch.LIVE),
                        natural.mib(HeapWatch.AFTER),
                        natural.mib(HeapWatch.USED),
                        natural.mib(HeapWatch.COMMITTED),
                        (double) natural.residentMib());
                peaks.add(peak);
                List<String> line =
                        new ArrayList<>(List.of(input.word(), Report.count(rows), Series.seconds(natural.wall())));
                peak.forEach(value -> line.add(String.format(Locale.ROOT, "%.1f", value)));
                report.line(line);
            }
            List<String> ratio = new ArrayList<>(List.of(input.word() + ", ratio", "", ""));
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

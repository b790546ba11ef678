package dev.pipette.benchmark;

import static dev.pipette.Pipette.csv;

import dev.pipette.engine.query.PackageQuery;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** The same rows in one file and in many, against one file, and against DuckDB's own reader of the same list. */
final class FilesBenchmark implements Benchmark {
    private static final String INPUT = "input";
    private static final String ROWS = "rows";
    private static final List<Integer> FILES = List.of(1, 30, 100, 2_000);
    private static final double TARGET = 1.3;

    @Override
    public String name() {
        return "files";
    }

    @Override
    public String summary() {
        return "the same CSV rows in 1, 30, 100 and 2,000 files, append, against one file (1,000,000 rows)";
    }

    @Override
    public Map<String, Work> works() {
        return Map.of("pipette", FilesBenchmark::pipette, "duckdb", FilesBenchmark::duckdb);
    }

    private static void pipette(Values settings, Meter meter) throws Exception {
        PipetteLoad.time(settings, meter, csv("orders", settings.path(INPUT).resolve("*.csv")), settings.number(ROWS));
    }

    private static void duckdb(Values settings, Meter meter) throws Exception {
        Floor.time(
                settings,
                meter,
                "CREATE TABLE orders AS SELECT *, " + Floor.LOAD_ID + ", " + PackageQuery.RANDOM_ROW_ID
                        + " AS _dlt_id FROM " + CsvInput.read(files(settings.path(INPUT))));
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    /** Cuts a file into many with the same first line. */
    private static void cut(Path whole, Path folder, long rows, int files) throws IOException {
        Files.createDirectory(folder);
        try (BufferedReader in = Files.newBufferedReader(whole)) {
            String names = in.readLine();
            for (int number = 0; number < files; number++) {
                long count = rows * (number + 1) / files - rows * number / files;
                Path file = folder.resolve(String.format(Locale.ROOT, "orders-%05d.csv", number));
                try (BufferedWriter out = Files.newBufferedWriter(file)) {
                    out.append(names).append('\n');
                    for (long row = 0; row < count; row++) {
                        out.append(in.readLine()).append('\n');
                    }
                }
            }
        }
    }

    /** The figures of one number of files. */
    private record Pair(Series pipette, Series duckdb) {}

    @Override
    public Report run(Harness harness) throws Exception {
        long rows = harness.options().rows(1_000_000);
        String memory = harness.memory("4GB");
        String engineMemory = harness.engineMemory("1GB");
        Path whole = CsvBenchmark.input(harness, rows, false);
        Map<Integer, Path> inputs = new LinkedHashMap<>();
        Map<Integer, Pair> pairs = new LinkedHashMap<>();
        for (int files : FILES) {
            inputs.put(files, harness.input("cut-" + rows + "-" + files, folder -> cut(whole, folder, rows, files)));
            pairs.put(files, new Pair(new Series("Pipette"), new Series("DuckDB")));
        }
        int rounds = harness.options().rounds(3);
        for (int round = 0; round < rounds; round++) {
            for (int files : FILES) {
                Path folder = harness.renew("work");
                Path byHand = folder.resolve("floor.duckdb");
                Path input = Objects.requireNonNull(inputs.get(files));
                Pair pair = Objects.requireNonNull(pairs.get(files));
                pair.pipette()
                        .add(harness.child(
                                "pipette",
                                PipetteLoad.settings(folder, memory, engineMemory)
                                        .with(INPUT, input)
                                        .with(ROWS, rows)));
                pair.duckdb()
                        .add(harness.child(
                                "duckdb", Floor.settings(byHand, memory).with(INPUT, input)));
                if (round == 0) {
                    Comparison.check(PipetteLoad.file(folder), byHand, List.of("orders"));
                }
            }
        }
        return report(rows, pairs)
                .note("target: at most " + TARGET + " times the CPU of one file")
                .note(
                        "DuckDB: CREATE TABLE AS over read_csv of the list of files, with the types and the system columns"
                                + " given")
                .note("both made the same table: types, rows and a digest of all values were compared")
                .note(PipetteLoad.warmth())
                .note(PipetteLoad.memories(memory, engineMemory));
    }

    private static Report report(long rows, Map<Integer, Pair> pairs) {
        Report report = new Report(
                "The same " + Report.count(rows) + " rows x 14 columns in many files, append",
                List.of(
                        "files",
                        "median s",
                        "CPU s",
                        "CPU against one file",
                        "DuckDB median s",
                        "DuckDB CPU s",
                        "DuckDB's CPU against one file"));
        Pair one = Objects.requireNonNull(pairs.get(1));
        pairs.forEach((files, pair) -> report.line(List.of(
                Report.count(files),
                Series.seconds(pair.pipette().wall()),
                Series.seconds(pair.pipette().cpu()),
                ratio(pair.pipette(), one.pipette()),
                Series.seconds(pair.duckdb().wall()),
                Series.seconds(pair.duckdb().cpu()),
                ratio(pair.duckdb(), one.duckdb()))));
        return report;
    }

    private static String ratio(Series series, Series one) {
        return String.format(Locale.ROOT, "%.2f", series.cpu() / one.cpu());
    }
}

package dev.pipette.benchmark;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The command from a standing start: a small file into a new database, the whole process. */
final class ColdBenchmark implements Benchmark {
    private static final String INPUT = "input";
    private static final long PAUSE_MILLIS = 200;

    @Override
    public String name() {
        return "cold";
    }

    @Override
    public String summary() {
        return "cold start of \"jshell/pipette load\" with a file of ten rows, the whole process (5 rounds)";
    }

    @Override
    public Map<String, Work> works() {
        return Map.of(
                "duckdb",
                (settings, meter) -> Floor.time(
                        settings,
                        meter,
                        "CREATE TABLE orders AS SELECT * FROM " + CsvInput.read(settings.path(INPUT))));
    }

    @Override
    public Report run(Harness harness) throws Exception {
        long rows = harness.options().rows(10);
        Path input = CsvBenchmark.input(harness, rows, false);
        String root = System.getProperty("pipette.root");
        if (root == null) {
            throw new IllegalStateException("run it by dsl/benchmark/run, which says where jshell/pipette is");
        }
        String launcher = Path.of(root, "jshell", "pipette").toString();
        harness.process("pipette --help", new ProcessBuilder(launcher, "--help")); // builds it if need be
        awaitCache(Path.of(root, "jshell", "target", "pipette"));

        double[] first = new double[harness.options().rounds(5)];
        double[] again = new double[first.length];
        double[] help = new double[first.length];
        double[] floor = new double[first.length];
        for (int round = 0; round < first.length; round++) {
            Path folder = harness.renew("work");
            first[round] = command(harness, folder, launcher, "load", input.toString(), "--into", into(folder));
            again[round] =
                    command(harness, folder, launcher, "load", input.toString(), "--into", into(folder), "--replace");
            help[round] = command(harness, folder, launcher, "--help");
            floor[round] = harness.child(
                            "duckdb",
                            Floor.settings(folder.resolve("floor.duckdb"), "1GB")
                                    .with(INPUT, input))
                    .process();
        }
        return new Report(
                        "Cold start: " + Report.count(rows) + " rows of CSV, whole process",
                        List.of("", "median s", "each s", "speed of pipette load against it"))
                .line(line("pipette load, new database", first, first))
                .line(line("pipette load --replace, database there", again, first))
                .line(line("pipette --help", help, first))
                .line(line("java with CREATE TABLE AS by hand", floor, first))
                .note("each a process of its own; pipette with PIPETTE_JAVA_OPTS=-Xmx" + harness.heap());
    }

    /** The launcher makes its cache beside a command when the jars are newer, and holds a lock meanwhile. */
    private static void awaitCache(Path built) throws InterruptedException {
        while (Files.isSymbolicLink(built.resolve("start.lock"))) {
            Thread.sleep(PAUSE_MILLIS);
        }
    }

    private static String into(Path folder) {
        return "duckdb:" + folder.resolve("cold.duckdb");
    }

    private static double command(Harness harness, Path folder, String... words) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(List.of(words)));
        builder.environment().put("PIPETTE_HOME", folder.resolve("home").toString());
        builder.environment().put("PIPETTE_JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("PIPETTE_JAVA_OPTS", "-Xmx" + harness.heap() + " -Djava.io.tmpdir=" + folder);
        return harness.process(String.join(" ", words), builder);
    }

    private static List<String> line(String title, double[] seconds, double[] pipette) {
        double median = Harness.median(seconds);
        return List.of(
                title,
                Series.seconds(median),
                Arrays.stream(seconds).mapToObj(Series::seconds).collect(Collectors.joining(" ")),
                seconds == pipette ? "" : String.format(Locale.ROOT, "%.2f", median / Harness.median(pipette)));
    }
}

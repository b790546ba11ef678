package dev.pipette.benchmark;

import dev.pipette.testing.TestDestination;
import dev.pipette.testing.postgres.PostgresServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** What a test of the test kit costs besides what it does itself. */
final class TestKitBenchmark implements Benchmark {
    private static final String FOLDER = "folder";
    private static final double NANOS = 1e9;
    private static final double MILLIS = 1e3;

    @Override
    public String name() {
        return "testkit";
    }

    @Override
    public String summary() {
        return "the first @LoadTest of a JVM and the later ones, until it is ready and with a load of one row (5 rounds)";
    }

    @Override
    public Map<String, Work> works() {
        return Map.of(
                "duckdb",
                (settings, meter) -> KitStart.measure(TestDestination.DUCKDB, meter),
                "postgres",
                (settings, meter) -> {
                    // the server runs as another user, who may not enter the child's own folder
                    System.setProperty("java.io.tmpdir", settings.text(FOLDER));
                    PostgresServer.shared().newDatabase().close();
                    KitStart.measure(TestDestination.POSTGRES, meter);
                });
    }

    @Override
    public Report run(Harness harness) throws Exception {
        Report report = new Report(
                "The test kit: from JUnit's start, or the test's, in ms",
                List.of("", "ready", "ready, limit", "one row loaded and asserted", "the whole test, cleared up"));
        int rounds = harness.options().rounds(5);
        for (String destination : List.of("duckdb", "postgres")) {
            List<Run> runs = new ArrayList<>();
            for (int round = 0; round < rounds; round++) {
                runs.add(harness.child(destination, new Values().with(FOLDER, System.getProperty("java.io.tmpdir"))));
            }
            report.line(line(
                    destination + ", first test of a JVM", runs, "first", destination.equals("duckdb") ? "700" : ""));
            report.line(
                    line(destination + ", later tests", runs, "later", destination.equals("duckdb") ? "30" : "100"));
        }
        return report.note("medians of " + rounds + " JVMs; later: the median of " + KitStart.LATER + " tests in each")
                .note(
                        "ready: the method begins, its pipeline, working folder and destination made, and a query answered");
    }

    private static List<String> line(String title, List<Run> runs, String which, String limit) {
        return List.of(
                title,
                millis(runs, which + ".ready"),
                limit,
                millis(runs, which + ".loaded"),
                millis(runs, which + ".whole"));
    }

    private static String millis(List<Run> runs, String key) {
        ToDoubleFunction<Run> value = run -> Double.parseDouble(run.results().text(key));
        return String.format(
                Locale.ROOT,
                "%.0f",
                Harness.median(runs.stream().mapToDouble(value).toArray()) / NANOS * MILLIS);
    }
}

package dev.pipette.benchmark;

import static dev.pipette.Pipette.postgres;

import dev.pipette.Destination;
import dev.pipette.LoadInfo;
import dev.pipette.Pipeline;
import dev.pipette.Resource;
import dev.pipette.Sources;
import dev.pipette.settings.Secret;
import dev.pipette.settings.Settings;
import dev.pipette.workers.Worker;
import dev.pipette.workers.Workers;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;

/** Pages of a slow API, read by one process, and by workers that are processes of their own. */
final class WorkersBenchmark implements Benchmark {
    private static final String PAGES = "pages";
    private static final String WORKERS = "workers";
    private static final String STAGE = "stage";
    private static final int LATENCY_MILLIS = 50;
    private static final int FEW = 1;
    private static final int MANY = 4;
    private static final double GOAL = 3.5;

    @Override
    public String name() {
        return "workers";
    }

    @Override
    public String summary() {
        return "pages of a slow API by one and by four workers, one page at a time each (2,000 pages)";
    }

    @Override
    public Map<String, Work> works() {
        return Map.of("load", WorkersBenchmark::load);
    }

    private static Destination queue(Values settings) {
        return postgres(settings.text(PostgresBench.URL))
                .user(settings.text(PostgresBench.USER))
                .password(Secret.of(settings.text(PostgresBench.PASSWORD)));
    }

    private static void load(Values settings, Meter meter) throws Exception {
        PipetteLoad.warmUp(settings);
        long pages = settings.number(PAGES);
        Resource rows = Sources.open(
                        SlowPages.class,
                        Settings.load()
                                .with(SlowPages.PAGES, String.valueOf(pages))
                                .with(SlowPages.MILLIS, String.valueOf(LATENCY_MILLIS)))
                .resource("rows");
        Pipeline here = PipetteLoad.pipelineOf(settings, meter);
        Pipeline pipeline =
                settings.number(WORKERS) == 0 ? here : here.executor(Workers.at(queue(settings), settings.text(STAGE)));
        meter.time(() -> {
            LoadInfo info = pipeline.run(rows);
            if (info.rows("rows") != pages * SlowPages.ROWS_OF_PAGE) {
                throw new IllegalStateException("expected " + pages + " pages: " + info);
            }
        });
    }

    /** A worker as a process: URL USER PASSWORD. */
    static final class WorkerMain {
        private WorkerMain() {}

        public static void main(String[] arguments) throws InterruptedException {
            Values settings = new Values()
                    .with(PostgresBench.URL, arguments[0])
                    .with(PostgresBench.USER, arguments[1])
                    .with(PostgresBench.PASSWORD, arguments[2]);
            try (Worker worker =
                    Worker.at(queue(settings), Settings.load()).threads(1).start()) {
                System.out.println("worker " + worker.name());
                new CountDownLatch(1).await();
            }
        }
    }

    private static List<Process> workers(int count, Values settings) throws IOException {
        List<Process> workers = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            workers.add(new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx256m",
                            "--enable-native-access=ALL-UNNAMED",
                            "-cp",
                            System.getProperty("java.class.path"),
                            WorkerMain.class.getName(),
                            settings.text(PostgresBench.URL),
                            settings.text(PostgresBench.USER),
                            settings.text(PostgresBench.PASSWORD))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start());
        }
        for (Process worker : workers) {
            BufferedReader lines = worker.inputReader();
            if (lines.readLine() == null) {
                throw new IllegalStateException("a worker ended before it began");
            }
        }
        return workers;
    }

    @Override
    public Report run(Harness harness) throws Exception {
        long pages = harness.options().rows(2_000L * SlowPages.ROWS_OF_PAGE) / SlowPages.ROWS_OF_PAGE;
        String memory = harness.memory("4GB");
        String engineMemory = harness.engineMemory("512MB");
        List<Run> few = new ArrayList<>();
        List<Run> many = new ArrayList<>();
        List<Run> empty = new ArrayList<>();
        List<Run> emptyHere = new ArrayList<>();
        try (PostgresBench bench = new PostgresBench(harness)) {
            for (int round = 0; round < harness.options().rounds(1); round++) {
                few.add(measured(harness, bench, pages, FEW, memory, engineMemory));
                many.add(measured(harness, bench, pages, MANY, memory, engineMemory));
                empty.add(measured(harness, bench, 1, MANY, memory, engineMemory));
                emptyHere.add(measured(harness, bench, 1, 0, memory, engineMemory));
            }
        }
        double bound = pages * LATENCY_MILLIS / 1e3;
        return new Report(
                        "Workers: " + Report.count(pages) + " pages of " + LATENCY_MILLIS + " ms and "
                                + SlowPages.ROWS_OF_PAGE + " rows, one page at a time each",
                        List.of("", "median s", "each s", "bound s", "time / bound", "speed against 1 worker"))
                .line(line("1 worker", few, bound, few))
                .line(line(MANY + " workers", many, bound / MANY, few))
                .line(line("one page, " + MANY + " workers", empty, LATENCY_MILLIS / 1e3, empty))
                .line(line("one page, this process alone", emptyHere, LATENCY_MILLIS / 1e3, empty))
                .note(String.format(Locale.ROOT, "target: %d workers at least %.1f times as fast as one", MANY, GOAL))
                .note(
                        "from the cut of the slices to the commit in DuckDB; the queue is PostgreSQL, and the stage a folder")
                .note(PipetteLoad.warmth())
                .note(PipetteLoad.memories(memory, engineMemory));
    }

    private static Run measured(
            Harness harness, PostgresBench bench, long pages, int count, String memory, String engineMemory)
            throws Exception {
        Path folder = harness.renew("work");
        Values queue = bench.settings(folder, engineMemory);
        Values settings = PipetteLoad.settings(folder, memory, engineMemory)
                .with(PostgresBench.URL, queue.text(PostgresBench.URL))
                .with(PostgresBench.USER, queue.text(PostgresBench.USER))
                .with(PostgresBench.PASSWORD, queue.text(PostgresBench.PASSWORD))
                .with(STAGE, folder.resolve("stage"))
                .with(PAGES, pages)
                .with(WORKERS, count);
        List<Process> workers = workers(count, settings);
        try {
            return harness.child("load", settings);
        } finally {
            for (Process worker : workers) {
                worker.destroy();
                worker.waitFor();
            }
        }
    }

    private static List<String> line(String title, List<Run> runs, double bound, List<Run> one) {
        double wall = Harness.median(runs.stream().mapToDouble(Run::wall).toArray());
        double of = Harness.median(one.stream().mapToDouble(Run::wall).toArray());
        return List.of(
                title,
                Series.seconds(wall),
                runs.stream().map(run -> Series.seconds(run.wall())).collect(Collectors.joining(" ")),
                Series.seconds(bound),
                String.format(Locale.ROOT, "%.2f", wall / bound),
                String.format(Locale.ROOT, "%.2f", of / wall));
    }
}

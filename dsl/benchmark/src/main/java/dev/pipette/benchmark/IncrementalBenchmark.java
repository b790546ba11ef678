package dev.pipette.benchmark;

import static dev.pipette.Pipette.cursor;
import static dev.pipette.Pipette.resource;

import dev.pipette.LoadInfo;
import dev.pipette.Pipeline;
import dev.pipette.Resource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Rows that share the value of a cursor must cost what distinct ones cost: first, and when all of them come again. */
final class IncrementalBenchmark implements Benchmark {
    private static final String ROWS = "rows";
    private static final String SHARED = "shared";
    private static final String PAGE = "page";
    private static final String STATE = "state.characters";
    private static final String BOUNDARY = "boundary.keys";
    private static final int PAGE_ROWS = 1_000;
    private static final double LIMIT = 1.20;

    @Override
    public String name() {
        return "incremental";
    }

    @Override
    public String summary() {
        return "1, 100, 10,000 and all of --rows (1,000,000) rows per cursor value, one by one and in pages, twice";
    }

    @Override
    public Map<String, Work> works() {
        return Map.of(
                "first", (settings, meter) -> run(settings, meter, settings.number(ROWS)),
                "again", (settings, meter) -> run(settings, meter, 0));
    }

    private static void run(Values settings, Meter meter, long expected) throws Exception {
        Pipeline pipeline = PipetteLoad.pipelineOf(settings, meter);
        Resource events = events(settings.number(ROWS), settings.number(SHARED), settings.number(PAGE));
        meter.time(() -> {
            LoadInfo info = pipeline.run(events);
            if (info.rows("events") != expected) {
                throw new IllegalStateException("expected " + expected + " rows: " + info);
            }
        });
        meter.results().put(STATE, scalar(pipeline, "SELECT max(length(state)) FROM _dlt_pipeline_state"));
        meter.results().put(BOUNDARY, scalar(pipeline, "SELECT count(*) FROM _pipette_boundary"));
    }

    private static long scalar(Pipeline pipeline, String sql) {
        return ((Number) pipeline.dataset().query(sql).result().getFirst().get(0)).longValue();
    }

    /**
     * So many events.
     *
     * @param shared how many have each value of the cursor
     * @param page how many are made at a time; 1 for one by one
     */
    static Resource events(long rows, long shared, long page) {
        return resource("events").stream(() -> page == 1
                        ? LongStream.range(0, rows).mapToObj(id -> row(id, shared))
                        : LongStream.range(0, (rows + page - 1) / page)
                                .boxed()
                                .flatMap(number -> page(number, page, rows, shared)))
                .incremental(cursor("at", Long.class));
    }

    private static Stream<Map<String, Object>> page(long number, long size, long rows, long shared) {
        List<Map<String, Object>> page = new ArrayList<>();
        for (long id = number * size; id < Math.min(rows, (number + 1) * size); id++) {
            page.add(row(id, shared));
        }
        return page.stream();
    }

    private static Map<String, Object> row(long id, long shared) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("id", id);
        row.put("at", id / shared);
        row.put("device", "device-" + id * 31 % 65_537);
        row.put("value", id % 100_003 / 8.0);
        return row;
    }

    @Override
    public Report run(Harness harness) throws Exception {
        long rows = harness.options().rows(1_000_000);
        String memory = harness.memory("1GB");
        String engineMemory = harness.engineMemory("512MB");
        Report report = new Report(
                "Incremental: " + Report.count(rows) + " rows, each compared as a whole, twice",
                List.of(
                        "",
                        "rows per value",
                        "first s",
                        "first CPU s",
                        "again s",
                        "again CPU s",
                        "both s",
                        "both CPU s",
                        "state, characters",
                        "boundary keys"));
        for (int page : List.of(1, PAGE_ROWS)) {
            String title = page == 1 ? "one by one" : "in pages of " + Report.count(page);
            List<Run> first = new ArrayList<>();
            List<Run> again = new ArrayList<>();
            for (long shared : LongStream.of(1, 100, 10_000, rows)
                    .filter(value -> value <= rows)
                    .distinct()
                    .toArray()) {
                Path folder = harness.renew("work");
                Values settings = PipetteLoad.settings(folder, memory, engineMemory)
                        .with(ROWS, rows)
                        .with(SHARED, shared)
                        .with(PAGE, page);
                first.add(harness.child("first", settings));
                again.add(harness.child("again", settings));
                report.line(List.of(
                        title,
                        Report.count(shared),
                        Series.seconds(first.getLast().wall()),
                        Series.seconds(first.getLast().cpu()),
                        Series.seconds(again.getLast().wall()),
                        Series.seconds(again.getLast().cpu()),
                        Series.seconds(first.getLast().wall() + again.getLast().wall()),
                        Series.seconds(first.getLast().cpu() + again.getLast().cpu()),
                        again.getLast().results().text(STATE),
                        again.getLast().results().text(BOUNDARY)));
            }
            report.line(List.of(
                    title + ", dearest over cheapest",
                    "",
                    ratio(first.stream().mapToDouble(Run::wall).toArray()),
                    ratio(first.stream().mapToDouble(Run::cpu).toArray()),
                    ratio(again.stream().mapToDouble(Run::wall).toArray()),
                    ratio(again.stream().mapToDouble(Run::cpu).toArray()),
                    ratio(sums(first, again, Run::wall)),
                    ratio(sums(first, again, Run::cpu)),
                    "",
                    ""));
        }
        return report.note("limit for the ratios: " + String.format(Locale.ROOT, "%.2f", LIMIT))
                .note(PipetteLoad.memories(memory, engineMemory));
    }

    private static double[] sums(List<Run> first, List<Run> again, ToDoubleFunction<Run> figure) {
        return IntStream.range(0, first.size())
                .mapToDouble(index -> figure.applyAsDouble(first.get(index)) + figure.applyAsDouble(again.get(index)))
                .toArray();
    }

    private static String ratio(double[] seconds) {
        return String.format(
                Locale.ROOT,
                "%.2f",
                Arrays.stream(seconds).max().orElseThrow()
                        / Arrays.stream(seconds).min().orElseThrow());
    }
}

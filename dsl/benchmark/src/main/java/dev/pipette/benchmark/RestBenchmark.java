package dev.pipette.benchmark;

import static dev.pipette.Pipette.resource;

import dev.pipette.LoadInfo;
import dev.pipette.Pipeline;
import dev.pipette.Resource;
import dev.pipette.rest.Paging;
import dev.pipette.rest.RestApi;
import dev.pipette.testing.http.Answer;
import dev.pipette.testing.http.Failure;
import dev.pipette.testing.http.FakeHttp;
import dev.pipette.testing.http.RateLimit;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** Pages of a slow API side by side, against its latency; and calls for each row of a resource, against its rate limit. */
final class RestBenchmark implements Benchmark {
    private static final String URL = "url";
    private static final String ROWS = "rows";
    private static final String CALLS = "calls";

    private static final int ROWS_OF_PAGE = 100;
    private static final int AT_ONCE = 8;
    private static final Duration LATENCY = Duration.ofMillis(20);
    private static final int CALLS_PER_SECOND = 200;
    private static final double GOAL = 1.3;

    @Override
    public String name() {
        return "rest";
    }

    @Override
    public String summary() {
        return "pages of a web API side by side against its latency, and calls for each row against its limit (1,000 pages)";
    }

    @Override
    public Map<String, Work> works() {
        return Map.of(
                "pipette-pages",
                RestBenchmark::pages,
                "pipette-calls",
                RestBenchmark::calls,
                "hand-pages",
                RestBenchmark::pagesByHand);
    }

    /** The same pages by the JDK's client, whose bodies nobody reads. */
    private static void pagesByHand(Values settings, Meter meter) throws Exception {
        long pages = settings.number(ROWS) / ROWS_OF_PAGE;
        try (HttpClient client = HttpClient.newHttpClient();
                ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            meter.time(() -> {
                List<Future<HttpResponse<byte[]>>> answers = new ArrayList<>();
                for (long page = 1; page <= pages; page++) {
                    HttpRequest request = HttpRequest.newBuilder(URI.create(settings.text(URL) + "/rows?page=" + page))
                            .build();
                    answers.add(threads.submit(() -> client.send(request, HttpResponse.BodyHandlers.ofByteArray())));
                }
                for (Future<HttpResponse<byte[]>> answer : answers) {
                    if (answer.get().statusCode() != 200) {
                        throw new IllegalStateException("expected a page: " + answer.get());
                    }
                }
            });
        }
    }

    private static void pages(Values settings, Meter meter) throws Exception {
        Resource rows = RestApi.at(settings.text(URL))
                .get("/rows")
                .select("/data")
                .paging(Paging.pageNumber("page").totalPagesAt("/pages"))
                .pagesAtOnce(AT_ONCE)
                .resource("rows");
        PipetteLoad.time(settings, meter, rows, settings.number(ROWS));
    }

    private static void calls(Values settings, Meter meter) throws Exception {
        PipetteLoad.warmUp(settings);
        long calls = settings.number(CALLS);
        Resource orders =
                resource("orders").stream(() -> LongStream.range(0, calls).mapToObj(id -> Map.of("id", id)));
        // nearly evenly, because a host that counts by the second would be used up by a burst; in any second it is 200
        // at most, and a call
        // that is late is made up for by the next ones
        Resource items = RestApi.at(settings.text(URL))
                .rateLimit(CALLS_PER_SECOND / 10, Duration.ofMillis(100))
                .atOnce(2 * AT_ONCE)
                .get("/orders/{id}/items")
                .select("/data")
                .paging(Paging.single())
                .resource("items", orders)
                .parallel(2 * AT_ONCE);
        Pipeline pipeline = PipetteLoad.pipelineOf(settings, meter);
        meter.time(() -> {
            LoadInfo info = pipeline.run(items);
            if (info.rows("items") != calls) {
                throw new IllegalStateException("expected " + calls + " rows: " + info);
            }
        });
    }

    private static String page(long number) {
        return LongStream.range((number - 1) * ROWS_OF_PAGE, number * ROWS_OF_PAGE)
                .mapToObj(id -> "{\"id\": " + id + ", \"name\": \"order " + id + "\", \"total\": " + id + ".25}")
                .collect(Collectors.joining(",", "{\"data\": [", "]"));
    }

    @Override
    public Report run(Harness harness) throws Exception {
        long pages = harness.options().rows(1_000L * ROWS_OF_PAGE) / ROWS_OF_PAGE;
        long calls = 2 * pages;
        String memory = harness.memory("4GB");
        String engineMemory = harness.engineMemory("1GB");
        List<Run> paged = new ArrayList<>();
        List<Run> called = new ArrayList<>();
        List<Run> byHand = new ArrayList<>();
        long refused = 0;
        for (int round = 0; round < harness.options().rounds(3); round++) {
            try (FakeHttp api = FakeHttp.start()) {
                api.get("/rows")
                        .answers(
                                request -> Answer.json(page(Long.parseLong(
                                                request.query("page").orElse("1"))) + ", \"pages\": " + pages + "}"))
                        .fails(Failure.slow(LATENCY));
                api.get("/orders/{id}/items")
                        .answers(request -> Answer.json("{\"data\": [{\"id\": " + request.pathValue("id") + "}]}"))
                        .rateLimit(RateLimit.of(CALLS_PER_SECOND, Duration.ofSeconds(1), Instant::now)
                                .fractionsInReset())
                        .fails(Failure.slow(LATENCY));
                Values settings = PipetteLoad.settings(harness.renew("work"), memory, engineMemory)
                        .with(URL, api.baseUrl())
                        .with(ROWS, pages * ROWS_OF_PAGE)
                        .with(CALLS, calls);
                paged.add(harness.child("pipette-pages", settings));
                byHand.add(harness.child("hand-pages", settings));
                int before = api.requests().size();
                called.add(harness.child("pipette-calls", settings));
                refused += api.requests().size() - before - calls;
            }
        }
        double pagesBound = pages * LATENCY.toMillis() / 1e3 / AT_ONCE;
        double callsBound = (double) calls / CALLS_PER_SECOND;
        return new Report(
                        "Web API: " + Report.count(pages) + " pages of " + ROWS_OF_PAGE + " rows, and "
                                + Report.count(calls) + " calls for one row each",
                        List.of("", "median s", "each s", "CPU s", "bound s", "time / bound", "a second"))
                .line(line(
                        "pages, " + AT_ONCE + " at a time, " + LATENCY.toMillis() + " ms each",
                        paged,
                        pagesBound,
                        pages))
                .line(line("the same by the JDK's client, not read, not loaded", byHand, pagesBound, pages))
                .line(line("calls, the API takes " + CALLS_PER_SECOND + " a second", called, callsBound, calls))
                .note(String.format(
                        Locale.ROOT,
                        "target: pages in at most %.1f times their bound, and no call refused: %d were",
                        GOAL,
                        refused))
                .note(
                        "from the first request to the commit in DuckDB; the API is a process of its own on the same machine")
                .note(PipetteLoad.warmth())
                .note(PipetteLoad.memories(memory, engineMemory));
    }

    private static List<String> line(String title, List<Run> runs, double bound, long count) {
        double wall = Harness.median(runs.stream().mapToDouble(Run::wall).toArray());
        double cpu = Harness.median(runs.stream().mapToDouble(Run::cpu).toArray());
        return List.of(
                title,
                Series.seconds(wall),
                runs.stream().map(run -> Series.seconds(run.wall())).collect(Collectors.joining(" ")),
                Series.seconds(cpu),
                Series.seconds(bound),
                String.format(Locale.ROOT, "%.2f", wall / bound),
                String.format(Locale.ROOT, "%,.0f", count / wall));
    }
}

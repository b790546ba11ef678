package dev.pipette.benchmark;

import static dev.pipette.Pipette.resource;
import static dev.pipette.testing.PipetteAssertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.pipette.Destination;
import dev.pipette.Pipeline;
import dev.pipette.testing.LoadTest;
import dev.pipette.testing.TestDestination;
import dev.pipette.testing.Workspace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Test classes that do next to nothing, run by JUnit, and the times at which that happens. */
final class KitStart {
    /** How many tests follow the first one. */
    static final int LATER = 20;

    private static final List<Times> TESTS = new ArrayList<>();

    private KitStart() {}

    /** Of one test, by {@link System#nanoTime()}. */
    private static final class Times {
        private final long begun;
        private long ready;
        private long loaded;
        private long over;

        Times(long begun) {
            this.begun = begun;
        }
    }

    /** Into DuckDB. */
    @LoadTest
    static class IntoDuckDb {
        @RepeatedTest(LATER + 1)
        void one_row(Pipeline pipeline, Workspace workspace) {
            test(pipeline, workspace);
        }
    }

    /** Into PostgreSQL. */
    @LoadTest(destinations = TestDestination.POSTGRES)
    static class IntoPostgres {
        @RepeatedTest(LATER + 1)
        void one_row(Pipeline pipeline, Workspace workspace) {
            test(pipeline, workspace);
        }
    }

    private static void test(Pipeline pipeline, Workspace workspace) {
        answer(pipeline.destination(), workspace.home());
        TESTS.getLast().ready = System.nanoTime();
        pipeline.run(resource("orders").rows(List.of(Map.of("id", 1))));
        assertThat(pipeline.dataset()).table("orders").hasRowCount(1);
        TESTS.getLast().loaded = System.nanoTime();
    }

    /** PostgreSQL answers; a DuckDB file is made by the first load, so another database stands for it. */
    private static void answer(Destination destination, Path home) {
        if (destination.scheme().equals("postgres")) {
            assertThat(destination.query("SELECT 1", home).size()).isEqualTo(1);
        } else {
            try (var connection = new org.duckdb.DuckDBDriver().connect("jdbc:duckdb:", new java.util.Properties());
                    var statement = connection.createStatement()) {
                statement.execute("SELECT 1");
            } catch (java.sql.SQLException failed) {
                throw new IllegalStateException(failed);
            }
        }
    }

    static void measure(String destination, Meter meter) throws Exception {
        Files.createDirectories(Path.of(System.getProperty("java.io.tmpdir")));
        Class<?> tests = destination.equals(TestDestination.DUCKDB) ? IntoDuckDb.class : IntoPostgres.class;
        long start = System.nanoTime();
        meter.time(() -> LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectClass(tests))
                                .build(),
                        new Watch(start)));
        if (TESTS.size() != LATER + 1) {
            throw new IllegalStateException("expected " + (LATER + 1) + " tests, and " + TESTS.size() + " ran");
        }
        Times first = TESTS.getFirst();
        List<Times> later = TESTS.subList(1, TESTS.size());
        meter.results().put("first.ready", first.ready - first.begun);
        meter.results().put("first.loaded", first.loaded - first.begun);
        meter.results().put("first.whole", first.over - first.begun);
        meter.results().put("later.ready", median(later, times -> times.ready - times.begun));
        meter.results().put("later.loaded", median(later, times -> times.loaded - times.begun));
        meter.results().put("later.whole", median(later, times -> times.over - times.begun));
    }

    private static double median(List<Times> tests, ToLongFunction<Times> nanos) {
        return Harness.median(tests.stream()
                .mapToDouble(times -> (double) nanos.applyAsLong(times))
                .toArray());
    }

    /** The first test begins when JUnit does. */
    private record Watch(long start) implements TestExecutionListener {
        @Override
        public void executionStarted(TestIdentifier test) {
            if (test.isTest()) {
                TESTS.add(new Times(TESTS.isEmpty() ? start : System.nanoTime()));
            }
        }

        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            if (test.isTest()) {
                TESTS.getLast().over = System.nanoTime();
            }
            result.getThrowable().ifPresent(failed -> {
                throw new IllegalStateException(failed);
            });
        }
    }
}

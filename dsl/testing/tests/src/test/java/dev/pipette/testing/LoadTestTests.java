package dev.pipette.testing;

import static dev.pipette.Pipette.resource;
import static dev.pipette.testing.TestDestination.DUCKDB;
import static dev.pipette.testing.TestDestination.POSTGRES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.Dataset;
import dev.pipette.Destination;
import dev.pipette.Pipeline;
import dev.pipette.Resource;
import dev.pipette.testing.folders.MemoryFolders;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jooq.CloseableDSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.testkit.engine.EngineExecutionResults;

/** What {@link LoadTest} gives to tests of all shapes, and what it leaves behind. */
class LoadTestTests {
    private static Resource orders(int... ids) {
        return resource("orders")
                .rows(java.util.Arrays.stream(ids)
                        .mapToObj(id -> java.util.Map.<String, Object>of("id", id))
                        .toList());
    }

    @LoadTest(clock = "2025-12-24T15:00:00Z")
    static class Everything {
        static final Queue<Path> FOLDERS = new ConcurrentLinkedQueue<>();

        @Test
        void is_given(
                Pipeline pipeline,
                Dataset dataset,
                Destination destination,
                TestClock clock,
                Clock same,
                Workspace workspace) {
            pipeline.run(orders(1, 2));
            FOLDERS.add(workspace.folder());

            assertThat(pipeline.name()).isEqualTo("test");
            assertThat(pipeline.home()).isEqualTo(workspace.folder().resolve("home"));
            assertThat(pipeline.destination()).isEqualTo(destination);
            assertThat(destination).hasToString("duckdb:" + workspace.folder().resolve("test.duckdb"));
            assertThat(dataset.count("orders")).isEqualTo(2);
            assertThat(clock.instant()).isEqualTo("2025-12-24T15:00:00Z");
            assertThat(same).isSameAs(clock);
            assertThat(pipeline.admin().loads().getFirst().insertedAt())
                    .isEqualTo(Instant.parse("2025-12-24T15:00:00Z"));
        }

        @Test
        void is_given_anew(Pipeline pipeline, Workspace workspace) {
            pipeline.run(orders(1));
            FOLDERS.add(workspace.folder());

            assertThat(pipeline.dataset().count("orders")).isEqualTo(1);
        }
    }

    @Test
    void a_test_is_given_what_it_asks_for_and_everything_is_deleted_when_it_passed() {
        EngineExecutionResults results = Kit.run(Everything.class);

        assertThat(Kit.failures(results)).isEmpty();
        assertThat(results.testEvents().succeeded().count()).isEqualTo(2);
        assertThat(Everything.FOLDERS).hasSize(2).doesNotHaveDuplicates().allMatch(Files::notExists);
    }

    @LoadTest(destinations = {DUCKDB, POSTGRES})
    static class OnBoth {
        static final Queue<String> SCHEMES = new ConcurrentLinkedQueue<>();

        @Test
        void first(Pipeline pipeline) {
            pipeline.run(orders(1));
            SCHEMES.add(pipeline.destination().scheme());

            assertThat(pipeline.dataset().count("orders")).isEqualTo(1);
        }

        @Test
        void second(Pipeline pipeline) {
            pipeline.run(orders(1));

            assertThat(pipeline.dataset().count("orders")).isEqualTo(1);
        }

        @Nested
        class Inside {
            @ParameterizedTest
            @ValueSource(ints = {1, 2})
            void more(int rows, Pipeline pipeline) {
                pipeline.run(orders(java.util.stream.IntStream.range(0, rows).toArray()));
                SCHEMES.add(pipeline.destination().scheme());

                assertThat(pipeline.dataset().count("orders")).isEqualTo(rows);
            }
        }
    }

    @Test
    void the_same_tests_nested_and_parameterized_ones_too_run_on_each_destination_which_the_report_names() {
        OnBoth.SCHEMES.clear();

        EngineExecutionResults results = Kit.run(OnBoth.class);

        assertThat(Kit.failures(results)).isEmpty();
        assertThat(results.testEvents().succeeded().count()).isEqualTo(8);
        assertThat(OnBoth.SCHEMES)
                .containsExactlyInAnyOrder("duckdb", "duckdb", "duckdb", "postgres", "postgres", "postgres");
        assertThat(results.containerEvents().started().stream()
                        .map(event -> event.getTestDescriptor().getDisplayName()))
                .contains("duckdb", "postgres");
    }

    @LoadTest(destinations = {DUCKDB, POSTGRES})
    static class Failing {
        @Test
        void fails_after_loading(Pipeline pipeline) {
            pipeline.run(orders(1));

            assertThat(pipeline.dataset().count("orders")).isEqualTo(2);
        }
    }

    @Test
    void what_a_failed_test_left_behind_is_kept_and_told() throws Exception {
        EngineExecutionResults results = Kit.run(Failing.class);

        List<String> kept = Kit.kept(results);
        Path duckdb = Path.of(kept.getFirst().split(";")[0]);
        Path postgres = Path.of(kept.get(1).split(";")[0]);
        assertThat(kept.getFirst()).isEqualTo(duckdb + "; destination duckdb:" + duckdb.resolve("test.duckdb"));
        assertThat(duckdb.resolve("test.duckdb")).exists();
        assertThat(kept.get(1)).startsWith(postgres + "; destination postgres:");
        assertThat(Files.readString(postgres.resolve("postgres/test_dataset/orders.json")))
                .contains("{\"id\":1,");
        MemoryFolders.delete(duckdb);
        MemoryFolders.delete(postgres);
    }

    @LoadTest
    static class NeverRun {
        @Test
        void forgets(Pipeline pipeline) {
            assertThat(pipeline.name()).isEqualTo("test");
        }

        @Test
        void forgets_two_of_three(Workspace workspace) {
            workspace.pipeline("a").run(orders(1));
            assertThat(List.of(workspace.pipeline("b"), workspace.pipeline("c")))
                    .hasSize(2);
        }
    }

    @Test
    void a_test_that_never_runs_its_pipeline_fails_and_says_so() {
        EngineExecutionResults results = Kit.run(NeverRun.class);

        assertThat(Kit.failures(results))
                .containsExactlyInAnyOrder(
                        "forgets asked for pipeline 'test' and never ran it, so it tested nothing. Call pipeline.run(..),"
                                + " leave it out, or say @LoadTest(mustRun = false).",
                        "forgets_two_of_three asked for pipelines 'b', 'c' and never ran them, so it tested nothing. Call"
                                + " pipeline.run(..), leave it out, or say @LoadTest(mustRun = false).");
        Kit.kept(results).forEach(kept -> MemoryFolders.delete(Path.of(kept.split(";")[0])));
    }

    @LoadTest
    static class RunsOtherwise {
        @Test
        void by_a_changed_pipeline(Pipeline pipeline) {
            pipeline.datasetName("other").listener((step, loadId) -> {}).run(orders(1));
        }

        @Test
        void without_anything_to_load(Pipeline pipeline) {
            pipeline.run(resource("orders").rows(List.of()));
        }

        @Test
        void not_because_it_is_not_wanted_here(Pipeline pipeline) {
            org.junit.jupiter.api.Assumptions.abort("not on this machine: " + pipeline);
        }
    }

    @LoadTest(mustRun = false)
    static class NeedNotRun {
        @Test
        void only_looks(Pipeline pipeline) {
            assertThat(pipeline.datasetName()).isEqualTo("test_dataset");
        }
    }

    @Test
    void a_pipeline_that_was_derived_counts_and_who_need_not_run_may_stay() {
        EngineExecutionResults results = Kit.run(RunsOtherwise.class, NeedNotRun.class);

        assertThat(Kit.failures(results)).isEmpty();
        assertThat(results.testEvents().succeeded().count()).isEqualTo(3);
        assertThat(results.testEvents().aborted().count()).isEqualTo(1);
    }

    @LoadTest(destinations = POSTGRES)
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    static class OfTheClass {
        static final Queue<Path> FOLDERS = new ConcurrentLinkedQueue<>();

        @BeforeAll
        void loads_once(Pipeline pipeline, Workspace workspace) {
            pipeline.run(orders(1, 2, 3));
            FOLDERS.add(workspace.folder());
        }

        @Test
        void first_looks(Dataset dataset) {
            assertThat(dataset.count("orders")).isEqualTo(3);
        }

        @Test
        void second_looks(Dataset dataset, Workspace workspace) {
            assertThat(dataset.count("orders")).isEqualTo(3);
            assertThat(FOLDERS).contains(workspace.folder());
        }
    }

    @Test
    void what_is_asked_for_before_all_tests_belongs_to_the_class() {
        EngineExecutionResults results = Kit.run(OfTheClass.class);

        assertThat(Kit.failures(results)).isEmpty();
        assertThat(results.testEvents().succeeded().count()).isEqualTo(2);
        assertThat(OfTheClass.FOLDERS).hasSize(1).allMatch(Files::notExists);
    }

    @LoadTest(destinations = {DUCKDB, POSTGRES})
    static class OfTheClassTwice {
        @BeforeAll
        static void loads_once(Pipeline pipeline) {
            pipeline.run(orders(1));
        }

        @Test
        void never_begins() {}
    }

    @LoadTest
    @ParameterizedClass
    @ValueSource(ints = {1, 2})
    static class WithArguments {
        @Parameter
        int rows;

        @Test
        void loads(Pipeline pipeline) {
            pipeline.run(orders(java.util.stream.IntStream.range(0, rows).toArray()));

            assertThat(pipeline.dataset().count("orders")).isEqualTo(rows);
        }
    }

    @LoadTest(destinations = {DUCKDB, POSTGRES})
    @ParameterizedClass
    @ValueSource(ints = {1, 2})
    static class WithArgumentsTwice {
        @Parameter
        int rows;

        @Test
        void never_begins() {}
    }

    @Test
    void what_junit_runs_once_can_have_one_destination() {
        assertThat(Kit.failures(Kit.run(WithArguments.class))).isEmpty();
        assertThat(Kit.failures(Kit.run(OfTheClassTwice.class)))
                .singleElement()
                .asString()
                .endsWith("@BeforeAll methods and constructors of PER_CLASS run once for all destinations of"
                        + " dev.pipette.testing.LoadTestTests$OfTheClassTwice, so there is no pipeline for them. Ask in"
                        + " @BeforeEach or in the test, or name one destination.");
        assertThat(Kit.failures(Kit.run(WithArgumentsTwice.class)))
                .containsExactly(
                        "dev.pipette.testing.LoadTestTests$WithArgumentsTwice is a @ParameterizedClass and asks for"
                                + " several destinations, and JUnit runs the one or the other. Leave one destination, or make the"
                                + " tests @ParameterizedTest.");
    }

    @LoadTest
    static class ByConstructor {
        private final Pipeline pipeline;

        ByConstructor(Pipeline pipeline) {
            this.pipeline = pipeline;
        }

        @BeforeEach
        void loads(Pipeline same) {
            same.run(orders(1));
            assertThat(same.home()).isEqualTo(pipeline.home());
        }

        @Test
        void one(Dataset dataset) {
            assertThat(dataset.count("orders")).isEqualTo(1);
        }

        @Test
        void two() {
            assertThat(pipeline.dataset().count("orders")).isEqualTo(1);
        }
    }

    @Test
    void a_constructor_and_before_each_are_given_what_the_test_is_given() {
        EngineExecutionResults results = Kit.run(ByConstructor.class);

        assertThat(Kit.failures(results)).isEmpty();
        assertThat(results.testEvents().succeeded().count()).isEqualTo(2);
    }

    @LoadTest(destinations = {DUCKDB, POSTGRES})
    static class SideBySide {
        @ParameterizedTest
        @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
        void loads_its_own(int rows, Pipeline pipeline) {
            pipeline.run(orders(java.util.stream.IntStream.range(0, rows).toArray()));

            assertThat(pipeline.dataset().count("orders")).isEqualTo(rows);
        }
    }

    @Test
    void tests_run_side_by_side() {
        EngineExecutionResults results = Kit.runSideBySide(SideBySide.class, OnBoth.class);

        assertThat(Kit.failures(results)).isEmpty();
        assertThat(results.testEvents().succeeded().count()).isEqualTo(24);
    }

    @LoadTest(clock = "yesterday")
    static class WrongClock {
        @Test
        void never_begins(Pipeline pipeline) {
            pipeline.run(orders(1));
        }
    }

    @LoadTest(destinations = {})
    static class Nowhere {
        @Test
        void never_begins(Pipeline pipeline) {
            pipeline.run(orders(1));
        }
    }

    @Test
    void a_wrong_annotation_is_told() {
        EngineExecutionResults clock = Kit.run(WrongClock.class);
        EngineExecutionResults nowhere = Kit.run(Nowhere.class);

        assertThat(Kit.failures(clock))
                .singleElement()
                .asString()
                .endsWith(
                        "@LoadTest of dev.pipette.testing.LoadTestTests$WrongClock: clock 'yesterday' is not an instant."
                                + " Write it like 2025-12-24T15:00:00Z.");
        assertThat(Kit.failures(nowhere))
                .containsExactly(
                        "@LoadTest of dev.pipette.testing.LoadTestTests$Nowhere has no destinations, so nothing"
                                + " would run. Name one.");
    }

    @LoadTest(destinations = POSTGRES)
    static class LeftOpen {
        /** Reachable after the test: PostgreSQL's driver closes a connection that the collector finds. */
        private static final List<CloseableDSLContext> OPEN = new ArrayList<>();

        @Test
        void holds_a_table(Pipeline pipeline) {
            pipeline.run(orders(1));
            OPEN.add(pipeline.dataset().dsl());
            OPEN.getLast().execute("BEGIN; LOCK TABLE test_dataset.orders");
        }
    }

    @Test
    void a_transaction_that_a_test_left_open_is_told() {
        EngineExecutionResults results = Kit.run(LeftOpen.class);

        assertThat(Kit.failures(results))
                .singleElement()
                .asString()
                .startsWith("the test left something open that holds its tables, a dataset().dsl() or a transaction;"
                        + " close it: ");
    }

    /** The kit is compiled for JUnit 5.14; the same tests run on JUnit 6 in a module of their own. */
    @Test
    void the_junit_of_the_class_path_is_the_one_that_is_meant() {
        String jar =
                Test.class.getProtectionDomain().getCodeSource().getLocation().getPath();

        assertThat(jar).contains("junit-jupiter-api-" + System.getProperty("pipette.junit"));
    }

    @Test
    void a_clock_goes_until_it_is_set() {
        TestClock clock = TestClock.going();
        Instant before = Instant.now();
        Instant read = clock.instant();
        clock.set(Instant.parse("2025-12-24T15:00:00Z"));
        TestClock inBerlin = clock.withZone(java.time.ZoneId.of("Europe/Berlin"));

        clock.advance(Duration.ofDays(1));

        assertThat(read).isBetween(before, Instant.now());
        assertThat(inBerlin.instant()).isEqualTo("2025-12-25T15:00:00Z");
        assertThat(inBerlin).hasToString("TestClock[2025-12-25T15:00:00Z, Europe/Berlin]");
    }
}

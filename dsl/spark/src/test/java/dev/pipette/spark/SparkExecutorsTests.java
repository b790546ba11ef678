package dev.pipette.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.LoadInfo;
import dev.pipette.Pipeline;
import dev.pipette.spark.SparkShop.Opening;
import dev.pipette.spark.SparkShop.Trouble;
import dev.pipette.testing.LoadTest;
import dev.pipette.testing.Workspace;
import dev.pipette.testing.child.ChildJava;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Three executors that are processes of their own, with speculation. */
@LoadTest(mustRun = false)
@Timeout(value = 180, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SparkExecutorsTests {
    private static final int PAGES = 12;

    private static @Nullable LoopbackCluster cluster;
    private static @Nullable JavaSparkContext made;

    @BeforeAll
    static void start() throws IOException {
        cluster = LoopbackCluster.start(3);
        made = new JavaSparkContext(new SparkConf()
                .setMaster(cluster.url())
                .setAppName("executors")
                .set("spark.ui.enabled", "false")
                .set("spark.driver.bindAddress", "127.0.0.1")
                .set("spark.driver.host", "127.0.0.1")
                .set("spark.executor.memory", "512m")
                .set("spark.executor.extraClassPath", ChildJava.classPath())
                .set("spark.executor.extraJavaOptions", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
                .set("spark.executorEnv.JAVA_HOME", System.getProperty("java.home"))
                .set("spark.speculation", "true")
                .set("spark.speculation.interval", "50ms")
                .set("spark.speculation.quantile", "0.5")
                .set("spark.speculation.minTaskRuntime", "50ms"));
    }

    @AfterAll
    static void stop() {
        context().stop();
        Objects.requireNonNull(cluster).close();
    }

    private static JavaSparkContext context() {
        return Objects.requireNonNull(made);
    }

    private static SparkSlices slices(Workspace workspace) {
        return SparkSlices.on(context(), workspace.folder().resolve("stage").toString());
    }

    private static void hasAllOnce(Pipeline pipeline) {
        int rows = PAGES * SparkShop.PAGE;
        assertThat(pipeline.dataset().count("events")).isEqualTo(rows);
        assertThat(pipeline.dataset().query("SELECT DISTINCT id FROM events").size())
                .isEqualTo(rows);
        assertThat(pipeline.dataset().count("events__lines")).isEqualTo(rows);
        assertThat(pipeline.dataset().query("SELECT load_id FROM _dlt_loads").size())
                .isEqualTo(1);
    }

    private static Set<Long> processes(List<Opening> openings) {
        Set<Long> processes = new HashSet<>();
        openings.forEach(opening -> processes.add(opening.process()));
        return processes;
    }

    @Test
    void rows_are_there_once_when_an_executor_is_killed(Pipeline pipeline, Workspace workspace) throws Exception {
        Path folder = workspace.folder();
        CompletableFuture<Long> killed = CompletableFuture.supplyAsync(() -> {
            try {
                long victim = SparkShop.awaitOpenings(folder, 1).getFirst().process();
                assertThat(victim).isNotEqualTo(ProcessHandle.current().pid());
                assertThat(ProcessHandle.of(victim).orElseThrow().destroyForcibly())
                        .isTrue();
                return victim;
            } catch (IOException | InterruptedException failed) {
                throw new IllegalStateException(failed);
            }
        });

        LoadInfo _ = pipeline.executor(slices(workspace)).run(SparkShop.open(folder, PAGES, Trouble.WAITS_FOR_DEATH));

        hasAllOnce(pipeline);
        assertThat(ProcessHandle.of(killed.get()).filter(ProcessHandle::isAlive))
                .isEmpty();
        assertThat(SparkShop.openings(folder).stream()
                        .filter(opening -> opening.page() == SparkShop.TROUBLED)
                        .map(Opening::process))
                .hasSizeGreaterThan(1)
                .contains(killed.get());
    }

    @Test
    void rows_are_there_once_when_two_executors_read_the_same_slice(Pipeline pipeline, Workspace workspace)
            throws Exception {
        Assumptions.assumeTrue(LoopbackCluster.isSeveralHosts(), "Spark reads a slice twice only on two hosts");
        Path folder = workspace.folder();

        LoadInfo _ = pipeline.executor(slices(workspace)).run(SparkShop.open(folder, PAGES, Trouble.WAITS_FOR_TWIN));

        hasAllOnce(pipeline);
        List<Opening> twins = SparkShop.openings(folder).stream()
                .filter(opening -> opening.page() == SparkShop.TROUBLED)
                .toList();
        assertThat(twins).hasSizeGreaterThan(1);
        assertThat(processes(twins)).as("executors with the same slice").hasSizeGreaterThan(1);
        assertThat(processes(SparkShop.openings(folder)))
                .doesNotContain(ProcessHandle.current().pid());
        try (Stream<Path> left = Files.walk(workspace.folder().resolve("stage"))) {
            assertThat(left.filter(file -> file.toString().endsWith("receipt.json")))
                    .isEmpty();
        }
    }
}

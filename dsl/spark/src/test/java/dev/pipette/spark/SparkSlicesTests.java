package dev.pipette.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.LoadInfo;
import dev.pipette.Pipeline;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.slices.SliceExecutor;
import dev.pipette.slices.SliceTask;
import dev.pipette.spark.SparkShop.Trouble;
import dev.pipette.testing.LoadTest;
import dev.pipette.testing.Workspace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What Spark does with slices, on threads of this process: two at once, three attempts each. */
@LoadTest(mustRun = false)
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SparkSlicesTests {
    private static final int PAGES = 6;

    private static @Nullable SparkSession made;

    @BeforeAll
    static void start() {
        made = SparkSession.builder()
                .master("local[2,3]")
                .appName("slices")
                .config("spark.ui.enabled", false)
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.driver.host", "127.0.0.1")
                .getOrCreate();
    }

    @AfterAll
    static void stop() {
        spark().stop();
    }

    private static SparkSession spark() {
        return Objects.requireNonNull(made);
    }

    private static SparkSlices slices(Workspace workspace) {
        return SparkSlices.on(spark(), workspace.folder().resolve("stage").toString());
    }

    private static void hasAll(Pipeline pipeline, Workspace workspace) {
        int rows = PAGES * SparkShop.PAGE;
        assertThat(workspace.folder().resolve("test.duckdb")).exists();
        assertThat(pipeline.dataset().count("events")).isEqualTo(rows);
        assertThat(pipeline.dataset().query("SELECT DISTINCT id FROM events").size())
                .isEqualTo(rows);
        assertThat(pipeline.dataset().count("events__lines")).isEqualTo(rows);
    }

    private static long troubles(Path folder) {
        return SparkShop.openings(folder).stream()
                .filter(opening -> opening.page() == SparkShop.TROUBLED)
                .count();
    }

    /** Passes tasks on, and keeps which ones ended, and on which thread. */
    private record Watched(SparkSlices slices, List<SliceTask> given, List<SliceTask> ended, List<Thread> threads)
            implements SliceExecutor {
        Watched(SparkSlices slices) {
            this(slices, new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }

        @Override
        public String describe() {
            return slices.describe();
        }

        @Override
        public String stage() {
            return slices.stage();
        }

        @Override
        public void run(List<SliceTask> tasks, Ended told) throws InterruptedException {
            given.addAll(tasks);
            threads.add(Thread.currentThread());
            slices.run(tasks, task -> {
                ended.add(task);
                threads.add(Thread.currentThread());
                told.ended(task);
            });
        }
    }

    @Test
    void spark_reads_what_the_driver_loads_and_reports_each_task_once(Pipeline pipeline, Workspace workspace)
            throws InterruptedException {
        Watched watched = new Watched(slices(workspace));
        Path folder = workspace.folder();

        LoadInfo info = pipeline.executor(watched).run(SparkShop.open(folder, PAGES, Trouble.NONE));

        hasAll(pipeline, workspace);
        assertThat(watched.given()).hasSize(PAGES);
        assertThat(watched.ended()).containsExactlyInAnyOrderElementsOf(watched.given());
        assertThat(watched.threads())
                .as("threads that hear of tasks")
                .containsOnly(watched.threads().getFirst());
        assertThat(SparkShop.openings(folder)).hasSize(PAGES);
        SparkContext context = spark().sparkContext();
        String group = info.packages().getFirst().loadId();
        while (context.statusTracker().getJobIdsForGroup(group).length == 0) {
            Thread.sleep(20); // Spark notes jobs on a thread of its own; until the timeout of the test
        }
    }

    /** A pipeline gives tasks to an executor on a thread of its own: this test does so on the user's. */
    @Test
    void the_job_group_of_the_user_stays(Pipeline pipeline, Workspace workspace) throws InterruptedException {
        Watched watched = new Watched(slices(workspace));
        LoadInfo _ = pipeline.executor(watched).run(SparkShop.open(workspace.folder(), PAGES, Trouble.NONE));
        SparkContext context = spark().sparkContext();
        context.setJobGroup("of the user", "before", false);

        slices(workspace).run(watched.given(), task -> {});

        assertThat(context.getLocalProperty("spark.jobGroup.id")).isEqualTo("of the user");
        assertThat(context.getLocalProperty("spark.job.description")).isEqualTo("before");
        context.clearJobGroup();
    }

    @Test
    void slices_are_put_into_as_many_tasks_as_asked_for(Pipeline pipeline, Workspace workspace) {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark().sparkContext());
        SparkSlices two = SparkSlices.on(context, slices(workspace).stage()).mostTasks(2);

        LoadInfo _ = pipeline.executor(two).run(SparkShop.open(workspace.folder(), PAGES, Trouble.NONE));

        hasAll(pipeline, workspace);
        assertThat(two.mostTasks()).isEqualTo(2);
        assertThat(two.describe()).isEqualTo("Spark at local[2,3]");
        assertThatThrownBy(() -> two.mostTasks(0))
                .hasMessage("[BAD_USAGE] mostTasks(0) is less than 1. Use at least 1.");
    }

    @Test
    void a_slice_that_fails_is_tried_again(Pipeline pipeline, Workspace workspace) {
        LoadInfo _ = pipeline.executor(slices(workspace))
                .run(SparkShop.open(workspace.folder(), PAGES, Trouble.FAILS_TWICE));

        hasAll(pipeline, workspace);
        assertThat(troubles(workspace.folder())).isEqualTo(3);
    }

    @Test
    void a_slice_that_fails_too_often_is_the_error_of_the_run(Pipeline pipeline, Workspace workspace) {
        Pipeline spread = pipeline.executor(slices(workspace));

        assertThatThrownBy(() -> spread.run(SparkShop.open(workspace.folder(), PAGES, Trouble.FAILS)))
                .isInstanceOfSatisfying(PipetteException.class, failed -> {
                    assertThat(failed.code()).isEqualTo(ErrorCode.RESOURCE_FAILED);
                    assertThat(failed.resource()).contains("events");
                    assertThat(failed.getMessage())
                            .contains("slice page=3: ")
                            .contains("no such page")
                            .doesNotContain("Job aborted");
                });
        assertThat(troubles(workspace.folder())).isEqualTo(3);
        assertThat(workspace.folder().resolve("test.duckdb")).doesNotExist();
    }

    @Test
    void wrong_settings_of_an_executor_are_not_tried_again(Pipeline pipeline, Workspace workspace) {
        Pipeline spread = pipeline.executor(slices(workspace));

        assertThatThrownBy(() -> spread.run(SparkShop.open(workspace.folder(), PAGES, Trouble.REFUSES_SETTINGS)))
                .isInstanceOfSatisfying(PipetteException.class, failed -> {
                    assertThat(failed.code()).isEqualTo(ErrorCode.BAD_SETTINGS);
                    assertThat(failed.getMessage()).contains("slice page=3: ").contains("SHOP_KEY is not set. Set it.");
                });
        assertThat(troubles(workspace.folder())).isEqualTo(1);
    }

    @Test
    void what_spark_alone_knows_is_the_error_where_no_slice_has_one(Pipeline pipeline, Workspace workspace)
            throws Exception {
        CompletableFuture<Throwable> error = new CompletableFuture<>();
        Thread _ = started(pipeline, workspace, error);
        SparkShop.awaitOpenings(workspace.folder(), 1);

        spark().sparkContext().cancelAllJobs();

        assertThat(error.get()).isInstanceOfSatisfying(PipetteException.class, failed -> {
            assertThat(failed.code()).isEqualTo(ErrorCode.RESOURCE_FAILED);
            assertThat(failed.resource()).contains("events");
            assertThat(failed.getMessage())
                    .matches("\\[RESOURCE_FAILED] resource events: Spark at local\\[2,3] did not run all slices: "
                            + "\\[SPARK_JOB_CANCELLED] Job [0-9]+ cancelled as part of cancellation of all jobs "
                            + "SQLSTATE: XXKDA\\. The logs of the executors say more\\. Nothing was loaded\\.");
        });
    }

    private static Thread started(Pipeline pipeline, Workspace workspace, CompletableFuture<Throwable> error) {
        Pipeline spread = pipeline.executor(slices(workspace));
        return Thread.ofPlatform().start(() -> {
            try {
                LoadInfo _ = spread.run(SparkShop.open(workspace.folder(), PAGES, Trouble.WAITS));
                error.completeExceptionally(new AssertionError("the run ended"));
            } catch (PipetteException failed) {
                error.complete(failed);
            }
        });
    }

    @Test
    void an_interrupt_cancels_the_job(Pipeline pipeline, Workspace workspace) throws Exception {
        CompletableFuture<Throwable> error = new CompletableFuture<>();
        Thread run = started(pipeline, workspace, error);
        SparkShop.awaitOpenings(workspace.folder(), 1);

        run.interrupt();

        assertThat(error.get())
                .isInstanceOfSatisfying(
                        PipetteException.class,
                        failed -> assertThat(failed.code()).isEqualTo(ErrorCode.INTERRUPTED));
        SparkContext context = spark().sparkContext();
        while (context.statusTracker().getActiveJobIds().length > 0) {
            Thread.sleep(20); // until the timeout of the test
        }
        assertThat(workspace.folder().resolve("test.duckdb")).doesNotExist();
    }
}

package dev.pipette.spark;

import com.google.errorprone.annotations.CheckReturnValue;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.slices.SliceExecutor;
import dev.pipette.slices.SliceTask;
import java.util.List;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * Lets the executors of a Spark cluster read slices. Each slice is a task of a Spark job, which Spark tries again on another executor
 * when it fails ({@code spark.task.maxFailures}). The process with the Spark context loads, in one transaction.
 *
 * <pre>{@code
 * SparkSession spark = SparkSession.builder().appName("events").getOrCreate();
 * pipeline("events", warehouse)
 *         .executor(SparkSlices.on(spark, "/mnt/shared/stage"))
 *         .run(Sources.open("shop", Settings.load()));
 * }</pre>
 *
 * <p>The job group of the jobs is the load id. The executors need Pipette and the source on their class path, and the secrets of
 * the source in their settings.
 */
@CheckReturnValue
public final class SparkSlices implements SliceExecutor {
    private static final int MOST_TASKS = 200;

    private final SparkContext context;
    private final String stage;
    private final int mostTasks;

    private SparkSlices(SparkContext context, String stage, int mostTasks) {
        this.context = context;
        this.stage = stage;
        this.mostTasks = mostTasks;
    }

    /**
     * On the cluster of a context.
     *
     * <pre>{@code
     * SparkSlices slices = SparkSlices.on(context, "/mnt/shared/stage");
     * }</pre>
     *
     * @param stage address of the stage that the driver and all executors reach, such as a folder that they share
     */
    public static SparkSlices on(JavaSparkContext context, String stage) {
        return new SparkSlices(context.sc(), stage, MOST_TASKS);
    }

    /**
     * On the cluster of a session. A session of Spark Connect has no context, so that it cannot be used.
     *
     * <pre>{@code
     * SparkSlices slices = SparkSlices.on(spark, "/mnt/shared/stage");
     * }</pre>
     *
     * @param stage address of the stage that the driver and all executors reach, such as a folder that they share
     */
    public static SparkSlices on(SparkSession session, String stage) {
        return new SparkSlices(session.sparkContext(), stage, MOST_TASKS);
    }

    /**
     * Puts the slices of one resource into at most this many tasks: 200 by default.
     *
     * <pre>{@code
     * SparkSlices.on(spark, "/mnt/shared/stage").mostTasks(1_000);
     * }</pre>
     *
     * @param tasks at least 1
     * @throws PipetteException BAD_USAGE for less than 1
     */
    public SparkSlices mostTasks(int tasks) {
        if (tasks < 1) {
            throw new PipetteException(ErrorCode.BAD_USAGE, "mostTasks(" + tasks + ") is less than 1. Use at least 1.");
        }
        return new SparkSlices(context, stage, tasks);
    }

    @Override
    public String describe() {
        return "Spark at " + context.master();
    }

    @Override
    public String stage() {
        return stage;
    }

    @Override
    public int mostTasks() {
        return mostTasks;
    }

    @Override
    public void run(List<SliceTask> tasks, Ended ended) throws InterruptedException {
        if (tasks.isEmpty()) {
            return;
        }
        if (context.isStopped()) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "the Spark context of " + describe()
                            + " is stopped. Make a new one, and give it to SparkSlices.on(..).");
        }
        new SliceJob(context, tasks).run(ended);
    }
}

package dev.pipette.spark;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.slices.SliceExecutor.Ended;
import dev.pipette.slices.SliceTask;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import org.apache.spark.FutureAction;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.rdd.RDD;
import org.jspecify.annotations.Nullable;
import scala.jdk.javaapi.CollectionConverters;
import scala.jdk.javaapi.FutureConverters;
import scala.runtime.BoxedUnit;

/** One job of Spark, with a partition for each task. Spark reports each partition once, however many attempts it has had. */
final class SliceJob {
    /** Spark's names of what {@code setJobGroup} sets on a thread. */
    private static final List<String> OF_THREAD =
            List.of("spark.jobGroup.id", "spark.job.description", "spark.job.interruptOnCancel");

    private final SparkContext context;
    private final List<SliceTask> tasks;
    private final String group;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();

    /** What Spark reports, on threads of its own. */
    private sealed interface Event {
        record PartitionEnded(int index, String outcome) implements Event {}

        /** Without an error where all partitions have ended, each of which was reported before. */
        record JobEnded(@Nullable Throwable error) implements Event {}
    }

    SliceJob(SparkContext context, List<SliceTask> tasks) {
        this.context = context;
        this.tasks = List.copyOf(tasks);
        this.group = tasks.getFirst().loadId();
    }

    void run(Ended ended) throws InterruptedException {
        FutureAction<BoxedUnit> job = submitted();
        boolean whole = false;
        try {
            while (!whole) {
                switch (events.take()) {
                    case Event.PartitionEnded(int index, String outcome) -> {
                        if (!outcome.equals(SliceOutcome.WELL)) {
                            throw SliceOutcome.error(outcome);
                        }
                        ended.ended(tasks.get(index));
                    }
                    case Event.JobEnded(Throwable error) -> {
                        if (error != null) {
                            throw error(error);
                        }
                        whole = true;
                    }
                }
            }
        } catch (InterruptedException interrupted) {
            context.cancelJobGroup(group, "the run of load " + group + " was interrupted");
            throw interrupted;
        } finally {
            if (!whole) {
                job.cancel();
            }
        }
    }

    private FutureAction<BoxedUnit> submitted() {
        Map<String, @Nullable String> before = new LinkedHashMap<>();
        OF_THREAD.forEach(name -> before.put(name, context.getLocalProperty(name)));
        try {
            context.setJobGroup(group, "Pipette: resource " + tasks.getFirst().resource() + " of load " + group, true);
            FutureAction<BoxedUnit> job = context.submitJob(
                    partitions(),
                    new ReadSlice(),
                    CollectionConverters.asScala(IntStream.range(0, tasks.size())
                                    .<Object>mapToObj(index -> index)
                                    .toList())
                            .toSeq(),
                    (index, outcome) -> {
                        events.add(new Event.PartitionEnded((Integer) index, outcome));
                        return BoxedUnit.UNIT;
                    },
                    () -> BoxedUnit.UNIT);
            var _ = FutureConverters.asJava(job).whenComplete((done, error) -> events.add(new Event.JobEnded(error)));
            return job;
        } finally {
            before.forEach(context::setLocalProperty);
        }
    }

    private RDD<String> partitions() {
        List<String> texts = new ArrayList<>(tasks.stream().map(TaskText::of).toList());
        return JavaSparkContext.fromSparkContext(context)
                .parallelize(texts, texts.size())
                .rdd();
    }

    /** The error of the slice that Spark wrapped; the message of Spark where no slice reported one. */
    private PipetteException error(Throwable spark) {
        for (Throwable cause = spark; cause != null; cause = cause.getCause()) {
            if (cause instanceof ReadSlice.Failed failed) {
                return SliceOutcome.error(failed.outcome());
            }
        }
        return unknown(spark);
    }

    private PipetteException unknown(Throwable spark) {
        String message = String.valueOf(spark.getMessage());
        String first = message.lines().findFirst().orElse("").replaceFirst("\\.?$", ".");
        String resource = tasks.getFirst().resource();
        if (message.contains("ClassNotFoundException") || message.contains("NoClassDefFoundError")) {
            return new PipetteException(
                            ErrorCode.NOT_INSTALLED,
                            "resource " + resource + ": an executor of Spark at " + context.master()
                                    + " does not have a class: " + first
                                    + " Give executors Pipette and the source, by --jars or in the jar of the application.",
                            spark)
                    .inResource(resource);
        }
        return new PipetteException(
                        ErrorCode.RESOURCE_FAILED,
                        "resource " + resource + ": Spark at " + context.master() + " did not run all slices: " + first
                                + " The logs of the executors say more. Nothing was loaded.",
                        spark)
                .inResource(resource);
    }
}

package dev.pipette.workers;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import dev.pipette.Destination;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.slices.SliceExecutor;
import dev.pipette.slices.SliceTask;
import dev.pipette.spi.HostTurns;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Lets workers read the slices of a pipeline: processes that were started with {@code pipette worker}, or {@link Worker}s of your
 * own. They find slices in a PostgreSQL database, which need not be the destination.
 *
 * <pre>{@code
 * Workers workers = Workers.at(Destination.of("postgres://jobs@db/jobs"), "s3://load-stage/pipette");
 * pipeline("events", warehouse).executor(workers).run(Sources.open("shop", Settings.load()));
 * }</pre>
 */
public final class Workers implements SliceExecutor {
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final TaskDescriptor<SliceTask> SLICE = TaskDescriptor.of(SliceQueue.TASK, SliceTask.class);

    private final Destination database;
    private final String stage;
    private final Duration patience;

    private Workers(Destination database, String stage, Duration patience) {
        this.database = database;
        this.stage = stage;
        this.patience = patience;
    }

    /**
     * The workers at a queue.
     *
     * @param database with the queue, a PostgreSQL database
     * @param stage address of the stage: a folder that all processes share, or {@code s3://bucket/prefix}
     */
    public static Workers at(Destination database, String stage) {
        return new Workers(database, stage, PATIENCE);
    }

    /** Fails a run for which no worker was there this long; without it a minute. */
    public Workers patience(Duration time) {
        return new Workers(database, stage, time);
    }

    @Override
    public String describe() {
        return "workers at " + database.client(Path.of("").toAbsolutePath()).describe();
    }

    @Override
    public String stage() {
        return stage.contains("://")
                ? stage
                : Path.of(stage).toAbsolutePath().normalize().toString();
    }

    @Override
    public void run(List<SliceTask> tasks, Ended ended) throws InterruptedException {
        Map<String, SliceTask> open = new HashMap<>();
        tasks.forEach(task -> open.put(task.id(), task));
        try (SliceQueue queue = SliceQueue.open(database, Path.of("").toAbsolutePath());
                HostTurns.Sharing _ = HostTurns.share(new QueueTurns(queue))) {
            queue.forget(open.keySet());
            SchedulerClient client = SchedulerClient.Builder.create(queue.dataSource())
                    .tableName(SliceQueue.tasksTable())
                    .serializer(new TaskJson())
                    .build();
            Instant now = Instant.now();
            for (SliceTask task : tasks) {
                boolean _ = client.scheduleIfNotExists(
                        SLICE.instance(task.id()).data(task).scheduledTo(now));
            }
            try {
                await(queue, open, ended);
            } finally {
                queue.forget(tasks.stream().map(SliceTask::id).toList());
            }
        }
    }

    private void await(SliceQueue queue, Map<String, SliceTask> open, Ended ended) throws InterruptedException {
        long alive = System.nanoTime();
        while (!open.isEmpty()) {
            Set<String> unread = queue.open(open.keySet());
            queue.failure(open.keySet()).ifPresent(failure -> {
                throw failed(failure);
            });
            List<SliceTask> done = new ArrayList<>(open.values());
            done.removeIf(task -> unread.contains(task.id()));
            for (SliceTask task : done) {
                open.remove(task.id());
                ended.ended(task);
            }
            if (!done.isEmpty()
                    || !queue.workers(Worker.HEARTBEAT.multipliedBy(Worker.MISSED))
                            .isEmpty()) {
                alive = System.nanoTime();
            } else if (System.nanoTime() - alive > patience.toNanos()) {
                throw new PipetteException(
                        ErrorCode.SOURCE_UNAVAILABLE,
                        "no worker reads slices at " + queue.describe() + ", " + open.size() + " of which wait since "
                                + patience.toSeconds()
                                + " s. Start one on any machine with 'pipette worker --queue ..', with the same sources and"
                                + " the stage " + stage + ". Nothing was loaded.");
            }
            if (!open.isEmpty()) {
                Thread.sleep(LOOK);
            }
        }
    }

    private static PipetteException failed(SliceQueue.Failure failure) {
        ErrorCode code;
        try {
            code = ErrorCode.valueOf(failure.code());
        } catch (IllegalArgumentException ofAnotherVersion) {
            code = ErrorCode.RESOURCE_FAILED;
        }
        return new PipetteException(code, failure.message());
    }
}

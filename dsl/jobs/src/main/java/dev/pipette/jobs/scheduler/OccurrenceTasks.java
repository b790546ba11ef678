package dev.pipette.jobs.scheduler;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerBuilder;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.exceptions.TaskInstanceException;
import com.github.kagkarlsson.scheduler.jdbc.PostgreSqlJdbcCustomization;
import com.github.kagkarlsson.scheduler.jdbc.SqliteJdbcCustomization;
import com.github.kagkarlsson.scheduler.logging.LogLevel;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import dev.pipette.jobs.Occurrence;
import dev.pipette.jobs.OccurrenceStatus;
import dev.pipette.jobs.store.Claim;
import dev.pipette.jobs.store.ClaimResult;
import dev.pipette.jobs.store.JobStore;
import dev.pipette.jobs.store.Worker;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Brings each occurrence that is ready to one of the schedulers, by a task of db-scheduler with the occurrence's number. A task holds
 * no data and decides nothing: the store says whether the occurrence may begin. db-scheduler's own times are those of the system's
 * clock; they say no more than when it looks.
 */
final class OccurrenceTasks {
    private static final String NAME = "occurrence";
    private static final Duration AGAIN = Duration.ofSeconds(5);
    private static final Duration STOPPING = Duration.ofSeconds(10);

    private final JobStore store;
    private final Worker worker;
    private final Clock clock;
    private final RunningAttempts attempts;
    private final Runnable ended;
    private final SchedulerListener listener;
    private final CustomTask<Void> task;
    private final Scheduler scheduler;
    private final AtomicInteger running = new AtomicInteger();
    private volatile boolean paused;

    /**
     * Makes them.
     *
     * @param ended is called after each attempt: another occurrence of its job may be ready
     */
    OccurrenceTasks(
            JobStore store,
            Worker worker,
            SchedulerOptions options,
            Clock clock,
            RunningAttempts attempts,
            Runnable ended) {
        this.store = store;
        this.worker = worker;
        this.clock = clock;
        this.attempts = attempts;
        this.ended = ended;
        this.listener = options.listener();
        this.task = Tasks.custom(NAME, Void.class)
                .onDeadExecutionRevive()
                .onFailure(new FailureHandler.OnFailureRetryLater<>(AGAIN))
                .execute((instance, context) -> {
                    run(Long.parseLong(instance.getId()));
                    return new CompletionHandler.OnCompleteRemove<>();
                });
        this.scheduler = scheduler(options);
    }

    private Scheduler scheduler(SchedulerOptions options) {
        SchedulerBuilder builder = Scheduler.create(store.dataSource(), task)
                .tableName(store.tasksTable())
                .schedulerName(new SchedulerName.Fixed(worker.name()))
                .serializer(new NoTaskData())
                .threads(options.workers())
                .pollingInterval(options.look())
                .heartbeatInterval(options.heartbeat())
                .missedHeartbeatsLimit(options.missedHeartbeats())
                .failureLogging(LogLevel.WARN, true)
                .shutdownMaxWait(STOPPING)
                .enableImmediateExecution();
        return store.isShared()
                ? builder.jdbcCustomization(new PostgreSqlJdbcCustomization(false, true))
                        .pollUsingLockAndFetch(0.5, 1.0)
                        .build()
                : builder.jdbcCustomization(new SqliteJdbcCustomization())
                        .pollUsingFetchAndLockOnExecute(0.5, 1.0)
                        .build();
    }

    void start() {
        scheduler.start();
    }

    /** Begins nothing more. */
    void pause() {
        paused = true;
        scheduler.pause();
    }

    int running() {
        return running.get();
    }

    void stop() {
        scheduler.stop();
    }

    /** Lets occurrences begin, on any scheduler. Those that have a task keep it. */
    void add(List<Occurrence> ready) {
        // db-scheduler begins with what is due the longest
        Instant time = Instant.now().minusMillis(ready.size());
        for (Occurrence occurrence : ready) {
            add(task.instance(String.valueOf(occurrence.id())), time);
            time = time.plusMillis(1);
        }
    }

    /** db-scheduler does not know what SQLite says when another scheduler adds the same task at the same moment. */
    private void add(TaskInstance<Void> instance, Instant time) {
        try {
            scheduler.scheduleIfNotExists(instance, time);
        } catch (TaskInstanceException failed) {
            if (scheduler.getScheduledExecution(instance).isEmpty()) {
                throw failed;
            }
        }
    }

    private void run(ClaimResult claimed) throws InterruptedException {
        if (claimed instanceof ClaimResult.Claimed(Claim claim)) {
            attempts.run(claim);
            ended.run();
        } else if (claimed instanceof ClaimResult.Over(Occurrence over) && over.status() == OccurrenceStatus.SKIPPED) {
            listener.skipped(over);
        }
    }

    /** Those that cannot begin get a task again when they can. */
    private void run(long occurrence) {
        running.incrementAndGet();
        try {
            if (!paused) {
                run(store.attempts().claim(occurrence, worker, clock.instant()));
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        } finally {
            running.decrementAndGet();
        }
    }
}

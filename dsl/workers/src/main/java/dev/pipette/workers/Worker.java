package dev.pipette.workers;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.jdbc.PostgreSqlJdbcCustomization;
import dev.pipette.Destination;
import dev.pipette.error.PipetteException;
import dev.pipette.settings.Settings;
import dev.pipette.slices.SliceTask;
import dev.pipette.spi.HostTurns;
import dev.pipette.worker.SliceWorker;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A process that reads slices from the queue of a database, until it is closed. Any number of workers may run, on any machines; what
 * one of them was reading when it died, another one reads again. It needs the sources on its class path, their secrets in its
 * settings, and the stage.
 *
 * <pre>{@code
 * try (Worker worker = Worker.at(Destination.of("postgres://jobs@db/jobs"), Settings.load()).threads(8).start()) {
 *     stopping.await();
 * }
 * }</pre>
 */
public final class Worker implements AutoCloseable {
    /** A worker of which nothing was heard for four of these is dead. */
    static final Duration HEARTBEAT = Duration.ofSeconds(2);

    static final int MISSED = 4;

    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
    private static final int USUAL_THREADS = 4;
    private static final Duration LOOK = Duration.ofMillis(250);
    private static final Duration STOPPING = Duration.ofSeconds(30);

    private final SliceQueue queue;
    private final SliceWorker slices;
    private final String name;
    private final AtomicInteger read = new AtomicInteger();
    private final ScheduledExecutorService heartbeat = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("pipette-worker-heartbeat").factory());
    private Consumer<SliceTask> reading = task -> {};
    private int threads = USUAL_THREADS;
    private @org.jspecify.annotations.Nullable Scheduler scheduler;
    private HostTurns.Sharing sharing = () -> {};

    private Worker(SliceQueue queue, Settings settings) {
        this.queue = queue;
        this.slices = SliceWorker.open(settings);
        this.name = host() + "-" + ProcessHandle.current().pid() + "-" + Long.toHexString(System.nanoTime() & 0xffffff);
    }

    /**
     * A worker of the queue in a PostgreSQL database. It reads nothing before it is started.
     *
     * @param settings have the secrets of the sources and of the stage
     * @throws PipetteException DESTINATION_UNAVAILABLE or DESTINATION_AUTH where the database cannot be used
     */
    public static Worker at(Destination database, Settings settings) {
        return new Worker(SliceQueue.open(database, Path.of("").toAbsolutePath()), settings);
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException unnamed) {
            return "worker";
        }
    }

    /** Sets how many slices it reads at the same time. */
    @com.google.errorprone.annotations.CanIgnoreReturnValue
    public Worker threads(int number) {
        threads = number;
        return this;
    }

    /** Is called before each slice, by the thread that reads it. */
    @com.google.errorprone.annotations.CanIgnoreReturnValue
    public Worker listener(Consumer<SliceTask> begun) {
        reading = begun;
        return this;
    }

    /** Its name, for people. */
    public String name() {
        return name;
    }

    /** Where the queue is, for people, without secrets. */
    public String describe() {
        return queue.describe();
    }

    /** How many slices it has read. */
    public int slices() {
        return read.get();
    }

    /** Begins to read, in threads of its own. */
    @com.google.errorprone.annotations.CanIgnoreReturnValue
    public Worker start() {
        Scheduler made = Scheduler.create(queue.dataSource(), SliceTasks.of(queue, this::read))
                .tableName(SliceQueue.tasksTable())
                .schedulerName(new SchedulerName.Fixed(name))
                .serializer(new TaskJson())
                .threads(threads)
                .pollingInterval(LOOK)
                .heartbeatInterval(HEARTBEAT)
                .missedHeartbeatsLimit(MISSED)
                .shutdownMaxWait(STOPPING)
                .failureLogging(com.github.kagkarlsson.scheduler.logging.LogLevel.DEBUG, false)
                .jdbcCustomization(new PostgreSqlJdbcCustomization(false, true))
                .pollUsingLockAndFetch(0.5, 1.0)
                .build();
        scheduler = made;
        queue.seen(name, threads);
        sharing = HostTurns.share(new QueueTurns(queue));
        heartbeat.scheduleWithFixedDelay(this::beat, HEARTBEAT.toMillis(), HEARTBEAT.toMillis(), TimeUnit.MILLISECONDS);
        made.start();
        return this;
    }

    private void beat() {
        try {
            queue.seen(name, threads);
        } catch (RuntimeException failed) {
            LOG.warn("worker {}: no heartbeat: {}", name, failed.getMessage());
        }
    }

    private void read(SliceTask task) {
        LOG.info("slice {} begins", task.id());
        reading.accept(task);
        slices.read(task);
        read.incrementAndGet();
        LOG.info("slice {} ended", task.id());
    }

    /** Begins nothing more, and waits up to half a minute for what it reads; another worker reads what is left. */
    @Override
    public void close() {
        heartbeat.shutdownNow();
        Scheduler running = scheduler;
        if (running != null) {
            running.stop();
        }
        sharing.close();
        try (queue;
                slices) {
            queue.gone(name);
        } catch (PipetteException unreachable) {
            LOG.warn("worker {}: {}", name, unreachable.getMessage());
        }
    }
}

package dev.pipette.jobs.scheduler;

import dev.pipette.jobs.JobInfo;
import dev.pipette.jobs.Occurrence;
import dev.pipette.jobs.process.AttemptRunner;
import dev.pipette.jobs.store.JobListing;
import dev.pipette.jobs.store.JobStore;
import dev.pipette.jobs.store.Worker;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the jobs of a store when they are due. Any number of schedulers, on any number of machines, share a store: each occurrence runs
 * on one of them, and what one of them leaves behind when it dies, another one continues with.
 *
 * <pre>{@code
 * try (JobScheduler scheduler = JobScheduler.open(store, runner, SchedulerOptions.of(home, senders), Clock.systemUTC())) {
 *     scheduler.start();
 *     stopping.await();
 *     scheduler.stop(Duration.ofMinutes(5));   // waits for what runs, then hands it back
 * }
 * }</pre>
 */
public final class JobScheduler implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(JobScheduler.class);
    private static final RandomGenerator RANDOM = new SecureRandom();
    private static final Duration ROUND = Duration.ofSeconds(30);

    private final JobStore store;
    private final SchedulerOptions options;
    private final Clock clock;
    private final Worker worker;
    private final RunningAttempts attempts;
    private final OccurrenceTasks tasks;
    private final Planner planner;
    private final Takeover takeover;
    private final Lateness lateness;
    private final OldLogs oldLogs;
    private final UnreadableJobs unreadable = new UnreadableJobs();
    private final Loop looking;
    private final Loop sending;
    private volatile boolean stopping;
    private boolean started;
    private boolean stopped;

    private JobScheduler(JobStore store, AttemptRunner runner, SchedulerOptions options, Clock clock) {
        this.store = store;
        this.options = options;
        this.clock = clock;
        long pid = ProcessHandle.current().pid();
        this.worker = new Worker(
                options.name() + "-" + pid + "-" + Integer.toHexString(RANDOM.nextInt(0x10000, 0x100000)),
                HostName.get(),
                HomeIdentity.of(options.home()),
                pid);
        AttemptFolders folders = new AttemptFolders(options.home(), store);
        this.attempts = new RunningAttempts(store, runner, folders, clock, options.pulse(), options.listener(), RANDOM);
        this.tasks = new OccurrenceTasks(store, worker, options, clock, attempts, this::wake);
        this.planner = new Planner(
                store,
                new ClocksAhead(options.heartbeat().multipliedBy(options.missedHeartbeats()), System::nanoTime),
                options.listener());
        SilentWorkers silent = new SilentWorkers(options.heartbeat(), options.missedHeartbeats(), System::nanoTime);
        this.takeover = new Takeover(store, silent, folders, clock, options.listener(), RANDOM);
        this.lateness = new Lateness(store, clock);
        this.oldLogs = new OldLogs(store, folders, worker, clock);
        AlertDelivery delivery = new AlertDelivery(store, options.alerts(), clock);
        this.looking = new Loop("scheduler", options.look(), this::look);
        this.sending = new Loop("alerts", options.look(), delivery::sendAll);
    }

    /**
     * A scheduler of a store, which stays open until the caller closes it.
     *
     * @throws dev.pipette.error.PipetteException WORKING_FOLDER_FAILED when its home folder cannot be used
     */
    public static JobScheduler open(JobStore store, AttemptRunner runner, SchedulerOptions options, Clock clock) {
        return new JobScheduler(store, runner, options, clock);
    }

    /** Its name in the store. */
    public String name() {
        return worker.name();
    }

    /** How many attempts it runs at this moment. */
    public int running() {
        return tasks.running();
    }

    /** Begins to work, in threads of its own. */
    public synchronized void start() {
        if (started) {
            throw new IllegalStateException("the scheduler was started before");
        }
        started = true;
        store.workers().heartbeat(worker, clock.instant());
        tasks.start();
        looking.start();
        looking.wake();
        sending.start();
    }

    /** Whether all that was due is done: nothing runs here, nothing can begin now, and nobody has left an attempt behind. */
    public boolean isIdle() {
        Instant now = clock.instant();
        List<JobInfo> jobs = store.jobs().list();
        List<Occurrence> running = store.occurrences().running();
        return tasks.running() == 0
                && takeover.needsNone(running)
                && jobs.stream().allMatch(job -> planner.isPlanned(job, now))
                && new ReadyOccurrences(jobs, running, now)
                        .of(store.occurrences().open())
                        .isEmpty()
                && tasks.running() == 0;
    }

    /** Looks at once at what is due, and not only after a pause. */
    public void wake() {
        looking.wake();
    }

    private void look() {
        Instant now = clock.instant();
        store.workers().heartbeat(worker, now);
        JobListing listing = store.jobs().listing();
        unreadable.log(listing.unreadable());
        List<JobInfo> jobs = listing.jobs();
        List<Occurrence> running = store.occurrences().running();
        EachOf.all(
                List.<Runnable>of(
                        () -> takeover.look(running),
                        () -> begin(jobs, running, now),
                        () -> lateness.look(jobs, running),
                        oldLogs::deleteNowAndThen),
                Runnable::run);
    }

    private void begin(List<JobInfo> jobs, List<Occurrence> running, Instant now) {
        if (!stopping) {
            planner.plan(jobs, now);
            tasks.add(new ReadyOccurrences(jobs, running, clock.instant())
                    .of(store.occurrences().open()));
        }
    }

    /**
     * Stops in good order: begins nothing more, waits for what runs, then stops it before it publishes and hands it back to the next
     * scheduler. Returns when all of it has ended.
     *
     * @param wait for what runs
     */
    public synchronized void stop(Duration wait) throws InterruptedException {
        if (!started || stopped) {
            return;
        }
        stopped = true;
        stopping = true;
        tasks.pause();
        long end = System.nanoTime() + wait.toNanos();
        while (tasks.running() > 0 && System.nanoTime() < end) {
            Thread.sleep(Math.min(options.pulse().toMillis(), 200));
        }
        if (tasks.running() > 0) {
            LOG.info("{} attempts are stopped and handed back", tasks.running());
        }
        attempts.handBack();
        while (tasks.running() > 0) { // each is killed after its grace
            Thread.sleep(Math.min(options.pulse().toMillis(), 200));
        }
        looking.stop(ROUND);
        sending.stop(ROUND);
        tasks.stop();
        store.workers().stopped(worker, clock.instant());
    }

    /** Stops without waiting for what runs: it is handed back. */
    @Override
    public void close() {
        try {
            stop(Duration.ZERO);
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }
}

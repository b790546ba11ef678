package dev.pipette.jobs.scheduler;

import dev.pipette.text.Secrets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does something again and again in a thread of its own. An error is logged, and the next round tries again. */
final class Loop {
    private static final Logger LOG = LoggerFactory.getLogger(Loop.class);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Duration pause;
    private final Runnable round;
    private final Thread thread;
    private boolean woken;
    private boolean stopped;
    private String lastProblem = "";

    Loop(String name, Duration pause, Runnable round) {
        this.pause = pause;
        this.round = round;
        this.thread = Thread.ofPlatform().daemon().name("pipette " + name).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    private void run() {
        while (goesOn()) {
            try {
                round.run();
                lastProblem = "";
            } catch (RuntimeException | Error failed) { // it must go on: jobs are due
                log(failed);
            }
        }
    }

    /** The database may be away for an hour: that is one line. */
    private void log(Throwable failed) {
        String problem = Secrets.masked(String.valueOf(failed.getMessage()));
        if (!problem.equals(lastProblem)) {
            LOG.warn("{}: {}", thread.getName(), problem);
            LOG.debug("{}", thread.getName(), failed);
        }
        lastProblem = problem;
    }

    /** Waits; false when it is to end. */
    private boolean goesOn() {
        lock.lock();
        try {
            long left = pause.toNanos();
            while (!woken && !stopped && left > 0) {
                left = changed.awaitNanos(left);
            }
            woken = false;
            return !stopped;
        } catch (InterruptedException end) {
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** Begins the next round at once. */
    void wake() {
        lock.lock();
        try {
            woken = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Ends after the round that runs. */
    void stop(Duration atMost) throws InterruptedException {
        lock.lock();
        try {
            stopped = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (thread.isAlive() && !thread.join(atMost)) {
            thread.interrupt();
            thread.join(TimeUnit.SECONDS.toMillis(5));
        }
    }
}

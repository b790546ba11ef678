package dev.pipette.testing;

import dev.pipette.LoadListener;
import dev.pipette.Pipeline;
import dev.pipette.Resource;
import dev.pipette.spi.LoadStep;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;

/**
 * A run that waits at each step when it reaches it first, so that the files which it has there can be copied: what a kill
 * at any step leaves is seen in one run. The run goes on when the next step is asked for.
 */
final class SteppedRun implements AutoCloseable {
    /** What the run's thread says: a step, or empty at the end. */
    private final BlockingQueue<Optional<LoadStep>> arrivals = new LinkedBlockingQueue<>();

    private final Semaphore permits = new Semaphore(0);
    private final Set<LoadStep> seen = EnumSet.noneOf(LoadStep.class);
    private final BackgroundRun run;
    private volatile boolean abandoned;
    private boolean waits;

    private SteppedRun(Pipeline pipeline, List<Resource> resources) {
        LoadListener listener = (step, loadId) -> {
            if (isNew(step)) {
                arrivals.add(Optional.of(step));
                permits.acquireUninterruptibly();
                if (abandoned) {
                    throw new Crash(step);
                }
            }
        };
        run = new BackgroundRun(pipeline.listener(listener), resources, () -> arrivals.add(Optional.empty()));
    }

    static SteppedRun start(Pipeline pipeline, List<Resource> resources) {
        SteppedRun started = new SteppedRun(pipeline, resources);
        started.run.start("stepped run");
        return started;
    }

    private synchronized boolean isNew(LoadStep step) {
        return seen.add(step);
    }

    /**
     * Lets the run go on to the next step that is new, and returns when it waits there; empty when it has ended.
     *
     * @throws RuntimeException what the run throws
     */
    Optional<LoadStep> next() {
        if (waits) {
            permits.release();
        }
        try {
            Optional<LoadStep> step = arrivals.take();
            waits = step.isPresent();
            if (!waits) {
                run.result();
            }
            return step;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** Ends the run where it waits, and waits for its end. */
    @Override
    public void close() {
        abandoned = true;
        permits.release(LoadStep.values().length);
        run.await();
    }
}

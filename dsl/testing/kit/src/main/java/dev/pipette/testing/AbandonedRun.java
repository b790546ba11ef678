package dev.pipette.testing;

import dev.pipette.LoadListener;
import dev.pipette.Pipeline;
import dev.pipette.Resource;
import dev.pipette.spi.LoadStep;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A run that stops at a step and goes no further: no transaction is rolled back, no file is closed, no lock is given
 * back, as in a process that was killed. It is let go, by a {@link Crash}, when nobody needs it any more.
 */
final class AbandonedRun implements LoadListener, AutoCloseable {
    private final LoadStep step;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final CountDownLatch letGo = new CountDownLatch(1);
    private final AtomicBoolean reached = new AtomicBoolean();
    private final FutureTask<Void> run;

    private AbandonedRun(LoadStep step, Pipeline pipeline, List<Resource> resources) {
        this.step = step;
        Pipeline doomed = pipeline.listener(this);
        this.run = new FutureTask<>(
                () -> {
                    try {
                        doomed.run(resources);
                    } finally {
                        stopped.countDown();
                    }
                },
                null);
    }

    /**
     * Starts one and returns when it is at the step; empty when it came to its end without reaching it.
     *
     * @throws dev.pipette.error.PipetteException when it fails before
     */
    static Optional<AbandonedRun> at(LoadStep step, Pipeline pipeline, List<Resource> resources) {
        AbandonedRun abandoned = new AbandonedRun(step, pipeline, resources);
        Thread.ofPlatform().name("abandoned at " + step).daemon().start(abandoned.run);
        await(abandoned.stopped);
        if (abandoned.reached.get()) {
            return Optional.of(abandoned);
        }
        abandoned.end();
        return Optional.empty();
    }

    /** Whether it is over but for clearing up: a run ends with its acknowledgement, and the same call is another run then. */
    boolean hasHappened() {
        return step.compareTo(LoadStep.ACKNOWLEDGED) >= 0;
    }

    @Override
    public void reached(LoadStep here, String loadId) {
        if (here == step && reached.compareAndSet(false, true)) {
            stopped.countDown();
            await(letGo);
            throw new Crash(step);
        }
    }

    private void end() {
        try {
            run.get();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException known) {
                throw known;
            }
            if (!(failed.getCause() instanceof Crash)) {
                throw new IllegalStateException(failed.getCause());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** Lets it go, and waits until it has; what it says then, with its connections cut, is of no interest. */
    @Override
    public void close() {
        letGo.countDown();
        try {
            end();
        } catch (RuntimeException cut) {
            // its connections are gone
        }
    }
}

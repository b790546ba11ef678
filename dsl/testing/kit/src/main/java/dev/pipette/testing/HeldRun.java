package dev.pipette.testing;

import dev.pipette.LoadInfo;
import dev.pipette.LoadListener;
import dev.pipette.Pipeline;
import dev.pipette.Resource;
import dev.pipette.spi.LoadStep;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A run in a thread of its own that waits at a step, with the locks and the transaction that it has there, until the test
 * releases it.
 *
 * <pre>{@code
 * try (HeldRun first = HeldRun.at(LoadStep.CHECKED, pipeline, orders)) {
 *   assertThatThrownBy(() -> second.run(orders)).hasMessageContaining("is locked");
 *   first.finish();
 * }
 * }</pre>
 */
public final class HeldRun implements AutoCloseable {
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private final AtomicBoolean reached = new AtomicBoolean();
    private final BackgroundRun run;

    private HeldRun(LoadStep step, Pipeline pipeline, List<Resource> resources, Runnable afterwards) {
        LoadListener hold = (here, loadId) -> {
            if (here == step && reached.compareAndSet(false, true)) {
                stopped.countDown();
                await(released);
                afterwards.run();
            }
        };
        run = new BackgroundRun(pipeline.listener(hold), resources, stopped::countDown);
    }

    /**
     * Starts a run and returns when it waits at the step.
     *
     * @throws IllegalStateException when the run ends without reaching the step
     */
    public static HeldRun at(LoadStep step, Pipeline pipeline, Resource... resources) {
        return at(step, pipeline, List.of(resources), () -> {})
                .orElseThrow(() -> new IllegalStateException("the run ended without reaching " + step));
    }

    /**
     * Starts a run and returns when it waits at the step; empty when the run ends without reaching it.
     *
     * @param afterwards what the run does at the step once it is released
     */
    static Optional<HeldRun> at(LoadStep step, Pipeline pipeline, List<Resource> resources, Runnable afterwards) {
        HeldRun held = new HeldRun(step, pipeline, resources, afterwards);
        held.run.start("held at " + step);
        await(held.stopped);
        if (held.reached.get()) {
            return Optional.of(held);
        }
        held.finish();
        return Optional.empty();
    }

    /**
     * Releases the run and waits for its end.
     *
     * @throws RuntimeException what the run throws
     */
    public LoadInfo finish() {
        released.countDown();
        return run.result();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** Releases the run, unless the test has done so, and waits for its end. */
    @Override
    public void close() {
        if (!run.isDone()) {
            finish();
        }
    }
}

package dev.pipette.spi;

import dev.pipette.LoadInfo;
import java.time.Duration;

/**
 * Is told how a load goes on: for progress, for traces, and for tests that break it off at a step. One that {@link
 * java.util.ServiceLoader} finds is told of every run of every pipeline; an error that it throws breaks the load off.
 *
 * <pre>{@code
 * pipeline.listener((step, loadId) -> log.debug("{} {}", loadId, step)).run(orders);
 * }</pre>
 */
@FunctionalInterface
public interface LoadListener {
    /** Listens to nothing. */
    LoadListener NONE = (step, loadId) -> {};

    /** Called when a pipeline begins to run, on the thread that runs it. */
    default void started(String pipeline) {}

    /**
     * Called when a run succeeded, also when there was nothing to load, on the thread that ran it. What it throws becomes a
     * note of the load, which is complete.
     */
    default void finished(LoadInfo info) {}

    /**
     * Called when a run failed, on the thread that ran it, before the error is thrown.
     *
     * @param problem whose message holds no secrets that Pipette knows
     */
    default void failed(Throwable problem) {}

    /**
     * Called when the step is done, on the thread that did it.
     *
     * @param loadId the load package; empty before there is one
     */
    void reached(LoadStep step, String loadId);

    /**
     * Called when a file begins to be read, on the thread that reads it; resources are read side by side.
     *
     * @param file as people know it
     */
    default void reading(String resource, String file) {}

    /**
     * Called while Java reads rows, about ten times a second and once at the end, on the thread that reads them. Not
     * called for files that the columnar engine moves without Java.
     *
     * @param rows how many rows of the resource were read so far
     */
    default void extracted(String resource, long rows) {}

    /**
     * Called when the destination is unavailable and will be tried again.
     *
     * @param why without secrets
     * @param after the pause before the next try
     */
    default void retrying(String why, Duration after) {}

    /**
     * Called when the load waits for a lock, before it waits.
     *
     * @param holder who holds what, without secrets: {@code pipeline shop is being run by process 4711}
     */
    default void waiting(String holder) {}
}

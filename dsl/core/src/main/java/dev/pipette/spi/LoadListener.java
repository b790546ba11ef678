package dev.pipette.spi;

import dev.pipette.LoadInfo;
import java.time.Duration;

/**
 * Hears how a load goes on: for progress, for traces, and for tests that break it off at a step. A listener that {@link
 * java.util.ServiceLoader} finds hears every run of every pipeline. An error that a listener throws breaks the load off, except
 * one that {@link #finished} or {@link #failed} throws.
 *
 * <pre>{@code
 * pipeline.listener((step, loadId) -> log.debug("{} {}", loadId, step)).run(orders);
 * }</pre>
 *
 * <p>Each run calls {@link #started} first and ends with exactly one call of {@link #finished} or {@link #failed}.
 */
@FunctionalInterface
public interface LoadListener {
    /** Listens to nothing. */
    LoadListener NONE = (step, loadId) -> {};

    /** Called when a pipeline begins to run, on the thread that runs it. */
    default void started(String pipeline) {}

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

    /**
     * Called once at the end of a run that succeeded, also when there was nothing new, on the thread that runs the pipeline.
     * Everything is committed by then, and what a listener throws here does not change that: it becomes a note of the {@link
     * LoadInfo} that the run returns, and all other listeners are called.
     *
     * <pre>{@code
     * public void finished(LoadInfo info) {
     *     metrics.counter("rows").add(info.tables().stream().mapToLong(LoadInfo.TableLoad::rows).sum());
     * }
     * }</pre>
     *
     * @param info what the run returns
     */
    default void finished(LoadInfo info) {}

    /**
     * Called once at the end of a run that failed, on the thread that runs the pipeline, also when another listener broke the
     * run off. What a listener throws here is added to the failure as suppressed, and all other listeners are called.
     *
     * @param failure what the run throws; its message holds no secrets, those of its causes may
     */
    default void failed(Throwable failure) {}
}

package dev.pipette;

import dev.pipette.admin.RunStart;
import dev.pipette.admin.RunTrace;
import dev.pipette.spi.StepListener;

/**
 * Is called as a load proceeds: for progress, for traces, and for tests that break it off at a step. A listener that
 * {@link java.util.ServiceLoader} finds is called for every run of every pipeline. An error that a listener throws
 * breaks the load off, except one that {@link #began}, {@link #ended}, {@link #finished} or {@link #failed} throws.
 *
 * <pre>{@code
 * pipeline.listener((step, loadId) -> log.debug("{} {}", loadId, step)).run(orders);
 * }</pre>
 *
 * <p>Each run calls {@link #started} first and ends with exactly one call of {@link #finished} or {@link #failed}. In between,
 * observers are called, which only look: {@link #began} once, and {@link #ended} once after it, before the call that ends the run.
 */
@FunctionalInterface
public interface LoadListener extends StepListener {
    /** Listens to nothing. */
    LoadListener NONE = (step, loadId) -> {};

    /**
     * Called once when a run begins, on the thread that runs the pipeline. What a listener throws here breaks nothing off: it
     * becomes a note of the {@link LoadInfo}, or is added to the failure as suppressed, and all other listeners are called.
     *
     * @param run what begins, without secrets
     */
    default void began(RunStart run) {}

    /**
     * Called once when a run has done all that it does, whether it succeeded or failed, on the thread that runs the pipeline.
     * What a listener throws here changes nothing, as with {@link #began}.
     *
     * <pre>{@code
     * public void ended(RunTrace trace) {
     *     System.out.println(trace.toJson());
     * }
     * }</pre>
     *
     * @param trace what the run did, without secrets; {@link RunTrace#runId} is that of {@link #began}
     */
    default void ended(RunTrace trace) {}

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

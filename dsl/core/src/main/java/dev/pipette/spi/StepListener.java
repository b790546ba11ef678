package dev.pipette.spi;

import java.time.Duration;

/**
 * Is called with the steps of a load while it runs. An error that a listener throws breaks the load off. {@code
 * LoadListener} is called at the end of a run as well.
 *
 * <pre>{@code
 * StepListener log = (step, loadId) -> System.out.println(loadId + " " + step);
 * }</pre>
 */
@FunctionalInterface
public interface StepListener {
    /** Listens to nothing. */
    StepListener NONE = (step, loadId) -> {};

    /** Called when a pipeline begins to run, on the thread that runs it. */
    default void started(String pipeline) {}

    /**
     * Called when the step is done, on the thread that did it.
     *
     * @param loadId the load package; empty before there is one
     */
    void reached(LoadStep step, String loadId);

    /**
     * Called when a file begins to be read, on the thread that reads it. Resources are read side by side, and so may be the
     * files of one resource; where one of them fails, the files of the resource are read again, one after the other.
     *
     * @param file as people know it
     */
    default void reading(String resource, String file) {}

    /**
     * Called while Java reads rows, about ten times a second and once at the end, on the thread that reads them. Not
     * called for files that the columnar engine moves without Java.
     *
     * @param rows how many rows of the resource were read so far, by all threads together
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

package dev.pipette.spi;

/** Is told when a load has reached a step: for progress, for traces, and for tests that break it off there. */
@FunctionalInterface
public interface LoadListener {
    /** Listens to nothing. */
    LoadListener NONE = (step, loadId) -> {};

    /**
     * Called when the step is done, on the thread that did it.
     *
     * @param loadId the load package; empty before there is one
     */
    void reached(LoadStep step, String loadId);
}

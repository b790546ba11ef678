package dev.pipette.benchmark;

/** What a child JVM does. Only what is inside {@link Meter#time} is measured. */
@FunctionalInterface
interface Work {
    void run(Values settings, Meter meter) throws Exception;

    /** A part of a work. */
    @FunctionalInterface
    interface Action {
        void run() throws Exception;
    }
}

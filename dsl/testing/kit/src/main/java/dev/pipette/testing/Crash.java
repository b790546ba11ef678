package dev.pipette.testing;

import dev.pipette.spi.LoadStep;

/** What {@link CrashAt} throws: an error, so that neither the engine nor a destination can handle it. */
public final class Crash extends Error {
    private static final long serialVersionUID = 1L;

    private final LoadStep step;

    /** A crash at a step, for listeners that choose the moment themselves. */
    public Crash(LoadStep step) {
        super("broken off at " + step, null, false, false);
        this.step = step;
    }

    /** Where the load was broken off. */
    public LoadStep step() {
        return step;
    }
}

package dev.pipette.testing;

import dev.pipette.Pipeline;
import dev.pipette.Resource;
import dev.pipette.spi.LoadStep;
import java.util.List;
import java.util.Optional;

/**
 * A run that stops at a step and goes no further: no transaction is rolled back, no file is closed, no lock is given
 * back, as in a process that was killed. A {@link Crash} ends it when the test no longer needs it.
 */
record AbandonedRun(LoadStep step, HeldRun run) implements AutoCloseable {
    /**
     * Starts one and returns when it is at the step; empty when it ended without reaching it.
     *
     * @throws dev.pipette.error.PipetteException when it fails before
     */
    static Optional<AbandonedRun> at(LoadStep step, Pipeline pipeline, List<Resource> resources) {
        Runnable crash = () -> {
            throw new Crash(step);
        };
        return HeldRun.at(step, pipeline, resources, crash).map(held -> new AbandonedRun(step, held));
    }

    /** Lets it crash and waits for its end. Any error is ignored: its connections are cut by then. */
    @Override
    public void close() {
        try {
            run.finish();
        } catch (Crash | RuntimeException cut) {
            // its connections are gone
        }
    }
}

package dev.pipette.testing;

import dev.pipette.LoadInfo;
import dev.pipette.Pipeline;
import dev.pipette.Resource;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** A run in a thread of its own, whose end a test waits for. */
final class BackgroundRun {
    private final FutureTask<LoadInfo> run;

    /** @param atEnd what the run's thread does when the run has ended, well or not */
    BackgroundRun(Pipeline pipeline, List<Resource> resources, Runnable atEnd) {
        run = new FutureTask<>(() -> {
            try {
                return pipeline.run(resources);
            } finally {
                atEnd.run();
            }
        });
    }

    /** Starts the run in a thread of this name. */
    void start(String thread) {
        Thread.ofPlatform().name(thread).daemon().start(run);
    }

    boolean isDone() {
        return run.isDone();
    }

    /**
     * Waits for the end of the run.
     *
     * @throws RuntimeException what the run throws
     */
    LoadInfo result() {
        try {
            return run.get();
        } catch (ExecutionException failed) {
            switch (failed.getCause()) {
                case RuntimeException known -> throw known;
                case Error known -> throw known;
                case null, default -> throw new IllegalStateException(failed.getCause());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** Waits for the end of the run, whatever it throws. */
    void await() {
        try {
            run.get();
        } catch (ExecutionException brokenOff) {
            // nothing of it is used any more
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

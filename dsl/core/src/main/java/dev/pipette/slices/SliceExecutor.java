package dev.pipette.slices;

import dev.pipette.error.PipetteException;
import java.util.List;

/**
 * Lets other processes read slices: workers, or a cluster. Each task has to be run by {@code SliceWorker.run(task)} at least once;
 * that it is run twice, or at two places at once, changes nothing. Only the process that runs the pipeline loads.
 *
 * <pre>{@code
 * Pipeline spread = pipeline("events", warehouse).executor(executor);
 * spread.run(Sources.open("shop", Settings.load()));
 * }</pre>
 */
public interface SliceExecutor {
    /** Who reads the slices, for people: {@code workers at postgresql://jobs}. */
    String describe();

    /** Address of the stage that this process and those that read slices share. */
    String stage();

    /** Into how many tasks the slices of one resource are put, at most: each is an attempt of its own. */
    default int mostTasks() {
        return 100;
    }

    /**
     * Runs tasks, and returns when all of them have ended. On an interrupt it cancels what has not begun.
     *
     * @param ended is called with each task that ended well, in any order
     * @throws PipetteException the error of the first task that failed as often as it may
     * @throws InterruptedException where this thread is interrupted
     */
    void run(List<SliceTask> tasks, Ended ended) throws InterruptedException;

    /** Hears of tasks that ended. */
    @FunctionalInterface
    interface Ended {
        /** A task ended well. */
        void ended(SliceTask task);
    }
}

package dev.pipette.jobs.scheduler;

import dev.pipette.jobs.Occurrence;

/**
 * Hears what a scheduler does. Its methods are called by several threads, and must return soon.
 *
 * <pre>{@code
 * SchedulerOptions.of(home, senders).listener(new SchedulerListener() {
 *     public void ended(Occurrence occurrence) {
 *         System.out.println(occurrence);
 *     }
 * });
 * }</pre>
 */
public interface SchedulerListener {
    /** Nobody listens. */
    SchedulerListener NONE = new SchedulerListener() {};

    /** An attempt begins. */
    default void started(Occurrence occurrence) {}

    /** An attempt ended: the occurrence has ended, is tried again, or waits for the next scheduler. */
    default void ended(Occurrence occurrence) {}

    /** An occurrence was due, and does not run. */
    default void skipped(Occurrence occurrence) {}

    /** The attempt of a scheduler that is gone was ended in its place. */
    default void takenOver(Occurrence occurrence) {}
}

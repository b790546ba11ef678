package dev.pipette.jobs.store;

import dev.pipette.jobs.Occurrence;
import java.util.List;

/**
 * What the end of an attempt changed.
 *
 * <pre>{@code
 * Finished finished = store.attempts().finish(claim, end, next, AlertChoice.NONE, now);
 * finished.isRecorded();   // false: the worker was taken for dead meanwhile, and nothing was changed
 * }</pre>
 *
 * @param isRecorded whether it was written
 * @param occurrence as it is now
 * @param after the occurrences of other jobs that its success made, each due now
 */
public record Finished(boolean isRecorded, Occurrence occurrence, List<Occurrence> after) {
    /** Copies the list. */
    public Finished {
        after = List.copyOf(after);
    }
}

package dev.pipette.jobs;

import dev.pipette.RunInterval;
import java.time.Instant;

/**
 * What tells an occurrence from all others. Two schedulers that make the same one make one.
 *
 * <pre>{@code
 * occurrence.key().runKey();   // job orders 2025-12-24T11:00:00Z/2025-12-24T12:00:00Z
 * }</pre>
 *
 * @param job the name of the job
 * @param generation 1, and one more each time the name was promoted again after it was unpromoted
 * @param from the begin of its interval
 * @param to the end of its interval
 * @param redo 0, or how often a person asked to run an interval again that had succeeded
 */
public record OccurrenceKey(String job, int generation, Instant from, Instant to, int redo) {
    /** The key of the occurrence of an interval, of a job that was never unpromoted. */
    public static OccurrenceKey of(String job, RunInterval interval, int redo) {
        return of(job, 1, interval, redo);
    }

    /** The key of the occurrence of an interval. */
    public static OccurrenceKey of(String job, int generation, RunInterval interval, int redo) {
        return new OccurrenceKey(
                job, generation, interval.from().toInstant(), interval.to().toInstant(), redo);
    }

    /**
     * The run key of all its runs, by which a second run of the same occurrence loads nothing twice. A job that was promoted again
     * after it was unpromoted has other keys than before, so that it loads its intervals again.
     */
    public String runKey() {
        return "job " + job + (generation == 1 ? "" : " generation " + generation) + " " + from + "/" + to
                + (redo == 0 ? "" : " redo " + redo);
    }

    @Override
    public String toString() {
        return runKey();
    }
}

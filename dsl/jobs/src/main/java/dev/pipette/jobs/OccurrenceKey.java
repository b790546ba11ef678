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
 * @param from the begin of its interval
 * @param to the end of its interval
 * @param redo 0, or how often a person asked to run an interval again that had succeeded
 */
public record OccurrenceKey(String job, Instant from, Instant to, int redo) {
    /** The key of the occurrence of an interval. */
    public static OccurrenceKey of(String job, RunInterval interval, int redo) {
        return new OccurrenceKey(job, interval.from().toInstant(), interval.to().toInstant(), redo);
    }

    /** The run key of all its runs, by which a second run of the same occurrence loads nothing twice. */
    public String runKey() {
        return "job " + job + " " + from + "/" + to + (redo == 0 ? "" : " redo " + redo);
    }

    @Override
    public String toString() {
        return runKey();
    }
}

package dev.pipette.jobs;

/**
 * What happens with occurrences that became due while no scheduler ran, or while the job was paused.
 *
 * <pre>{@code
 * definition.missed(MissedRuns.ALL);   // each interval is loaded, the oldest first
 * }</pre>
 */
public enum MissedRuns {
    /** Only the newest one runs; those before it are recorded as skipped. */
    LATEST,
    /** All of them run, the oldest first. */
    ALL,
    /** None of them runs; they are recorded as skipped. */
    NONE
}

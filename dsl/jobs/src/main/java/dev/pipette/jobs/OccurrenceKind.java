package dev.pipette.jobs;

/**
 * Why there is an occurrence of a job.
 *
 * <pre>{@code
 * occurrence.kind() == OccurrenceKind.BACKFILL
 * }</pre>
 */
public enum OccurrenceKind {
    /** Its schedule made it. */
    SCHEDULED,
    /** It is one of the intervals of a backfill. */
    BACKFILL,
    /** A person asked for it. */
    MANUAL,
    /** Another job, which this one follows, succeeded. */
    AFTER
}

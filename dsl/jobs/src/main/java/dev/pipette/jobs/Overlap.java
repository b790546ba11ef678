package dev.pipette.jobs;

/**
 * What happens with an occurrence that becomes due while another one of the same job runs. Two never run at the same time.
 *
 * <pre>{@code
 * definition.overlap(Overlap.SKIP);
 * }</pre>
 */
public enum Overlap {
    /** It waits until the other one has ended. */
    QUEUE,
    /** It is recorded as skipped. */
    SKIP
}

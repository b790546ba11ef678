package dev.pipette.jobs.policy;

import dev.pipette.jobs.Overlap;

/**
 * Decides whether an occurrence that is due starts beside those of its job that run.
 *
 * <pre>{@code
 * OverlapDecision.of(definition.overlap(), running, 1);          // a schedule: one at a time
 * OverlapDecision.of(Overlap.QUEUE, running, backfill.parallel());   // a backfill: several, and none is skipped
 * }</pre>
 */
public enum OverlapDecision {
    /** It starts now. */
    START(""),
    /** It waits until another one has ended. */
    WAIT(""),
    /** It is recorded as skipped. */
    SKIP("another occurrence of the job was still running (--overlap skip)");

    private final String reason;

    OverlapDecision(String reason) {
        this.reason = reason;
    }

    /**
     * Decides.
     *
     * @param policy of the job
     * @param running occurrences of the job that run
     * @param most occurrences that may run at the same time
     */
    public static OverlapDecision of(Overlap policy, int running, int most) {
        if (running < most) {
            return START;
        }
        return policy == Overlap.SKIP ? SKIP : WAIT;
    }

    /** Why the occurrence is skipped; empty where it is not. */
    public String reason() {
        return reason;
    }
}

package dev.pipette.jobs.policy;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What was alerted about a job and is not over, so that nothing is alerted twice. The store keeps one for each job.
 *
 * <pre>{@code
 * AlertState state = AlertState.NONE;   // of a new job
 * }</pre>
 *
 * @param failingSince the failure that was alerted; empty where the job does not fail
 * @param isLate whether its lateness was alerted
 * @param stuck the attempts that were alerted as stuck
 */
public record AlertState(Optional<Instant> failingSince, boolean isLate, List<AttemptId> stuck) {
    /** Nothing. */
    public static final AlertState NONE = new AlertState(Optional.empty(), false, List.of());

    /**
     * An attempt.
     *
     * @param occurrence the number of the occurrence in the store
     * @param attempt its number in the occurrence
     */
    public record AttemptId(long occurrence, int attempt) {}

    /** Keeps its own copy. */
    public AlertState {
        stuck = List.copyOf(stuck);
    }
}

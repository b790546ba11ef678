package dev.pipette.jobs.store;

import dev.pipette.jobs.JobVersion;
import dev.pipette.jobs.Occurrence;

/**
 * The right of a worker to run an attempt of an occurrence. It ends with the attempt, or when the worker is taken for dead; from
 * then on, what it writes changes nothing.
 *
 * <pre>{@code
 * if (store.attempts().claim(id, worker, now) instanceof ClaimResult.Claimed(Claim claim)) {
 *     run(claim.version(), claim.occurrence());
 * }
 * }</pre>
 *
 * @param occurrence as it is with the claim: RUNNING
 * @param version that runs
 * @param worker whose right it is
 */
public record Claim(Occurrence occurrence, JobVersion version, Worker worker) {
    /** The number of the attempt. */
    public int attempt() {
        return occurrence.attempts();
    }

    /** The number of the attempt for the retries, which do not count attempts that a scheduler handed back. */
    public int tries() {
        return occurrence.failures() + 1;
    }
}

package dev.pipette.jobs.store;

import dev.pipette.jobs.Occurrence;
import java.time.Instant;

/**
 * The answer to a worker that wants to run an occurrence.
 *
 * <pre>{@code
 * switch (store.attempts().claim(id, worker, now)) {
 *     case ClaimResult.Claimed(Claim claim) -> run(claim);
 *     case ClaimResult.Busy busy -> again(now.plusSeconds(5));
 *     ...
 * }
 * }</pre>
 */
public sealed interface ClaimResult {
    /** The worker runs it. */
    record Claimed(Claim claim) implements ClaimResult {}

    /**
     * Another occurrence of the job runs, or comes first.
     *
     * @param other the number of that occurrence
     */
    record Busy(long other) implements ClaimResult {}

    /** The job is paused: only what a person asks for runs. */
    record Paused() implements ClaimResult {}

    /** It waits to be tried again. */
    record NotYet(Instant at) implements ClaimResult {}

    /**
     * An attempt runs already.
     *
     * @param occurrence with its worker, and when that was heard last
     */
    record Running(Occurrence occurrence) implements ClaimResult {}

    /** Nothing is to be run any more: it has ended, or was skipped just now because another one runs. */
    record Over(Occurrence occurrence) implements ClaimResult {}

    /**
     * This Pipette cannot read the version that is to run.
     *
     * @param reason why
     */
    record Unreadable(String reason) implements ClaimResult {}

    /** There is no such occurrence. */
    record Unknown() implements ClaimResult {}
}

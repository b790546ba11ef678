package dev.pipette.jobs.scheduler;

import dev.pipette.jobs.AttemptEnd;
import dev.pipette.jobs.RetryPolicy;
import dev.pipette.jobs.policy.AfterAttempt;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** What happens after the death of a scheduler. */
final class Steps {
    private Steps() {}

    /** The next scheduler continues at once. It counts, so that no job ends one scheduler after the other. */
    static AfterAttempt.Next afterLoss(AttemptEnd end, RetryPolicy policy, int tries, RandomGenerator random) {
        AfterAttempt.Next usual = AfterAttempt.decide(end, policy, tries, random);
        return usual instanceof AfterAttempt.RetryAt ? new AfterAttempt.RetryAt(Duration.ZERO) : usual;
    }
}

package dev.pipette.jobs.scheduler;

import dev.pipette.jobs.AttemptEnd;
import dev.pipette.jobs.RetryPolicy;
import dev.pipette.jobs.policy.AfterAttempt;
import dev.pipette.jobs.policy.Next;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** What happens after an attempt, as the store takes it. */
final class Steps {
    private Steps() {}

    static Next after(AttemptEnd end, RetryPolicy policy, int tries, RandomGenerator random) {
        return switch (AfterAttempt.decide(end, policy, tries, random)) {
            case AfterAttempt.Done done -> new Next.Done();
            case AfterAttempt.RetryAt(Duration pause) -> new Next.RetryAt(pause);
            case AfterAttempt.GiveUp(String why) -> new Next.GiveUp(why);
            case AfterAttempt.HandBack back -> new Next.HandBack();
        };
    }

    /** After the death of a scheduler: the next one continues at once. It counts, so that no job ends one scheduler after the other. */
    static Next afterLoss(AttemptEnd end, RetryPolicy policy, int tries, RandomGenerator random) {
        Next usual = after(end, policy, tries, random);
        return usual instanceof Next.RetryAt ? new Next.RetryAt(Duration.ZERO) : usual;
    }
}

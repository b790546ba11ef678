package dev.pipette.jobs.policy;

import dev.pipette.jobs.AttemptEnd;
import dev.pipette.jobs.RetryPolicy;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Decides what happens with an occurrence whose attempt has ended.
 *
 * <pre>{@code
 * switch (AfterAttempt.decide(end, definition.retries(), attempt, random)) {
 *     case AfterAttempt.Done done -> store.finished(occurrence, end);
 *     case AfterAttempt.RetryAt(Duration after) -> store.retry(occurrence, end, now.plus(after));
 *     case AfterAttempt.GiveUp(String why) -> store.failed(occurrence, end, why);
 *     case AfterAttempt.HandBack back -> store.waiting(occurrence);
 * }
 * }</pre>
 */
public final class AfterAttempt {
    private AfterAttempt() {}

    /** What happens next. */
    public sealed interface Next {}

    /** Nothing: it succeeded, or a person cancelled it. */
    public record Done() implements Next {}

    /**
     * Another attempt.
     *
     * @param pause before it
     */
    public record RetryAt(Duration pause) implements Next {}

    /**
     * No other attempt: it has failed.
     *
     * @param why it is not tried again, as a sentence
     */
    public record GiveUp(String why) implements Next {}

    /** It waits for another scheduler, at once; the attempt does not count. */
    public record HandBack() implements Next {}

    /**
     * Decides.
     *
     * @param end of the attempt
     * @param policy of the job
     * @param attempt its number among those that count, from 1
     * @param random for the jitter
     */
    public static Next decide(AttemptEnd end, RetryPolicy policy, int attempt, RandomGenerator random) {
        return switch (end.how()) {
            case SUCCEEDED, CANCELLED -> new Done();
            case HANDED_BACK -> new HandBack();
            case TIMED_OUT, LOST -> again(policy, attempt, random);
            case FAILED -> afterError(end, policy, attempt, random);
        };
    }

    private static Next afterError(AttemptEnd end, RetryPolicy policy, int attempt, RandomGenerator random) {
        String code = end.errorCode().orElse("");
        ErrorClass kind = ErrorClass.named(code);
        return kind.isRetried()
                ? again(policy, attempt, random)
                : new GiveUp("It is not tried again after " + code + ": " + kind.reason() + ".");
    }

    private static Next again(RetryPolicy policy, int attempt, RandomGenerator random) {
        if (attempt < policy.attempts()) {
            return new RetryAt(pause(policy, attempt, random.nextDouble()));
        }
        return new GiveUp(
                policy.attempts() == 1
                        ? "It is not tried again: the job allows one attempt."
                        : "It is not tried again: this was attempt " + attempt + " of " + policy.attempts() + ".");
    }

    /** The pause after an attempt, the random part included. */
    private static Duration pause(RetryPolicy policy, int attempt, double random) {
        double grown = policy.first().toMillis() * Math.pow(policy.factor(), attempt - 1.0);
        double bounded = Math.min(grown, policy.most().toMillis());
        return Duration.ofMillis(Math.round(bounded * (1 + policy.jitter() * (2 * random - 1))));
    }
}

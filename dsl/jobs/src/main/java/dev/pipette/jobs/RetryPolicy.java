package dev.pipette.jobs;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.jobs.time.Durations;
import java.time.Duration;

/**
 * How often an occurrence is tried again after an error that may pass, and after which time. The n-th pause is {@code first *
 * factor^(n-1)}, at most {@code most}, and differs by up to {@code jitter} of itself at random.
 *
 * <pre>{@code
 * RetryPolicy patient = new RetryPolicy(10, Duration.ofMinutes(1), 2, Duration.ofHours(1), 0.2);
 * }</pre>
 *
 * @param attempts in all, from 1 to 1000; 1 is no retry
 * @param first the first pause
 * @param factor by which each pause is longer than the one before it, 1 to 100
 * @param most the longest pause
 * @param jitter from 0 to 1
 */
public record RetryPolicy(int attempts, Duration first, double factor, Duration most, double jitter) {
    private static final Duration LONGEST = Duration.ofDays(366);

    /** Four attempts; after 30 s, 1 min and 2 min, each 20 % more or less. */
    public static final RetryPolicy USUAL = new RetryPolicy(4, Duration.ofSeconds(30), 2, Duration.ofMinutes(15), 0.2);

    /** Refuses numbers that cannot mean anything. */
    public RetryPolicy {
        check(attempts >= 1 && attempts <= 1000, "attempts", attempts, "1 is no retry, 1000 is the most");
        check(isPause(first), "the first pause", Durations.text(first), "it is 366 days at most and not negative");
        check(factor >= 1 && factor <= 100, "the factor of the pauses", factor, "it is from 1 to 100");
        check(isPause(most), "the longest pause", Durations.text(most), "it is 366 days at most and not negative");
        check(
                most.compareTo(first) >= 0,
                "the longest pause",
                Durations.text(most),
                "it is as long as the first pause, " + Durations.text(first) + ", at least");
        check(jitter >= 0 && jitter <= 1, "the jitter", jitter, "it is a part of the pause, from 0 to 1");
    }

    @Override
    public String toString() {
        return attempts == 1
                ? "1 attempt"
                : attempts + " attempts, after " + Durations.text(first) + " to " + Durations.text(most);
    }

    private static boolean isPause(Duration pause) {
        return !pause.isNegative() && pause.compareTo(LONGEST) <= 0;
    }

    private static void check(boolean right, String what, Object value, String allowed) {
        if (!right) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE, "retries: " + what + " cannot be " + value + ": " + allowed + ".");
        }
    }
}

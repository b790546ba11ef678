package dev.pipette.jobs;

import java.time.Duration;

/**
 * How often an occurrence is tried again after an error that may pass, and after which time. The n-th pause is {@code first *
 * factor^(n-1)}, at most {@code most}, and differs by up to {@code jitter} of itself at random.
 *
 * <pre>{@code
 * RetryPolicy patient = new RetryPolicy(10, Duration.ofMinutes(1), 2, Duration.ofHours(1), 0.2);
 * }</pre>
 *
 * @param attempts in all, 1 or more; 1 is no retry
 * @param first the first pause
 * @param factor by which each pause is longer than the one before it, 1 or more
 * @param most the longest pause
 * @param jitter from 0 to 1
 */
public record RetryPolicy(int attempts, Duration first, double factor, Duration most, double jitter) {
    /** Four attempts; after 30 s, 1 min and 2 min, each 20 % more or less. */
    public static final RetryPolicy USUAL = new RetryPolicy(4, Duration.ofSeconds(30), 2, Duration.ofMinutes(15), 0.2);
}

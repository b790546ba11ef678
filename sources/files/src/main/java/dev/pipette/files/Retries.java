package dev.pipette.files;

import java.time.Duration;

/**
 * How a store sends a request again that failed for a reason that may pass.
 *
 * @param attempts how many attempts there are at most
 * @param pause before the second attempt; it doubles with each further one, up to {@link #longest()}
 * @param timeout how long an attempt waits for the server; each store says for what
 */
public record Retries(int attempts, Duration pause, Duration timeout) {
    private static final int MOST_DOUBLINGS = 6;

    /** The longest pause. */
    public Duration longest() {
        return pause.multipliedBy(1L << MOST_DOUBLINGS);
    }

    /** The pause after an attempt, the first of which is 1. */
    public Duration after(int attempt) {
        return pause.multipliedBy(1L << Math.min(attempt - 1, MOST_DOUBLINGS));
    }
}

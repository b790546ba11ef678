package dev.pipette.rest;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The pauses between attempts where the API names none: a second, then twice as long each time, up to a minute, each a
 * quarter longer or shorter at random, so that many clients do not come back at once.
 */
final class Backoff {
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final double JITTER = 0.25;
    private static final int DOUBLINGS = 6;

    private Backoff() {}

    /**
     * The pause after an attempt.
     *
     * @param attempts how many there were
     */
    static Duration after(int attempts) {
        Duration pause = Duration.ofSeconds(1L << Math.min(attempts - 1, DOUBLINGS));
        long millis = (pause.compareTo(LONGEST) < 0 ? pause : LONGEST).toMillis();
        return Duration.ofMillis(Math.round(millis * ThreadLocalRandom.current().nextDouble(1 - JITTER, 1 + JITTER)));
    }

    /**
     * The pause after an attempt for which the API asked. Zero, or an instant that has passed, would be no pause at all, so
     * the client's own counts then, of a second at least.
     *
     * @param attempts how many there were
     */
    static Duration asked(Duration time, int attempts) {
        if (time.compareTo(SHORTEST) >= 0) {
            return time;
        }
        Duration own = after(attempts);
        return own.compareTo(SHORTEST) >= 0 ? own : SHORTEST;
    }
}

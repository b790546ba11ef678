package dev.pipette.files.web;

import java.time.Duration;

/**
 * How often a request is sent again that may succeed another time.
 *
 * @param attempts how many there are at most
 * @param pause before the second attempt; it doubles with each further one
 * @param silence how long a server may send nothing
 */
record Patience(int attempts, Duration pause, Duration silence) {
    /** Half a minute of pauses or so, where answers come at once. */
    static final Patience USUAL = new Patience(7, Duration.ofMillis(500), Duration.ofMinutes(1));

    /** The longest pause that a server may ask for. */
    static final Duration LONGEST_ASKED = Duration.ofMinutes(2);

    /** The pause after an attempt, the first of which is 1. */
    Duration after(int attempt) {
        return pause.multipliedBy(1L << Math.min(attempt - 1, 16));
    }
}

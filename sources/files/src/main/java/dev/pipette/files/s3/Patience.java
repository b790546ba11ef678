package dev.pipette.files.s3;

import java.time.Duration;

/**
 * How long something that may pass by itself is waited for.
 *
 * @param attempts how often one thing is tried
 * @param pause before the second attempt; it doubles up to {@link #longest()}
 * @param answer how long an attempt may take: all of an answer, but only the begin of an object's content
 */
record Patience(int attempts, Duration pause, Duration answer) {
    /** A quarter of a minute or so, where answers come at once. */
    static final Patience USUAL = new Patience(7, Duration.ofMillis(200));

    Patience(int attempts, Duration pause) {
        this(attempts, pause, Duration.ofMinutes(5));
    }

    private static final int MOST_DOUBLINGS = 6;

    /** The longest pause. */
    Duration longest() {
        return pause.multipliedBy(1L << MOST_DOUBLINGS);
    }
}

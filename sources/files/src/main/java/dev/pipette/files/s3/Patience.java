package dev.pipette.files.s3;

import java.time.Duration;

/**
 * How long something that may pass by itself is waited for.
 *
 * @param attempts how often one thing is tried
 * @param pause before the second attempt; it doubles up to {@link #longest()}
 */
record Patience(int attempts, Duration pause) {
    /** A quarter of a minute or so. */
    static final Patience USUAL = new Patience(7, Duration.ofMillis(200));

    private static final int MOST_DOUBLINGS = 6;

    /** The longest pause. */
    Duration longest() {
        return pause.multipliedBy(1L << MOST_DOUBLINGS);
    }
}

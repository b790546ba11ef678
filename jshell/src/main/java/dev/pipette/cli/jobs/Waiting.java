package dev.pipette.cli.jobs;

import java.time.Duration;

/** Asks the store again and again until something is so. Ctrl-C ends the waiting, and nothing else. */
final class Waiting {
    private static final Duration PAUSE = Duration.ofMillis(250);

    private Waiting() {}

    static void pause() throws InterruptedException {
        Thread.sleep(PAUSE);
    }
}

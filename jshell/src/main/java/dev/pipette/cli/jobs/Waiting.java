package dev.pipette.cli.jobs;

import java.time.Duration;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Asks the store again and again until something is so. Ctrl-C ends the waiting, and nothing else. */
final class Waiting {
    private static final Duration PAUSE = Duration.ofMillis(250);

    private Waiting() {}

    static <T> T until(Supplier<T> asked, Predicate<T> done) throws InterruptedException {
        T value = asked.get();
        while (!done.test(value)) {
            pause();
            value = asked.get();
        }
        return value;
    }

    static void pause() throws InterruptedException {
        Thread.sleep(PAUSE);
    }
}

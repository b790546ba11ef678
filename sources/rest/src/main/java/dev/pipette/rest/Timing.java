package dev.pipette.rest;

import java.time.Duration;
import java.time.Instant;

/**
 * How late it is, and how one waits: the system's way, or a test's, which does not wait.
 *
 * <pre>{@code
 * Timing.system().sleep(Duration.ofSeconds(1));
 * }</pre>
 */
public interface Timing {
    /** The current instant. */
    Instant instant();

    /**
     * Returns when this time is over.
     *
     * @throws InterruptedException when the thread is interrupted before
     */
    void sleep(Duration time) throws InterruptedException;

    /** The system's clock and the thread's sleep. */
    static Timing system() {
        return SystemTiming.INSTANCE;
    }
}

package dev.pipette.jobs.process;

import dev.pipette.jobs.AttemptEnd;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * An attempt that was started. Closing it kills what still runs.
 *
 * <pre>{@code
 * attempt.stop(StopReason.CANCEL);
 * if (!attempt.await(Duration.ofSeconds(30))) {
 *     attempt.kill();
 * }
 * }</pre>
 */
public interface RunningAttempt extends AutoCloseable {
    /** Waits for its end; false when it still runs after this time. */
    boolean await(Duration atMost) throws InterruptedException;

    /**
     * How it ended.
     *
     * @throws IllegalStateException while it runs
     */
    AttemptEnd end();

    /** Asks it to stop before it publishes. The first reason counts; later ones change nothing. */
    void stop(StopReason why);

    /** Ends it at once, with all processes that it started. In this JVM nothing can: there it is asked again. */
    void kill();

    /** The number of its process; empty in this JVM. */
    OptionalLong pid();

    @Override
    void close();
}

package dev.pipette.jobs.process;

import java.io.IOException;

/**
 * Starts attempts.
 *
 * <pre>{@code
 * try (RunningAttempt attempt = runner.start(request)) {
 *     while (!attempt.await(Duration.ofSeconds(2))) {
 *         System.out.println("it runs");
 *     }
 *     System.out.println(attempt.end().how());
 * }
 * }</pre>
 */
public interface AttemptRunner {
    /**
     * Starts an attempt.
     *
     * @throws IOException when it cannot start, such as for want of disk space or processes
     * @throws dev.pipette.error.PipetteException BAD_SETTINGS when the job's file of variables cannot be read
     */
    RunningAttempt start(AttemptRequest request) throws IOException;

    /** Runs each attempt in the way that its job chooses. */
    static AttemptRunner choosing(AttemptRunner ownJvm, AttemptRunner inProcess) {
        return request -> request.definition().isInProcess() ? inProcess.start(request) : ownJvm.start(request);
    }
}

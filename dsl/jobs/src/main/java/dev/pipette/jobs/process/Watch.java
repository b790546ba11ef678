package dev.pipette.jobs.process;

import dev.pipette.jobs.AttemptEnd;
import dev.pipette.jobs.JobDefinition;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Waits for the end of an attempt, stops it when it takes too long or somebody asks, and kills it when it does not stop.
 *
 * <pre>{@code
 * AttemptEnd end = new Watch(Clock.systemUTC(), Duration.ofSeconds(2)).untilEnd(attempt, definition, start, Optional::empty);
 * }</pre>
 *
 * @param clock of the time limits
 * @param pause between two questions
 */
public record Watch(Clock clock, Duration pause) {
    /**
     * Waits for the end.
     *
     * @param since when the job's time limit began to run
     * @param asked whether it is to stop, and why; asked after each pause, also while it stops, so that it can report that the
     *     attempt runs
     */
    public AttemptEnd untilEnd(
            RunningAttempt attempt, JobDefinition job, Instant since, Supplier<Optional<StopReason>> asked)
            throws InterruptedException {
        Instant tooLate = since.plus(job.timeout());
        @Nullable Instant kill = null;
        while (!attempt.await(pause)) {
            Instant now = clock.instant();
            Optional<StopReason> wish = asked.get();
            if (kill == null) {
                Optional<StopReason> why = now.isBefore(tooLate) ? wish : Optional.of(StopReason.TIMEOUT);
                why.ifPresent(attempt::stop);
                kill = why.isPresent() ? now.plus(job.grace()) : null;
            } else if (!now.isBefore(kill)) {
                attempt.kill();
            }
        }
        return attempt.end();
    }
}

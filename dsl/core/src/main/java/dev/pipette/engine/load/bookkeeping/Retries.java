package dev.pipette.engine.load.bookkeeping;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.spi.StepListener;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Does something again while the destination is unavailable: after a second, then after twice as long each time, up to
 * half a minute, each pause a quarter longer or shorter at random, so that many jobs do not retry at once.
 */
final class Retries {
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final double JITTER = 0.25;

    private Retries() {}

    /**
     * Does it, and again until it is done, fails for another reason, or the time is over.
     *
     * @param limit how long after the first try another one may begin
     */
    static <R> R within(Duration limit, StepListener listener, Supplier<R> doing) {
        if (limit.isZero()) {
            return doing.get();
        }
        Duration first = shorter(FIRST_PAUSE, limit.dividedBy(4));
        RetryPolicy<R> policy = RetryPolicy.<R>builder()
                .handleIf(Retries::mayPass)
                .withBackoff(first, shorter(LONGEST_PAUSE, limit).plusNanos(first.toNanos()))
                .withJitter(JITTER)
                .withMaxAttempts(-1)
                .withMaxDuration(limit)
                .onRetryScheduled(event -> listener.retrying(reason(event.getLastException()), event.getDelay()))
                .build();
        try {
            return Failsafe.with(policy).get(doing::get);
        } catch (FailsafeException interrupted) {
            Thread.currentThread().interrupt();
            throw new PipetteException(
                    ErrorCode.INTERRUPTED,
                    "the run was interrupted while it waited for the destination. What was not committed waits, and the"
                            + " next run continues with it.",
                    interrupted);
        }
    }

    private static boolean mayPass(Throwable failed) {
        return failed instanceof PipetteException known && known.code() == ErrorCode.DESTINATION_UNAVAILABLE;
    }

    private static String reason(Throwable failed) {
        return String.valueOf(failed.getMessage());
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}

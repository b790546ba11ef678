package dev.pipette.jobs.policy;

import java.time.Duration;
import java.time.Instant;

/**
 * Whether a job keeps its promise of a success within a time.
 *
 * <pre>{@code
 * Freshness freshness = Freshness.of(Duration.ofHours(3), lastSuccess);
 * freshness.isLate(now);     // true from three hours after the last success on
 * freshness.deadline();      // when to look again
 * }</pre>
 *
 * @param within the promised time
 * @param since what it is counted from
 */
public record Freshness(Duration within, Instant since) {
    /**
     * The promise of a job.
     *
     * @param within the promised time
     * @param since the last success; for a job that never succeeded, its first fire time after it was promoted, since nothing was
     *     promised before, or the promotion where it has no schedule
     */
    public static Freshness of(Duration within, Instant since) {
        return new Freshness(within, since);
    }

    /** Counts from the end of a pause, where that is later: a paused job promises nothing. */
    public Freshness resumed(Instant end) {
        return end.isAfter(since) ? new Freshness(within, end) : this;
    }

    /** When the job becomes late, unless it succeeds before. */
    public Instant deadline() {
        return since.plus(within);
    }

    /** Whether the job is late at this time. */
    public boolean isLate(Instant now) {
        return !now.isBefore(deadline());
    }
}

package dev.pipette.engine.extract;

import dev.pipette.incremental.CommitInterval;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Says when a step of a load is long enough to be committed. */
final class StepLimit {
    private final Optional<CommitInterval> interval;
    private final LongSupplier nanos;
    private long begun;
    private long rows;

    /** @param nanos a clock of nanoseconds that only goes forward */
    StepLimit(Optional<CommitInterval> interval, LongSupplier nanos) {
        this.interval = interval;
        this.nanos = nanos;
    }

    /** Whether there are steps at all. */
    boolean exists() {
        return interval.isPresent();
    }

    /** Whether files have to be counted. */
    boolean countsRows() {
        return interval.filter(CommitInterval.Rows.class::isInstance).isPresent();
    }

    void begin() {
        begun = nanos.getAsLong();
        rows = 0;
    }

    void added(long more) {
        rows += more;
    }

    boolean isReached() {
        return interval.filter(found -> switch (found) {
                    case CommitInterval.Rows limit -> rows >= limit.rows();
                    case CommitInterval.Time limit ->
                        nanos.getAsLong() - begun >= limit.duration().toNanos();
                })
                .isPresent();
    }
}

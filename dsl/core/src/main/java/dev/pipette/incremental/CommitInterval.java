package dev.pipette.incremental;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.rows.Rows;
import java.time.Duration;

/**
 * How often a long load is committed while it runs.
 *
 * <pre>{@code
 * orders.commitEvery(100_000);                  // rows
 * orders.commitEvery(Duration.ofMinutes(5));
 * }</pre>
 */
public sealed interface CommitInterval {
    /**
     * After rows.
     *
     * @param rows at least how many, 1 or more
     */
    record Rows(long rows) implements CommitInterval {}

    /**
     * After a time.
     *
     * @param duration more than zero
     */
    record Time(Duration duration) implements CommitInterval {}

    /** After this many rows. */
    static CommitInterval of(long rows) {
        if (rows < 1) {
            throw new PipetteException(ErrorCode.BAD_USAGE, "commitEvery(" + rows + "): a step has 1 row or more.");
        }
        return new Rows(rows);
    }

    /** After this time. */
    static CommitInterval of(Duration duration) {
        if (!duration.isPositive()) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE, "commitEvery(" + duration + "): a step takes more time than none.");
        }
        return new Time(duration);
    }
}

package dev.pipette.engine.extract;

import dev.pipette.spi.StepListener;
import java.util.function.LongSupplier;

/**
 * Reports to a listener how many rows were read, about ten times a second. The clock is looked at seldom where rows
 * come fast: after each row that came slowly, and after up to a thousand that did not. Each slice of a resource has a
 * count of its own, for one thread; the listener is given their sum.
 */
final class RowCount {
    private static final long PAUSE_NANOS = 100_000_000;
    private static final long LONGEST_STRIDE = 1_024;

    private final Sum sum;
    private final LongSupplier nanoTime;
    private long reportedAt;
    private long toldRows;
    private long next = 1;
    private long stride = 1;

    /** The rows of all slices, as far as the listener knows them. */
    private static final class Sum {
        private final StepListener listener;
        private final String resource;
        private long rows;

        Sum(StepListener listener, String resource) {
            this.listener = listener;
            this.resource = resource;
        }

        synchronized void report(long more) {
            rows += more;
            listener.extracted(resource, rows);
        }

        synchronized void restart() {
            rows = 0;
        }

        synchronized long rows() {
            return rows;
        }
    }

    RowCount(StepListener listener, String resource, LongSupplier nanoTime) {
        this(new Sum(listener, resource), nanoTime);
    }

    private RowCount(Sum sum, LongSupplier nanoTime) {
        this.sum = sum;
        this.nanoTime = nanoTime;
        this.reportedAt = nanoTime.getAsLong();
    }

    /** A count of the rows of another slice, which the listener is given together with the others. */
    RowCount ofSlice() {
        return new RowCount(sum, nanoTime);
    }

    /** Notes that this many rows of the slice were read. */
    void counted(long rows) {
        if (rows < next) {
            return;
        }
        long now = nanoTime.getAsLong();
        if (now - reportedAt >= PAUSE_NANOS) {
            report(rows);
            reportedAt = now;
            stride = Math.max(1, stride / 2);
        } else {
            stride = Math.min(LONGEST_STRIDE, stride * 2);
        }
        next = rows + stride;
    }

    /** Reports the last number of the slice. */
    void ended(long rows) {
        report(rows);
    }

    private void report(long rows) {
        long more = rows - toldRows;
        toldRows = rows;
        sum.report(more);
    }

    /** Forgets the rows of all slices, because they are read again. */
    void restart() {
        sum.restart();
    }

    /** How many rows of all slices the listener knows of. */
    long rowsReported() {
        return sum.rows();
    }
}

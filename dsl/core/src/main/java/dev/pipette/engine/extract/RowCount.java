package dev.pipette.engine.extract;

import dev.pipette.spi.StepListener;
import java.util.function.LongSupplier;

/**
 * Tells a listener how many rows were read, about ten times a second. The clock is looked at seldom where rows come fast:
 * after each row that came slowly, and after up to a thousand that did not.
 */
final class RowCount {
    private static final long PAUSE_NANOS = 100_000_000;
    private static final long LONGEST_STRIDE = 1_024;

    private final StepListener listener;
    private final String resource;
    private final LongSupplier nanoTime;
    private long told;
    private long next = 1;
    private long stride = 1;

    RowCount(StepListener listener, String resource, LongSupplier nanoTime) {
        this.listener = listener;
        this.resource = resource;
        this.nanoTime = nanoTime;
        this.told = nanoTime.getAsLong();
    }

    /** Notes that so many rows were read. */
    void counted(long rows) {
        if (rows < next) {
            return;
        }
        long now = nanoTime.getAsLong();
        if (now - told >= PAUSE_NANOS) {
            listener.extracted(resource, rows);
            told = now;
            stride = Math.max(1, stride / 2);
        } else {
            stride = Math.min(LONGEST_STRIDE, stride * 2);
        }
        next = rows + stride;
    }

    /** Tells the last number. */
    void ended(long rows) {
        listener.extracted(resource, rows);
    }
}

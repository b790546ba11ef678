package dev.pipette.spi;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The bounded sample of one resource that a plan reads instead of all its rows. A source that asks a server reports each
 * request before it is sent, so that a plan costs no more requests than it was allowed.
 *
 * <pre>{@code
 * Sampling.request();   // in a client of a web API; does nothing in a run
 * }</pre>
 *
 * <p>Requests of other threads than the one that opened the rows are not counted.
 */
public final class Sampling {
    private static final ScopedValue<Sampling> CURRENT = ScopedValue.newInstance();

    private final long rows;
    private final int requests;
    private final Duration time;
    private final LongSupplier nanos;
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicReference<@Nullable Bound> endedBy = new AtomicReference<>();
    private boolean hasBegun;
    private long begun;

    /** When the last request was sent, or the sample began. */
    private long since;

    private long taken;
    private boolean full;

    /** What ended a sample before its rows did. */
    public enum Bound {
        ROWS,
        TIME,
        REQUESTS
    }

    /** Thrown where a source would send a request that the sample has no more of; the rows so far are the sample. */
    public static final class Ended extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private Ended() {
            super("the sample of a plan is complete", null, false, false);
        }

        /** Whether this is what something failed by. */
        public static boolean caused(Throwable failed) {
            Throwable cause = failed;
            while (cause != null && !(cause instanceof Ended)) {
                cause = cause.getCause();
            }
            return cause != null;
        }
    }

    /**
     * A sample that has not begun.
     *
     * @param rows at most
     * @param time at most, looked at between rows and between requests
     * @param requests at most
     * @param nanos a clock of nanoseconds that only goes forward
     */
    public Sampling(long rows, Duration time, int requests, LongSupplier nanos) {
        this.rows = rows;
        this.time = time;
        this.requests = requests;
        this.nanos = nanos;
    }

    /** Reads inside this sample, on this thread; its time begins with the first call. */
    public <R> R during(Callable<R> reading) throws Exception {
        if (!hasBegun) {
            hasBegun = true;
            begun = nanos.getAsLong();
            since = begun;
        }
        return ScopedValue.where(CURRENT, this).call(reading::call);
    }

    /**
     * A source is about to send a request.
     *
     * @throws Ended where a plan reads a sample that may send no other one
     */
    public static void request() {
        if (CURRENT.isBound()) {
            CURRENT.get().send();
        }
    }

    /** Whether a plan reads a sample on this thread: a source then reads no more than the next rows need. */
    public static boolean isActive() {
        return CURRENT.isBound();
    }

    /** Whether a plan reads a sample on this thread that may send no other request: what was read by now is enough. */
    public static boolean isComplete() {
        return CURRENT.isBound() && CURRENT.get().hasNoRequestLeft();
    }

    private void send() {
        if (hasNoRequestLeft()) {
            throw new Ended();
        }
        sent.incrementAndGet();
        since = nanos.getAsLong();
    }

    private boolean hasNoRequestLeft() {
        if (sent.get() >= requests) {
            return ends(Bound.REQUESTS);
        }
        return nanos.getAsLong() - begun >= time.toNanos() && ends(Bound.TIME);
    }

    /** Whether no other row is taken. Rows that are here by the last request may take as long as all requests did. */
    public boolean isOver() {
        return full || (nanos.getAsLong() - since >= time.toNanos() && ends(Bound.TIME));
    }

    /** Whether it has as many rows as it may have; asked when there is another one. */
    public boolean isFull() {
        full = full || (taken >= rows && ends(Bound.ROWS));
        return full;
    }

    private boolean ends(Bound bound) {
        endedBy.compareAndSet(null, bound);
        return true;
    }

    /** One row was taken. */
    public void took() {
        taken++;
    }

    /** How many rows were taken. */
    public long rows() {
        return taken;
    }

    /** How many requests were sent. */
    public int requests() {
        return sent.get();
    }

    /** What ended the sample; empty where it has all rows. */
    public Optional<Bound> endedBy() {
        return Optional.ofNullable(endedBy.get());
    }
}

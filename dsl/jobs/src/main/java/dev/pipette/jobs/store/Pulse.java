package dev.pipette.jobs.store;

/**
 * What a worker that reports a running attempt is to do.
 *
 * <pre>{@code
 * if (store.attempts().heartbeat(claim, now) != Pulse.GO_ON) {
 *     running.stop();
 * }
 * }</pre>
 */
public enum Pulse {
    /** It continues. */
    GO_ON,
    /** A person asked to cancel: it stops before it publishes. */
    CANCEL,
    /** The claim has ended, because the worker was taken for dead: it stops, and its result counts no more. */
    FENCED
}

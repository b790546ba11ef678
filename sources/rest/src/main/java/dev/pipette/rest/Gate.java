package dev.pipette.rest;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * Lets requests through: at most N at once, at most N in a time, and none while the API asks for a pause. All requests
 * of a client go through one gate, whatever thread sends them.
 */
final class Gate {
    private final Semaphore places;
    private final Optional<RateLimit> limit;
    private final Timing timing;

    /** When the last requests were let through, or will be. */
    private final Deque<Instant> turns = new ArrayDeque<>();

    private Instant closedUntil = Instant.MIN;

    Gate(int atOnce, Optional<RateLimit> limit, Timing timing) {
        this.places = new Semaphore(atOnce, true);
        this.limit = limit;
        this.timing = timing;
    }

    /** The API asks for a longer pause than the client waits. */
    static final class ClosedException extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient Instant until;

        private ClosedException(Instant until) {
            super("closed until " + until);
            this.until = until;
        }

        Instant until() {
            return until;
        }
    }

    /**
     * Waits for a place and a turn. {@link #leave()} must follow, but not after an exception.
     *
     * @param most how long to wait where the API has closed the gate
     */
    void enter(Duration most) throws InterruptedException, ClosedException {
        places.acquire();
        try {
            opens(most);
            waitUntil(turn());
            waitUntil(opens(most));
        } catch (InterruptedException | ClosedException | RuntimeException | Error failed) {
            places.release();
            throw failed;
        }
    }

    void leave() {
        places.release();
    }

    /** Lets no request through before an instant. */
    synchronized void close(Instant until) {
        closedUntil = until.isAfter(closedUntil) ? until : closedUntil;
    }

    private synchronized Instant opens(Duration most) throws ClosedException {
        if (closedUntil.isAfter(timing.instant().plus(most))) {
            throw new ClosedException(closedUntil);
        }
        return closedUntil;
    }

    private synchronized Instant turn() {
        Instant now = timing.instant();
        if (limit.isEmpty()) {
            return now;
        }
        Instant turn = now.isAfter(closedUntil) ? now : closedUntil;
        if (turns.size() == limit.get().requests()) {
            Instant free = turns.removeFirst().plus(limit.get().time());
            turn = free.isAfter(turn) ? free : turn;
        }
        turns.addLast(turn);
        return turn;
    }

    private void waitUntil(Instant until) throws InterruptedException {
        Instant now = timing.instant();
        if (until.isAfter(now)) {
            timing.sleep(Duration.between(now, until));
        }
    }
}

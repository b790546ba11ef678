package dev.pipette.rest;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * Lets requests through: at most N of a client at once, at most N in a time, and none while the host asks for a pause. What
 * a host lets through is one budget for all clients, whatever thread sends.
 */
final class Gate {
    private final Semaphore places;
    private final Optional<RateLimit> limit;
    private final Timing timing;

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
     * Waits for a place and a turn. {@link #leave} must follow, but not after an exception.
     *
     * @param most how long to wait where the API has closed the gate
     */
    void enter(HostBudget host, Duration most) throws InterruptedException, ClosedException {
        places.acquire();
        try {
            opens(host, most);
            waitUntil(host.turn(limit));
            do {
                waitUntil(opens(host, most));
            } while (!host.take());
        } catch (InterruptedException | ClosedException | RuntimeException | Error failed) {
            places.release();
            throw failed;
        }
    }

    void leave(HostBudget host) {
        host.answered();
        places.release();
    }

    private Instant opens(HostBudget host, Duration most) throws ClosedException {
        Instant opens = host.opens();
        if (opens.isAfter(timing.instant().plus(most))) {
            throw new ClosedException(opens);
        }
        return opens;
    }

    private void waitUntil(Instant until) throws InterruptedException {
        Instant now = timing.instant();
        if (until.isAfter(now)) {
            timing.sleep(Duration.between(now, until));
        }
    }
}

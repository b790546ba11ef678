package dev.pipette.rest;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

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

    /** The place of one request; to leave it again changes nothing. */
    final class Place implements AutoCloseable {
        private final HostBudget host;
        private final AtomicBoolean left = new AtomicBoolean();

        private Place(HostBudget host) {
            this.host = host;
        }

        /** The answer is there, or never will be. */
        @Override
        public void close() {
            if (left.compareAndSet(false, true)) {
                host.answered();
                places.release();
            }
        }
    }

    /**
     * Waits for a place and a turn.
     *
     * @param most how long to wait where the API has closed the gate
     */
    Place enter(HostBudget host, Duration most) throws InterruptedException, ClosedException {
        places.acquire();
        try {
            opens(host, most);
            Instant turn = host.turn(limit);
            opens(host, most); // other processes may have closed it
            waitUntil(turn);
            do {
                waitUntil(opens(host, most));
            } while (!host.take());
            return new Place(host);
        } catch (InterruptedException | ClosedException | RuntimeException | Error failed) {
            places.release();
            throw failed;
        }
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

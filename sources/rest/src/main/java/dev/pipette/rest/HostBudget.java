package dev.pipette.rest;

import dev.pipette.spi.HostTurns;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What one host lets through, for all clients of this JVM, and where there are shared turns for those of other processes: when the last requests went, how many the host has left by the
 * headers of its answers, and until when it asked for no request.
 */
final class HostBudget {
    private final String host;
    private final Timing timing;
    private final Supplier<Optional<HostTurns>> shared;

    /** When the last requests were let through, or will be, in order; as many as the longest limit needs. */
    private final List<Instant> turns = new ArrayList<>();

    private int kept;
    private Instant closedUntil = Instant.MIN;

    /** Requests that the host has left until it begins to count again; below zero where that is not known. */
    private long left = -1;

    private Instant countedUntil = Instant.MIN;
    private int underWay;

    HostBudget(Timing timing) {
        this("", timing, Optional::empty);
    }

    /** @param host name and port */
    HostBudget(String host, Timing timing, Supplier<Optional<HostTurns>> shared) {
        this.host = host;
        this.timing = timing;
        this.shared = shared;
    }

    /** Lets no request through before an instant, here and where turns are shared. */
    void close(Instant until) {
        closeHere(until);
        Duration time = Duration.between(timing.instant(), until);
        if (time.isPositive()) {
            shared.get().ifPresent(turns -> turns.close(host, time));
        }
    }

    private synchronized void closeHere(Instant until) {
        closedUntil = until.isAfter(closedUntil) ? until : closedUntil;
    }

    /** When the host takes requests again; it may have passed. */
    synchronized Instant opens() {
        Instant now = timing.instant();
        if (left >= 0 && !now.isBefore(countedUntil)) {
            left = -1;
        }
        return left == 0 && countedUntil.isAfter(closedUntil) ? countedUntil : closedUntil;
    }

    /**
     * When the next request may go, which then has its turn.
     *
     * @param limit of the client that sends it
     */
    Instant turn(Optional<RateLimit> limit) {
        Instant own = ownTurn(limit);
        Optional<HostTurns> others = limit.flatMap(_ -> shared.get());
        if (others.isEmpty()) {
            return own;
        }
        RateLimit rate = limit.get();
        HostTurns.Turn turn = others.get().turn(host, rate.requests(), rate.time());
        Instant now = timing.instant();
        closeHere(now.plus(turn.closedFor()));
        Instant theirs = now.plus(turn.in());
        return theirs.isAfter(own) ? theirs : own;
    }

    private synchronized Instant ownTurn(Optional<RateLimit> limit) {
        Instant now = timing.instant();
        Instant turn = now.isAfter(closedUntil) ? now : closedUntil;
        if (limit.isPresent()) {
            int requests = limit.get().requests();
            kept = Math.max(kept, requests);
            if (turns.size() >= requests) {
                Instant free =
                        turns.get(turns.size() - requests).plus(limit.get().time());
                turn = free.isAfter(turn) ? free : turn;
            }
        }
        if (kept > 0) {
            int place = turns.size();
            while (place > 0 && turns.get(place - 1).isAfter(turn)) {
                place--;
            }
            turns.add(place, turn);
            if (turns.size() > kept) {
                turns.removeFirst();
            }
        }
        return turn;
    }

    /** Takes one of the requests that the host has left, and returns whether it had one. */
    synchronized boolean take() {
        if (opens().isAfter(timing.instant())) {
            return false;
        }
        if (left > 0) {
            left--;
        }
        underWay++;
        return true;
    }

    /** A request is answered, or never will be. */
    synchronized void answered() {
        underWay--;
    }

    /**
     * An answer says how many requests are left.
     *
     * @param until when the host begins to count again
     */
    synchronized void report(long remaining, Instant until) {
        Instant now = timing.instant();
        if (!until.isAfter(now)) {
            return;
        }
        boolean isSame =
                left >= 0 && Duration.between(countedUntil, until).abs().compareTo(Duration.ofMillis(500)) <= 0;
        if (left >= 0 && !isSame && until.isBefore(countedUntil)) {
            return; // it was sent before the host began to count again
        }
        // the requests under way may not be counted yet; the one that is answered is
        long others = Math.max(0, remaining - Math.max(0, underWay - 1));
        left = isSame ? Math.min(left, remaining) : remaining == 0 ? 0 : Math.max(1, others);
        countedUntil = until.isAfter(countedUntil) ? until : countedUntil;
    }
}

package dev.pipette.signalroom.testing;

import dev.pipette.rest.Timing;
import java.time.Duration;
import java.time.Instant;

/** At most N requests within a time, which begins with a request, and again with the first one after its end. */
final class RequestBucket {
    private final int requests;
    private final Duration time;
    private final Timing timing;
    private int used;
    private Instant end = Instant.MIN;

    /**
     * What becomes of a request.
     *
     * @param remaining requests that are left
     * @param reset how long until they are all there again
     */
    record Ticket(boolean admitted, int remaining, Duration reset) {}

    RequestBucket(int requests, Duration time, Timing timing) {
        if (requests < 1 || !time.isPositive()) {
            throw new IllegalArgumentException(
                    "a rate limit needs at least 1 request and a time above zero, not " + requests + " in " + time);
        }
        this.requests = requests;
        this.time = time;
        this.timing = timing;
    }

    synchronized Ticket take() {
        Instant now = timing.instant();
        if (!now.isBefore(end)) {
            end = now.plus(time);
            used = 0;
        }
        boolean admitted = used < requests;
        used += admitted ? 1 : 0;
        return new Ticket(admitted, requests - used, Duration.between(now, end));
    }

    int requests() {
        return requests;
    }
}

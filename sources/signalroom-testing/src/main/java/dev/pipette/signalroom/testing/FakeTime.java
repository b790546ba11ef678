package dev.pipette.signalroom.testing;

import dev.pipette.rest.Timing;
import java.time.Duration;
import java.time.Instant;

/** Time that stands still until somebody waits, and then has passed at once. */
final class FakeTime implements Timing {
    private static final Instant BEGIN = Instant.parse("2025-12-24T15:00:00Z");

    private Instant now = BEGIN;

    @Override
    public synchronized Instant instant() {
        return now;
    }

    @Override
    public synchronized void sleep(Duration time) {
        now = now.plus(time);
    }

    synchronized Duration passed() {
        return Duration.between(BEGIN, now);
    }

    @Override
    public String toString() {
        return "fake time " + instant();
    }
}

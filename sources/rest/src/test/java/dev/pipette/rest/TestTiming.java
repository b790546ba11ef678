package dev.pipette.rest;

import dev.pipette.testing.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The time of a test: pauses are noted, and move its clock instead of taking time. */
record TestTiming(TestClock clock, List<Duration> slept) implements Timing {
    static TestTiming atChristmas() {
        return new TestTiming(TestClock.at("2025-12-24T15:00:00Z"), new ArrayList<>());
    }

    @Override
    public Instant instant() {
        return clock.instant();
    }

    @Override
    public synchronized void sleep(Duration time) {
        slept.add(time);
        clock.advance(time);
    }
}

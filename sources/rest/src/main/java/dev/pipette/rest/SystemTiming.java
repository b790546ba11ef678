package dev.pipette.rest;

import java.time.Duration;
import java.time.Instant;

/** The system's clock, and the thread's sleep. */
enum SystemTiming implements Timing {
    INSTANCE;

    @Override
    public Instant instant() {
        return Instant.now();
    }

    @Override
    public void sleep(Duration time) throws InterruptedException {
        Thread.sleep(time);
    }

    @Override
    public String toString() {
        return "system time";
    }
}

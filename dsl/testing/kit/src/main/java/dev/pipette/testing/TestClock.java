package dev.pipette.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A clock that a test sets. It runs as the system's does until it is set or moved; from then on it stands still.
 *
 * <pre>{@code
 * TestClock clock = TestClock.at("2025-12-24T15:00:00Z");
 * Pipeline pipeline = pipeline("shop", duckdb("shop.duckdb")).clock(clock);
 * clock.advance(Duration.ofDays(1));
 * clock.instant();                      // 2025-12-25T15:00:00Z
 * }</pre>
 */
public final class TestClock extends Clock {
    private final Reading reading;
    private final ZoneId zone;

    /** What all views of one clock read. */
    private static final class Reading {
        private @Nullable Instant stands;

        synchronized Instant now() {
            return stands == null ? Instant.now() : stands;
        }

        synchronized void move(UnaryOperator<Instant> change) {
            stands = change.apply(now());
        }
    }

    private TestClock(Reading reading, ZoneId zone) {
        this.reading = reading;
        this.zone = zone;
    }

    /** A clock that runs until it is set, in UTC. */
    public static TestClock going() {
        return new TestClock(new Reading(), ZoneOffset.UTC);
    }

    /**
     * A clock that stands still, in UTC.
     *
     * @param instant in ISO form, like {@code 2025-12-24T15:00:00Z}
     * @throws java.time.format.DateTimeParseException when it is not an instant
     */
    public static TestClock at(String instant) {
        return at(Instant.parse(instant));
    }

    /** A clock that stands still, in UTC. */
    public static TestClock at(Instant instant) {
        TestClock clock = going();
        clock.set(instant);
        return clock;
    }

    /** Stops it at an instant, earlier ones included. */
    public void set(Instant instant) {
        reading.move(now -> instant);
    }

    /** Moves it on, or back by a negative duration, and stops it there. */
    public void advance(Duration duration) {
        reading.move(now -> now.plus(duration));
    }

    @Override
    public Instant instant() {
        return reading.now();
    }

    @Override
    public ZoneId getZone() {
        return zone;
    }

    /** The same clock, which is set together with this one, in another zone. */
    @Override
    public TestClock withZone(ZoneId other) {
        return new TestClock(reading, other);
    }

    @Override
    public String toString() {
        return "TestClock[" + instant() + ", " + zone + "]";
    }
}

package dev.pipette.testing.http;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How many requests are answered within a time; others get 429. Routes that are given the same one share it.
 *
 * <pre>{@code
 * AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2025-12-24T15:00:00Z"));
 * RateLimit limit = RateLimit.of(2, Duration.ofSeconds(1), now::get);
 * api.get("/orders").json("[]").rateLimit(limit);
 * api.get("/clients").json("[]").rateLimit(limit);
 * }</pre>
 *
 * <p>Answers tell {@code X-RateLimit-Limit}, {@code -Remaining} and {@code -Reset} (the end of the time, in seconds since
 * 1970), and a 429 tells {@code Retry-After} in whole seconds, rounded up.
 */
public final class RateLimit {
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
            .withZone(ZoneOffset.UTC);

    private final int requests;
    private final Duration time;
    private final InstantSource clock;
    private volatile boolean dates;
    private volatile boolean fractions;
    private int used;
    private @Nullable Instant end;

    /** What becomes of a request. */
    record Ticket(boolean admitted, List<Answer.Header> headers) {}

    private RateLimit(int requests, Duration time, InstantSource clock) {
        this.requests = requests;
        this.time = time;
        this.clock = clock;
    }

    /**
     * A limit whose time begins with the first request, and again with the first one after its end.
     *
     * @param requests how many are answered, at least 1
     * @param time the length of the time, more than zero
     * @param clock says how late it is
     */
    public static RateLimit of(int requests, Duration time, InstantSource clock) {
        if (requests < 1 || !time.isPositive()) {
            throw new IllegalArgumentException(
                    "a rate limit needs at least 1 request and a time above zero, not " + requests + " in " + time);
        }
        return new RateLimit(requests, time, clock);
    }

    /** Tells {@code Retry-After} as a date, the other form that RFC 9110, section 10.2.3 allows. */
    public RateLimit datesInRetryAfter() {
        dates = true;
        return this;
    }

    /** Tells {@code X-RateLimit-Reset} in fractions of seconds, as APIs do that count by the second. */
    public RateLimit fractionsInReset() {
        fractions = true;
        return this;
    }

    synchronized Ticket ticket() {
        Instant now = clock.instant();
        Instant ends = end;
        if (ends == null || !now.isBefore(ends)) {
            ends = now.plus(time);
            end = ends;
            used = 0;
        }
        boolean admitted = used < requests;
        if (admitted) {
            used++;
        }
        List<Answer.Header> headers = new ArrayList<>();
        headers.add(new Answer.Header("X-RateLimit-Limit", String.valueOf(requests)));
        headers.add(new Answer.Header("X-RateLimit-Remaining", String.valueOf(requests - used)));
        headers.add(new Answer.Header(
                "X-RateLimit-Reset",
                fractions ? fraction(ends) : String.valueOf(ceiling(ends).getEpochSecond())));
        if (!admitted) {
            headers.add(new Answer.Header("Retry-After", retryAfter(now, ends)));
        }
        return new Ticket(admitted, headers);
    }

    private String retryAfter(Instant now, Instant ends) {
        return dates
                ? HTTP_DATE.format(ceiling(ends))
                : String.valueOf(
                        Duration.between(now, ends).plusNanos(999_999_999).toSeconds());
    }

    private static String fraction(Instant instant) {
        Instant up = instant.plusNanos(999_999);
        return String.format(Locale.ROOT, "%d.%03d", up.getEpochSecond(), up.getNano() / 1_000_000);
    }

    /** A client that comes at the told second must not be too early. */
    private static Instant ceiling(Instant instant) {
        return Instant.ofEpochSecond(instant.plusNanos(999_999_999).getEpochSecond());
    }
}

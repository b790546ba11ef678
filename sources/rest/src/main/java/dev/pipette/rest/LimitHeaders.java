package dev.pipette.rest;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import okhttp3.Headers;

/** What an answer's headers say of when to come again. */
final class LimitHeaders {
    /** Numbers below it are seconds from now, others seconds since 1970: both are written under the same names. */
    private static final long FIRST_EPOCH_SECOND = 1_000_000_000L;

    private LimitHeaders() {}

    /**
     * {@code Retry-After}, in seconds or as a date (RFC 9110, section 10.2.3), or else the end of the time that {@code
     * X-RateLimit-Reset} tells.
     */
    static Optional<Instant> retryAfter(Headers headers, Instant now) {
        return Optional.ofNullable(headers.get("Retry-After"))
                .flatMap(text -> seconds(text, now).or(() -> date(text)))
                .or(() -> reset(headers, now));
    }

    /** Until when nothing more is allowed, where the headers say that nothing remains. */
    static Optional<Instant> exhausted(Headers headers, Instant now) {
        return "0".equals(headers.get("X-RateLimit-Remaining")) ? reset(headers, now) : Optional.empty();
    }

    private static Optional<Instant> reset(Headers headers, Instant now) {
        return Optional.ofNullable(headers.get("X-RateLimit-Reset")).flatMap(text -> seconds(text, now));
    }

    private static Optional<Instant> seconds(String text, Instant now) {
        if (!text.matches("\\d{1,11}")) {
            return Optional.empty();
        }
        long seconds = Long.parseLong(text);
        return Optional.of(seconds < FIRST_EPOCH_SECOND ? now.plusSeconds(seconds) : Instant.ofEpochSecond(seconds));
    }

    private static Optional<Instant> date(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeException notOne) {
            return Optional.empty();
        }
    }
}

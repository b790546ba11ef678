package dev.pipette.rest;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import okhttp3.Headers;

/** What an answer's headers say of when to come again. */
final class LimitHeaders {
    /** Numbers below it are seconds from now, others seconds since 1970: both are written under the same names. */
    private static final long FIRST_EPOCH_SECOND = 1_000_000_000L;

    /** Numbers from here on are milliseconds since 1970. */
    private static final long FIRST_EPOCH_MILLISECOND = 1_000_000_000_000L;

    /** The pause after an answer that says that nothing remains, but not until when. */
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    private LimitHeaders() {}

    /**
     * {@code Retry-After}, in seconds or as a date (RFC 9110, section 10.2.3), or else the end of the time that {@code
     * X-RateLimit-Reset} names. It may have passed.
     */
    static Optional<Instant> retryAfter(Headers headers, Instant now) {
        return Optional.ofNullable(headers.get("Retry-After"))
                .flatMap(text -> instant(text, now))
                .or(() -> reset(headers, now));
    }

    /** Until when nothing more is allowed, where the headers say that nothing remains; at least a second from now. */
    static Optional<Instant> exhausted(Headers headers, Instant now) {
        Instant soon = now.plus(SHORTEST);
        return Optional.ofNullable(headers.get("X-RateLimit-Remaining"))
                .filter(remaining -> remaining.strip().matches("0+"))
                .filter(remaining -> headers.get("X-RateLimit-Reset") != null)
                .map(remaining ->
                        reset(headers, now).filter(until -> until.isAfter(soon)).orElse(soon));
    }

    private static Optional<Instant> reset(Headers headers, Instant now) {
        return Optional.ofNullable(headers.get("X-RateLimit-Reset")).flatMap(text -> instant(text, now));
    }

    private static Optional<Instant> instant(String text, Instant now) {
        String value = text.strip();
        return value.matches("\\d{1,18}") ? Optional.of(instant(Long.parseLong(value), now)) : date(value);
    }

    private static Instant instant(long number, Instant now) {
        if (number < FIRST_EPOCH_SECOND) {
            return now.plusSeconds(number);
        }
        return number < FIRST_EPOCH_MILLISECOND ? Instant.ofEpochSecond(number) : Instant.ofEpochMilli(number);
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

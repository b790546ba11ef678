package dev.pipette.rest;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.Headers;

/** What an answer's headers say of when to come again. */
final class LimitHeaders {
    /** Numbers below it are seconds from now, others seconds since 1970: both are written under the same names. */
    private static final long FIRST_EPOCH_SECOND = 1_000_000_000L;

    /** Numbers from here on are milliseconds since 1970. */
    private static final long FIRST_EPOCH_MILLISECOND = 1_000_000_000_000L;

    /** The pause after an answer that says that nothing remains, until a time that has passed. */
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    private static final Pattern REMAINING = Pattern.compile("\\b(?:remaining|r)\\s*=\\s*(\\d{1,18})");
    private static final Pattern RESET = Pattern.compile("\\b(?:reset|t)\\s*=\\s*(\\d{1,9})");

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

    /** Until when nothing more is allowed, where the headers say that nothing remains; a second from now where that has passed. */
    static Optional<Instant> exhausted(Headers headers, Instant now) {
        Instant soon = now.plus(SHORTEST);
        return Optional.ofNullable(headers.get("X-RateLimit-Remaining"))
                .filter(remaining -> remaining.strip().matches("0+"))
                .filter(remaining -> headers.get("X-RateLimit-Reset") != null)
                .map(remaining ->
                        reset(headers, now).filter(until -> until.isAfter(now)).orElse(soon));
    }

    /** What is left of a limit, and until when. */
    record Left(long remaining, Instant until) {}

    /**
     * What the headers say is left, where they say until when: {@code X-RateLimit-Remaining} and {@code -Reset}, the same
     * without the X, or {@code RateLimit} of the IETF's drafts: {@code limit=100, remaining=50, reset=5} or {@code
     * "default";r=50;t=5}.
     */
    static Optional<Left> left(Headers headers, Instant now) {
        return left(headers, "X-RateLimit-", now)
                .or(() -> left(headers, "RateLimit-", now))
                .or(() -> Optional.ofNullable(headers.get("RateLimit")).flatMap(text -> draft(text, now)));
    }

    private static Optional<Left> left(Headers headers, String prefix, Instant now) {
        String remaining = headers.get(prefix + "Remaining");
        String reset = headers.get(prefix + "Reset");
        return remaining == null || reset == null || !remaining.strip().matches("\\d{1,18}")
                ? Optional.empty()
                : instant(reset, now).map(until -> new Left(Long.parseLong(remaining.strip()), until));
    }

    private static Optional<Left> draft(String text, Instant now) {
        Matcher remaining = REMAINING.matcher(text);
        Matcher reset = RESET.matcher(text);
        return remaining.find() && reset.find()
                ? Optional.of(
                        new Left(Long.parseLong(remaining.group(1)), now.plusSeconds(Long.parseLong(reset.group(1)))))
                : Optional.empty();
    }

    private static Optional<Instant> reset(Headers headers, Instant now) {
        return Optional.ofNullable(headers.get("X-RateLimit-Reset"))
                .or(() -> Optional.ofNullable(headers.get("RateLimit-Reset")))
                .flatMap(text -> instant(text, now));
    }

    private static Optional<Instant> instant(String text, Instant now) {
        String value = text.strip();
        if (value.matches("\\d{1,15}\\.\\d{1,9}")) {
            return Optional.of(fraction(new BigDecimal(value), now));
        }
        return value.matches("\\d{1,18}") ? Optional.of(instant(Long.parseLong(value), now)) : date(value);
    }

    private static Instant fraction(BigDecimal number, Instant now) {
        long whole = number.longValue();
        long nanos =
                number.subtract(BigDecimal.valueOf(whole)).movePointRight(9).longValue();
        return instant(whole, now).plusNanos(nanos);
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

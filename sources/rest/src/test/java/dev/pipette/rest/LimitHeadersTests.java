package dev.pipette.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import okhttp3.Headers;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitHeadersTests {
    private static final Instant NOW = Instant.parse("2025-12-24T15:00:00Z");

    private static Optional<Instant> instant(String text) {
        return Optional.ofNullable(text).map(Instant::parse);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "7 | 2025-12-24T15:00:07Z",
                "0 | 2025-12-24T15:00:00Z",
                "' 7 ' | 2025-12-24T15:00:07Z",
                "1766588420 | 2025-12-24T15:00:20Z",
                "1766588420000 | 2025-12-24T15:00:20Z",
                "1 | 2025-12-24T15:00:01Z",
                "95617584000 | 5000-01-01T00:00:00Z",
                "Wed, 24 Dec 2025 15:00:20 GMT | 2025-12-24T15:00:20Z",
                "Wed, 24 Dec 2003 15:00:20 GMT | 2003-12-24T15:00:20Z",
                "Wed, 01 Jan 5000 00:00:00 GMT | 5000-01-01T00:00:00Z",
                "-5 |",
                "soon |",
                "'' |",
                "1e9 |",
                "99999999999999999999 |"
            })
    void retry_after_is_a_number_or_a_date(String value, String until) {
        assertThat(LimitHeaders.retryAfter(Headers.of("Retry-After", value), NOW))
                .isEqualTo(instant(until));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | 30 | 2025-12-24T15:00:30Z",
                "0 | 1766588430 | 2025-12-24T15:00:30Z",
                "0 | 95617584000 | 5000-01-01T00:00:00Z",
                "0 | Wed, 24 Dec 2025 15:00:30 GMT | 2025-12-24T15:00:30Z",
                "0 | 0 | 2025-12-24T15:00:01Z",
                "0 | -30 | 2025-12-24T15:00:01Z",
                "0 | 1000000000 | 2025-12-24T15:00:01Z",
                "0 | soon | 2025-12-24T15:00:01Z",
                "1 | 30 |",
                "-1 | 30 |",
                "unlimited | 30 |"
            })
    void a_limit_that_is_used_up_ends_a_second_from_now_at_the_earliest(String remaining, String reset, String until) {
        Headers headers = Headers.of("X-RateLimit-Remaining", remaining, "X-RateLimit-Reset", reset);

        assertThat(LimitHeaders.exhausted(headers, NOW)).isEqualTo(instant(until));
    }

    @Test
    void nothing_is_known_without_a_reset() {
        assertThat(LimitHeaders.exhausted(Headers.of("X-RateLimit-Remaining", "0"), NOW))
                .isEmpty();
    }

    @RepeatedTest(20)
    void a_pause_that_would_be_none_grows_from_a_second() {
        assertThat(Backoff.asked(Duration.ZERO, 1)).isBetween(Duration.ofSeconds(1), Duration.ofMillis(1250));
        assertThat(Backoff.asked(Duration.ofDays(-9_000), 1)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
        assertThat(Backoff.asked(Duration.ofMillis(999), 4)).isBetween(Duration.ofSeconds(6), Duration.ofSeconds(10));
        assertThat(Backoff.asked(Duration.ofSeconds(1), 4)).isEqualTo(Duration.ofSeconds(1));
        assertThat(Backoff.asked(Duration.ofSeconds(90), 1)).isEqualTo(Duration.ofSeconds(90));
    }
}

package dev.pipette.testing.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import okhttp3.Credentials;
import org.junit.jupiter.api.Test;

/** Who may ask, and how often. */
class HttpAccessTests {
    @Test
    void a_header_a_token_a_password_or_a_parameter_is_wanted() throws IOException {
        try (FakeHttp api = FakeHttp.start()) {
            api.get("/header").json("1").requires(Auth.header("X-Api-Key", "k-1"));
            api.get("/bearer").json("2").requires(Auth.bearer("t-1"));
            api.get("/basic").json("3").requires(Auth.basic("ann", "pass:word"));
            api.get("/query").json("4").requires(Auth.query("api_key", "k-2"));

            assertThat(Client.send(api.url("/header"), request -> request.header("x-api-key", "k-1"))
                            .body())
                    .isEqualTo("1");
            assertThat(Client.send(api.url("/bearer"), request -> request.header("Authorization", "Bearer t-1"))
                            .body())
                    .isEqualTo("2");
            assertThat(Client.send(
                                    api.url("/basic"),
                                    request -> request.header("Authorization", Credentials.basic("ann", "pass:word")))
                            .body())
                    .isEqualTo("3");
            assertThat(Client.get(api.url("/query?api_key=k-2")).body()).isEqualTo("4");
        }
    }

    @Test
    void without_it_the_answer_is_401_and_says_what_is_wanted_but_not_its_value() throws IOException {
        try (FakeHttp api = FakeHttp.start()) {
            api.get("/header").json("1").requires(Auth.header("X-Api-Key", "k-1"));
            api.get("/basic").json("3").requires(Auth.basic("ann", "password"));

            Client.Got none = Client.get(api.url("/header"));
            Client.Got wrong = Client.send(api.url("/basic"), request -> request.header("Authorization", "Basic eA=="));

            assertThat(none.status()).isEqualTo(401);
            assertThat(none.body())
                    .isEqualTo(
                            "{\"error\":\"unauthorized\",\"message\":\"this route needs header X-Api-Key, and the request has"
                                    + " none\"}");
            assertThat(wrong.status()).isEqualTo(401);
            assertThat(wrong.header("WWW-Authenticate")).isEqualTo("Basic");
            assertThat(wrong.body())
                    .isEqualTo(
                            "{\"error\":\"unauthorized\",\"message\":\"this route needs header Authorization with Basic, and"
                                    + " the request has another value\"}");
            assertThat(Auth.bearer("t-1")).hasToString("header Authorization with Bearer ***");
            api.assertNoUnexpectedRequests();
        }
    }

    @Test
    void beyond_the_limit_the_answer_is_429_until_the_clock_has_moved() throws IOException {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2025-12-24T15:00:00.5Z"));
        try (FakeHttp api = FakeHttp.start()) {
            api.get("/orders").json("[]").rateLimit(2, Duration.ofSeconds(10), now::get);

            Client.Got first = Client.get(api.url("/orders"));
            Client.Got second = Client.get(api.url("/orders"));
            now.set(Instant.parse("2025-12-24T15:00:03Z"));
            Client.Got third = Client.get(api.url("/orders"));
            now.set(Instant.parse("2025-12-24T15:00:10.5Z"));
            Client.Got fourth = Client.get(api.url("/orders"));

            assertThat(first.header("X-RateLimit-Limit")).isEqualTo("2");
            assertThat(first.header("X-RateLimit-Remaining")).isEqualTo("1");
            assertThat(first.header("X-RateLimit-Reset"))
                    .isEqualTo(
                            String.valueOf(Instant.parse("2025-12-24T15:00:11Z").getEpochSecond()));
            assertThat(first.header("Retry-After")).isEmpty();
            assertThat(second.status()).isEqualTo(200);
            assertThat(third.status()).isEqualTo(429);
            assertThat(third.header("Retry-After")).isEqualTo("8");
            assertThat(third.header("X-RateLimit-Remaining")).isEqualTo("0");
            assertThat(third.body())
                    .isEqualTo("{\"error\":\"too_many_requests\",\"message\":\"the rate limit is reached\"}");
            assertThat(fourth.status()).isEqualTo(200);
        }
    }

    @Test
    void the_end_of_a_limit_may_be_told_in_fractions() throws IOException {
        RateLimit limit = RateLimit.of(1, Duration.ofSeconds(1), () -> Instant.parse("2025-12-24T15:00:00.2501Z"))
                .fractionsInReset();
        try (FakeHttp api = FakeHttp.start()) {
            api.get("/orders").json("[]").rateLimit(limit);

            assertThat(Client.get(api.url("/orders")).header("X-RateLimit-Reset"))
                    .isEqualTo("1766588401.251");
        }
    }

    @Test
    void routes_share_a_limit_that_may_tell_dates() throws IOException {
        RateLimit limit = RateLimit.of(1, Duration.ofMinutes(1), () -> Instant.parse("2025-12-24T15:00:00Z"))
                .datesInRetryAfter();
        try (FakeHttp api = FakeHttp.start()) {
            api.get("/orders").json("[]").rateLimit(limit);
            api.get("/clients").json("[]").rateLimit(limit);

            Client.Got first = Client.get(api.url("/orders"));
            Client.Got second = Client.get(api.url("/clients"));

            assertThat(first.status()).isEqualTo(200);
            assertThat(second.status()).isEqualTo(429);
            assertThat(second.header("Retry-After")).isEqualTo("Wed, 24 Dec 2025 15:01:00 GMT");
        }
        assertThatThrownBy(() -> RateLimit.of(0, Duration.ofSeconds(1), Instant::now))
                .hasMessage("a rate limit needs at least 1 request and a time above zero, not 0 in PT1S");
    }
}

package dev.pipette.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.testing.TestClock;
import dev.pipette.testing.http.Answer;
import dev.pipette.testing.http.Failure;
import dev.pipette.testing.http.FakeHttp;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an API cannot do to a client: hold it up for ever, fill its memory, or make it ask without a pause. */
class RestLimitTests {
    private static final RestRequest ORDERS = RestRequest.get("/orders");
    private static final String YEAR_5000 = "95617584000";

    @AutoClose
    private final FakeHttp api = FakeHttp.start();

    private final TestTiming timing = TestTiming.atChristmas();
    private final TestClock clock = timing.clock();
    private final List<Duration> slept = timing.slept();

    private RestClient client() {
        return RestClient.of("Shop", api.baseUrl()).timing(timing);
    }

    private static ReportPaging pages() {
        return ReportPaging.query("page", "per", 1);
    }

    private void assertError(ThrowingCallable call, ErrorCode code, String message) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        PipetteException.class,
                        failed -> assertThat(failed.code()).isEqualTo(code))
                .hasMessage("[" + code + "] Shop: " + message.replace("ORDERS", "GET " + api.url("/orders")));
    }

    private static Answer numbered(AtomicInteger number) {
        return Answer.json("[{\"id\": " + number.incrementAndGet() + "}]");
    }

    @Test
    void a_limit_that_is_reset_in_the_year_5000_ends_the_run() {
        api.get("/orders")
                .answers(Answer.json("[]")
                        .withHeader("X-RateLimit-Remaining", "0")
                        .withHeader("X-RateLimit-Reset", YEAR_5000));
        RestClient client = client();

        assertThat(client.json(ORDERS).isEmpty()).isTrue();
        assertError(
                () -> client.json(ORDERS),
                ErrorCode.SOURCE_UNAVAILABLE,
                "ORDERS was not sent: the API takes no more requests until 5000-01-01T00:00:00Z, for 1086238 days, beyond"
                        + " the 2 h that the client waits. Nothing of the run was loaded: run it again then, or allow"
                        + " more with maxPause(..).");
        assertThat(slept).isEmpty();
        assertThat(api.requests()).hasSize(1);
    }

    @Test
    void a_limit_that_is_reset_soon_is_waited_for() {
        api.get("/orders")
                .answers(Answer.json("[]")
                        .withHeader("X-RateLimit-Remaining", "0")
                        .withHeader("X-RateLimit-Reset", "5400"));
        RestClient client = client();

        assertThat(client.json(ORDERS).isEmpty()).isTrue();
        assertThat(client.json(ORDERS).isEmpty()).isTrue();
        assertThat(slept).containsExactly(Duration.ofMinutes(90));

        assertError(
                () -> client.maxPause(Duration.ofHours(1)).json(ORDERS),
                ErrorCode.SOURCE_UNAVAILABLE,
                "ORDERS was not sent: the API takes no more requests until 2025-12-24T18:00:00Z, for 90 min, beyond the"
                        + " 60 min that the client waits. Nothing of the run was loaded: run it again then, or allow more"
                        + " with maxPause(..).");
    }

    @Test
    void a_retry_after_beyond_what_a_request_may_take_says_until_when() {
        api.get("/orders")
                .json("[]")
                .fails(Failure.status(429).withHeader("Retry-After", "Wed, 01 Jan 5000 00:00:00 GMT"));

        assertError(
                () -> client().json(ORDERS),
                ErrorCode.SOURCE_UNAVAILABLE,
                "ORDERS answered 429: failure, and the API asks to be left alone until 5000-01-01T00:00:00Z, for 1086238"
                        + " days, beyond the 5 min that a request may take. Nothing of the run was loaded: run it again"
                        + " then, or allow more with retryFor(..).");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "1000000000", "Wed, 24 Dec 2003 15:00:20 GMT", "never"})
    void a_retry_after_that_is_no_pause_is_one_of_a_second_or_more(String value) {
        api.get("/orders")
                .json("[]")
                .fails(Failure.status(429).withHeader("Retry-After", value).times(4));

        assertThat(client().json(ORDERS).isEmpty()).isTrue();

        assertThat(slept).hasSize(4);
        assertThat(slept.get(3)).isGreaterThanOrEqualTo(Duration.ofSeconds(6));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "1000000000"})
    void a_reset_that_has_passed_is_a_pause_of_a_second(String value) {
        api.get("/orders")
                .answers(Answer.json("[]")
                        .withHeader("X-RateLimit-Remaining", "0")
                        .withHeader("X-RateLimit-Reset", value));
        RestClient client = client();

        for (int request = 0; request < 3; request++) {
            assertThat(client.json(ORDERS).isEmpty()).isTrue();
        }

        assertThat(slept).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(1));
    }

    @Test
    void a_body_that_does_not_end_is_an_error() {
        api.get("/orders").json("[").fails(Failure.endlessBody());

        assertError(
                () -> client().maxBodySize(1 << 20).json(ORDERS),
                ErrorCode.SOURCE_UNREADABLE,
                "ORDERS answered with more than 1 MB. Nothing of the run was loaded: ask for less at once, or allow more"
                        + " with maxBodySize(..).");
        assertThat(api.requests()).hasSize(1);
    }

    @Test
    void a_body_counts_as_it_is_decompressed() throws IOException {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bomb)) {
            gzip.write(new byte[1 << 20]);
        }
        assertThat(bomb.size()).isLessThan(2_000);
        api.get("/orders")
                .answers(Answer.bytes("application/json", bomb.toByteArray()).withHeader("Content-Encoding", "gzip"));

        assertError(
                () -> client().maxBodySize(500_000).json(ORDERS),
                ErrorCode.SOURCE_UNREADABLE,
                "ORDERS answered with more than 500000 bytes. Nothing of the run was loaded: ask for less at once, or"
                        + " allow more with maxBodySize(..).");
    }

    @Test
    void a_body_of_just_the_size_is_an_answer() {
        api.get("/orders").json("[1234567]");

        assertThat(client().maxBodySize(9).json(ORDERS).size()).isEqualTo(1);
        assertThatThrownBy(() -> client().maxBodySize(8).json(ORDERS)).hasMessageContaining("more than 8 bytes");
    }

    @Test
    void an_error_whose_body_does_not_end_is_that_error() {
        api.get("/orders").answers(Answer.json("[").withStatus(404)).fails(Failure.endlessBody());

        assertThatThrownBy(() -> client().json(ORDERS))
                .hasMessageStartingWith("[SOURCE_UNREADABLE] Shop: GET " + api.url("/orders") + " answered 404: ")
                .hasMessageEndingWith("The API does not take this request, so it is not tried again.")
                .satisfies(failed -> assertThat(failed.getMessage()).hasSizeLessThan(500));
    }

    @Test
    void headers_that_do_not_end_are_an_error() {
        Answer answer = Answer.json("[]");
        for (int number = 0; number < 300; number++) {
            answer = answer.withHeader("X-Filler-" + number, "x".repeat(1_000));
        }
        api.get("/orders").answers(answer);

        assertThatThrownBy(() -> client().json(ORDERS))
                .hasMessageStartingWith("[SOURCE_UNAVAILABLE] Shop: GET " + api.url("/orders")
                        + " answered with headers that do not end, or are longer than 256 KB (8 attempts in ");
    }

    @Test
    void pages_that_do_not_end_are_an_error() {
        AtomicInteger number = new AtomicInteger();
        api.get("/orders").answers(request -> numbered(number));

        assertError(
                () -> client().maxPages(20).report(ORDERS, pages()),
                ErrorCode.SOURCE_UNREADABLE,
                "ORDERS has more than 20 pages. Nothing of the run was loaded: ask for less at once, or allow more with"
                        + " maxPages(..).");
        assertThat(api.requests()).hasSize(20);
    }

    @Test
    void pages_that_are_too_many_bytes_together_are_an_error() {
        AtomicInteger number = new AtomicInteger();
        api.get("/orders").answers(request -> numbered(number));

        assertError(
                () -> client().maxReportSize(100).report(ORDERS, pages()),
                ErrorCode.SOURCE_UNREADABLE,
                "ORDERS has pages of more than 100 bytes together (10 were read). Nothing of the run was loaded: ask for"
                        + " less at once, or allow more with maxReportSize(..).");
    }

    @Test
    void pages_that_take_too_long_together_are_an_error() {
        AtomicInteger number = new AtomicInteger();
        api.get("/orders").answers(request -> {
            clock.advance(Duration.ofMinutes(1));
            return numbered(number);
        });

        assertError(
                () -> client().reportTimeout(Duration.ofMinutes(3)).report(ORDERS, pages()),
                ErrorCode.SOURCE_UNREADABLE,
                "ORDERS has pages that take more than 3 min together (4 were read). Nothing of the run was loaded: ask"
                        + " for less at once, or allow more with reportTimeout(..).");
    }

    @Test
    void pages_that_go_round_in_a_circle_are_an_error() {
        AtomicInteger number = new AtomicInteger();
        api.get("/orders").answers(request -> Answer.json("[{\"id\": " + number.incrementAndGet() % 3 + "}]"));

        assertError(
                () -> client().report(ORDERS, pages()),
                ErrorCode.SOURCE_UNREADABLE,
                "ORDERS: the pages do not fit together: page 4 has only rows of the pages before it (read 3 times). Rows"
                        + " change while they are read: run it again later.");
        assertThat(api.requests()).hasSize(12);
    }

    @Test
    void a_limit_below_one_is_refused_when_it_is_set() {
        assertThatThrownBy(() -> client().maxPages(0)).hasMessage("[BAD_USAGE] Shop: maxPages(0): it is 1 at least.");
        assertThatThrownBy(() -> client().maxBodySize(-1))
                .hasMessage("[BAD_USAGE] Shop: maxBodySize(-1): it is 1 at least.");
        assertThatThrownBy(() -> client().maxPause(Duration.ZERO))
                .hasMessage("[BAD_USAGE] Shop: maxPause(PT0S): it is more than zero.");
    }
}

package dev.pipette.rest;

import static dev.pipette.testing.PipetteAssertions.*;

import dev.pipette.error.PipetteException;
import dev.pipette.testing.TestClock;
import dev.pipette.testing.http.Answer;
import dev.pipette.testing.http.Failure;
import dev.pipette.testing.http.FakeHttp;
import dev.pipette.testing.http.Paging;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RestClientTests {
    @AutoClose
    private final FakeHttp api = FakeHttp.start();

    private final TestTiming timing = TestTiming.atChristmas();
    private final TestClock clock = timing.clock();
    private final List<Duration> slept = timing.slept();

    private RestClient client() {
        return RestClient.of("Shop", api.baseUrl()).timing(timing);
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 503})
    void a_status_that_may_pass_is_tried_again_after_a_pause(int status) {
        api.get("/orders").json("[]").fails(Failure.status(status).once());

        assertThat(client().json(RestRequest.get("/orders")).isEmpty()).isTrue();

        assertThat(slept).hasSize(1);
        assertThat(slept.getFirst()).isBetween(Duration.ofMillis(750), Duration.ofMillis(1250));
    }

    @Test
    void half_an_answer_and_what_is_no_json_are_asked_for_again() {
        api.get("/orders")
                .json("[{\"id\": 1}]")
                .fails(Failure.truncated().once())
                .fails(Failure.malformedJson().once())
                .fails(Failure.reset().once());

        assertThat(client().json(RestRequest.get("/orders")).size()).isEqualTo(1);

        api.assertThat().requests("/orders").hasRequestCount(4);
    }

    @Test
    void the_api_says_when_to_come_again_in_seconds_or_as_a_date() {
        api.get("/orders")
                .json("[]")
                .fails(Failure.status(429).withHeader("Retry-After", "7").once())
                .fails(Failure.status(503)
                        .withHeader("Retry-After", "Wed, 24 Dec 2025 15:00:20 GMT")
                        .once());

        assertThat(client().json(RestRequest.get("/orders")).isEmpty()).isTrue();

        assertThat(slept).containsExactly(Duration.ofSeconds(7), Duration.ofSeconds(13));
    }

    @Test
    void a_rate_limit_is_kept_in_every_time_of_its_length() {
        api.get("/orders").json("[]").rateLimit(2, Duration.ofMinutes(1), clock);
        RestClient client = client().rateLimit(2, Duration.ofMinutes(1));

        for (int request = 0; request < 5; request++) {
            assertThat(client.json(RestRequest.get("/orders")).isEmpty()).isTrue();
        }

        api.assertThat().requests("/orders").hasRequestCount(5);
        assertThat(clock.instant()).isEqualTo("2025-12-24T15:02:00Z");
    }

    @Test
    void pages_are_read_until_a_short_one() {
        api.get("/orders")
                .rows(
                        "[{\"id\": 1}, {\"id\": 2}, {\"id\": 3}]",
                        2,
                        Paging.pageNumber("page").bare());

        Report report = client().report(RestRequest.get("/orders"), ReportPaging.query("page", "per", 2));

        assertThat(report.rows()).hasSize(3);
        api.assertThat().requests("/orders").hasRequestCount(2);
    }

    @Test
    void a_page_that_comes_twice_for_good_is_an_error() {
        api.get("/orders").answers(Answer.json("[{\"id\": 1}, {\"id\": 2}]"));

        assertThatThrownBy(() -> client().report(RestRequest.get("/orders"), ReportPaging.query("page", "per", 2)))
                .isInstanceOf(PipetteException.class)
                .hasMessageStartingWith("[SOURCE_UNREADABLE] Shop: GET " + api.url("/orders?page=2&per=2")
                        + " answered with the rows of the page before (3 attempts in ")
                .hasMessageEndingWith(" s). Nothing of the run was loaded: run it again later.");
    }
}

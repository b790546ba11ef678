package dev.pipette.testing.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import okhttp3.RequestBody;
import org.assertj.core.api.SoftAssertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is true passes, and what is not is told word for word, without secrets. */
class FakeHttpAssertTests {
    private final FakeHttp api = FakeHttp.start();

    @BeforeEach
    void ask() throws IOException {
        api.get("/orders").json("[]");
        api.post("/report").json("{}");
        Client.send(api.url("/orders?page=1&api_key=k-123456"), request -> request.header("Accept", "text/csv"));
        Client.send(
                api.url("/report"),
                request -> request.header("Authorization", "Bearer token-of-ann")
                        .post(RequestBody.create("{\"from\": 1, \"password\": \"p\"}".getBytes())));
    }

    @AfterEach
    void close() {
        api.close();
    }

    private static void assertFails(ThrowingCallable assertion, String message) {
        assertThatThrownBy(assertion).isInstanceOf(AssertionError.class).hasMessage(message.stripTrailing());
    }

    @Test
    void what_is_true_passes() {
        assertThat(api)
                .hasRequestCount(2)
                .received("POST /report")
                .received("GET /orders?api_key=k-123456&page=1")
                .receivedInOrder("GET /orders", "POST /report")
                .hasNoUnexpectedRequests();
        assertThat(api).requests("/login").receivedNothing();
        assertThat(api)
                .request(1)
                .hasMethod("GET")
                .hasPath("/orders")
                .hasQuery("page", "1")
                .hasQuery("api_key", "k-123456")
                .hasNoQuery("state")
                .hasHeader("accept", "text/csv")
                .hasNoHeader("Cookie");
        assertThat(api)
                .requests("/report")
                .request(1)
                .hasHeader("Authorization")
                .hasHeader("Authorization", "Bearer token-of-ann")
                .hasBody("{\"from\": 1, \"password\": \"p\"}")
                .hasBodyJson("{\"password\":\"p\",\"from\":1}");
    }

    @Test
    void another_number_of_requests_is_told_with_all_of_them() {
        assertFails(() -> assertThat(api).hasRequestCount(1), """
                expected 1 request but received 2:
                  1. GET /orders?page=1&api_key=***
                  2. POST /report
                """);
        assertFails(
                () -> assertThat(api).requests("/login").hasRequestCount(2),
                "expected 2 requests to /login but received 0: none");
        assertFails(() -> assertThat(api).requests("/report").receivedNothing(), """
                expected no requests to /report but received 1:
                  2. POST /report
                """);
        assertFails(() -> assertThat(api).requests("/report").request(2), """
                there is no request to /report number 2: received 1:
                  2. POST /report
                """);
    }

    @Test
    void a_missing_request_and_another_order_are_told() {
        assertFails(() -> assertThat(api).received("GET /orders?page=1&api_key=other"), """
                expected a request
                  GET /orders?page=1&api_key=***
                but received 2:
                  1. GET /orders?page=1&api_key=***
                  2. POST /report
                """);
        assertFails(() -> assertThat(api).receivedInOrder("POST /report", "GET /orders?page=1"), """
                expected these requests in this order:
                  1. POST /report
                  2. GET /orders?page=1
                but received:
                  1. GET /orders?page=1&api_key=***
                  2. POST /report
                """);
        assertThatThrownBy(() -> assertThat(api).received("/orders"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a request is told as \"GET /path\", not as \"/orders\"");
    }

    @Test
    void another_method_path_header_or_parameter_is_told() {
        ReceivedRequestAssert first = assertThat(api).request(1);

        assertFails(() -> first.hasMethod("PUT"), "request 1, GET /orders?page=1&api_key=***, should have method PUT");
        assertFails(() -> first.hasPath("/x"), "request 1, GET /orders?page=1&api_key=***, should have path /x");
        assertFails(
                () -> first.hasQuery("page", "100%"),
                "request 1, GET /orders?page=1&api_key=***, should have query parameter page = 100%, but it is 1");
        assertFails(
                () -> first.hasQuery("state", "open"),
                "request 1, GET /orders?page=1&api_key=***, should have query parameter state = open, but has none; it has"
                        + " page, api_key");
        assertFails(
                () -> first.hasNoQuery("page"),
                "request 1, GET /orders?page=1&api_key=***, should have no query parameter page, but it is 1");
        assertFails(
                () -> first.hasHeader("Accept", "a/b"),
                "request 1, GET /orders?page=1&api_key=***, should have header Accept = a/b, but it is text/csv");
        assertFails(
                () -> first.hasHeader("X-None"),
                "request 1, GET /orders?page=1&api_key=***, should have header X-None; it has Accept, Accept-Encoding,"
                        + " Connection, Host, User-Agent");
    }

    @Test
    void a_secret_is_not_told() {
        ReceivedRequestAssert first = assertThat(api).request(1);
        ReceivedRequestAssert second = assertThat(api).request(2);

        assertFails(
                () -> first.hasQuery("api_key", "other"),
                "request 1, GET /orders?page=1&api_key=***, should have query parameter api_key with another value than it"
                        + " has; values of this name are not shown");
        assertFails(
                () -> second.hasHeader("Authorization", "Bearer other"),
                "request 2, POST /report, should have header Authorization with another value than it has; values of this"
                        + " name are not shown");
        assertFails(
                () -> first.hasHeader("X-Api-Key", "other"),
                "request 1, GET /orders?page=1&api_key=***, should have header X-Api-Key = ***, but has none; it has"
                        + " Accept, Accept-Encoding, Connection, Host, User-Agent");
        assertFails(
                () -> second.hasNoHeader("Authorization"),
                "request 2, POST /report, should have no header Authorization, but it is ***");
        assertFails(() -> second.hasBodyJson("{\"from\": 2, \"note\": \"token-of-ann\", \"password\": \"q\"}"), """
                request 2, POST /report, should have the body
                  {"from":2,"note":"***","password":"***"}
                but it is
                  {"from":1,"password":"***"}
                """);
    }

    @Test
    void what_a_route_wants_to_see_is_not_told_whatever_its_name() throws IOException {
        api.get("/partner").json("[]").requires(Auth.header("X-Partner", "partner-4711"));
        Client.send(api.url("/partner?note=partner-4711"), request -> request.header("X-Partner", "partner-4711"));

        assertFails(
                () -> assertThat(api).request(3).hasHeader("X-Partner", "other"),
                "request 3, GET /partner?note=***, should have header X-Partner with another value than it has; values of"
                        + " this name are not shown");
    }

    @Test
    void another_body_is_told() throws IOException {
        Client.post(api.url("/report"), "a=1&client_secret=s");

        ReceivedRequestAssert first = assertThat(api).request(1);
        ReceivedRequestAssert third = assertThat(api).request(3);

        assertFails(() -> third.hasBody("a=2"), """
                request 3, POST /report, should have the body
                  a=2
                but it is
                  a=1&client_secret=***
                """);
        assertFails(() -> first.hasBodyJson("{}"), """
                request 1, GET /orders?page=1&api_key=***, should have a body of JSON, but it is
                  (empty)
                """);
    }

    @Test
    void soft_assertions_collect() {
        SoftAssertions softly = new SoftAssertions();

        softly.proxy(FakeHttpAssert.class, FakeHttp.class, api)
                .hasRequestCount(1)
                .received("GET /login");

        assertThat(softly.errorsCollected()).hasSize(2);
    }
}

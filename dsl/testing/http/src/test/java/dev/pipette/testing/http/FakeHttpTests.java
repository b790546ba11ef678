package dev.pipette.testing.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** Requests find their routes, and those without one are not forgotten. */
class FakeHttpTests {
    @Test
    void a_route_answers_its_method_and_path() throws IOException {
        try (FakeHttp api = FakeHttp.start()) {
            api.get("/orders").json("[1]");
            api.post("/orders")
                    .answers(Answer.json(Map.of("id", 7)).withStatus(201).withHeader("Location", "/orders/7"));

            Client.Got got = Client.get(api.url("/orders"));
            Client.Got posted = Client.post(api.url("/orders"), "{}");

            assertThat(got.body()).isEqualTo("[1]");
            assertThat(got.header("Content-Type")).isEqualTo("application/json");
            assertThat(posted.status()).isEqualTo(201);
            assertThat(posted.body()).isEqualTo("{\"id\":7}");
            assertThat(posted.header("Location")).isEqualTo("/orders/7");
            api.assertNoUnexpectedRequests();
        }
    }

    @Test
    void names_in_a_path_are_read_decoded_and_a_text_goes_before_a_name() throws IOException {
        try (FakeHttp api = FakeHttp.start()) {
            api.get("/orders/latest").json("\"latest\"");
            api.get("/orders/{id}/{part}")
                    .answers(request -> Answer.text(request.pathValue("id") + request.pathValue("part")));
            api.get("/orders/{id}").answers(request -> Answer.text(request.pathValue("id")));

            assertThat(Client.get(api.url("/orders/a%2Fb%20c")).body()).isEqualTo("a/b c");
            assertThat(Client.get(api.url("/orders/latest")).body()).isEqualTo("\"latest\"");
            assertThat(Client.get(api.url("/orders/1/lines")).body()).isEqualTo("1lines");
            assertThat(Client.get(api.url("/orders/")).status()).isEqualTo(404);
        }
    }

    @Test
    void a_route_with_a_query_goes_first_and_a_newer_route_replaces_an_older_one() throws IOException {
        try (FakeHttp api = FakeHttp.start()) {
            api.get("/orders").query("state", "open").json("\"open\"");
            api.get("/orders").json("\"old\"");
            api.get("/orders").json("\"new\"");

            assertThat(Client.get(api.url("/orders?page=1&state=open")).body()).isEqualTo("\"open\"");
            assertThat(Client.get(api.url("/orders?state=paid")).body()).isEqualTo("\"new\"");
        }
    }

    @Test
    void a_client_that_pages_tries_again_and_shows_who_it_is_is_told_apart_request_by_request() throws IOException {
        try (FakeHttp api = FakeHttp.start()) {
            api.get("/orders")
                    .rows("[{\"id\": 1}, {\"id\": 2}, {\"id\": 3}]", 2, Paging.cursor("next"))
                    .requires(Auth.bearer("t-1"))
                    .fails(Failure.status(500).once());

            for (String path : List.of("/orders", "/orders", "/orders?cursor=page-2")) {
                Client.send(api.url(path), request -> request.header("Authorization", "Bearer t-1"));
            }

            assertThat(api).receivedInOrder("GET /orders", "GET /orders", "GET /orders?cursor=page-2");
            assertThat(api).requests("/orders").hasRequestCount(3).request(3).hasQuery("cursor", "page-2");
            api.assertNoUnexpectedRequests();
        }
    }

    @Test
    void a_request_without_a_route_is_answered_with_the_routes_and_remembered() throws IOException {
        try (FakeHttp api = FakeHttp.start()) {
            api.get("/orders").json("[]");
            api.post("/report").query("kind", "day").json("{}");

            Client.Got got = Client.get(api.url("/ordres?page=2&api_key=k-123456"));

            assertThat(got.status()).isEqualTo(404);
            assertThat(got.body())
                    .isEqualTo(
                            "{\"error\":\"no_route\",\"message\":\"no route for GET /ordres?page=2&api_key=***; the routes"
                                    + " are: GET /orders, POST /report?kind=day\"}");
            assertThat(api.unexpectedRequests()).hasToString("[GET /ordres?page=2&api_key=***]");
            assertThatThrownBy(api::assertNoUnexpectedRequests)
                    .isInstanceOf(AssertionError.class)
                    .hasMessage("""
                            received 1 that was not expected:
                              1. GET /ordres?page=2&api_key=***: no route takes it
                            the routes are: GET /orders, POST /report?kind=day""");
        }
    }

    @Test
    void a_script_that_fails_is_an_error_that_the_test_sees() throws IOException {
        try (FakeHttp api = FakeHttp.start()) {
            api.get("/orders").answers(request -> {
                throw new IllegalStateException("no such page");
            });
            api.get("/clients");

            Client.Got failed = Client.get(api.url("/orders"));
            Client.Got untold = Client.get(api.url("/clients"));

            assertThat(failed.status()).isEqualTo(500);
            assertThat(untold.body())
                    .isEqualTo(
                            "{\"error\":\"no_answer\",\"message\":\"GET /clients has no answer: tell .answers(..), .json(..)"
                                    + " or .rows(..)\"}");
            assertThatThrownBy(api::assertNoUnexpectedRequests).hasMessage("""
                            received 2 that were not expected:
                              1. GET /orders: its answer failed with java.lang.IllegalStateException: no such page
                              2. GET /clients: its route has no answer
                            the routes are: GET /orders, GET /clients""");
        }
    }

    @Test
    void a_request_is_recorded_with_all_that_it_has() throws IOException {
        try (FakeHttp api = FakeHttp.start()) {
            api.post("/report").json("{}");

            Client.send(
                    api.url("/report?id=1&id=2&flag"),
                    request -> request.header("X-Trace", "t").post(okhttp3.RequestBody.create(new byte[] {'{', '}'})));

            ReceivedRequest request = api.requests().getFirst();
            assertThat(request.method()).isEqualTo("POST");
            assertThat(request.path()).isEqualTo("/report");
            assertThat(request.query())
                    .containsExactly(Map.entry("id", List.of("1", "2")), Map.entry("flag", List.of("")));
            assertThat(request.header("x-trace")).contains("t");
            assertThat(request.body()).isEqualTo("{}");
            assertThat(request).hasToString("POST /report?id=1&id=2&flag=");
        }
    }

    @Test
    void requests_at_once_are_all_answered_by_their_own_script() throws Exception {
        try (FakeHttp api = FakeHttp.start();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            api.get("/echo/{id}").answers(request -> Answer.text(request.pathValue("id")));
            Map<Integer, String> got = new ConcurrentHashMap<>();

            for (int i = 0; i < 50; i++) {
                int id = i;
                threads.submit(
                        () -> got.put(id, Client.get(api.url("/echo/" + id)).body()));
            }
            threads.close();

            assertThat(got)
                    .hasSize(50)
                    .allSatisfy((id, body) -> assertThat(body).isEqualTo(String.valueOf(id)));
            assertThat(api.requests()).extracting(ReceivedRequest::number).isSorted();
        }
    }

    @Test
    void what_cannot_be_meant_is_refused_when_it_is_told() {
        try (FakeHttp api = FakeHttp.start()) {
            assertThatThrownBy(() -> api.get("orders"))
                    .hasMessage("a route's path begins with / and has no query, which is told by .query(..): orders");
            assertThatThrownBy(() ->
                            api.get("/orders").json("[]").fails(Failure.reset().onPage(2)))
                    .hasMessage("GET /orders has no pages: tell .pages(..) or .rows(..) before .fails(..onPage(n))");
            assertThatThrownBy(() -> api.get("/orders").rows("{}", 2, Paging.linkHeader()))
                    .hasMessage("rows are a JSON array, not OBJECT");
            assertThatThrownBy(() -> Answer.status(99)).hasMessage("an answer has a status from 200 to 599, not 99");
            assertThatThrownBy(() -> Failure.status(200))
                    .hasMessage("a failure has a status from 400 to 599, not 200; use .answers(..) for others");
            assertThatThrownBy(() -> Failure.reset().withHeader("A", "b"))
                    .hasMessage("only Failure.status(..) has headers of its own");
            assertThatThrownBy(() -> Failure.reset().times(0)).hasMessage("times counts from 1, not 0");
        }
    }
}

package dev.pipette.rest;

import static dev.pipette.Pipette.cursor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.Resource;
import dev.pipette.error.PipetteException;
import dev.pipette.incremental.ResourceState;
import dev.pipette.spi.Sampling;
import dev.pipette.testing.http.Answer;
import dev.pipette.testing.http.Failure;
import dev.pipette.testing.http.FakeHttp;
import dev.pipette.testing.http.ReceivedRequest;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RestCallTests {
    @AutoClose
    private final FakeHttp fake = FakeHttp.start();

    private final TestTiming timing = TestTiming.atChristmas();
    private final Calls calls = new Calls();

    private RestCall orders() {
        return api().get("/orders").paging(Paging.single());
    }

    private RestApi api() {
        return RestApi.at(fake.baseUrl()).named("Shop").timing(timing);
    }

    private List<String> asked() {
        return fake.requests().stream().map(ReceivedRequest::toString).toList();
    }

    @Test
    void parameters_headers_and_body_are_sent() throws Exception {
        fake.post("/v2/orders").json("[]");

        calls.ids(RestApi.at(fake.url("/v2/"))
                .header("X-Tenant", "t1")
                .post("orders")
                .param("state", "a b&c")
                .param("state", "open")
                .header("X-Version", "3")
                .json("/filter/ids/min", 7)
                .json("/filter/all", true));

        ReceivedRequest request = fake.requests().getFirst();
        assertThat(request).hasToString("POST /v2/orders?state=open");
        assertThat(request.header("X-Tenant")).contains("t1");
        assertThat(request.header("X-Version")).contains("3");
        assertThat(request.body()).isEqualTo("{\"filter\":{\"ids\":{\"min\":7},\"all\":true}}");
    }

    @Test
    void values_are_those_that_files_of_json_have() throws Exception {
        fake.get("/orders")
                .json(
                        "{\"data\": [{\"a\": 1, \"b\": 1.10, \"c\": 0.1234567890123456789, \"d\": null, \"e\": [{\"f\": true}]}]}");

        Map<?, ?> row = (Map<?, ?>) calls.rows(orders().select("$.data[*]")).getFirst();

        assertThat(row.get("a")).isEqualTo(1L);
        assertThat(row.get("b")).isEqualTo(1.1);
        assertThat(row.get("c")).isEqualTo(new BigDecimal("0.1234567890123456789"));
        assertThat(row.containsKey("d")).isTrue();
        assertThat(row.get("e")).isEqualTo(List.of(Map.of("f", true)));
    }

    @Test
    void a_place_without_rows_is_an_error_that_names_the_request() {
        fake.get("/orders").json("{\"items\": []}");

        assertThatThrownBy(() -> calls.ids(orders().select("/data")))
                .hasMessage(
                        "[SOURCE_UNREADABLE] Shop: GET " + fake.url("/orders")
                                + ", line 1, column 13: the document has no 'data', which the path 'data' needs. It has: items.");
    }

    @Test
    void a_page_of_many_megabytes_is_read_row_by_row() throws Exception {
        String row = "{\"id\": 1, \"text\": \"" + "x".repeat(1_000) + "\"}";
        fake.get("/orders").json("{\"data\": [" + (row + ",").repeat(20_000) + row + "], \"next\": null}");

        try (Stream<?> rows = orders().select("/data").rows(Map.of(), calls.context())) {
            assertThat(rows.count()).isEqualTo(20_001);
        }
        assertThatThrownBy(() -> calls.ids(api().maxBodySize(1 << 21).get("/orders")))
                .hasMessageContaining("/orders answered with more than 2 MB. Nothing of the run was loaded");
        assertThatThrownBy(() -> calls.ids(api().maxBodySize(1_000).get("/orders")))
                .hasMessageContaining("/orders answered with more than 1000 bytes.");
    }

    @Test
    void half_a_page_is_asked_for_again_and_no_row_comes_twice() throws Exception {
        fake.get("/orders")
                .json("[{\"id\": 1}, {\"id\": 2}]")
                .fails(Failure.truncated().once());

        assertThat(calls.ids(orders())).containsExactly(1L, 2L);
        assertThat(fake.requests()).hasSize(2);
    }

    @Test
    void what_is_not_found_is_an_error_unless_it_is_declared() throws Exception {
        fake.get("/orders").answers(Answer.json("{\"error\": \"no orders\"}").withStatus(404));

        assertThatThrownBy(() -> calls.ids(orders()))
                .hasMessage("[SOURCE_UNREADABLE] Shop: GET " + fake.url("/orders")
                        + " answered 404: no orders. The API does not take this request, so it is not tried again.");
        assertThat(calls.ids(orders().on(404, ResponseAction.ignore()))).isEmpty();
        assertThat(calls.ids(orders().on(404, "no orders", ResponseAction.ignore())))
                .isEmpty();
        assertThatThrownBy(() -> calls.ids(orders().on(404, "other", ResponseAction.ignore())))
                .hasMessageContaining("answered 404");
        assertThatThrownBy(() -> calls.ids(orders().on(404, ResponseAction.fail("the shop is closed. Open it."))))
                .hasMessage("[SOURCE_UNREADABLE] Shop: GET " + fake.url("/orders")
                        + " answered 404: the shop is closed. Open it.");
    }

    @Test
    void pages_end_where_it_is_declared_and_go_on_behind_what_is_ignored() throws Exception {
        fake.get("/orders").query("page", "1").json("[{\"id\": 1}]");
        fake.get("/orders").query("page", "2").answers(Answer.json("{}").withStatus(404));
        RestCall call = api().get("/orders").paging(Paging.pageNumber("page"));

        assertThat(calls.ids(call.on(404, ResponseAction.endPaging()))).containsExactly(1L);
        assertThat(calls.ids(call.on(404, ResponseAction.ignore()))).containsExactly(1L);
    }

    @Test
    void an_answer_that_says_it_is_not_ready_is_asked_for_again() throws Exception {
        fake.get("/orders")
                .answers(request -> fake.requests().size() < 3
                        ? Answer.json("{\"state\": \"NOT_READY\"}").withStatus(202)
                        : Answer.json("[{\"id\": 1}]"));

        assertThat(calls.ids(orders().onContent("NOT_READY", ResponseAction.tryAgain())))
                .containsExactly(1L);
        assertThat(timing.slept()).hasSize(2);
    }

    @Test
    void an_answer_without_content_has_no_rows() throws Exception {
        fake.get("/orders").answers(Answer.status(204));

        assertThat(calls.ids(orders())).isEmpty();
    }

    @Test
    void the_value_that_a_run_begins_with_is_sent() throws Exception {
        fake.get("/orders").json("[]");
        RestCall call = orders().incremental(
                        cursor("at", Instant.class), "since", at -> String.valueOf(at.getEpochSecond()))
                .until("before");
        Resource resource = call.resource("orders");

        calls.rows(resource);
        calls.cursor = Optional.of("2025-12-24T15:00:00Z");
        calls.end = Optional.of(Instant.parse("2025-12-25T15:00:00Z"));
        calls.rows(resource);

        assertThat(resource.cursor().orElseThrow().path()).isEqualTo("at");
        assertThat(asked()).containsExactly("GET /orders", "GET /orders?since=1766588400&before=1766674800");
    }

    @Test
    void a_cursor_may_be_sent_as_it_is_and_in_the_body() throws Exception {
        fake.post("/orders").json("[]");
        calls.cursor = Optional.of(LocalDate.parse("2025-12-24"));

        calls.ids(api().post("/orders").incremental(cursor("day", LocalDate.class), "/filter/from"));
        calls.cursor = Optional.of("abc");
        calls.ids(api().post("/orders").incremental(cursor("day", String.class), "/filter/from"));

        assertThat(fake.requests())
                .extracting(ReceivedRequest::body)
                .containsExactly("{\"filter\":{\"from\":\"2025-12-24\"}}", "{\"filter\":{\"from\":\"abc\"}}");
    }

    @Test
    void a_cursor_without_a_type_is_refused_because_its_value_would_never_be_sent() {
        assertThatThrownBy(() -> orders().incremental(cursor("changed"), "since"))
                .hasMessage(
                        "[BAD_USAGE] the value of cursor 'changed' cannot be sent as since: without a type it is not known"
                                + " before the first row. Say cursor(\"changed\", Instant.class), or another type.");
    }

    @Test
    void an_answer_that_has_not_changed_has_no_rows() throws Exception {
        fake.get("/orders")
                .answers(request -> request.header("If-None-Match").orElse("").equals("\"v1\"")
                        ? Answer.status(304)
                        : Answer.json("[{\"id\": 1}]")
                                .withHeader("ETag", "\"v1\"")
                                .withHeader("Last-Modified", "Wed, 24 Dec 2025 15:00:00 GMT"));
        RestCall call = api().get("/orders").conditional();

        assertThat(calls.ids(call)).containsExactly(1L);
        assertThat(calls.ids(call)).isEmpty();
        assertThat(fake.requests().getLast().header("If-Modified-Since")).contains("Wed, 24 Dec 2025 15:00:00 GMT");
        assertThat(calls.ids(call.param("state", "open"))).as("another address").containsExactly(1L);
        calls.state = new ResourceState(Map.of());
        assertThat(calls.ids(call)).as("a load that was not committed").containsExactly(1L);
    }

    @Test
    void what_comes_only_when_it_changed_cannot_replace_a_table() {
        Resource orders = api().get("/orders").conditional().resource("orders");

        assertThatThrownBy(orders::replace)
                .hasMessage(
                        "[BAD_USAGE] resource orders asks for rows only when they changed, and takes the rows that arrive"
                                + " for all that there are: an unchanged answer would empty the table. Leave conditional() out, or say"
                                + " append() or merge(\"key\").");
        assertThat(orders.merge("id").primaryKey()).containsExactly("id");
        assertThatThrownBy(() -> api().get("/orders")
                        .conditional()
                        .paging(Paging.linkHeader())
                        .resource("orders"))
                .hasMessage("[BAD_USAGE] resource orders: conditional() is for an answer of one page, and there is"
                        + " Paging.linkHeader(). That the first page did not change says nothing of the others.");
        assertThatThrownBy(() -> api().get("/x/{id}").conditional().resource("items", orders))
                .hasMessage(
                        "[BAD_USAGE] resource items: conditional() is for one address, and each row of orders has its own."
                                + " Leave it out.");
    }

    @Test
    void a_run_has_a_budget_of_requests_and_of_time() throws Exception {
        fake.get("/orders")
                .answers(request -> {
                    timing.sleep(Duration.ofMinutes(1));
                    return Answer.json("[{\"id\": " + request.query("page").orElseThrow() + "}]");
                })
                .fails(Failure.status(503).onRequest(2).once());
        RestCall call = api().get("/orders").paging(Paging.pageNumber("page"));

        assertThatThrownBy(() -> calls.ids(call.maxRequests(4)))
                .hasMessage("[SOURCE_UNREADABLE] Shop: GET " + fake.url("/orders?page=4")
                        + " would be request 5 of the run, and it has 4. Nothing of the run was loaded: ask for less at once,"
                        + " or allow more with maxRequests(..).");
        assertThat(fake.requests()).hasSize(4);
        calls.state = new ResourceState(Map.of());
        assertThatThrownBy(() -> calls.ids(call.totalTimeout(Duration.ofMinutes(3))))
                .hasMessageContaining(
                        "was not sent: the pages take more than 3 min together. Nothing of the run was loaded");
    }

    @Test
    void calls_for_many_rows_share_the_budget_of_their_run() {
        fake.get("/orders/{id}/items").json("[]");
        RestCall items = api().get("/orders/{id}/items").paging(Paging.single()).maxRequests(2);
        items.rows(Map.of("id", 1), calls.context()).close();

        assertThatThrownBy(() -> {
                    for (int id = 1; id <= 3; id++) {
                        assertThat(items.rows(Map.of("id", id), calls.context()))
                                .isEmpty();
                    }
                })
                .hasMessageContaining("would be request 3 of the run, and it has 2");
    }

    @Test
    void a_row_fills_the_names_in_braces() {
        fake.get("/orders/{id}/items").json("[]");
        RestCall items = api().get("orders/{order.id}/items")
                .param("state", "{state}")
                .header("X-For", "{state}")
                .paging(Paging.single());

        Map<String, Object> row = Map.of("state", "a&b", "order", Map.of("id", "7/ä?#%2e"));
        assertThat(items.rows(row, calls.context())).isEmpty();

        ReceivedRequest request = fake.requests().getFirst();
        assertThat(request.path()).isEqualTo("/orders/7/ä?#%2e/items");
        assertThat(request.query("state")).contains("a&b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", ".", ""})
    void a_value_that_would_be_another_path_is_an_error(String id) {
        assertThatThrownBy(() -> api().get("/orders/{id}/items").rows(Map.of("id", id), calls.context()))
                .hasMessage(
                        "[RESOURCE_FAILED] a row has '" + id + "' for {id} of the request, which would be another path."
                                + " Leave such rows out with .filter(..).");
    }

    @Test
    void a_row_without_the_value_is_an_error_and_so_is_a_call_without_a_row() {
        RestCall items = api().get("/orders/{id}/items");

        assertThatThrownBy(() -> items.rows(Map.of("order_id", 7), calls.context()))
                .hasMessage(
                        "[RESOURCE_FAILED] a row has no value for {id} of the request. Its columns: order_id. Leave such"
                                + " rows out with .filter(..).");
        assertThatThrownBy(() -> items.resource("items"))
                .hasMessage(
                        "[BAD_USAGE] resource items: GET /orders/{id}/items has {id}, which a row of another resource"
                                + " fills. Say resource(\"items\", parent).");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/orders?state=all", "https://elsewhere.example/orders", "/orders#a"})
    void what_is_more_than_a_path_is_refused(String path) {
        assertThatThrownBy(() -> api().get(path))
                .isInstanceOf(PipetteException.class)
                .hasMessage("[BAD_USAGE] '" + path
                        + "' is more than a path. Give the address to RestApi.at(..), and parameters to param(..).");
    }

    @Test
    void a_plan_sends_no_request_before_its_rows_are_wanted() throws Exception {
        fake.get("/orders")
                .rows(
                        "[{\"id\": 1}, {\"id\": 2}, {\"id\": 3}, {\"id\": 4}, {\"id\": 5}]",
                        1,
                        dev.pipette.testing.http.Paging.pageNumber("page"));
        RestCall call = api().get("/orders")
                .paging(Paging.pageNumber("page").totalPagesAt("/pages"))
                .select("/data");
        Sampling sampling = new Sampling(100, Duration.ofMinutes(1), 3, () -> 0);

        sampling.during(() -> {
            try (Stream<?> rows = call.rows(Map.of(), calls.context())) {
                return rows.limit(2).toList();
            }
        });

        assertThat(fake.requests()).hasSize(2);
    }

    @Test
    void pages_that_nobody_wants_any_more_are_given_up() throws Exception {
        fake.get("/orders")
                .rows(
                        "[{\"id\": 1}, {\"id\": 2}, {\"id\": 3}, {\"id\": 4}, {\"id\": 5}]",
                        1,
                        dev.pipette.testing.http.Paging.pageNumber("page"))
                .fails(Failure.neverAnswers().onPage(4));
        RestCall call = api().get("/orders")
                .paging(Paging.pageNumber("page").totalPagesAt("/pages"))
                .select("/data");

        try (Stream<?> rows = call.rows(Map.of(), calls.context())) {
            assertThat(rows.limit(2).toList()).hasSize(2);
        }
    }
}

package dev.pipette.testing.rest;

import static dev.pipette.Pipette.cursor;
import static dev.pipette.check.Checks.range;
import static dev.pipette.testing.PipetteAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.LoadInfo;
import dev.pipette.Pipeline;
import dev.pipette.Resource;
import dev.pipette.Source;
import dev.pipette.rest.Auth;
import dev.pipette.rest.Paging;
import dev.pipette.rest.ResponseAction;
import dev.pipette.rest.RestApi;
import dev.pipette.settings.Secret;
import dev.pipette.testing.LoadTest;
import dev.pipette.testing.http.Answer;
import dev.pipette.testing.http.FakeHttp;
import dev.pipette.testing.http.ReceivedRequest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A web API into tables: what is new, what belongs to each row, and what did not change. */
@LoadTest
class RestLoadTests {
    @AutoClose
    private final FakeHttp fake = FakeHttp.start();

    private final RestApi api =
            RestApi.at(fake.baseUrl()).named("Shop").auth(Auth.query("api_key", Secret.of("k-4711-secret")));

    private List<String> asked() {
        return fake.requests().stream().map(ReceivedRequest::toString).sorted().toList();
    }

    @Test
    void a_run_asks_for_what_is_new_and_for_what_belongs_to_it(Pipeline pipeline) {
        Map<String, Integer> stored =
                new TreeMap<>(Map.of("2026-01-05T09:00:00Z", 1, "2026-01-06T08:15:00Z", 2, "2026-01-07T08:15:00Z", 3));
        fake.get("/orders")
                .answers(request -> Answer.json(stored.entrySet().stream()
                        .filter(order ->
                                order.getKey().compareTo(request.query("since").orElse("")) >= 0)
                        .map(order -> "{\"id\": %d, \"changed\": \"%s\"}".formatted(order.getValue(), order.getKey()))
                        .collect(Collectors.joining(",", "{\"data\": [", "]}"))));
        fake.get("/orders/{id}/items")
                .answers(request ->
                        Answer.json("{\"items\": [{\"sku\": \"a\", \"order_id\": " + request.pathValue("id") + "}]}"));
        fake.get("/orders/2/items").answers(Answer.json("{}").withStatus(404));
        Resource orders = api.get("/orders")
                .select("/data")
                .paging(Paging.single())
                .incremental(cursor("changed", Instant.class), "since")
                .resource("orders")
                .merge("id");
        Resource items = api.get("/orders/{id}/items")
                .select("/items")
                .paging(Paging.single())
                .on(404, ResponseAction.ignore())
                .resource("items", orders)
                .parallel(4)
                .merge("order_id", "sku");

        pipeline.run(Source.of("shop", orders, items));
        stored.put("2026-01-08T12:00:00Z", 4);
        pipeline.run(Source.of("shop", orders, items));

        assertThat(pipeline.dataset().query("SELECT id FROM orders ORDER BY id").toString())
                .contains("4 rows");
        assertThat(pipeline.dataset()
                        .query("SELECT order_id FROM items ORDER BY 1")
                        .toString())
                .contains("3 rows");
        assertThat(asked())
                .contains("GET /orders?api_key=***", "GET /orders?since=2026-01-07T08:15:00Z&api_key=***")
                .contains("GET /orders/4/items?api_key=***");
    }

    @Test
    void a_run_notes_what_was_guessed_and_no_secret(Pipeline pipeline) {
        fake.get("/orders")
                .rows("[{\"id\": 1}, {\"id\": 2}, {\"id\": 3}]", 2, dev.pipette.testing.http.Paging.pageNumber("page"));

        LoadInfo info = pipeline.run(api.get("/orders").resource("orders").append());

        assertThat(info.rows("orders")).isEqualTo(3);
        assertThat(info.notes())
                .contains(
                        "resource orders: guessed that the rows are at /data. Say select(\"/data\") to keep it so",
                        "resource orders: guessed Paging.pageNumber(\"page\").totalPagesAt(\"/pages\"), because /pages counts"
                                + " the pages. Say paging(..) to keep it so");
        assertThat(info.toString() + pipeline.admin().trace()).doesNotContain("k-4711");
    }

    @Test
    void a_rejected_row_names_its_page(Pipeline pipeline) {
        fake.get("/orders")
                .rows(
                        "[{\"id\": 1}, {\"id\": 2}, {\"id\": 3}, {\"id\": -4}]",
                        2,
                        dev.pipette.testing.http.Paging.pageNumber("page"));

        pipeline.run(api.get("/orders")
                .select("/data")
                .paging(Paging.pageNumber("page").totalPagesAt("/pages"))
                .resource("orders")
                .append()
                .check(range("id", 0, null).reject()));

        assertThat(pipeline.dataset()
                        .query("SELECT place FROM _pipette_rejects")
                        .result()
                        .getFirst()
                        .get(0, String.class))
                .isEqualTo("Shop: GET " + fake.url("/orders") + "?page=2&api_key=***, row 2");
    }

    @Test
    void what_an_answer_is_known_by_is_committed_with_its_rows(Pipeline pipeline) {
        fake.get("/rates")
                .answers(request -> request.header("If-None-Match").isPresent()
                        ? Answer.status(304)
                        : Answer.json("[{\"id\": 1}]").withHeader("ETag", "\"v1\""));
        Resource rates = api.get("/rates").conditional().resource("rates").merge("id");

        assertThatThrownBy(() -> pipeline.run(rates.map(row -> {
                    throw new IllegalStateException("broken");
                })))
                .hasMessageContaining("broken");
        LoadInfo first = pipeline.run(rates);
        LoadInfo second = pipeline.run(rates);

        assertThat(first.rows("rates")).isEqualTo(1);
        assertThat(second.rows("rates")).isZero();
        assertThat(fake.requests())
                .extracting(request -> request.header("If-None-Match").isPresent())
                .containsExactly(false, false, true);
        assertThat(pipeline.dataset().query("SELECT id FROM rates").toString()).contains("1 row");
    }
}

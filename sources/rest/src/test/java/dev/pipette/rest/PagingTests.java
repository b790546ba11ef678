package dev.pipette.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.error.PipetteException;
import dev.pipette.testing.http.Answer;
import dev.pipette.testing.http.Failure;
import dev.pipette.testing.http.FakeHttp;
import dev.pipette.testing.http.ReceivedRequest;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** Every way in which an API pages, against the fake. */
class PagingTests {
    @AutoClose
    private final FakeHttp fake = FakeHttp.start();

    private final Calls calls = new Calls();

    private RestApi api() {
        return RestApi.at(fake.baseUrl()).named("Shop").timing(TestTiming.atChristmas());
    }

    private RestCall orders(Paging paging) {
        return api().get("/orders").paging(paging);
    }

    private static String rows(int from, int to) {
        return IntStream.rangeClosed(from, to)
                .mapToObj("{\"id\": %d}"::formatted)
                .toList()
                .toString();
    }

    private static List<Object> ids(long to) {
        return LongStream.rangeClosed(1, to).boxed().map(Object.class::cast).toList();
    }

    private void page(String name, String cursor, String rows, String rest) {
        fake.get("/orders").query(name, cursor).json("{\"data\": " + rows + rest + "}");
    }

    private List<String> asked() {
        return fake.requests().stream().map(ReceivedRequest::toString).toList();
    }

    @Test
    void numbers_until_an_empty_page() throws Exception {
        fake.get("/orders")
                .rows(
                        rows(1, 5),
                        2,
                        dev.pipette.testing.http.Paging.pageNumber("page").bare());

        assertThat(calls.ids(orders(Paging.pageNumber("page")))).isEqualTo(ids(5));
        assertThat(asked())
                .containsExactly(
                        "GET /orders?page=1", "GET /orders?page=2", "GET /orders?page=3", "GET /orders?page=4");
    }

    @Test
    void numbers_until_a_short_page_where_that_is_the_last() throws Exception {
        fake.get("/orders")
                .rows(
                        rows(1, 5),
                        2,
                        dev.pipette.testing.http.Paging.pageNumber("page").bare());

        assertThat(calls.ids(orders(Paging.pageNumber("page").size("per", 2).endsWithShortPage())))
                .isEqualTo(ids(5));
        assertThat(asked()).hasSize(3).first().isEqualTo("GET /orders?page=1&per=2");
    }

    @Test
    void numbers_of_which_the_api_says_how_many_there_are() throws Exception {
        fake.get("/orders").rows(rows(1, 9), 2, dev.pipette.testing.http.Paging.pageNumber("page"));

        assertThat(calls.ids(orders(Paging.pageNumber("page").totalPagesAt("/pages"))))
                .isEqualTo(ids(9));
        assertThat(asked()).hasSize(5);
    }

    @Test
    void numbers_of_which_the_api_says_how_many_rows_there_are() throws Exception {
        fake.get("/orders").rows(rows(1, 6), 2, dev.pipette.testing.http.Paging.pageNumber("page"));

        assertThat(calls.ids(orders(Paging.pageNumber("page").size("per", 2).totalRowsAt("$.total"))))
                .isEqualTo(ids(6));
        assertThat(asked()).hasSize(3);
    }

    @Test
    void numbers_from_zero_as_long_as_the_api_says_that_there_are_more() throws Exception {
        page("page", "0", rows(1, 2), ", \"meta\": {\"more\": true}");
        page("page", "1", rows(3, 3), ", \"meta\": {\"more\": false}");

        assertThat(calls.ids(orders(Paging.pageNumber("page").startingAt(0).moreAt("/meta/more"))))
                .isEqualTo(ids(3));
    }

    @Test
    void numbers_up_to_a_maximum() throws Exception {
        fake.get("/orders").rows(rows(1, 9), 2, dev.pipette.testing.http.Paging.pageNumber("page"));

        assertThat(calls.ids(
                        orders(Paging.pageNumber("page").totalPagesAt("/pages").most(2))))
                .isEqualTo(ids(4));
        assertThat(asked()).hasSize(2);
    }

    @Test
    void numbers_in_the_body() throws Exception {
        fake.post("/orders").answers(request -> {
            int page = JsonMapper.shared()
                    .readTree(request.body())
                    .path("query")
                    .path("page")
                    .asInt();
            return Answer.json(page < 3 ? rows(page * 2 - 1, page * 2) : "[]");
        });

        RestCall call = api().post("/orders").json("/query/state", "open").paging(Paging.pageNumber("/query/page"));

        assertThat(calls.ids(call)).isEqualTo(ids(4));
        assertThat(fake.requests().getLast().body()).isEqualTo("{\"query\":{\"state\":\"open\",\"page\":3}}");
    }

    @Test
    void offsets_until_the_total() throws Exception {
        fake.get("/orders").rows(rows(1, 5), 2, dev.pipette.testing.http.Paging.offset("offset", "limit"));

        assertThat(calls.ids(orders(Paging.offset("offset", "limit", 2).totalRowsAt("/total"))))
                .isEqualTo(ids(5));
        assertThat(asked()).hasSize(3);
    }

    @Test
    void offsets_without_a_total_end_with_an_empty_page() throws Exception {
        fake.get("/orders")
                .rows(
                        rows(1, 4),
                        2,
                        dev.pipette.testing.http.Paging.offset("skip", "top").bare());

        assertThat(calls.ids(orders(Paging.offset("skip", "top", 2)))).isEqualTo(ids(4));
        assertThat(asked()).last().asString().contains("skip=4");
    }

    @Test
    void an_api_that_gives_fewer_rows_than_it_is_asked_for_loses_none() throws Exception {
        fake.get("/orders").answers(request -> {
            int offset = Integer.parseInt(request.query("offset").orElseThrow());
            return Answer.json("{\"data\": " + (offset < 7 ? rows(offset + 1, Math.min(7, offset + 3)) : "[]")
                    + ", \"total\": 7}");
        });

        assertThat(calls.ids(orders(Paging.offset("offset", "limit", 1000).totalRowsAt("/total"))))
                .isEqualTo(ids(7));
    }

    @Test
    void a_page_in_the_middle_that_is_short_is_continued_where_it_ended() throws Exception {
        fake.get("/orders").answers(request -> {
            int offset = Integer.parseInt(request.query("offset").orElseThrow());
            int to = offset == 2 ? 3 : Math.min(9, offset + 2);
            return Answer.json("{\"data\": " + rows(offset + 1, to) + ", \"total\": 9}");
        });

        assertThat(calls.ids(orders(Paging.offset("offset", "limit", 2).totalRowsAt("/total"))))
                .isEqualTo(ids(9));
    }

    @Test
    void cursors_in_the_body() throws Exception {
        fake.get("/orders").rows(rows(1, 5), 2, dev.pipette.testing.http.Paging.cursor("next"));

        assertThat(calls.ids(orders(Paging.cursor("/next", "cursor")))).isEqualTo(ids(5));
        assertThat(asked()).containsExactly("GET /orders", "GET /orders?cursor=page-2", "GET /orders?cursor=page-3");
    }

    @Test
    void cursors_that_are_sent_in_the_body_keep_their_type() throws Exception {
        fake.post("/orders")
                .answers(request -> Answer.json(
                        request.body().equals("{\"page\":{\"after\":7}}")
                                ? "{\"data\": " + rows(3, 3) + ", \"after\": null}"
                                : "{\"data\": " + rows(1, 2) + ", \"after\": 7}"));

        assertThat(calls.ids(api().post("/orders").paging(Paging.cursor("$.after", "/page/after"))))
                .isEqualTo(ids(3));
    }

    @Test
    void cursors_in_a_header() throws Exception {
        fake.get("/orders").answers(Answer.json(rows(1, 2)).withHeader("X-Next", "b7"));
        fake.get("/orders").query("from", "b7").json(rows(3, 3));

        assertThat(calls.ids(orders(Paging.headerCursor("X-Next", "from")))).isEqualTo(ids(3));
    }

    @Test
    void a_page_that_is_empty_may_have_a_cursor() throws Exception {
        fake.get("/orders").json("{\"data\": [], \"next\": \"b\"}");
        page("cursor", "b", rows(1, 1), ", \"next\": \"\"");

        assertThat(calls.ids(orders(Paging.cursor("/next", "cursor")))).isEqualTo(ids(1));
        assertThat(calls.ids(orders(Paging.cursor("/next", "cursor").endsWithEmptyPage())))
                .isEmpty();
    }

    @Test
    void the_cursor_of_a_page_that_says_it_is_the_last_is_not_followed() throws Exception {
        fake.get("/orders").json("{\"data\": " + rows(1, 1) + ", \"next\": \"b\", \"has_more\": false}");

        assertThat(calls.ids(orders(Paging.cursor("/next", "cursor").moreAt("/has_more"))))
                .isEqualTo(ids(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/orders?at=2", "?at=2", "orders?at=2"})
    void links_in_the_body_may_be_parts_of_addresses(String link) throws Exception {
        fake.get("/orders").json("{\"data\": " + rows(1, 2) + ", \"links\": {\"next\": \"" + link + "\"}}");
        page("at", "2", rows(3, 3), ", \"links\": {}");

        assertThat(calls.ids(orders(Paging.nextLink("/links/next")).param("state", "all")))
                .isEqualTo(ids(3));
        assertThat(asked()).containsExactly("GET /orders?state=all", "GET /orders?at=2");
    }

    @Test
    void links_in_the_header() throws Exception {
        fake.get("/orders").rows(rows(1, 5), 2, dev.pipette.testing.http.Paging.linkHeader());

        assertThat(calls.ids(orders(Paging.linkHeader()))).isEqualTo(ids(5));
    }

    @Test
    void one_page() throws Exception {
        fake.get("/orders").json("{\"data\": " + rows(1, 2) + ", \"next\": \"b\"}");

        assertThat(calls.ids(orders(Paging.single()))).isEqualTo(ids(2));
        assertThat(fake.requests()).hasSize(1);
    }

    @Test
    void a_way_of_ones_own() throws Exception {
        fake.get("/orders").answers(Answer.json(rows(1, 2)).withHeader("X-More", "3"));
        fake.get("/orders").query("from", "3").json(rows(3, 3));

        Paging mine = page -> page.header("X-More").map(more -> page.request().set("from", more));

        assertThat(calls.ids(orders(mine))).isEqualTo(ids(3));
    }

    @Test
    void pages_side_by_side_keep_their_order_and_are_asked_for_again() throws Exception {
        fake.get("/orders")
                .rows(rows(1, 60), 2, dev.pipette.testing.http.Paging.pageNumber("page"))
                .fails(Failure.status(503).onPage(4).once())
                .fails(Failure.truncated().onPage(7).once())
                .fails(Failure.malformedJson().onPage(9).once());

        assertThat(calls.ids(
                        orders(Paging.pageNumber("page").totalPagesAt("/pages")).pagesAtOnce(8)))
                .isEqualTo(ids(60));
        assertThat(fake.requests()).hasSize(33);
    }

    @Test
    void an_error_of_a_page_that_is_fetched_ahead_ends_the_run() {
        fake.get("/orders")
                .rows(rows(1, 60), 2, dev.pipette.testing.http.Paging.pageNumber("page"))
                .fails(Failure.status(410).onPage(5));

        assertThatThrownBy(() -> calls.ids(orders(Paging.pageNumber("page").totalPagesAt("/pages"))))
                .isInstanceOf(PipetteException.class)
                .hasMessageContaining("/orders?page=5 answered 410");
        assertThat(fake.requests().size()).isLessThan(20);
    }

    @ParameterizedTest
    @ValueSource(strings = {"b", "c"})
    void a_cursor_that_leads_back_is_an_error(String last) {
        fake.get("/orders").json("{\"data\": " + rows(1, 1) + ", \"next\": \"b\"}");
        page("cursor", "b", rows(2, 2), ", \"next\": \"c\"");
        page("cursor", "c", rows(3, 3), ", \"next\": \"" + last + "\"");

        assertThatThrownBy(() -> calls.ids(orders(Paging.cursor("/next", "cursor"))))
                .hasMessage("[SOURCE_UNREADABLE] Shop: GET " + fake.url("/orders?cursor=" + last)
                        + ": the pages go round in a circle: page 3 leads to a page that was read before. Nothing of the"
                        + " run was loaded. Check Paging.cursor(\"/next\", \"cursor\"); where pages may have the same rows,"
                        + " say repeats().");
    }

    @Test
    void an_api_that_does_not_know_the_parameter_repeats_its_page_and_is_an_error() throws Exception {
        fake.get("/orders").json("{\"at\": 1, \"data\": " + rows(1, 2) + "}");

        assertThatThrownBy(() -> calls.ids(orders(Paging.pageNumber("pg"))))
                .hasMessage("[SOURCE_UNREADABLE] Shop: GET " + fake.url("/orders?pg=2")
                        + ": the pages go round in a circle: page 2 has the rows of page 1. Nothing of the run was loaded."
                        + " Check Paging.pageNumber(\"pg\"); where pages may have the same rows, say repeats().");
        assertThat(calls.ids(orders(Paging.pageNumber("pg").most(3)).repeats())).hasSize(6);
    }

    @Test
    void pages_without_an_end_are_an_error() {
        fake.get("/orders")
                .answers(request ->
                        Answer.json(rows(fake.requests().size(), fake.requests().size())));

        assertThatThrownBy(() -> calls.ids(orders(Paging.pageNumber("page")).maxPages(5)))
                .hasMessageContaining(
                        "has more than 5 pages. Nothing of the run was loaded: ask for less at once, or allow"
                                + " more with maxPages(..).");
    }

    @Test
    void a_place_that_the_first_page_does_not_have_is_noted() throws Exception {
        fake.get("/orders").json("{\"data\": " + rows(1, 2) + ", \"cursors\": {\"next\": \"b\"}}");

        assertThat(calls.ids(orders(Paging.cursor("/cursor/next", "cursor")).select("/data")))
                .hasSize(2);
        assertThat(calls.notes)
                .containsExactly("read one page, because the answer has nothing at /cursor/next, where"
                        + " Paging.cursor(\"/cursor/next\", \"cursor\") looks for the next one");
    }

    @Test
    void fewer_rows_than_the_api_counts_are_noted() throws Exception {
        fake.get("/orders")
                .answers(request -> Answer.json("{\"data\": "
                        + (request.query("offset").orElseThrow().equals("0") ? rows(1, 2) : "[]") + ", \"total\": 3}"));

        assertThat(calls.ids(orders(Paging.offset("offset", "limit", 2).totalRowsAt("/total"))
                        .select("/data")))
                .hasSize(2);
        assertThat(calls.notes).containsExactly("the API counts 3 rows, and 2 came");
    }
}

package dev.pipette.testing.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Rows come page by page, as the API's author would have it. */
class HttpPagingTests {
    private static final String ROWS = "[{\"id\":1},{\"id\":2},{\"id\":3.10}]";

    @Test
    void a_cursor_leads_from_page_to_page() throws IOException {
        try (FakeHttp api = FakeHttp.start()) {
            api.get("/orders").rows(ROWS, 2, Paging.cursor("next"));

            assertThat(Client.get(api.url("/orders")).body())
                    .isEqualTo("{\"data\":[{\"id\":1},{\"id\":2}],\"next\":\"page-2\"}");
            assertThat(Client.get(api.url("/orders?cursor=page-2")).body())
                    .isEqualTo("{\"data\":[{\"id\":3.10}],\"next\":null}");
            assertThat(Client.get(api.url("/orders?cursor=page-3")).body())
                    .isEqualTo("{\"error\":\"bad_request\",\"message\":\"no page is meant by [cursor]\"}");
        }
    }

    @Test
    void a_cursor_has_the_names_it_is_given() throws IOException {
        try (FakeHttp api = FakeHttp.start()) {
            api.get("/orders")
                    .pages(
                            List.of(List.of(Map.of("id", 1)), List.of(Map.of("id", 2))),
                            Paging.cursor("next_page", "after").rowsIn("orders"));

            assertThat(Client.get(api.url("/orders")).body())
                    .isEqualTo("{\"orders\":[{\"id\":1}],\"next_page\":\"page-2\"}");
            assertThat(Client.get(api.url("/orders?after=page-2")).body())
                    .isEqualTo("{\"orders\":[{\"id\":2}],\"next_page\":null}");
        }
    }

    @Test
    void a_link_header_has_the_address_of_the_next_page() throws IOException {
        try (FakeHttp api = FakeHttp.start()) {
            api.get("/orders").rows(ROWS, 2, Paging.linkHeader());

            Client.Got first = Client.get(api.url("/orders?state=open"));
            Client.Got second = Client.get(api.url("/orders?state=open&page=2"));

            assertThat(first.body()).isEqualTo("[{\"id\":1},{\"id\":2}]");
            assertThat(first.header("Link")).isEqualTo("<" + api.url("/orders?state=open&page=2") + ">; rel=\"next\"");
            assertThat(second.body()).isEqualTo("[{\"id\":3.10}]");
            assertThat(second.header("Link")).isEmpty();
        }
    }

    @Test
    void pages_have_numbers_and_none_is_after_the_last() throws IOException {
        try (FakeHttp api = FakeHttp.start()) {
            api.get("/orders").rows(ROWS, 2, Paging.pageNumber("page"));
            api.get("/bare").rows(ROWS, 2, Paging.pageNumber("p").bare());

            assertThat(Client.get(api.url("/orders?page=2")).body())
                    .isEqualTo("{\"data\":[{\"id\":3.10}],\"page\":2,\"pages\":2,\"total\":3}");
            assertThat(Client.get(api.url("/orders?page=3")).body())
                    .isEqualTo("{\"data\":[],\"page\":3,\"pages\":2,\"total\":3}");
            assertThat(Client.get(api.url("/orders?page=zero")).status()).isEqualTo(400);
            assertThat(Client.get(api.url("/bare?p=9")).body()).isEqualTo("[]");
        }
    }

    @Test
    void an_offset_cuts_anywhere() throws IOException {
        try (FakeHttp api = FakeHttp.start()) {
            api.get("/orders")
                    .rows(List.of(Map.of("id", 1), Map.of("id", 2), Map.of("id", 3)), 2, Paging.offset("from", "size"));

            assertThat(Client.get(api.url("/orders")).body())
                    .isEqualTo("{\"data\":[{\"id\":1},{\"id\":2}],\"from\":0,\"size\":2,\"total\":3}");
            assertThat(Client.get(api.url("/orders?from=1&size=5")).body())
                    .isEqualTo("{\"data\":[{\"id\":2},{\"id\":3}],\"from\":1,\"size\":5,\"total\":3}");
            assertThat(Client.get(api.url("/orders?from=7")).body())
                    .isEqualTo("{\"data\":[],\"from\":7,\"size\":2,\"total\":3}");
            assertThat(Client.get(api.url("/orders?from=-1")).status()).isEqualTo(400);
            assertThat(Client.get(api.url("/orders?size=0")).status()).isEqualTo(400);
        }
    }

    @Test
    void no_rows_are_one_page_without_any() throws IOException {
        try (FakeHttp api = FakeHttp.start()) {
            api.get("/cursor").rows("[]", 2, Paging.cursor("next"));
            api.get("/link").rows("[]", 2, Paging.linkHeader());
            api.get("/offset").rows("[]", 2, Paging.offset("offset", "limit"));

            assertThat(Client.get(api.url("/cursor")).body()).isEqualTo("{\"data\":[],\"next\":null}");
            assertThat(Client.get(api.url("/link")).body()).isEqualTo("[]");
            assertThat(Client.get(api.url("/offset")).body())
                    .isEqualTo("{\"data\":[],\"offset\":0,\"limit\":1,\"total\":0}");
        }
    }

    @Test
    void conflicts_are_told_when_they_are_made() {
        assertThatThrownBy(() -> Paging.cursor("next").bare())
                .hasMessage("a cursor is in a field, so its rows cannot be bare");
        assertThatThrownBy(() -> Paging.linkHeader().rowsIn(" "))
                .hasMessage("the field of the rows has no name; for an array alone there is .bare()");
        try (FakeHttp api = FakeHttp.start()) {
            assertThatThrownBy(() -> api.get("/orders").rows("[]", 0, Paging.linkHeader()))
                    .hasMessage("a page has at least 1 row, not 0");
        }
    }
}

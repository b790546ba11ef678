package dev.pipette.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pipette.testing.http.FakeHttp;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is guessed by the first page, and that a run notes it. */
class AutoPagingTests {
    @AutoClose
    private final FakeHttp fake = FakeHttp.start();

    private final Calls calls = new Calls();

    private RestCall orders() {
        return RestApi.at(fake.baseUrl())
                .named("Shop")
                .timing(TestTiming.atChristmas())
                .get("orders");
    }

    private void twoPages(dev.pipette.testing.http.Paging paging) {
        fake.get("/orders").rows("[{\"id\": 1}, {\"id\": 2}, {\"id\": 3}]", 2, paging);
    }

    @Test
    void links_in_the_header_are_found() throws Exception {
        twoPages(dev.pipette.testing.http.Paging.linkHeader());

        assertThat(calls.ids(orders())).hasSize(3);
        assertThat(calls.notes)
                .containsExactly(
                        "guessed Paging.linkHeader(), because its header Link names a next page. Say paging(..) to"
                                + " keep it so");
    }

    @Test
    void a_number_of_pages_is_found() throws Exception {
        twoPages(dev.pipette.testing.http.Paging.pageNumber("page"));

        assertThat(calls.ids(orders())).hasSize(3);
        assertThat(calls.notes)
                .containsExactly(
                        "guessed that the rows are at /data. Say select(\"/data\") to keep it so",
                        "guessed Paging.pageNumber(\"page\").totalPagesAt(\"/pages\"), because /pages counts the pages. Say"
                                + " paging(..) to keep it so");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"items\": [{\"id\": 1}], \"next\": \"/orders?p=2\"} | p | Paging.nextLink(\"/next\")",
                "{\"items\": [{\"id\": 1}], \"@odata.nextLink\": \"/orders?p=2\"} | p | Paging.nextLink(\"/@odata.nextLink\")",
                "{\"items\": [{\"id\": 1}], \"links\": {\"next\": \"/orders?p=2\"}} | p | Paging.nextLink(\"/links/next\")",
                "{\"items\": [{\"id\": 1}], \"next_cursor\": \"2\"} | cursor | Paging.cursor(\"/next_cursor\", \"cursor\")",
                "{\"items\": [{\"id\": 1}], \"meta\": {\"cursors\": {\"next\": \"2\"}}} | cursor |"
                        + " Paging.cursor(\"/meta/cursors/next\", \"cursor\")"
            })
    void links_and_cursors_in_the_body_are_found(String first, String parameter, String guessed) throws Exception {
        fake.get("/orders").json(first);
        fake.get("/orders").query(parameter, "2").json("{\"items\": [{\"id\": 2}]}");

        assertThat(calls.ids(orders())).containsExactly(1L, 2L);
        assertThat(calls.notes.getLast()).startsWith("guessed " + guessed + ", because ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "[{\"id\": 1}] | ",
                "{\"tags\": [\"a\"], \"results\": [{\"id\": 1}]} | /results",
                "{\"warnings\": [\"a\"], \"orders\": [{\"id\": 1}]} | /orders",
                "{\"data\": {\"items\": [{\"id\": 1}], \"tags\": []}} | /data/items",
                "{\"id\": 1, \"total\": 3} | an answer is one row"
            })
    void rows_are_found(String body, String where) throws Exception {
        fake.get("/orders").json(body);

        assertThat(calls.ids(orders().paging(Paging.single()))).containsExactly(1L);
        assertThat(String.join("", calls.notes)).contains(where == null ? "" : where);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"\"total\": 250 | /total is 250", "\"has_more\": true | /has_more is true"})
    void a_page_that_says_that_there_is_more_is_not_taken_for_all(String more, String said) {
        fake.get("/orders").json("{\"data\": [{\"id\": 1}], " + more + "}");

        assertThatThrownBy(() -> calls.ids(orders()))
                .hasMessage("[SOURCE_UNREADABLE] Shop: GET " + fake.url("/orders") + " answered with 1 row, and " + said
                        + ", but nothing that names a next page. Nothing of the run was loaded. Say how there are more with"
                        + " paging(..), or paging(Paging.single()) if that is all.");
    }
}

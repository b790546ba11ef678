package dev.pipette.signalroom.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class FakeEverflowTests {
    private static final String DAYS = "\"from\": \"2025-12-20\", \"to\": \"2025-12-24\"";
    private static final String COLUMNS =
            "\"columns\": [{\"column\": \"affiliate\"}, {\"column\": \"advertiser\"}, {\"column\": \"date\"}]";
    private static final String WHOLE =
            "{" + DAYS + ", \"timezone_id\": 80, \"currency_id\": \"USD\", " + COLUMNS + "}";

    @AutoClose
    final FakeEverflow everflow =
            FakeEverflow.withDays("2025-12-21", "2025-12-23").affiliates(2);

    private Asked ask(String body) {
        return Asked.post(everflow.baseUrl() + FakeEverflow.REPORT, FakeApi.KEY, body);
    }

    private static List<String> days(Asked asked) {
        return Stream.of(asked.json().path("table").values().toArray(JsonNode[]::new))
                .map(row -> row.path("columns")
                        .path(row.path("columns").size() - 1)
                        .path("label")
                        .asString())
                .toList();
    }

    @Test
    void a_row_has_ids_of_text_and_the_second_in_which_its_day_begins_in_utc() {
        Asked asked = ask(WHOLE);

        assertThat(asked.status()).isEqualTo(200);
        assertThat(asked.json().path("incomplete_results").booleanValue()).isFalse();
        assertThat(asked.json().path("table").size()).isEqualTo(6);
        assertThat(asked.json().path("table").path(0).path("columns"))
                .hasToString("[{\"column_type\":\"affiliate\",\"id\":\"1\",\"label\":\"Demo Affiliate 1\"},"
                        + "{\"column_type\":\"advertiser\",\"id\":\"1\",\"label\":\"Demo Brand 1\"},"
                        + "{\"column_type\":\"date\",\"id\":\"1766275200\",\"label\":\"2025-12-21\"}]");
        assertThat(asked.body()).contains("\"payout\":700,\"revenue\":876.75,\"profit\":176.75");
    }

    @Test
    void days_are_those_of_the_zone_and_those_of_the_network_where_none_is_asked_for() {
        String byDay = "{" + DAYS + ", %s \"currency_id\": \"USD\", \"columns\": [{\"column\": \"date\"}]}";

        assertThat(days(ask(byDay.formatted("\"timezone_id\": 67,"))))
                .containsExactly("2025-12-21", "2025-12-22", "2025-12-23", "2025-12-24");
        assertThat(days(ask(byDay.formatted("\"timezone_id\": 80,"))))
                .containsExactly("2025-12-21", "2025-12-22", "2025-12-23");
        assertThat(days(ask(byDay.formatted("")))).containsExactly("2025-12-21", "2025-12-22", "2025-12-23");
    }

    @Test
    void filters_and_exclusions_are_understood_in_the_documented_shape_only() {
        String filtered = WHOLE.replace(
                COLUMNS,
                COLUMNS + ", \"query\": {\"%s\": [{\"resource_type\": \"affiliate\", \"filter_id_value\": \"2\"}]}");
        String original = WHOLE.replace(COLUMNS, COLUMNS + ", \"query\": {\"filters\": [{\"advertiser_id\": 1}]}");

        assertThat(ask(filtered.formatted("filters")).body())
                .contains("Demo Affiliate 2")
                .doesNotContain("Affiliate 1");
        assertThat(ask(filtered.formatted("exclusions")).body())
                .contains("Demo Affiliate 1")
                .doesNotContain("Affiliate 2");
        assertThat(ask(original).refusal()).isEqualTo("400 filters: resource_type and filter_id_value are required");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "currency_id": "USD",     |                                   | 400 currency_id is required
            "2025-12-20"              | "2024-12-24"                      | 400 from and to: a report is about 1 to 365 days, not 366
            "2025-12-20"              | "2025-12-25"                      | 400 from and to: a report is about 1 to 365 days, not 0
            "2025-12-24"              | "tomorrow"                        | 400 to is required, as YYYY-MM-DD
            {"column": "affiliate"}   | {"column": "hour"}                | 400 columns: only one column of time is supported
            {"column": "affiliate"}   | {"column": "offer"}               | 400 columns: 'offer' is none that the fake holds
            "timezone_id": 80         | "timezone_id": 1                  | 400 timezone_id 1 is unknown
            "columns"                 | "column"                          | 400 columns: a report has 1 to 10, not 0
            """)
    void what_everflow_refuses_is_refused(String part, String instead, String refusal) {
        assertThat(ask(WHOLE.replace(part, instead == null ? "" : instead)).refusal())
                .isEqualTo(refusal);
    }

    @Test
    void what_is_no_json_is_refused() {
        assertThat(ask("from=2025-12-20").refusal()).isEqualTo("400 the request is not JSON");
    }

    @Test
    void keys_are_told_apart() {
        String url = everflow.baseUrl() + FakeEverflow.REPORT;

        assertThat(Asked.post(url, "", WHOLE).refusal()).isEqualTo("401 No Authentication Method Found");
        assertThat(Asked.post(url, "other", WHOLE).refusal()).isEqualTo("401 the API key is invalid");
        assertThat(Asked.post(url, FakeEverflow.AFFILIATE_KEY, WHOLE).refusal()).isEqualTo("403 Out Of Realm");
    }

    @Test
    void more_rows_than_the_cap_are_cut_off_and_it_is_said() {
        everflow.cap(5);

        Asked asked = ask(WHOLE);

        assertThat(asked.json().path("incomplete_results").booleanValue()).isTrue();
        assertThat(asked.json().path("table").size()).isEqualTo(5);
    }

    @Test
    void a_report_has_10_000_rows_at_most() {
        everflow.affiliates(3_334);

        assertThat(ask(WHOLE).json().path("table").size()).isEqualTo(10_000);
    }

    @Test
    void pages_are_given_to_those_who_ask_for_them() {
        String second = WHOLE.replace("{" + DAYS, "{\"page\": 2, \"page_size\": 4, " + DAYS);

        JsonNode paged = ask(second).json();
        everflow.unpaged();
        JsonNode whole = ask(second).json();

        assertThat(paged.path("table").size()).isEqualTo(2);
        assertThat(paged.path("paging").path("total_count").intValue()).isEqualTo(6);
        assertThat(whole.path("table").size()).isEqualTo(6);
        assertThat(whole.has("paging")).isFalse();
    }

    @Test
    void requests_beyond_the_limit_are_refused_and_answers_tell_what_remains() {
        everflow.rateLimit(1, Duration.ofSeconds(30));

        Asked first = ask(WHOLE);
        Asked second = ask(WHOLE);

        assertThat(first.header("X-RateLimit-Limit")).isEqualTo("1");
        assertThat(first.header("X-RateLimit-Remaining")).isEqualTo("0");
        assertThat(second.refusal()).isEqualTo("429 the rate limit is reached");
        assertThat(second.header("Retry-After")).isEmpty();
    }

    @Test
    void the_eleventh_report_at_once_is_refused() throws InterruptedException {
        List<CompletableFuture<Asked>> ten;
        try (FakeApi.Hold hold = everflow.hold()) {
            String url = everflow.baseUrl() + FakeEverflow.REPORT;
            ten = IntStream.range(0, 10)
                    .mapToObj(i -> Asked.posting(url, FakeApi.KEY, WHOLE))
                    .toList();
            hold.awaitRequests(10);

            assertThat(ask(WHOLE).refusal()).isEqualTo("429 more than 10 reports at once");
        }
        assertThat(ten).allSatisfy(one -> assertThat(one.join().status()).isEqualTo(200));
        assertThat(ask(WHOLE).status()).isEqualTo(200);
    }

    @Test
    void time_zones_are_told() throws Exception {
        assertThat(Asked.get(everflow.baseUrl() + "/v1/meta/timezones").body())
                .contains("America/New_York")
                .contains("80");
    }

    @Test
    void numbers_that_are_not_there_cannot_be_restated() {
        assertThatThrownBy(() -> everflow.restate("2025-12-24", 1, row -> row.clicks(1)))
                .hasMessage("there are no numbers of 2025-12-24 and affiliate 1: the days are 2025-12-21 to 2025-12-23,"
                        + " the affiliates 1 to 2");
        assertThatThrownBy(() -> everflow.without("2025-12-23", 3, 1))
                .hasMessage("there are no numbers of 2025-12-23, affiliate 3 and advertiser 1");
        assertThatThrownBy(() -> everflow.affiliates(0)).hasMessage("affiliates(0): there is 1 at least");
        assertThatThrownBy(() -> FakeEverflow.withDays("2025-12-23", "2025-12-21"))
                .hasMessage("the days end before they begin: 2025-12-23 to 2025-12-21");
    }
}

package dev.pipette.signalroom.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FakeRedtrackTests {
    private static final String DAYS = "&date_from=2025-12-20&date_to=2025-12-24";
    private static final String WHOLE = "group=date,source&timezone=America/New_York" + DAYS;

    @AutoClose
    final FakeRedtrack redtrack =
            FakeRedtrack.withDays("2025-12-21", "2025-12-23").sources(2);

    private Asked ask(String query) throws IOException, InterruptedException {
        return Asked.get(redtrack.baseUrl() + "/report?api_key=test-key&" + query);
    }

    @Test
    void a_row_has_its_day_and_source() throws Exception {
        Asked asked = ask(WHOLE);

        assertThat(asked.json().size()).isEqualTo(6);
        assertThat(asked.body())
                .startsWith("[{\"date\":\"2025-12-21\",\"source\":\"Demo Source 1\",\"source_alias\":\"demo1\","
                        + "\"source_id\":\"5f0000000000000000000001\",\"clicks\":750,\"conversions\":30,"
                        + "\"total_conversions\":33,\"cost\":937.5,");
    }

    @Test
    void rows_are_grouped_as_is_asked() throws Exception {
        assertThat(ask("group=date" + DAYS + "&timezone=America/New_York").body())
                .contains("\"date\":\"2025-12-21\",\"clicks\"")
                .doesNotContain("source_id");
        assertThat(ask("group=source" + DAYS).json().size()).isEqualTo(2);
        assertThat(ask("group=source,date" + DAYS).json().size()).isEqualTo(8);
        redtrack.bySourceOnly();
        assertThat(ask(WHOLE).body()).doesNotContain("\"date\"");
        assertThat(ask("group=date" + DAYS).body()).contains("\"date\"");
    }

    @Test
    void days_are_those_of_the_time_zone_and_those_of_utc_where_none_is_asked_for() throws Exception {
        assertThat(ask(WHOLE).body()).doesNotContain("2025-12-24");
        assertThat(ask("group=date,source" + DAYS).body()).contains("2025-12-24");
        // a name that some use, and that does nothing
        assertThat(ask("group=date,source&tz=America/New_York" + DAYS).body()).contains("2025-12-24");
    }

    @Test
    void pages_have_1_000_rows_at_most_and_100_where_no_number_is_asked_for() throws Exception {
        redtrack.sources(400);

        assertThat(ask(WHOLE).json().size()).isEqualTo(100);
        assertThat(ask(WHOLE + "&per=5000").json().size()).isEqualTo(1_000);
        assertThat(ask(WHOLE + "&per=1000&page=2").json().size()).isEqualTo(200);
        assertThat(ask(WHOLE + "&per=1000&page=3").body()).isEqualTo("[]");
        redtrack.rowsPerPage(7);
        assertThat(ask(WHOLE).json().size()).isEqualTo(7);
    }

    @Test
    void rows_stand_in_items_where_a_total_is_asked_for() throws Exception {
        assertThat(ask(WHOLE + "&total=true").json().path("items").size()).isEqualTo(6);
        assertThat(ask(WHOLE + "&total=true").json().path("total").has("clicks"))
                .isTrue();
        redtrack.inItems();
        assertThat(ask(WHOLE).json().path("items").size()).isEqualTo(6);
    }

    @Test
    void sources_can_be_chosen() throws Exception {
        redtrack.sources(3).unattributed();

        assertThat(ask(WHOLE + "&source_id=" + FakeRedtrack.sourceId(1) + "," + FakeRedtrack.sourceId(3))
                        .body())
                .contains("demo1", "demo3")
                .doesNotContain("demo2");
        assertThat(ask(WHOLE).body()).contains("\"source\":\"\",\"source_alias\":\"\",\"source_id\":\"\"");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            group=date,source     | group=campaign     | 400 group: date, source or both, not 'campaign'
            date_from=            | from=              | 400 date_from and date_to are required, as YYYY-MM-DD
            date_to=2025-12-24    | date_to=tomorrow   | 400 date_from and date_to are required, as YYYY-MM-DD
            America/New_York      | Utopia             | 400 timezone is unknown
            """)
    void what_cannot_be_read_is_refused(String part, String instead, String refusal) throws Exception {
        assertThat(ask(WHOLE.replace(part, instead)).refusal()).isEqualTo(refusal);
    }

    @Test
    void post_is_not_found() {
        assertThat(Asked.post(redtrack.baseUrl() + "/report?api_key=test-key", "", "{}")
                        .refusal())
                .isEqualTo("404 not found");
    }

    @Test
    void a_key_is_wanted() throws Exception {
        assertThat(Asked.get(redtrack.baseUrl() + "/report?" + WHOLE).refusal())
                .isEqualTo("401 api_key is missing or wrong");
    }

    @Test
    void twenty_requests_a_minute_are_answered() throws Exception {
        for (int i = 0; i < 20; i++) {
            assertThat(ask(WHOLE).status()).isEqualTo(200);
        }

        Asked refused = ask(WHOLE);
        redtrack.withoutRetryAfter();
        Asked withoutWord = ask(WHOLE);

        assertThat(refused.refusal()).isEqualTo("429 too many requests");
        assertThat(refused.header("Retry-After")).isEqualTo("60");
        assertThat(withoutWord.status()).isEqualTo(429);
        assertThat(withoutWord.header("Retry-After")).isEmpty();
        assertThatThrownBy(() -> redtrack.rateLimit(0, Duration.ofMinutes(1)))
                .hasMessage("a rate limit needs at least 1 request and a time above zero, not 0 in PT1M");
    }

    @Test
    void numbers_that_are_not_there_cannot_be_restated() {
        assertThatThrownBy(() -> redtrack.restate("2025-12-24", FakeRedtrack.sourceId(1), row -> row.clicks(1)))
                .hasMessage("there are no numbers of 2025-12-24 and source '5f0000000000000000000001': the days are"
                        + " 2025-12-21 to 2025-12-23, the sources '5f0000000000000000000001',"
                        + " '5f0000000000000000000002'");
        assertThatThrownBy(() -> redtrack.sources(-1)).hasMessage("sources(-1): there are 0 at least");
    }
}

package dev.pipette.signalroom;

import static dev.pipette.testing.PipetteAssertions.*;

import dev.pipette.LoadInfo;
import dev.pipette.Pipeline;
import dev.pipette.PipetteException;
import dev.pipette.settings.Secret;
import dev.pipette.testing.LoadTest;
import dev.pipette.testing.TestClock;
import dev.pipette.testing.http.Answer;
import dev.pipette.testing.http.Auth;
import dev.pipette.testing.http.FakeHttp;
import java.time.Instant;
import java.time.Period;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

@LoadTest(clock = "2025-12-24T15:00:00Z")
class EverflowDailyStatsTests {
    private static final String TABLE = "/v1/networks/reporting/entity/table";

    @AutoClose
    final FakeHttp api = FakeHttp.start();

    private EverflowClient client() {
        return Everflow.client(Secret.of("test-key")).baseUrl(api.baseUrl());
    }

    private static Answer stats(long conversions) {
        return Answer.json("""
                {"table": [{"columns": [{"column_type": "affiliate", "id": "1", "label": "Acme - Meta"},
                                        {"column_type": "advertiser", "id": "1", "label": "Demo Brand"},
                                        {"column_type": "date", "id": "1766448000", "label": ""}],
                            "reporting": {"total_click": 1000, "cv": %d, "total_cv": 44,
                                          "payout": 800, "revenue": 1000.5, "profit": 200.5}}],
                 "incomplete_results": false}""".formatted(conversions));
    }

    @Test
    void defect_1_restated_conversions_of_the_last_day_replace_the_earlier_numbers(Pipeline pipeline) {
        api.post(TABLE).answers(stats(20)).requires(Auth.header("X-Eflow-API-Key", "test-key"));
        var stats = Everflow.dailyStats(client()).lag(Period.ofDays(3));
        pipeline.run(stats);
        api.post(TABLE).answers(stats(30));

        LoadInfo second = pipeline.run(stats);

        assertThat(second).succeeded().merged("daily_stats", 1);
        assertThat(pipeline.dataset())
                .table("daily_stats")
                .hasRowCount(1)
                .rowWhere("date", "2025-12-23", "affiliate_id", 1)
                .has("conversions", 30);
        assertThat(pipeline.state()).cursor("daily_stats", "date").isAt("2025-12-23");
        api.assertThat().requests(TABLE).hasRequestCount(2);
    }

    @Test
    void defect_2_yesterday_is_that_of_new_york_and_not_of_utc(Pipeline pipeline, TestClock clock) {
        clock.set(Instant.parse("2025-12-25T02:00:00Z"));
        api.post(TABLE).answers(stats(20));

        pipeline.run(Everflow.dailyStats(client()));

        // defect 3: the shape of filters that is documented
        api.assertThat().requests(TABLE).request(1).hasBodyJson("""
                {"from": "2025-12-20", "to": "2025-12-23", "timezone_id": 80, "currency_id": "USD",
                 "columns": [{"column": "affiliate"}, {"column": "advertiser"}, {"column": "date"}],
                 "query": {"filters": [], "exclusions": [], "metric_filters": [], "user_metrics": [], "settings": {}},
                 "page": 1, "page_size": 2000}""");
    }

    @Test
    void defect_8_no_conversions_are_zero_and_not_missing(Pipeline pipeline) {
        api.post(TABLE).answers(stats(0));

        pipeline.run(Everflow.dailyStats(client()));

        assertThat(pipeline.dataset())
                .table("daily_stats")
                .rowWhere("affiliate_id", 1)
                .has("conversions", 0);
    }

    @Test
    void a_refused_key_is_shown_once_and_named_in_one_sentence(Pipeline pipeline) {
        api.post(TABLE)
                .answers(Answer.json("{\"Error\": \"Invalid key test-key\"}").withStatus(401));

        assertThatThrownBy(() -> pipeline.run(Everflow.dailyStats(client())))
                .isInstanceOf(PipetteException.class)
                .hasMessage("[SOURCE_AUTH] Everflow: POST " + api.url(TABLE)
                        + " answered 401: Invalid key ***. Check the key in header X-Eflow-API-Key, and what it may read."
                        + " Not tried again: an address that shows a wrong key again and again may be blocked.");
        api.assertThat().requests(TABLE).hasRequestCount(1);
    }

    @Test
    void an_incomplete_report_is_asked_for_in_parts_and_never_loaded(Pipeline pipeline) {
        api.post(TABLE)
                .answers(request -> request.body().contains("\"from\":\"2025-12-23\",\"to\":\"2025-12-23\"")
                        ? stats(20)
                        : Answer.json("{\"table\": [], \"incomplete_results\": "
                                + !request.body().matches("(?s).*\"from\":\"([^\"]+)\",\"to\":\"\\1\".*") + "}"));

        pipeline.run(Everflow.dailyStats(client()));

        assertThat(pipeline.dataset()).table("daily_stats").hasRowCount(1);
        // four days, two halves, four single days
        api.assertThat().requests(TABLE).hasRequestCount(7);
    }
}

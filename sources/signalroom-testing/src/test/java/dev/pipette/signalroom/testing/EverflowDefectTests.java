package dev.pipette.signalroom.testing;

import static dev.pipette.testing.PipetteAssertions.*;

import dev.pipette.LoadInfo;
import dev.pipette.Pipeline;
import dev.pipette.admin.PipelineState;
import dev.pipette.error.ErrorCode;
import dev.pipette.signalroom.Everflow;
import dev.pipette.testing.LoadTest;
import dev.pipette.testing.TestClock;
import dev.pipette.testing.http.Answer;
import java.time.Instant;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What SignalRoom's own loader got wrong, by the numbers of its list. */
@LoadTest(clock = "2025-12-24T15:00:00Z")
class EverflowDefectTests {
    @AutoClose
    final FakeEverflow everflow =
            FakeEverflow.withDays("2025-12-21", "2025-12-24").affiliates(2).advertisers(2);

    @Test
    void defect_1_restated_numbers_of_the_last_day_land_also_without_a_lag(Pipeline pipeline) {
        var stats = Everflow.dailyStats(everflow.client());
        pipeline.run(stats);
        everflow.restate("2025-12-23", 1, row -> row.conversions(30));

        LoadInfo second = pipeline.run(stats);

        assertThat(second).merged("daily_stats", 4);
        assertThat(pipeline.dataset())
                .table("daily_stats")
                .hasRowCount(12)
                .rowWhere("date", "2025-12-23", "affiliate_id", 1, "advertiser_id", 2)
                .has("conversions", 30);
    }

    @Test
    void defect_2_in_the_evening_of_new_york_the_day_that_is_yesterday_in_utc_is_not_loaded_yet(
            Pipeline pipeline, TestClock clock) {
        clock.set(Instant.parse("2025-12-25T02:00:00Z"));

        pipeline.run(Everflow.dailyStats(everflow.client()));

        assertThat(pipeline.dataset()).table("daily_stats").column("date").doesNotContain("2025-12-24");
        assertThat(pipeline.state()).cursor("daily_stats", "date").isAt("2025-12-23");
        clock.set(Instant.parse("2025-12-25T05:00:00Z"));
        assertThat(pipeline.run(Everflow.dailyStats(everflow.client()))).merged("daily_stats", 8);
        assertThat(pipeline.state()).cursor("daily_stats", "date").isAt("2025-12-24");
    }

    @Test
    void defect_3_one_advertiser_is_asked_for_in_the_documented_shape(Pipeline pipeline) {
        pipeline.run(Everflow.dailyStats(everflow.client().advertiser(2)));

        everflow.assertThat().request(1).hasBodyJson("""
                        {"from": "2025-12-20", "to": "2025-12-23", "timezone_id": 80, "currency_id": "USD",
                         "columns": [{"column": "affiliate"}, {"column": "advertiser"}, {"column": "date"}],
                         "query": {"filters": [{"resource_type": "advertiser", "filter_id_value": "2"}],
                                   "exclusions": [], "metric_filters": [], "user_metrics": [], "settings": {}},
                         "page": 1, "page_size": 2000}""");
        assertThat(pipeline.dataset())
                .table("daily_stats")
                .hasRowCount(6)
                .column("advertiser_id")
                .containsOnly(2L);
    }

    @Test
    void defect_7_a_run_that_fails_throws_what_failed_and_nothing_of_it_is_loaded(Pipeline pipeline) {
        var stats = Everflow.dailyStats(everflow.client());
        pipeline.run(stats);
        PipelineState before = pipeline.state();
        everflow.restate("2025-12-23", 1, row -> row.conversions(30));
        everflow.answersOnce(
                Answer.json("{\"error\": \"No Authentication Method Found\"}").withStatus(401));

        assertThatRun(() -> pipeline.run(stats))
                .failsWith(ErrorCode.SOURCE_AUTH)
                .hasMessageContaining("No Authentication Method Found");

        assertThat(pipeline.dataset())
                .hasLoads(1)
                .table("daily_stats")
                .hasRowCount(12)
                .column("conversions")
                .doesNotContain(30L);
        assertThat(pipeline.state()).hasToString(before.toString());
        assertThat(pipeline.admin().failed().toString()).contains("SOURCE_AUTH");
        assertThat(pipeline.run(stats)).merged("daily_stats", 4);
    }

    @Test
    void defect_8_no_conversions_are_zero_and_not_missing(Pipeline pipeline) {
        everflow.restate("2025-12-23", 1, row -> row.conversions(0).totalConversions(7));

        pipeline.run(Everflow.dailyStats(everflow.client()));

        assertThat(pipeline.dataset())
                .table("daily_stats")
                .rowWhere("date", "2025-12-23", "affiliate_id", 1, "advertiser_id", 1)
                .has("conversions", 0);
    }
}

package dev.pipette.signalroom.testing;

import static dev.pipette.testing.PipetteAssertions.*;
import static dev.pipette.testing.TestDestination.DUCKDB;
import static dev.pipette.testing.TestDestination.POSTGRES;

import dev.pipette.LoadInfo;
import dev.pipette.Pipeline;
import dev.pipette.signalroom.Everflow;
import dev.pipette.testing.LoadTest;
import dev.pipette.testing.TestClock;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

@LoadTest(
        destinations = {DUCKDB, POSTGRES},
        clock = "2025-12-24T15:00:00Z")
class EverflowDailyStatsTests {
    @AutoClose
    final FakeEverflow everflow =
            FakeEverflow.withDays("2025-12-21", "2025-12-23").affiliates(4);

    @Test
    void restated_conversions_replace_the_earlier_numbers(Pipeline pipeline) {
        var stats = Everflow.dailyStats(everflow.client()).lag(Period.ofDays(3));
        pipeline.run(stats);
        everflow.restate("2025-12-23", 1, row -> row.conversions(30));

        LoadInfo second = pipeline.run(stats);

        assertThat(second).succeeded().merged("daily_stats", 12);
        assertThat(pipeline.dataset())
                .table("daily_stats")
                .hasRowCount(12)
                .hasNoDuplicates("date", "affiliate_id", "advertiser_id")
                .rowWhere("date", "2025-12-23", "affiliate_id", 1)
                .has("conversions", 30);
        assertThat(pipeline.state()).cursor("daily_stats", "date").isAt("2025-12-23");
    }

    @Test
    void restated_numbers_of_an_older_day_land_with_a_lag_and_not_without_one(Pipeline pipeline) {
        var stats = Everflow.dailyStats(everflow.client());
        pipeline.run(stats);
        everflow.restate("2025-12-21", 2, row -> row.conversions(99));

        LoadInfo without = pipeline.run(stats);
        LoadInfo with = pipeline.run(stats.lag(Period.ofDays(3)));

        assertThat(without).merged("daily_stats", 4);
        assertThat(with).merged("daily_stats", 12);
        assertThat(pipeline.dataset())
                .table("daily_stats")
                .rowWhere("date", "2025-12-21", "affiliate_id", 2)
                .has("conversions", 99);
    }

    @Test
    void money_is_exact_whether_it_is_written_with_a_point_or_without_one(Pipeline pipeline) {
        everflow.restate("2025-12-22", 1, row -> row.payout("0.1").revenue("12345678901.23"));

        pipeline.run(Everflow.dailyStats(everflow.client()));

        assertThat(pipeline.dataset())
                .table("daily_stats")
                .rowWhere("date", "2025-12-22", "affiliate_id", 1)
                .has("payout", new BigDecimal("0.1"))
                .has("revenue", new BigDecimal("12345678901.23"))
                .has("profit", new BigDecimal("12345678901.13"));
        assertThat(pipeline.dataset())
                .table("daily_stats")
                .rowWhere("date", "2025-12-21", "affiliate_id", 1)
                .has("payout", 700)
                .has("revenue", new BigDecimal("876.75"));
    }

    @Test
    void yesterday_and_the_days_of_the_numbers_are_those_of_the_zone(Pipeline pipeline, TestClock clock) {
        // the 25th in UTC, half past nine in the evening of the 24th in New York
        clock.set(Instant.parse("2025-12-25T02:30:00Z"));
        everflow.affiliates(1);

        pipeline.run(Everflow.dailyStats(everflow.client()).zone(ZoneId.of("UTC")));

        everflow.assertThat().request(1).hasBodyJson("""
                        {"from": "2025-12-20", "to": "2025-12-24", "timezone_id": 67, "currency_id": "USD",
                         "columns": [{"column": "affiliate"}, {"column": "advertiser"}, {"column": "date"}],
                         "query": {"filters": [], "exclusions": [], "metric_filters": [], "user_metrics": [],
                                   "settings": {}},
                         "page": 1, "page_size": 2000}""");
        assertThat(pipeline.dataset())
                .table("daily_stats")
                .comparingOnly("date", "conversions")
                .containsExactlyRows("""
                {"date": "2025-12-21", "conversions": 27}""", """
                {"date": "2025-12-22", "conversions": 35}""", """
                {"date": "2025-12-23", "conversions": 37}""", """
                {"date": "2025-12-24", "conversions": 9}""");
    }
}

package dev.pipette.signalroom.testing;

import static dev.pipette.testing.PipetteAssertions.*;
import static dev.pipette.testing.TestDestination.DUCKDB;
import static dev.pipette.testing.TestDestination.POSTGRES;

import dev.pipette.LoadInfo;
import dev.pipette.Pipeline;
import dev.pipette.signalroom.Everflow;
import dev.pipette.testing.LoadTest;
import java.time.Period;
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
}

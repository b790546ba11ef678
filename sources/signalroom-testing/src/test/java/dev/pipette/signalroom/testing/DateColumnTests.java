package dev.pipette.signalroom.testing;

import static dev.pipette.Pipette.float64;
import static dev.pipette.Pipette.resource;
import static dev.pipette.Pipette.text;
import static dev.pipette.testing.PipetteAssertions.*;
import static dev.pipette.testing.TestDestination.DUCKDB;
import static dev.pipette.testing.TestDestination.POSTGRES;

import dev.pipette.Pipeline;
import dev.pipette.signalroom.Everflow;
import dev.pipette.signalroom.Redtrack;
import dev.pipette.testing.LoadTest;
import java.time.Period;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Days are text, as SignalRoom's own loader wrote them. */
@LoadTest(
        destinations = {DUCKDB, POSTGRES},
        clock = "2025-12-24T15:00:00Z")
class DateColumnTests {
    @AutoClose
    final FakeEverflow everflow = FakeEverflow.withDays("2025-12-21", "2025-12-23");

    @AutoClose
    final FakeRedtrack redtrack = FakeRedtrack.withDays("2025-12-21", "2025-12-23");

    @Test
    void days_are_text_in_new_tables(Pipeline pipeline) {
        pipeline.run(Everflow.dailyStats(everflow.client()), Redtrack.dailySpend(redtrack.client()));

        assertThat(pipeline.dataset()).table("daily_stats").hasColumnOfType("date", "text");
        assertThat(pipeline.dataset()).table("daily_spend").hasColumnOfType("date", "text");
        assertThat(pipeline.dataset())
                .table("daily_stats")
                .column("date")
                .containsExactlyInAnyOrder("2025-12-21", "2025-12-22", "2025-12-23");
    }

    @Test
    void columns_of_a_dataset_that_is_there_keep_their_types_and_its_rows_are_replaced(Pipeline pipeline) {
        pipeline.run(resource("daily_stats")
                .json("""
                        [{"date": "2025-12-22", "affiliate_id": 1, "advertiser_id": 1, "conversions": 1, "revenue": 1.5},
                         {"date": "2025-12-23", "affiliate_id": 1, "advertiser_id": 1, "conversions": 1, "revenue": 1.5}]""")
                .column("date", text())
                .column("revenue", float64())
                .merge("date", "affiliate_id", "advertiser_id"));

        pipeline.run(Everflow.dailyStats(everflow.client()).lag(Period.ofDays(3)));

        assertThat(pipeline.dataset())
                .table("daily_stats")
                .hasColumnOfType("date", "text")
                .hasColumnOfType("revenue", "double")
                .hasNoColumn("date__v_date")
                .hasNoColumn("revenue__v_decimal")
                .hasRowCount(3)
                .rowWhere("date", "2025-12-23")
                .has("conversions", 37);
        assertThat(pipeline.state()).cursor("daily_stats", "date").isAt("2025-12-23");
    }
}

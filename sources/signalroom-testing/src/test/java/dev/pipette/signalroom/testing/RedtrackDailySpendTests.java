package dev.pipette.signalroom.testing;

import static dev.pipette.testing.PipetteAssertions.*;
import static dev.pipette.testing.TestDestination.DUCKDB;
import static dev.pipette.testing.TestDestination.POSTGRES;

import dev.pipette.LoadInfo;
import dev.pipette.Pipeline;
import dev.pipette.error.ErrorCode;
import dev.pipette.rest.RestClient;
import dev.pipette.signalroom.Redtrack;
import dev.pipette.testing.LoadTest;
import dev.pipette.testing.http.Answer;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Period;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class RedtrackDailySpendTests {
    @Nested
    @LoadTest(
            destinations = {DUCKDB, POSTGRES},
            clock = "2025-12-24T15:00:00Z")
    class OnEachDestination {
        @AutoClose
        final FakeRedtrack redtrack =
                FakeRedtrack.withDays("2025-12-21", "2025-12-23").sources(3);

        @Test
        void restated_costs_replace_the_earlier_numbers(Pipeline pipeline) {
            var spend = Redtrack.dailySpend(redtrack.client()).lag(Period.ofDays(3));
            pipeline.run(spend);
            redtrack.restate("2025-12-22", FakeRedtrack.sourceId(2), row -> row.cost("1250.50"));

            LoadInfo second = pipeline.run(spend);

            assertThat(second).merged("daily_spend", 9);
            assertThat(pipeline.dataset())
                    .table("daily_spend")
                    .hasRowCount(9)
                    .hasNoDuplicates("date", "source_id")
                    .rowWhere("date", "2025-12-22", "source_id", "5f0000000000000000000002")
                    .has("cost", new BigDecimal("1250.50"));
            assertThat(pipeline.state()).cursor("daily_spend", "date").isAt("2025-12-23");
        }
    }

    @Nested
    @LoadTest(clock = "2025-12-24T15:00:00Z")
    class OnDuckdb {
        @AutoClose
        final FakeRedtrack redtrack =
                FakeRedtrack.withDays("2025-12-21", "2025-12-23").sources(3);

        private LoadInfo load(Pipeline pipeline) {
            return load(pipeline, redtrack.client());
        }

        private LoadInfo load(Pipeline pipeline, RestClient client) {
            return pipeline.run(Redtrack.dailySpend(client));
        }

        @Test
        void all_days_come_in_one_request(Pipeline pipeline) {
            load(pipeline);

            redtrack.assertThat()
                    .hasRequestCount(1)
                    .request(1)
                    .hasQuery("group", "date,source")
                    .hasQuery("date_from", "2025-12-20")
                    .hasQuery("date_to", "2025-12-23")
                    .hasQuery("timezone", "America/New_York")
                    .hasQuery("per", "1000");
            assertThat(pipeline.dataset())
                    .table("daily_spend")
                    .hasRowCount(9)
                    .rowWhere("date", "2025-12-23", "source_id", FakeRedtrack.sourceId(1))
                    .has("source_name", "Demo Source 1")
                    .has("source_alias", "demo1")
                    .has("clicks", 800)
                    .has("conversions", 32)
                    .has("cost", 1000);
        }

        @Test
        void each_day_is_asked_for_where_rows_do_not_tell_theirs(Pipeline pipeline) {
            redtrack.bySourceOnly();

            load(pipeline);

            assertThat(pipeline.dataset())
                    .table("daily_spend")
                    .hasRowCount(9)
                    .rowWhere("date", "2025-12-22", "source_id", FakeRedtrack.sourceId(1))
                    .has("conversions", 31)
                    .has("cost", new BigDecimal("968.75"));
            redtrack.assertThat().hasRequestCount(5);
        }

        @Test
        void pages_are_read_until_a_short_one(Pipeline pipeline) {
            redtrack.sources(700);

            load(pipeline);

            assertThat(pipeline.dataset()).table("daily_spend").hasRowCount(2100);
            redtrack.assertThat().hasRequestCount(3).request(3).hasQuery("page", "3");
        }

        @Test
        void rows_may_stand_in_items(Pipeline pipeline) {
            redtrack.inItems();

            assertThat(load(pipeline)).merged("daily_spend", 9);
        }

        @Test
        void money_without_a_source_is_loaded_under_an_empty_one(Pipeline pipeline) {
            redtrack.unattributed();

            load(pipeline);

            assertThat(pipeline.dataset())
                    .table("daily_spend")
                    .hasRowCount(12)
                    .rowWhere("date", "2025-12-23", "source_id", "")
                    .has("conversions", 27);
        }

        @Test
        void no_conversions_are_zero_and_not_missing(Pipeline pipeline) {
            redtrack.restate(
                    "2025-12-23",
                    FakeRedtrack.sourceId(1),
                    row -> row.conversions(0).totalConversions(44));

            load(pipeline);

            assertThat(pipeline.dataset())
                    .table("daily_spend")
                    .rowWhere("date", "2025-12-23", "source_id", FakeRedtrack.sourceId(1))
                    .has("conversions", 0);
        }

        @Test
        void an_empty_report_is_no_error_and_loads_nothing(Pipeline pipeline) {
            redtrack.sources(0);

            assertThat(load(pipeline)).hadNothingToLoad();
        }

        @Test
        void a_limit_is_waited_for_as_long_as_the_answer_says(Pipeline pipeline) {
            redtrack.bySourceOnly().rateLimit(2, Duration.ofMinutes(1));

            load(pipeline);

            assertThat(pipeline.dataset()).table("daily_spend").hasRowCount(9);
            assertThat(redtrack.waited()).isEqualTo(Duration.ofMinutes(2));
            // five reports, and two that were refused
            redtrack.assertThat().hasRequestCount(7);
        }

        @Test
        void a_limit_is_waited_for_where_the_answer_does_not_say_how_long(Pipeline pipeline) {
            redtrack.bySourceOnly().rateLimit(2, Duration.ofMinutes(1)).withoutRetryAfter();

            load(pipeline);

            assertThat(pipeline.dataset()).table("daily_spend").hasRowCount(9);
            assertThat(redtrack.waited()).isGreaterThanOrEqualTo(Duration.ofMinutes(2));
        }

        @Test
        void an_error_of_a_gateway_passes(Pipeline pipeline) {
            redtrack.answersOnce(Answer.text("502 Bad Gateway").withStatus(502));

            assertThat(load(pipeline)).merged("daily_spend", 9);
        }

        @Test
        void a_wrong_key_is_shown_once_and_not_printed(Pipeline pipeline) {
            assertThatRun(() -> load(pipeline, redtrack.client("wrong-key")))
                    .failsWith(ErrorCode.SOURCE_AUTH)
                    .hasMessageContaining("answered 401: api_key is missing or wrong")
                    .hasMessageNotContaining("wrong-key");
            redtrack.assertThat().hasRequestCount(1);
        }
    }
}

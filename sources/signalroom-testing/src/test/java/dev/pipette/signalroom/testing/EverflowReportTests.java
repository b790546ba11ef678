package dev.pipette.signalroom.testing;

import static dev.pipette.Pipette.cursor;
import static dev.pipette.testing.PipetteAssertions.*;

import dev.pipette.LoadInfo;
import dev.pipette.Pipeline;
import dev.pipette.error.ErrorCode;
import dev.pipette.signalroom.Everflow;
import dev.pipette.testing.LoadTest;
import dev.pipette.testing.TestClock;
import dev.pipette.testing.http.Answer;
import dev.pipette.testing.http.Failure;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

@LoadTest(clock = "2025-12-24T15:00:00Z")
class EverflowReportTests {
    @AutoClose
    final FakeEverflow everflow =
            FakeEverflow.withDays("2025-12-21", "2025-12-23").affiliates(4);

    private LoadInfo load(Pipeline pipeline) {
        return pipeline.run(Everflow.dailyStats(everflow.client()));
    }

    @Test
    void nothing_is_asked_when_there_is_no_whole_day_yet(Pipeline pipeline, TestClock clock) {
        clock.set(Instant.parse("2025-12-20T15:00:00Z"));

        LoadInfo info = load(pipeline);

        assertThat(info).hadNothingToLoad();
        everflow.assertThat().receivedNothing();
    }

    @Test
    void more_than_a_year_is_asked_for_in_parts(Pipeline pipeline) {
        try (FakeEverflow years = FakeEverflow.withDays("2024-12-01", "2025-12-23")) {
            pipeline.run(Everflow.dailyStats(years.client())
                    .incremental(cursor("date", LocalDate.class).startingAt(LocalDate.of(2024, 12, 1))));

            assertThat(pipeline.dataset()).table("daily_stats").hasRowCount(388);
            assertThat(years.requests()).hasSize(2);
            assertThat(years.requests().get(0).body()).contains("\"from\":\"2024-12-01\",\"to\":\"2025-11-30\"");
            assertThat(years.requests().get(1).body()).contains("\"from\":\"2025-12-01\",\"to\":\"2025-12-23\"");
        }
    }

    @Test
    void an_incomplete_report_is_asked_for_in_fewer_days(Pipeline pipeline) {
        everflow.cap(4);

        load(pipeline);

        assertThat(pipeline.dataset()).table("daily_stats").hasRowCount(12);
        // four days, their halves, and the days of the second half
        everflow.assertThat().hasRequestCount(5);
    }

    @Test
    void an_incomplete_day_is_asked_for_by_affiliates(Pipeline pipeline) {
        everflow.advertisers(3).cap(5);

        load(pipeline);

        assertThat(pipeline.dataset())
                .table("daily_stats")
                .hasRowCount(36)
                .hasNoDuplicates("date", "affiliate_id", "advertiser_id");
    }

    @Test
    void a_day_with_more_affiliates_than_a_report_has_rows_is_asked_for_by_advertisers(Pipeline pipeline) {
        try (FakeEverflow day =
                FakeEverflow.withDays("2025-12-23", "2025-12-23").affiliates(4)) {
            day.advertisers(2).cap(3).without("2025-12-23", 4, 1);
            day.without("2025-12-23", 1, 2).without("2025-12-23", 2, 2).without("2025-12-23", 3, 2);

            pipeline.run(Everflow.dailyStats(day.client()));

            assertThat(pipeline.dataset()).table("daily_stats").hasRowCount(4);
        }
    }

    @Test
    void a_report_that_cannot_be_made_small_enough_is_an_error_and_not_loaded(Pipeline pipeline) {
        everflow.cap(3);

        assertThatRun(() -> load(pipeline))
                .failsWith(ErrorCode.SOURCE_UNREADABLE)
                .hasMessage(
                        "[SOURCE_UNREADABLE] daily_stats: Everflow says that its report of 2025-12-21, advertiser 1"
                                + " is incomplete, and it cannot be asked for in smaller parts. Nothing of the run was loaded.");
    }

    @Test
    void reports_with_pages_and_without_are_read_whole(Pipeline pipeline) {
        everflow.affiliates(700);

        LoadInfo paged = load(pipeline);
        everflow.unpaged();
        LoadInfo unpaged = load(pipeline);

        assertThat(paged).merged("daily_stats", 2100);
        assertThat(unpaged).merged("daily_stats", 700);
        everflow.assertThat().hasRequestCount(3);
    }

    @Test
    void a_day_is_read_from_its_id_where_its_label_tells_nothing(Pipeline pipeline) {
        everflow.withoutDateLabels().affiliates(1);

        load(pipeline);

        assertThat(pipeline.dataset())
                .table("daily_stats")
                .hasRowCount(3)
                .rowWhere("date", "2025-12-21")
                .has("conversions", 35);
    }

    @Test
    void numbers_without_an_affiliate_are_loaded_under_0(Pipeline pipeline) {
        everflow.unattributed();

        load(pipeline);

        assertThat(pipeline.dataset())
                .table("daily_stats")
                .hasRowCount(15)
                .rowWhere("date", "2025-12-23", "affiliate_id", 0)
                .has("affiliate_label", "");
    }

    @Test
    void an_error_of_a_moment_and_a_limit_are_waited_for(Pipeline pipeline) {
        everflow.fails(Failure.status(500).once())
                .fails(Failure.slow(Duration.ofMillis(50)).once())
                .rateLimit(1, Duration.ofSeconds(30));
        everflow.answersOnce(Answer.text("Bad Gateway").withStatus(502));

        load(pipeline);

        assertThat(pipeline.dataset()).table("daily_stats").hasRowCount(12);
        assertThat(everflow.waited()).isGreaterThan(Duration.ofSeconds(30));
    }

    @Test
    void a_wrong_key_is_shown_once(Pipeline pipeline) {
        assertThatRun(() -> pipeline.run(Everflow.dailyStats(everflow.client("wrong-key"))))
                .failsWith(ErrorCode.SOURCE_AUTH)
                .hasMessage(
                        "[SOURCE_AUTH] Everflow: POST " + everflow.baseUrl() + FakeEverflow.REPORT
                                + " answered 401: the API key is invalid. Check the key in header X-Eflow-API-Key, and what it"
                                + " may read. Not tried again: an address that shows a wrong key again and again may be blocked.");
        assertThatRun(() -> pipeline.run(Everflow.dailyStats(everflow.client(FakeEverflow.AFFILIATE_KEY))))
                .failsWith(ErrorCode.SOURCE_AUTH);
        everflow.assertThat().hasRequestCount(2);
    }

    @Test
    void a_refusal_is_read_also_where_its_error_is_written_with_a_capital_and_its_key_is_hidden(Pipeline pipeline) {
        everflow.answersOnce(
                Answer.json("{\"Error\": \"Invalid key test-key\"}").withStatus(401));

        assertThatRun(() -> load(pipeline))
                .failsWith(ErrorCode.SOURCE_AUTH)
                .hasMessageContaining("answered 401: Invalid key ***. Check the key");
    }
}

package dev.pipette.cli.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.RunInterval;
import dev.pipette.jobs.AlertRule;
import dev.pipette.jobs.AlertRule.Channel;
import dev.pipette.jobs.Backfill;
import dev.pipette.jobs.Backfill.BackfillInterval;
import dev.pipette.jobs.Backfill.Choice;
import dev.pipette.jobs.JobDefinition;
import dev.pipette.jobs.JobInfo;
import dev.pipette.jobs.JobVersion;
import dev.pipette.jobs.Occurrence;
import dev.pipette.jobs.OccurrenceKind;
import dev.pipette.jobs.OccurrenceStatus;
import dev.pipette.jobs.Schedule;
import dev.pipette.jobs.UnreadableJob;
import dev.pipette.jobs.Work;
import dev.pipette.jobs.alert.AlertTest;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobTablesTests {
    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
    private static final Instant NOW = Instant.parse("2025-12-24T15:30:00Z");

    private final JobDefinition orders = JobDefinition.of(
                    "orders",
                    new Work.Script("orders.jsh", "5f2d".repeat(16)),
                    new Schedule.Cron("15 7-23 * * *", NEW_YORK))
            .byInterval()
            .param("days", 3)
            .into("warehouse")
            .freshWithin(Duration.ofHours(3))
            .alerts(List.of(new AlertRule(Channel.MAIL, "data@example.com", AlertRule.USUAL, Optional.empty())))
            .folder(Path.of("/srv/orders"));

    private static JobVersion version(JobDefinition job, int number) {
        return new JobVersion(
                job.name(),
                number,
                job,
                List.of(),
                number + "a".repeat(63),
                Instant.parse("2025-12-0" + number + "T09:00:00Z"),
                "ada");
    }

    private static RunInterval hour(int from) {
        ZonedDateTime begin = ZonedDateTime.of(2025, 12, 24, from, 15, 0, 0, NEW_YORK);
        return new RunInterval(begin, begin.plusHours(1));
    }

    private static Occurrence occurrence(int id, RunInterval interval, OccurrenceStatus status, String message) {
        Instant due = interval.to().toInstant();
        boolean ended = status.isEnd();
        return new Occurrence(
                id,
                "orders",
                2,
                interval,
                OccurrenceKind.SCHEDULED,
                1,
                0,
                status,
                1,
                0,
                due,
                status == OccurrenceStatus.RETRYING ? Optional.of(due.plusSeconds(90)) : Optional.empty(),
                Optional.of(due.plusSeconds(1)),
                ended ? Optional.of(due.plusSeconds(63)) : Optional.empty(),
                Optional.of("db1"),
                Optional.empty(),
                Optional.empty(),
                status == OccurrenceStatus.SUCCEEDED ? 1_200 : 0,
                message.isEmpty() ? Optional.empty() : Optional.of("SOURCE_UNAVAILABLE"),
                message.isEmpty() ? Optional.empty() : Optional.of(message),
                OptionalLong.empty());
    }

    private JobInfo info(JobDefinition job, Optional<Instant> paused, Optional<Occurrence> last) {
        return new JobInfo(
                job.name(),
                version(job, 2),
                1,
                NOW,
                paused,
                Optional.empty(),
                NOW,
                last,
                last.flatMap(Occurrence::finishedAt),
                1,
                0);
    }

    @Test
    void a_job_that_cannot_be_read_is_below_the_others_with_the_reason() {
        List<UnreadableJob> unreadable =
                List.of(new UnreadableJob("often", 2, "version 2 of job 'often' cannot be read."));
        List<JobInfo> readable = List.of(info(orders, Optional.empty(), Optional.empty()));

        assertThat(JobTables.jobs(readable, unreadable, NOW))
                .isEqualTo(JobTables.jobs(readable, NOW) + "\n\nversion 2 of job 'often' cannot be read.");
        assertThat(JobTables.jobs(List.of(), unreadable, NOW)).isEqualTo("version 2 of job 'often' cannot be read.");
    }

    @Test
    void a_list_has_a_line_for_each_job() {
        JobDefinition totals = JobDefinition.of(
                        "totals", new Work.Script("totals.jsh", ""), new Schedule.Never(NEW_YORK))
                .after("orders");
        JobDefinition often = JobDefinition.of(
                "often",
                new Work.SourceOf("everflow", List.of("daily_stats"), Optional.empty()),
                new Schedule.Every(Duration.ofMinutes(90), ZoneId.of("UTC")));
        Occurrence done = occurrence(7, hour(8), OccurrenceStatus.SUCCEEDED, "");

        assertThat(JobTables.jobs(
                        List.of(
                                info(orders, Optional.empty(), Optional.of(done)),
                                info(often, Optional.of(NOW.minusSeconds(60)), Optional.empty()),
                                info(totals, Optional.empty(), Optional.empty())),
                        NOW))
                .isEqualTo("""
                        job     schedule                        next                     last        rows    success  paused since
                        ------  ------------------------------  -----------------------  ---------  -----  ---------  ------------------
                        orders  15 7-23 * * * America/New_York  2025-12-24 11:15 -05:00  succeeded  1,200  1h13m ago
                        often   every 1h30m UTC                                          never run             never  2025-12-24 15:29 Z
                        totals  after orders                                             never run             never
                        """.strip());
        assertThat(JobTables.jobs(List.of(), NOW))
                .isEqualTo("There are no jobs. A script becomes one by: pipette promote FILE --name NAME --cron"
                        + " \"15 * * * *\"");
    }

    @Test
    void a_job_is_shown_with_its_settings_and_its_versions() {
        Occurrence done = occurrence(7, hour(8), OccurrenceStatus.SUCCEEDED, "");

        assertThat(JobTables.job(
                        info(orders, Optional.empty(), Optional.of(done)),
                        List.of(version(orders, 2), version(orders, 1)),
                        NOW))
                .isEqualTo("""
                        orders: orders.jsh, 15 7-23 * * * America/New_York

                        version       2, hash 2aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
                        next          2025-12-24 11:15 -05:00
                        last          succeeded, 1,200 rows, interval 2025-12-24 08:15 -05:00 to 2025-12-24 09:15 -05:00, ended 2025-12-24 09:16:03 -05:00
                        last success  2025-12-24 09:16:03 -05:00, 1h13m ago
                        waiting       1
                        loads         the rows of its interval
                        parameters    days=3
                        into          warehouse
                        attempts      4, after 30s to 15m
                        timeout       6h, then 30s to stop
                        missed        all
                        overlap       queue
                        fresh within  3h
                        alerts        data@example.com (failed, recovered, late, stuck)
                        folder        /srv/orders
                        runs in       a JVM of its own, heap 1g
                        logs kept     14d

                        version  promoted                 by   hash
                        -------  -----------------------  ---  ------------  -------
                              2  2025-12-02 04:00 -05:00  ada  2aaaaaaaaaaa  current
                              1  2025-12-01 04:00 -05:00  ada  1aaaaaaaaaaa
                        """.strip());
    }

    @Test
    void a_history_names_what_failed_and_when_it_is_tried_again() {
        assertThat(JobHistory.table(
                        "orders",
                        List.of(
                                occurrence(8, hour(9), OccurrenceStatus.RETRYING, "the server is not there"),
                                occurrence(7, hour(8), OccurrenceStatus.SUCCEEDED, ""))))
                .isEqualTo("""
                        id  interval                                            kind       status     attempts   rows  started                     took  message
                        --  --------------------------------------------------  ---------  ---------  --------  -----  --------------------------  ----  ----------------------------------------------------------------------------------------
                         8  2025-12-24 09:15 -05:00 to 2025-12-24 10:15 -05:00  scheduled  retrying          1      0  2025-12-24 10:15:01 -05:00        next attempt at 2025-12-24 10:16:30 -05:00; [SOURCE_UNAVAILABLE] the server is not there
                         7  2025-12-24 08:15 -05:00 to 2025-12-24 09:15 -05:00  scheduled  succeeded         1  1,200  2025-12-24 09:15:01 -05:00  1m2s
                        """.strip());
        assertThat(JobHistory.table("orders", List.of()))
                .isEqualTo("orders has not been due yet. 'pipette jobs run orders' runs it now.");
    }

    @Test
    void a_backfill_counts_what_is_where() {
        Backfill backfill = new Backfill(
                3,
                "orders",
                4,
                false,
                NOW,
                "ada",
                List.of(
                        interval(8, Choice.DONE, OccurrenceStatus.SUCCEEDED, 12, List.of("1766577600.1"), ""),
                        interval(9, Choice.NEW, OccurrenceStatus.RUNNING, 0, List.of(), ""),
                        interval(10, Choice.AGAIN, OccurrenceStatus.FAILED, 0, List.of(), "a column is missing")));

        assertThat(JobTables.backfill(backfill)).isEqualTo("""
                interval                                            status       attempts  rows  load ids      message
                --------------------------------------------------  -----------  --------  ----  ------------  -------------------
                2025-12-24 08:15 -05:00 to 2025-12-24 09:15 -05:00  done before         1    12  1766577600.1
                2025-12-24 09:15 -05:00 to 2025-12-24 10:15 -05:00  running             1     0
                2025-12-24 10:15 -05:00 to 2025-12-24 11:15 -05:00  failed              1     0                a column is missing

                3 intervals: 1 done before, 1 running, 1 failed; 12 rows
                """.strip());
    }

    @Test
    void who_waits_reads_how_many_have_ended() {
        List<BackfillInterval> two = List.of(
                interval(8, Choice.DONE, OccurrenceStatus.SUCCEEDED, 12, List.of("1766577600.1"), ""),
                interval(9, Choice.NEW, OccurrenceStatus.RUNNING, 0, List.of(), ""));

        assertThat(JobTables.progress(new Backfill(3, "orders", 4, false, NOW, "ada", two)))
                .isEqualTo("1 of 2 intervals has ended, 1 run");
        assertThat(JobTables.progress(new Backfill(3, "orders", 4, false, NOW, "ada", two.subList(0, 1))))
                .isEqualTo("1 of 1 interval has ended");
        assertThat(JobHistory.progress(occurrence(8, hour(9), OccurrenceStatus.WAITING, "")))
                .isEqualTo("orders 8 waits for a scheduler");
        assertThat(JobHistory.progress(occurrence(8, hour(9), OccurrenceStatus.RUNNING, "")))
                .isEqualTo("orders 8 runs, attempt 1");
        assertThat(JobHistory.progress(occurrence(8, hour(9), OccurrenceStatus.RETRYING, "")))
                .isEqualTo("orders 8 failed, and attempt 2 begins at 2025-12-24 10:16:30 -05:00");
        assertThat(JobHistory.progress(occurrence(8, hour(9), OccurrenceStatus.FAILED, "")))
                .isEqualTo("orders 8 has ended");
    }

    @Test
    void a_wide_history_cuts_nothing() {
        String message = "the server is not there. ".repeat(10) + "\nStart it.";

        assertThat(JobHistory.blocks(
                        "orders",
                        List.of(
                                occurrence(8, hour(9), OccurrenceStatus.FAILED, message),
                                occurrence(7, hour(8), OccurrenceStatus.SUCCEEDED, ""))))
                .isEqualTo("""
                        id        8
                        interval  2025-12-24 09:15 -05:00 to 2025-12-24 10:15 -05:00
                        kind      scheduled
                        version   2
                        status    failed
                        attempts  1
                        rows      0
                        due       2025-12-24 10:15 -05:00
                        started   2025-12-24 10:15:01 -05:00
                        ended     2025-12-24 10:16:03 -05:00
                        took      1m2s
                        worker    db1
                        message   [SOURCE_UNAVAILABLE] MESSAGE
                                  Start it.

                        id        7
                        interval  2025-12-24 08:15 -05:00 to 2025-12-24 09:15 -05:00
                        kind      scheduled
                        version   2
                        status    succeeded
                        attempts  1
                        rows      1,200
                        due       2025-12-24 09:15 -05:00
                        started   2025-12-24 09:15:01 -05:00
                        ended     2025-12-24 09:16:03 -05:00
                        took      1m2s
                        worker    db1
                        """.strip().replace("MESSAGE", "the server is not there. ".repeat(10)));
        assertThat(JobHistory.blocks("orders", List.of()))
                .isEqualTo("orders has not been due yet. 'pipette jobs run orders' runs it now.");
    }

    @Test
    void of_a_job_that_was_unpromoted_the_versions_are_left() {
        assertThat(JobTables.former("orders", List.of(version(orders, 1)))).isEqualTo("""
                orders is not promoted any more. 'pipette jobs history orders' lists what it did; 'pipette promote' makes it a job again.

                version  promoted                 by   hash
                -------  -----------------------  ---  ------------
                      1  2025-12-01 04:00 -05:00  ada  1aaaaaaaaaaa
                """.strip());
    }

    @Test
    void as_many_next_times_are_shown_as_somebody_asks_for() {
        assertThat(NextTimes.of(orders, NOW, 2).text()).isEqualTo("""
                next                         interval
                ---------------------------  --------------------------------------------------
                Wed 2025-12-24 11:15 -05:00  2025-12-24 10:15 -05:00 to 2025-12-24 11:15 -05:00
                Wed 2025-12-24 12:15 -05:00  2025-12-24 11:15 -05:00 to 2025-12-24 12:15 -05:00
                """.strip());
        assertThat(NextTimes.of(orders, NOW, 40).document()).hasSize(40);
    }

    @Test
    void the_problem_of_a_test_alert_is_whole() {
        AlertRule mail = new AlertRule(Channel.MAIL, "data@example.com", AlertRule.USUAL, Optional.empty());
        AlertRule hook = new AlertRule(Channel.WEBHOOK, "https://example.com/x", AlertRule.USUAL, Optional.empty());

        assertThat(JobAlerts.outcomes(List.of(
                        new AlertTest(hook, Optional.empty()),
                        new AlertTest(mail, Optional.of("the mail server is not set: " + "x".repeat(200))))))
                .isEqualTo("""
                        way      to                     test
                        -------  ---------------------  -----------------
                        webhook  https://example.com/x  sent
                        mail     data@example.com       failed, see below

                        data@example.com: the mail server is not set: XX
                        """.strip().replace("XX", "x".repeat(200)));
    }

    private static BackfillInterval interval(
            int hour, Choice choice, OccurrenceStatus status, long rows, List<String> loads, String message) {
        return new BackfillInterval(
                hour(hour),
                choice,
                hour,
                status,
                1,
                rows,
                loads,
                message.isEmpty() ? Optional.empty() : Optional.of(message));
    }

    @ParameterizedTest
    @CsvSource({
        "PT0.25S, 0.3s",
        "PT9S, 9s",
        "PT10.5S, 10s",
        "PT62S, 1m2s",
        "PT1H13M20S, 1h13m",
        "P2DT3H59M, 2d3h",
        "PT-5S, 0s"
    })
    void a_length_of_time_has_its_two_largest_units(Duration length, String text) {
        assertThat(JobText.length(length)).isEqualTo(text);
    }
}

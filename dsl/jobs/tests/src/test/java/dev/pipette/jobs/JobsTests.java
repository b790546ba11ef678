package dev.pipette.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pipette.RunInterval;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.jobs.AttemptEnd.How;
import dev.pipette.jobs.Backfill.BackfillInterval;
import dev.pipette.jobs.Backfill.Choice;
import dev.pipette.jobs.policy.AfterAttempt;
import dev.pipette.jobs.store.ClaimResult;
import dev.pipette.jobs.store.JobStore;
import dev.pipette.jobs.store.Promoted;
import dev.pipette.jobs.store.Worker;
import dev.pipette.settings.Settings;
import dev.pipette.testing.TestClock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobsTests {
    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
    private static final Schedule HOURLY = new Schedule.Cron("15 * * * *", NEW_YORK);

    @TempDir
    private Path folder;

    private final TestClock clock = TestClock.at(Instant.parse("2025-12-24T12:30:10Z"));
    private Jobs jobs;
    private Path script;

    @BeforeEach
    void open() throws Exception {
        jobs = Jobs.of(JobStore.embedded(folder), clock);
        script = Files.writeString(folder.resolve("orders.jsh"), "load();");
    }

    @AfterEach
    void close() {
        jobs.close();
    }

    private Job promote(JobDefinition definition) {
        return jobs.job(jobs.promote(definition, script).version().job());
    }

    private JobDefinition orders() {
        return JobDefinition.of("orders", Jobs.script(script), HOURLY);
    }

    private static RunInterval interval(String from, String to) {
        return new RunInterval(at(from), at(to));
    }

    private static ZonedDateTime at(String time) {
        return Instant.parse(time).atZone(NEW_YORK);
    }

    private static PipetteException refused(ThrowingCallable call) {
        return catchThrowableOfType(PipetteException.class, call);
    }

    private Occurrence done(Occurrence occurrence) {
        ClaimResult.Claimed claimed = (ClaimResult.Claimed)
                jobs.store().attempts().claim(occurrence.id(), new Worker("w", "h", "home", 1), clock.instant());
        AttemptEnd end = new AttemptEnd(
                How.SUCCEEDED,
                0,
                Optional.empty(),
                Optional.empty(),
                1,
                List.of(new LoadedPackage("shop", "sales", "17.1", Map.of("orders", 1L))),
                List.of("done"));
        jobs.store()
                .attempts()
                .started(claimed.claim(), 7, folder.resolve("1.log").toString());
        return jobs.store()
                .attempts()
                .finish(claimed.claim(), end, new AfterAttempt.Done(), clock.instant())
                .occurrence();
    }

    @Test
    void a_script_is_promoted_and_a_change_of_its_file_changes_nothing() throws Exception {
        Promoted first = jobs.promote(orders(), script);
        Files.writeString(script, "load(); loadMore();");

        JobVersion kept = jobs.job("orders").info().version();
        assertThat(kept).isEqualTo(first.version());
        assertThat(jobs.store().files().read(kept.script().orElseThrow()))
                .asString()
                .isEqualTo("load();");
        assertThat(kept.promotedBy()).isEqualTo(System.getProperty("user.name"));
        assertThat(jobs.promote(orders(), script).version().number()).isEqualTo(2);
        assertThat(jobs.job("orders").versions()).hasSize(2);
        assertThat(jobs.job("orders").rollback(1).number()).isEqualTo(1);
    }

    @Test
    void libraries_are_kept_with_the_version() throws Exception {
        Path jar = Files.writeString(folder.resolve("api-2.jar"), "jar");

        JobVersion version =
                jobs.promote(orders(), Optional.of(script), List.of(jar)).version();

        assertThat(version.libraries()).extracting(JobFile::name).containsExactly("api-2.jar");
        assertThat(refused(() -> jobs.promote(orders(), Optional.of(script), List.of(folder.resolve("none.jar")))))
                .hasMessage("[BAD_USAGE] there is no file " + folder.resolve("none.jar") + ". Nothing was promoted.");
    }

    @Test
    void libraries_of_one_file_name_are_all_kept_in_their_order() throws Exception {
        List<Path> jars = new ArrayList<>();
        for (String group : List.of("org.b", "org.a", "org.same")) {
            Path library = Files.createDirectories(folder.resolve(group)).resolve("tool-1.jar");
            jars.add(Files.writeString(library, group.replace("same", "b")));
        }

        JobVersion version = jobs.promote(orders(), Optional.of(script), jars).version();

        String sha256 = version.libraries().getLast().sha256();
        assertThat(version.libraries())
                .extracting(JobFile::name)
                .containsExactly("tool-1.jar", sha256.substring(0, 12) + "-tool-1.jar");
        assertThat(version.libraries())
                .extracting(library -> new String(jobs.store().files().read(library), StandardCharsets.UTF_8))
                .containsExactly("org.b", "org.a");
        assertThat(jobs.promote(orders(), Optional.of(script), jars).isNew()).isFalse();
    }

    @Test
    void a_run_by_hand_has_the_time_since_the_last_fire_time_or_the_newest_interval() {
        Job since = promote(orders());
        assertThat(since.run().interval()).isEqualTo(interval("2025-12-24T12:15:00Z", "2025-12-24T12:30:10Z"));

        Job newest =
                promote(JobDefinition.of("hours", Jobs.script(script), HOURLY).byInterval());
        assertThat(newest.run().interval()).isEqualTo(interval("2025-12-24T11:15:00Z", "2025-12-24T12:15:00Z"));

        RunInterval day = interval("2025-12-01T05:00:00Z", "2025-12-02T05:00:00Z");
        assertThat(newest.run(day).interval()).isEqualTo(day);

        Job never = promote(JobDefinition.of("never", Jobs.script(script), new Schedule.Never(NEW_YORK))
                .byInterval());
        assertThat(refused(never::run))
                .hasMessage(
                        "[BAD_USAGE] job 'never' loads by interval and has no schedule, so that nobody knows which interval"
                                + " is meant. Name it: pipette jobs run never --interval 2025-12-24/2025-12-25");
    }

    @Test
    void what_a_job_did_is_listed_with_its_attempts_and_logs() throws Exception {
        Job job = promote(orders());
        Occurrence ended = done(job.run());

        assertThat(job.history(10)).containsExactly(ended);
        assertThat(job.occurrence(ended.id())).contains(ended);
        assertThat(job.attempts(ended.id())).extracting(Attempt::rows).containsExactly(1L);
        assertThat(job.logs(ended.id())).isEqualTo(new JobLog(List.of("done"), Optional.empty()));
        Files.writeString(folder.resolve("1.log"), "all of it");
        assertThat(job.logs(ended.id()).file()).contains(folder.resolve("1.log"));

        Job other = promote(JobDefinition.of("other", Jobs.script(script), HOURLY));
        assertThat(other.occurrence(ended.id())).isEmpty();
        assertThat(refused(() -> other.logs(ended.id())))
                .hasMessage("[BAD_USAGE] job 'other' has no occurrence " + ended.id()
                        + ". pipette jobs history other lists them.");
        assertThat(refused(() -> other.cancel(ended.id())).code()).isEqualTo(ErrorCode.BAD_USAGE);
    }

    @Test
    void a_day_is_backfilled_and_what_is_done_is_left() {
        Job job = promote(orders().byInterval());
        done(job.run(interval("2025-12-24T11:15:00Z", "2025-12-24T12:15:00Z")));

        Backfill hours =
                job.backfill(at("2025-12-24T09:15:00Z"), at("2025-12-24T12:15:00Z"), Optional.empty(), 2, false);

        assertThat(hours.intervals())
                .extracting(BackfillInterval::choice)
                .containsExactly(Choice.NEW, Choice.NEW, Choice.DONE);
        assertThat(job.backfill(hours.id())).isEqualTo(hours);
        assertThat(hours.intervals().getLast().loadIds()).containsExactly("17.1");

        Backfill days = job.backfill(
                at("2025-12-01T05:00:00Z"), at("2025-12-04T05:00:00Z"), Optional.of(Period.ofDays(1)), 4, false);
        assertThat(days.intervals())
                .extracting(BackfillInterval::interval)
                .element(2)
                .isEqualTo(interval("2025-12-03T05:00:00Z", "2025-12-04T05:00:00Z"));
        assertThat(job.backfills()).extracting(Backfill::id).containsExactly(days.id(), hours.id());
        assertThat(refused(() -> jobs.job("other").backfill(days.id())))
                .hasMessage("[BAD_USAGE] job 'other' has no backfill " + days.id() + ".");
    }

    @Test
    void a_redo_that_was_cancelled_leaves_what_succeeded_before() {
        Job job = promote(orders().byInterval());
        RunInterval hour = interval("2025-12-24T11:15:00Z", "2025-12-24T12:15:00Z");
        Occurrence first = done(job.run(hour));
        job.cancel(job.run(Optional.of(hour), true).id());

        assertThat(refused(() -> job.run(hour)))
                .hasMessageStartingWith(
                        "[BAD_USAGE] job 'orders' has loaded " + hour + " already (occurrence " + first.id());
        Backfill again = job.backfill(hour.from(), hour.to(), Optional.empty(), 1, false);
        assertThat(again.intervals()).extracting(BackfillInterval::choice).containsExactly(Choice.DONE);
        assertThat(job.run(Optional.of(hour), true).redo()).isEqualTo(1);
    }

    @Test
    void what_would_count_as_loaded_and_is_not_is_refused() {
        RunInterval running = interval("2025-12-24T12:15:00Z", "2025-12-24T13:15:00Z");
        assertThat(refused(() -> promote(orders().byInterval()).run(running)))
                .hasMessage("[BAD_USAGE] the interval " + running
                        + " of job 'orders' has not ended. What it loaded now would"
                        + " count as all of it. Run it when it is over, or name one that is.");

        Job cursors = promote(JobDefinition.of("cursors", Jobs.script(script), HOURLY));
        assertThat(refused(() -> cursors.backfill(
                        at("2025-12-01T05:00:00Z"), at("2025-12-02T05:00:00Z"), Optional.empty(), 1, false)))
                .hasMessage(
                        "[BAD_USAGE] job 'cursors' follows its own cursors: each of its runs loads what is new, whatever"
                                + " its interval. To load intervals of the past, promote it with --interval, and let it load what"
                                + " belongs to run.interval().");
    }

    @Test
    void a_job_is_paused_resumed_cancelled_and_unpromoted() {
        Job job = promote(orders());
        job.pause();
        assertThat(job.info().pausedAt()).contains(clock.instant());
        clock.advance(Duration.ofMinutes(5));
        job.resume();
        assertThat(job.info().resumedAt()).contains(clock.instant());
        assertThat(job.cancel(job.run().id()).status()).isEqualTo(OccurrenceStatus.CANCELLED);
        assertThat(job.unpromote()).isZero();

        assertThat(jobs.list()).isEmpty();
        assertThat(job.history(5)).hasSize(1);
        assertThat(job.versions()).hasSize(1);
        assertThat(refused(job::info).code()).isEqualTo(ErrorCode.BAD_USAGE);
        assertThat(refused(() -> jobs.job("ordres").history(5)))
                .hasMessage(
                        "[BAD_USAGE] there is no job 'ordres'. No job has been promoted: pipette promote FILE --name ordres"
                                + " makes one.");
    }

    @Test
    void values_have_a_form_for_programs() {
        Job job = promote(orders().param("days", 3).freshWithin(Duration.ofHours(3)));
        Occurrence ended = done(job.run());

        assertThat(ended.toJson())
                .contains(
                        "\"job\" : \"orders\"",
                        "\"status\" : \"succeeded\"",
                        "\"kind\" : \"manual\"",
                        "\"from\" : \"2025-12-24T07:15:00-05:00\"",
                        "\"finished_at\" : \"2025-12-24T12:30:10Z\"",
                        "\"error_code\" : null",
                        "\"backfill\" : null");
        assertThat(job.attempts(ended.id()).getFirst().toJson())
                .contains("\"how\" : \"succeeded\"", "\"load_id\" : \"17.1\"", "\"last_lines\" : [ \"done\" ]");
        assertThat(job.info().toJson())
                .contains("\"fresh_within\" : \"PT3H\"", "\"days\" : \"3\"", "\"number\" : 1", "\"kind\" : \"cron\"");
        Backfill backfill = promote(orders().byInterval())
                .backfill(
                        at("2025-12-01T05:00:00Z"),
                        at("2025-12-02T05:00:00Z"),
                        Optional.of(Period.ofDays(1)),
                        1,
                        false);
        assertThat(backfill.toJson()).contains("\"choice\" : \"new\"", "\"parallel\" : 1");
        assertThat(job.versions().getFirst().toJson()).contains("\"promoted_by\"", "\"sha256\"");
    }

    @Test
    void the_store_is_the_file_of_the_home_folder_unless_a_name_says_otherwise() {
        Settings settings = Settings.from(folder, folder, Map.of());
        try (Jobs own = Jobs.open(Optional.empty(), folder, settings)) {
            assertThat(own.store().describe())
                    .isEqualTo("sqlite " + folder.resolve("jobs").resolve("jobs.sqlite"));
        }
        assertThat(refused(() -> Jobs.open(Optional.of("warehouse"), folder, settings))
                        .code())
                .isEqualTo(ErrorCode.BAD_SETTINGS);
    }
}

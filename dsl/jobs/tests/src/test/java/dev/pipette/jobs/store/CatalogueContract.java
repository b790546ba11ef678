package dev.pipette.jobs.store;

import static dev.pipette.jobs.store.Given.NOW;
import static dev.pipette.jobs.store.Given.WORKER;
import static dev.pipette.jobs.store.Given.end;
import static dev.pipette.jobs.store.Given.hour;
import static dev.pipette.jobs.store.Given.plan;
import static dev.pipette.jobs.store.Given.promote;
import static dev.pipette.jobs.store.Given.promotion;
import static dev.pipette.jobs.store.Given.time;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.pipette.error.ErrorCode;
import dev.pipette.jobs.AlertRule;
import dev.pipette.jobs.AttemptEnd.How;
import dev.pipette.jobs.Backfill;
import dev.pipette.jobs.JobDefinition;
import dev.pipette.jobs.JobFile;
import dev.pipette.jobs.JobInfo;
import dev.pipette.jobs.JobVersion;
import dev.pipette.jobs.MissedRuns;
import dev.pipette.jobs.Occurrence;
import dev.pipette.jobs.OccurrenceStatus;
import dev.pipette.jobs.Overlap;
import dev.pipette.jobs.RetryPolicy;
import dev.pipette.jobs.Schedule;
import dev.pipette.jobs.UnreadableJob;
import dev.pipette.jobs.Work;
import dev.pipette.jobs.policy.AfterAttempt;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Jobs and their versions, on each store. */
interface CatalogueContract {
    /** The store of this test, which is empty at its begin. */
    JobStore store();

    /** Runs SQL of the test. */
    void execute(String sql);

    /** The name of a table. */
    String table(String name);

    private Promoted promoted(Promotion promotion) {
        return store().jobs().promote(promotion, "ada", NOW);
    }

    @Test
    default void the_same_again_is_no_new_version_and_each_change_is_one() {
        Promoted first = promoted(promotion("orders", job -> job));
        assertThat(first.isNew()).isTrue();
        assertThat(first.version().number()).isEqualTo(1);
        assertThat(promoted(promotion("orders", job -> job))).isEqualTo(new Promoted(first.version(), false));

        assertThat(promoted(promotion("orders", job -> job.param("days", 3)))
                        .version()
                        .number())
                .isEqualTo(2);
        byte[] other = Given.script("load others");
        JobDefinition changed = Given.definition("orders", other);
        assertThat(promoted(new Promotion(changed, Optional.of(other), Map.of()))
                        .version()
                        .number())
                .isEqualTo(3);
        Promoted library = promoted(new Promotion(changed, Optional.of(other), Map.of("api-2.jar", other)));
        assertThat(library.version().number()).isEqualTo(4);

        assertThat(store().jobs().versions("orders"))
                .extracting(JobVersion::number)
                .containsExactly(4, 3, 2, 1);
        assertThat(store().jobs().get("orders").version()).isEqualTo(library.version());
        JobFile script = library.version().script().orElseThrow();
        assertThat(script.name()).isEqualTo("orders.jsh");
        assertThat(store().files().read(script)).isEqualTo(other);
        assertThat(store().files().read(library.version().libraries().getFirst()))
                .isEqualTo(other);
    }

    @Test
    default void to_name_what_is_usual_anyway_is_no_new_version() {
        Promoted first = promoted(promotion("orders", JobDefinition::byInterval));

        Promoted named =
                promoted(promotion("orders", job -> job.missed(MissedRuns.ALL).byInterval()));

        assertThat(named).isEqualTo(new Promoted(first.version(), false));
        assertThat(first.version().definition().missed()).isEqualTo(MissedRuns.ALL);
    }

    @Test
    default void a_definition_is_kept_whole() {
        byte[] script = Given.script("x");
        JobDefinition rich = JobDefinition.of(
                        "rich",
                        new Work.SourceOf("everflow", List.of("daily_stats"), Optional.of("/srv/everflow")),
                        new Schedule.Every(Duration.ofDays(1), Given.NEW_YORK))
                .byInterval()
                .param("days", 3)
                .param("country", "CH")
                .into("warehouse")
                .dataset("ads")
                .libraries(List.of("com.example:api:2.0"))
                .retries(new RetryPolicy(6, Duration.ofMinutes(1), 1.5, Duration.ofMinutes(30), 0.1))
                .timeout(Duration.ofHours(1))
                .grace(Duration.ofSeconds(5))
                .missed(MissedRuns.NONE)
                .overlap(Overlap.SKIP)
                .freshWithin(Duration.ofHours(3))
                .alerts(List.of(
                        new AlertRule(
                                AlertRule.Channel.WEBHOOK,
                                "https://example.com/hook",
                                AlertRule.USUAL,
                                Optional.of("HOOK_SECRET")),
                        new AlertRule(
                                AlertRule.Channel.MAIL,
                                "ada@example.com",
                                Set.of(AlertRule.Event.SUCCEEDED),
                                Optional.empty())))
                .envFile(Path.of("/srv/prod.env"))
                .folder(Path.of("/srv"))
                .maxHeap("4g")
                .inProcess()
                .keepLogs(Duration.ofDays(2));
        promoted(new Promotion(rich, Optional.empty(), Map.of()));
        promote(store(), "plain");
        JobDefinition never = JobDefinition.of(
                "never", new Work.Script("n.jsh", StoredFiles.sha256(script)), new Schedule.Never(Given.NEW_YORK));
        promoted(new Promotion(never, Optional.of(script), Map.of()));

        assertThat(store().jobs().get("rich").version().definition()).isEqualTo(rich);
        assertThat(store().jobs().get("plain").version().definition())
                .isEqualTo(Given.definition("plain", Given.script("load plain")));
        assertThat(store().jobs().get("never").version().definition()).isEqualTo(never);
        assertThat(store().jobs().list()).extracting(JobInfo::name).containsExactly("never", "plain", "rich");
    }

    @Test
    default void the_script_must_be_that_of_the_definition() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Promotion(
                        Given.definition("orders", Given.script("one")), Optional.of(Given.script("two")), Map.of()))
                .withMessageContaining("the script of the job orders has the sha256");
    }

    @Test
    default void a_script_that_was_changed_in_the_store_does_not_run() {
        JobFile script = promote(store(), "orders").script().orElseThrow();
        execute("UPDATE " + table("pipette_job_file") + " SET content = content || content");

        assertThat(Refusals.of(() -> store().files().read(script)))
                .hasMessage("[DESTINATION_FAILED] orders.jsh in " + store().describe() + " is changed (sha256 "
                        + script.sha256() + "). It does not run. Promote the job again from its file.");
        promote(store(), "orders");
        assertThat(store().files().read(script)).isEqualTo(Given.script("load orders"));
    }

    @Test
    default void a_rollback_lets_an_older_version_run_what_waits() {
        promote(store(), "orders");
        promote(store(), "orders", job -> job.param("days", 3));
        Occurrence planned = plan(store(), "orders", 1, 1).getFirst();
        assertThat(planned.version()).isEqualTo(2);

        assertThat(store().jobs().rollback("orders", 1).number()).isEqualTo(1);

        assertThat(store().attempts().claim(planned.id(), WORKER, time(2)))
                .isInstanceOfSatisfying(ClaimResult.Claimed.class, claimed -> {
                    assertThat(claimed.claim().version().number()).isEqualTo(1);
                    assertThat(claimed.claim().occurrence().version()).isEqualTo(1);
                });
        assertThat(promote(store(), "orders", job -> job.param("days", 4)).number())
                .isEqualTo(3);
        assertThat(Refusals.of(() -> store().jobs().rollback("orders", 9)))
                .hasMessage("[BAD_USAGE] job 'orders' has no version 9. It has: 1, 2, 3.");
    }

    @Test
    default void a_job_that_is_not_there_is_named_with_what_may_have_been_meant() {
        assertThat(Refusals.of(() -> store().jobs().get("orders")))
                .hasMessage(
                        "[BAD_USAGE] there is no job 'orders'. No job has been promoted: pipette promote FILE --name"
                                + " orders makes one.");
        promote(store(), "orders");
        promote(store(), "stock");
        assertThat(Refusals.of(() -> store().jobs().pause("ordesr", NOW)))
                .hasMessage("[BAD_USAGE] there is no job 'ordesr'. Did you mean 'orders'?");
        assertThat(Refusals.of(() -> store().occurrences().request("zzz", hour(1), false, NOW)))
                .hasMessage("[BAD_USAGE] there is no job 'zzz'. There are: orders, stock.");
        assertThat(Refusals.of(() -> store().occurrences().cancel(77, "eve", NOW)))
                .hasMessage("[BAD_USAGE] there is no occurrence 77. pipette jobs history NAME lists those of a job.");
    }

    @Test
    default void a_job_that_is_unpromoted_keeps_its_history_and_runs_no_more() {
        promote(store(), "orders");
        List<Occurrence> hours = plan(store(), "orders", 1, 3);
        Claim claim =
                ((ClaimResult.Claimed) store().attempts().claim(hours.get(0).id(), WORKER, time(4))).claim();

        assertThat(Refusals.of(() -> store().jobs().unpromote("orders", time(4))))
                .hasMessage("[BAD_USAGE] job 'orders' cannot be unpromoted: its occurrence "
                        + hours.get(0).id()
                        + " runs at this moment on one. Nothing was changed. Wait for its end, or cancel it first: pipette"
                        + " jobs cancel orders " + hours.get(0).id() + ".");
        store().attempts().finish(claim, end(How.SUCCEEDED), new AfterAttempt.Done(), time(4));
        assertThat(store().jobs().unpromote("orders", time(5))).isEqualTo(2);

        assertThat(store().jobs().list()).isEmpty();
        assertThat(store().occurrences().history("orders", 10))
                .extracting(Occurrence::status)
                .containsExactly(OccurrenceStatus.CANCELLED, OccurrenceStatus.CANCELLED, OccurrenceStatus.SUCCEEDED);
        assertThat(store().occurrences().find(hours.get(2).id()).orElseThrow().message())
                .contains("the job was unpromoted");
        assertThat(store().occurrences().plan("orders", time(3), List.of(), time(5), time(5)))
                .isEmpty();

        // its versions go on where they were, its fire times begin now
        byte[] script = Given.script("load orders");
        Promoted again = store().jobs()
                .promote(
                        new Promotion(Given.definition("orders", script).param("x", 1), Optional.of(script), Map.of()),
                        "ada",
                        time(9));
        assertThat(again.version().number()).isEqualTo(2);
        assertThat(store().jobs().get("orders").plannedUntil()).isEqualTo(time(9));
        assertThat(store().jobs().get("orders").promotedSince()).isEqualTo(time(9));
    }

    private Occurrence run(Occurrence occurrence, int hours) {
        Claim claim = ((ClaimResult.Claimed) store().attempts().claim(occurrence.id(), WORKER, time(hours))).claim();
        return store().attempts()
                .finish(claim, end(How.SUCCEEDED), new AfterAttempt.Done(), time(hours))
                .occurrence();
    }

    @Test
    default void what_a_job_loaded_before_it_was_unpromoted_does_not_count_for_the_next_one_of_its_name() {
        promote(store(), "orders", JobDefinition::byInterval);
        Occurrence first = run(plan(store(), "orders", 1, 1).getFirst(), 2);
        run(store().occurrences().redo(first.id(), time(2)), 2);
        store().jobs().unpromote("orders", time(3));
        promote(store(), "orders", JobDefinition::byInterval);

        assertThat(store().jobs().get("orders").generation()).isEqualTo(2);
        assertThat(store().jobs().get("orders").last()).isEmpty();
        List<Backfill.BackfillInterval> filled = store().backfills()
                .create(new Backfills.Wish("orders", Given.hours(1, 2), 1, false, "ada"), time(3))
                .intervals();
        assertThat(filled)
                .extracting(Backfill.BackfillInterval::choice)
                .containsExactly(Backfill.Choice.NEW, Backfill.Choice.NEW);
        Occurrence again =
                store().occurrences().find(filled.getFirst().occurrence()).orElseThrow();
        assertThat(first.key().runKey()).isEqualTo("job orders 2025-12-24T12:00:00Z/2025-12-24T13:00:00Z");
        assertThat(again.key().runKey()).isEqualTo("job orders generation 2 2025-12-24T12:00:00Z/2025-12-24T13:00:00Z");
        assertThat(run(again, 4).status()).isEqualTo(OccurrenceStatus.SUCCEEDED);
        // what the new one has loaded counts for it
        assertThat(Refusals.of(() -> store().occurrences().request("orders", hour(1), false, time(5))))
                .hasMessageContaining("job 'orders' has loaded " + hour(1) + " already (occurrence " + again.id());
        assertThat(store().occurrences().redo(again.id(), time(5)).redo()).isEqualTo(1);
        assertThat(store().occurrences().history("orders", 10))
                .extracting(Occurrence::generation)
                .containsExactlyInAnyOrder(1, 1, 2, 2, 2);
    }

    @Test
    default void the_next_job_of_a_name_follows_others_as_if_it_were_new() {
        promote(store(), "orders");
        promote(store(), "report", job -> job.after("orders"));
        Occurrence hour = plan(store(), "orders", 1, 1).getFirst();
        run(hour, 2);
        run(store().occurrences().history("report", 1).getFirst(), 2);
        store().jobs().unpromote("report", time(3));
        promote(store(), "report", job -> job.after("orders"));

        run(store().occurrences().redo(hour.id(), time(4)), 4);

        Occurrence report = store().occurrences().history("report", 1).getFirst();
        assertThat(report.key().runKey())
                .isEqualTo("job report generation 2 2025-12-24T12:00:00Z/2025-12-24T13:00:00Z");
    }

    @Test
    default void tables_of_the_first_version_are_changed_and_their_rows_stay() {
        FirstVersion.make(store());

        try (JobStore migrated = reopened()) {
            Occurrence done = migrated.occurrences().find(7).orElseThrow();
            assertThat(done.key().runKey()).isEqualTo("job orders 2025-12-24T12:00:00Z/2025-12-24T13:00:00Z");
            assertThat(done.status()).isEqualTo(OccurrenceStatus.SUCCEEDED);
            assertThat(migrated.jobs().get("orders").generation()).isEqualTo(1);
            assertThat(migrated.attempts().of(7).getFirst().rows()).isEqualTo(12);
            assertThat(Refusals.of(() -> migrated.occurrences().request("orders", hour(1), false, time(5)))
                            .code())
                    .isEqualTo(ErrorCode.BAD_USAGE);
            // nobody knows in which home folder it is
            assertThat(migrated.attempts().oldLogs(WORKER, time(24)))
                    .containsExactly(new LogFile(7, 1, "/logs/7.log", false));
            assertThat(migrated.id()).hasSize(36);
            assertThat(migrated.occurrences().redo(7, time(5)).id()).isGreaterThan(7);
            assertThat(plan(migrated, "orders", 2, 2)).hasSize(1);
            migrated.jobs().unpromote("orders", time(6));
            promote(migrated, "orders");
            assertThat(migrated.occurrences()
                            .request("orders", hour(1), false, time(7))
                            .generation())
                    .isEqualTo(2);
        }
    }

    @Test
    default void a_job_that_cannot_be_read_is_an_error_of_that_job_only() {
        promote(store(), "orders");
        promote(store(), "orders", job -> job.param("days", 3));
        promote(store(), "stock");
        Occurrence hour = plan(store(), "orders", 1, 1).getFirst();
        execute(
                "UPDATE " + table("pipette_job_version")
                        + " SET definition = replace(definition, '\"queue\"', '\"merge\"') WHERE job = 'orders' AND version = 2");
        String reason =
                "[WRITTEN_BY_NEWER_VERSION] version 2 of job 'orders' cannot be read: 'merge' is not a value of Overlap."
                        + " A newer Pipette wrote it, or it is damaged. It does not run here; other jobs do. Update Pipette on this"
                        + " machine, promote the job again, or let an older version run: pipette jobs rollback orders VERSION";

        assertThat(store().jobs().list()).extracting(JobInfo::name).containsExactly("stock");
        assertThat(store().jobs().listing().unreadable()).containsExactly(new UnreadableJob("orders", 2, reason));
        assertThat(Refusals.of(() -> store().jobs().get("orders"))).hasMessage(reason);
        assertThat(store().attempts().claim(hour.id(), WORKER, time(2))).isEqualTo(new ClaimResult.Unreadable(reason));
        assertThat(store().jobs().versions("orders"))
                .extracting(JobVersion::number)
                .containsExactly(1);
        assertThat(Refusals.of(() -> store().jobs().rollback("orders", 9)))
                .hasMessage("[BAD_USAGE] job 'orders' has no version 9. It has: 1, 2.");

        // both ways out work
        store().jobs().rollback("orders", 1);
        assertThat(store().jobs().get("orders").version().number()).isEqualTo(1);
        assertThat(promote(store(), "orders", job -> job.param("days", 3)).number())
                .isEqualTo(3);
        assertThat(run(hour, 2).version()).isEqualTo(3);
    }

    @Test
    default void an_attempt_whose_version_cannot_be_read_any_more_ends_and_alerts_nobody() {
        promote(
                store(),
                "orders",
                job -> job.alerts(List.of(new AlertRule(
                        AlertRule.Channel.WEBHOOK, "https://example.com/hook", AlertRule.USUAL, Optional.empty()))));
        Occurrence hour = plan(store(), "orders", 1, 1).getFirst();
        Claim claim = ((ClaimResult.Claimed) store().attempts().claim(hour.id(), WORKER, time(2))).claim();
        execute("UPDATE " + table("pipette_job_version") + " SET definition = 'damaged'");

        Finished lost = store().attempts().finish(claim, end(How.LOST), new AfterAttempt.GiveUp(""), time(2));

        assertThat(lost.occurrence().status()).isEqualTo(OccurrenceStatus.FAILED);
        assertThat(store().alerts().of("orders", 10)).isEmpty();
        assertThat(store().jobs().listing().unreadable().getFirst().reason())
                .contains("version 1 of job 'orders' cannot be read: its definition is not a JSON document.");
    }

    @Test
    default void an_occurrence_that_only_a_newer_version_knows_holds_no_other_up() {
        promote(store(), "orders");
        promote(store(), "stock");
        plan(store(), "orders", 1, 1);
        Occurrence hour = plan(store(), "stock", 1, 1).getFirst();
        execute("UPDATE " + table("pipette_job_occurrence") + " SET zone = 'Mars/Olympus' WHERE job = 'orders'");

        assertThat(store().occurrences().open()).containsExactly(hour);
    }

    @Test
    default void a_job_that_others_follow_stays_and_none_follows_itself() {
        promote(store(), "orders");
        promote(store(), "report", job -> job.after("orders"));

        assertThat(Refusals.of(() -> store().jobs().unpromote("orders", NOW)))
                .hasMessage("[BAD_USAGE] job 'orders' cannot be unpromoted: report runs after it. Nothing was changed."
                        + " Unpromote that job first, or promote it again without --after orders.");
        assertThat(Refusals.of(() -> promote(store(), "orders", job -> job.after("report"))))
                .hasMessage(
                        "[BAD_USAGE] job 'orders' cannot run after report: that would let it run after itself. Nothing"
                                + " was changed. Leave --after out in one of the jobs.");
        assertThat(Refusals.of(() -> promote(store(), "self", job -> job.after("self")))
                        .code())
                .isEqualTo(ErrorCode.BAD_USAGE);
        assertThat(Refusals.of(() -> promote(store(), "mail", job -> job.after("reprot"))))
                .hasMessage("[BAD_USAGE] there is no job 'reprot'. Did you mean 'report'?");
        assertThat(store().jobs().list()).extracting(JobInfo::name).containsExactly("orders", "report");

        promote(store(), "report");
        store().jobs().unpromote("orders", NOW);
    }

    @Test
    default void tables_of_a_newer_version_are_refused() {
        execute("INSERT INTO " + table("pipette_job_schema") + " VALUES (99, '2030-01-01T00:00:00.000000Z')");

        assertThat(Refusals.of(this::reopened))
                .hasMessage("[WRITTEN_BY_NEWER_VERSION] the tables of jobs in " + store().describe()
                        + " have version 99, and this Pipette knows versions up to 2. A newer Pipette made them. Nothing was"
                        + " changed. Update Pipette on this machine to the version of the other schedulers.");
    }

    /** Opens the store once more. */
    JobStore reopened();

    /** Forgets all that is there. */
    void drop();

    @Test
    default void several_make_a_new_store_at_the_same_moment() throws Exception {
        drop();
        CyclicBarrier start = new CyclicBarrier(4);
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Callable<Boolean>> each = Collections.nCopies(4, () -> {
                start.await();
                try (JobStore store = reopened()) {
                    return store.jobs().list().isEmpty();
                }
            });
            for (Future<Boolean> empty : threads.invokeAll(each)) {
                assertThat(empty.get()).isTrue();
            }
        }
    }

    @Test
    default void what_was_written_is_there_when_it_is_opened_again() {
        JobVersion version = promote(store(), "orders");

        try (JobStore again = reopened()) {
            assertThat(again.jobs().get("orders").version()).isEqualTo(version);
        }
        assertThat(store().jobs().get("orders").version()).isEqualTo(version);
    }
}

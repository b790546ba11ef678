package dev.pipette.jobs.store;

import static dev.pipette.jobs.store.Given.NOW;
import static dev.pipette.jobs.store.Given.WORKER;
import static dev.pipette.jobs.store.Given.end;
import static dev.pipette.jobs.store.Given.hours;
import static dev.pipette.jobs.store.Given.plan;
import static dev.pipette.jobs.store.Given.promote;
import static dev.pipette.jobs.store.Given.time;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.jobs.AttemptEnd.How;
import dev.pipette.jobs.Backfill;
import dev.pipette.jobs.Backfill.BackfillInterval;
import dev.pipette.jobs.Backfill.Choice;
import dev.pipette.jobs.Occurrence;
import dev.pipette.jobs.OccurrenceKind;
import dev.pipette.jobs.OccurrenceStatus;
import dev.pipette.jobs.policy.AfterAttempt;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Backfills, on each store. */
interface BackfillContract {
    /** The store of this test, which is empty at its begin. */
    JobStore store();

    private ClaimResult tried(long occurrence) {
        return store().attempts().claim(occurrence, WORKER, time(50));
    }

    private Claim claim(long occurrence) {
        ClaimResult result = tried(occurrence);
        assertThat(result).isInstanceOf(ClaimResult.Claimed.class);
        return ((ClaimResult.Claimed) result).claim();
    }

    private Occurrence end(Claim claim, How how) {
        AfterAttempt.Next next = how == How.SUCCEEDED ? new AfterAttempt.Done() : new AfterAttempt.GiveUp("");
        return store().attempts().finish(claim, Given.end(how), next, time(50)).occurrence();
    }

    private Backfill backfill(int first, int last, int parallel, boolean redo) {
        return store().backfills()
                .create(new Backfills.Wish("orders", hours(first, last), parallel, redo, "ada"), time(40));
    }

    @Test
    default void intervals_that_succeeded_are_left_and_those_that_failed_run_again() {
        promote(store(), "orders");
        List<Occurrence> planned = plan(store(), "orders", 1, 4);
        end(claim(planned.get(0).id()), How.SUCCEEDED);
        end(claim(planned.get(1).id()), How.FAILED);
        store().occurrences().cancel(planned.get(2).id(), "eve", time(20));

        Backfill backfill = backfill(-1, 4, 2, false);

        assertThat(backfill.intervals()).extracting(BackfillInterval::interval).isEqualTo(hours(-1, 4));
        assertThat(backfill.intervals())
                .extracting(BackfillInterval::choice)
                .containsExactly(Choice.NEW, Choice.NEW, Choice.DONE, Choice.AGAIN, Choice.AGAIN, Choice.UNDER_WAY);
        assertThat(backfill.intervals())
                .extracting(BackfillInterval::status)
                .containsExactly(
                        OccurrenceStatus.WAITING,
                        OccurrenceStatus.WAITING,
                        OccurrenceStatus.SUCCEEDED,
                        OccurrenceStatus.WAITING,
                        OccurrenceStatus.WAITING,
                        OccurrenceStatus.WAITING);
        assertThat(backfill.intervals().get(3).occurrence())
                .isEqualTo(planned.get(1).id());
        BackfillInterval done = backfill.intervals().get(2);
        assertThat(done.rows()).isEqualTo(12);
        assertThat(done.loadIds()).containsExactly("1766577600.123");
        assertThat(backfill.isOver()).isFalse();
        assertThat(store().backfills().of("orders")).containsExactly(backfill);
    }

    @Test
    default void a_redo_runs_intervals_again_that_succeeded_with_a_new_key() {
        promote(store(), "orders");
        end(claim(plan(store(), "orders", 1, 1).getFirst().id()), How.SUCCEEDED);

        Backfill backfill = backfill(1, 2, 1, true);

        assertThat(backfill.intervals()).extracting(BackfillInterval::choice).containsExactly(Choice.REDO, Choice.NEW);
        Occurrence redone = store().occurrences()
                .find(backfill.intervals().getFirst().occurrence())
                .orElseThrow();
        assertThat(redone.redo()).isEqualTo(1);
        assertThat(redone.kind()).isEqualTo(OccurrenceKind.BACKFILL);
        assertThat(redone.backfill()).hasValue(backfill.id());
    }

    @Test
    default void as_many_intervals_run_at_a_time_as_were_asked_for_and_none_beside_others() {
        promote(store(), "orders");
        List<BackfillInterval> first = backfill(1, 5, 2, false).intervals();
        List<BackfillInterval> other = backfill(11, 12, 5, false).intervals();

        Claim one = claim(first.get(0).occurrence());
        Claim two = claim(first.get(1).occurrence());
        assertThat(tried(first.get(2).occurrence()))
                .isEqualTo(new ClaimResult.Busy(first.get(0).occurrence()));
        assertThat(tried(other.get(0).occurrence())).isInstanceOf(ClaimResult.Busy.class);
        end(one, How.SUCCEEDED);
        Claim three = claim(first.get(2).occurrence());

        // an hour of the schedule comes before the rest of the backfill, and not beside it
        Occurrence hour = store().occurrences()
                .plan(
                        "orders",
                        NOW,
                        List.of(new PlannedOccurrence(Given.hour(20), java.util.Optional.empty())),
                        time(20),
                        time(20))
                .orElseThrow()
                .getFirst();
        end(two, How.SUCCEEDED);
        assertThat(tried(hour.id())).isEqualTo(new ClaimResult.Busy(first.get(2).occurrence()));
        assertThat(tried(first.get(3).occurrence())).isEqualTo(new ClaimResult.Busy(hour.id()));
        end(three, How.SUCCEEDED);
        assertThat(tried(first.get(3).occurrence())).isEqualTo(new ClaimResult.Busy(hour.id()));
        Claim scheduled = claim(hour.id());
        assertThat(tried(first.get(3).occurrence())).isEqualTo(new ClaimResult.Busy(hour.id()));
        end(scheduled, How.SUCCEEDED);
        claim(first.get(3).occurrence());
        claim(first.get(4).occurrence());
    }

    @Test
    default void a_backfill_is_cancelled_whole() {
        promote(store(), "orders");
        Backfill backfill = backfill(1, 3, 1, false);
        Claim running = claim(backfill.intervals().getFirst().occurrence());

        assertThat(store().backfills().cancel(backfill.id(), "eve", time(50))).isEqualTo(3);

        assertThat(store().attempts().heartbeat(running, time(50))).isEqualTo(Pulse.CANCEL);
        end(running, How.CANCELLED);
        Backfill ended = store().backfills().find(backfill.id()).orElseThrow();
        assertThat(ended.isOver()).isTrue();
        assertThat(ended.intervals()).extracting(BackfillInterval::status).containsOnly(OccurrenceStatus.CANCELLED);
    }

    @Test
    default void years_of_hours_are_a_matter_of_seconds() {
        promote(store(), "orders");

        Backfill years = backfill(1, 2000, 4, false);

        assertThat(years.intervals()).hasSize(2000);
        assertThat(years.intervals()).extracting(BackfillInterval::occurrence).doesNotHaveDuplicates();
        assertThat(store().occurrences().open())
                .extracting(Occurrence::interval)
                .isEqualTo(hours(1, 64));
        assertThat(backfill(1, 2000, 4, false).intervals())
                .extracting(BackfillInterval::choice)
                .containsOnly(Choice.UNDER_WAY);
    }

    @Test
    default void what_cannot_be_is_refused() {
        promote(store(), "orders");
        assertThat(Refusals.of(() -> backfill(1, 3, 0, false)))
                .hasMessage("[BAD_USAGE] a backfill cannot run 0 intervals at a time. Choose 1 or more.");
        assertThat(Refusals.of(() -> backfill(1, 0, 1, false)))
                .hasMessage("[BAD_USAGE] there is no whole interval of job 'orders' between the two times. Nothing was"
                        + " started. Choose an earlier --from or a later --to.");
        assertThat(Refusals.of(() -> store().backfills().cancel(5, "eve", NOW)))
                .hasMessage("[BAD_USAGE] there is no backfill 5.");
    }
}

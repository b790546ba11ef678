package dev.pipette.jobs.store;

import static dev.pipette.jobs.store.Given.WORKER;
import static dev.pipette.jobs.store.Given.end;
import static dev.pipette.jobs.store.Given.hours;
import static dev.pipette.jobs.store.Given.plan;
import static dev.pipette.jobs.store.Given.promote;
import static dev.pipette.jobs.store.Given.time;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.jobs.Attempt;
import dev.pipette.jobs.AttemptEnd.How;
import dev.pipette.jobs.Occurrence;
import dev.pipette.jobs.OccurrenceStatus;
import dev.pipette.jobs.policy.AfterAttempt;
import dev.pipette.testing.child.ChildJava;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Several processes on one store. */
interface ProcessContract {
    /** The store of this test, which is empty at its begin. */
    JobStore store();

    /** The arguments of {@link ClaimingProgram} that name the store. */
    List<String> place();

    private Process start(String name, String what) throws Exception {
        List<String> place = place();
        Process process = new ProcessBuilder(
                        ChildJava.command(ClaimingProgram.class, place.get(0), place.get(1), name, what))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String said = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8)).readLine();
        assertThat(said).isEqualTo("ready");
        return process;
    }

    @Test
    default void eight_workers_of_two_processes_run_each_of_two_hundred_occurrences_once_and_never_two_of_a_job()
            throws Exception {
        for (int job = 0; job < 4; job++) {
            promote(store(), "job" + job);
            plan(store(), "job" + job, 1, 40);
        }
        promote(store(), "filled");
        store().backfills().create(new Backfills.Wish("filled", hours(1, 40), 3, false, "ada"), time(1));
        Process other = start("other", "work");
        other.getOutputStream().write("go\n".getBytes(UTF_8));
        other.getOutputStream().flush();

        ClaimingProgram.work(store(), "own");

        assertThat(other.waitFor()).isZero();
        assertThat(store().occurrences().open()).isEmpty();
        for (String job : List.of("job0", "job1", "job2", "job3", "filled")) {
            List<Occurrence> all = store().occurrences().history(job, 100);
            assertThat(all)
                    .hasSize(40)
                    .allMatch(one -> one.status() == OccurrenceStatus.SUCCEEDED && one.attempts() == 1);
        }
    }

    @Test
    default void a_process_that_is_killed_in_the_middle_of_a_transaction_leaves_all_as_it_was() throws Exception {
        promote(store(), "orders");
        promote(store(), "report", job -> job.after("orders"));
        Occurrence planned = plan(store(), "orders", 1, 1).getFirst();
        Claim claim = ((ClaimResult.Claimed) store().attempts().claim(planned.id(), WORKER, time(10))).claim();
        Process hanging = start("other", "hang");

        hanging.destroyForcibly().waitFor();

        assertThat(store().occurrences().find(planned.id())).contains(claim.occurrence());
        assertThat(store().attempts().of(planned.id())).extracting(Attempt::how).containsExactly(Optional.empty());
        assertThat(store().occurrences().history("report", 10)).isEmpty();
        Finished finished = store().attempts().finish(claim, end(How.SUCCEEDED), new AfterAttempt.Done(), time(11));
        assertThat(finished.isRecorded()).isTrue();
        assertThat(finished.after()).hasSize(1);
    }
}

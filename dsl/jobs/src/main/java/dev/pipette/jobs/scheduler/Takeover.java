package dev.pipette.jobs.scheduler;

import dev.pipette.jobs.AttemptEnd;
import dev.pipette.jobs.LoadedPackage;
import dev.pipette.jobs.Occurrence;
import dev.pipette.jobs.RetryPolicy;
import dev.pipette.jobs.policy.AfterAttempt;
import dev.pipette.jobs.process.LostAttempt;
import dev.pipette.jobs.store.Finished;
import dev.pipette.jobs.store.JobStore;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends the attempts of dead workers, so that they run again. The store lets one scheduler do it, and only while they are silent. */
final class Takeover {
    private static final Logger LOG = LoggerFactory.getLogger(Takeover.class);

    private final JobStore store;
    private final SilentWorkers silent;
    private final AttemptFolders folders;
    private final Clock clock;
    private final SchedulerListener listener;
    private final RandomGenerator random;

    Takeover(
            JobStore store,
            SilentWorkers silent,
            AttemptFolders folders,
            Clock clock,
            SchedulerListener listener,
            RandomGenerator random) {
        this.store = store;
        this.silent = silent;
        this.folders = folders;
        this.clock = clock;
        this.listener = listener;
        this.random = random;
    }

    /** Whether none of them may be one that is to be taken over. */
    boolean needsNone(List<Occurrence> running) {
        return silent.areHeard(running);
    }

    /** Looks at all attempts that run. */
    void look(List<Occurrence> running) {
        EachOf.all(silent.among(running), this::take);
    }

    private void take(Occurrence running) {
        AttemptEnd end = lost(running);
        AfterAttempt.Next next = Steps.afterLoss(end, retries(running), running.failures() + 1, random);
        Instant heard = running.heartbeatAt().orElse(Instant.EPOCH);
        Finished finished =
                store.attempts().lost(running, heard.plus(1, ChronoUnit.MICROS), end, next, clock.instant());
        if (finished.isRecorded()) {
            LOG.info("{}: {}", running, end.message().orElse(""));
            listener.takenOver(finished.occurrence());
        }
    }

    /** Those of a version that cannot be read here are the usual ones. */
    private RetryPolicy retries(Occurrence running) {
        return store.jobs()
                .version(running.job(), running.version())
                .map(version -> version.definition().retries())
                .orElse(RetryPolicy.USUAL);
    }

    private AttemptEnd lost(Occurrence running) {
        String message = "the scheduler " + running.worker().orElse("that ran it")
                + " was not heard any more: it was killed, or lost its database; another scheduler continues.";
        List<LoadedPackage> loads = LostAttempt.loads(folders.folder(running, running.attempts()));
        long rows = loads.stream()
                .flatMap(load -> load.rows().values().stream())
                .mapToLong(Long::longValue)
                .sum();
        return new AttemptEnd(AttemptEnd.How.LOST, -1, Optional.empty(), Optional.of(message), rows, loads, List.of());
    }
}

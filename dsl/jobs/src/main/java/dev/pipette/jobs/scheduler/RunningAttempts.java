package dev.pipette.jobs.scheduler;

import dev.pipette.error.PipetteException;
import dev.pipette.jobs.AttemptEnd;
import dev.pipette.jobs.policy.AfterAttempt;
import dev.pipette.jobs.process.AttemptRequest;
import dev.pipette.jobs.process.AttemptRunner;
import dev.pipette.jobs.process.RunningAttempt;
import dev.pipette.jobs.process.StopReason;
import dev.pipette.jobs.process.Watch;
import dev.pipette.jobs.store.Claim;
import dev.pipette.jobs.store.Finished;
import dev.pipette.jobs.store.JobStore;
import dev.pipette.jobs.store.StoreRefusal;
import dev.pipette.text.Printable;
import dev.pipette.text.Secrets;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs attempts that this scheduler has claimed, from their start to the row that says how they ended. */
final class RunningAttempts {
    private static final Logger LOG = LoggerFactory.getLogger(RunningAttempts.class);

    /** A lock that somebody holds, or a disk that is full, may need a person. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final JobStore store;
    private final AttemptRunner runner;
    private final AttemptFolders folders;
    private final Clock clock;
    private final Duration pulse;
    private final SchedulerListener listener;
    private final RandomGenerator random;
    private volatile boolean handBack;

    RunningAttempts(
            JobStore store,
            AttemptRunner runner,
            AttemptFolders folders,
            Clock clock,
            Duration pulse,
            SchedulerListener listener,
            RandomGenerator random) {
        this.store = store;
        this.runner = runner;
        this.folders = folders;
        this.clock = clock;
        this.pulse = pulse;
        this.listener = listener;
        this.random = random;
    }

    /** From now on, what runs is stopped and handed back. */
    void handBack() {
        handBack = true;
    }

    /** Runs an attempt to its end. */
    void run(Claim claim) throws InterruptedException {
        listener.started(claim.occurrence());
        AttemptEnd end = end(claim);
        AfterAttempt.Next next =
                AfterAttempt.decide(end, claim.version().definition().retries(), claim.tries(), random);
        Finished finished = finish(claim, end, next);
        if (finished.isRecorded()) {
            LOG.info("{}", finished.occurrence());
            listener.ended(finished.occurrence());
        } else {
            LOG.warn("{}: another scheduler has taken it over; what this one did counts no more", claim.occurrence());
        }
    }

    private AttemptEnd end(Claim claim) throws InterruptedException {
        try {
            AttemptRequest request = prepared(claim);
            LOG.info(
                    "{}: attempt {} starts, its log is {}",
                    claim.occurrence().key().runKey(),
                    claim.attempt(),
                    request.log());
            try (RunningAttempt attempt = runner.start(request)) {
                noteStart(claim, attempt, request);
                return new Watch(clock, pulse)
                        .untilEnd(
                                attempt,
                                request.definition(),
                                claim.occurrence().startedAt().orElseThrow(),
                                () -> ask(claim));
            }
        } catch (PipetteException refused) {
            return notStarted(Optional.of(refused.code().name()), String.valueOf(refused.getMessage()));
        } catch (IOException failed) {
            return notStarted(Optional.empty(), "its process cannot be started: " + failed.getMessage());
        }
    }

    /** Large libraries take longer than a scheduler may be silent. */
    private AttemptRequest prepared(Claim claim) throws IOException, InterruptedException {
        Loop heartbeat = new Loop("heartbeat of " + claim.occurrence().job(), pulse, () -> ask(claim));
        heartbeat.start();
        try {
            return folders.prepare(claim);
        } finally {
            heartbeat.stop(pulse);
        }
    }

    /** Where the store is away, the attempt goes on, and its row has no process. */
    private void noteStart(Claim claim, RunningAttempt attempt, AttemptRequest request) {
        try {
            store.attempts()
                    .started(
                            claim,
                            attempt.pid().orElse(ProcessHandle.current().pid()),
                            request.log().toString());
        } catch (PipetteException away) {
            LOG.warn("{}: {}", claim.occurrence().job(), away.getMessage());
        }
    }

    /** The store may be away: the attempt goes on, and another scheduler may take it over. */
    private Optional<StopReason> ask(Claim claim) {
        Optional<StopReason> stop = handBack ? Optional.of(StopReason.HAND_BACK) : Optional.empty();
        try {
            return switch (store.attempts().heartbeat(claim, clock.instant())) {
                case GO_ON -> stop;
                case CANCEL -> Optional.of(StopReason.CANCEL);
                case FENCED -> Optional.of(StopReason.TAKEN_OVER);
            };
        } catch (PipetteException away) {
            LOG.warn("{}: {}", claim.occurrence().job(), away.getMessage());
            return stop;
        }
    }

    private static AttemptEnd notStarted(Optional<String> code, String message) {
        return new AttemptEnd(
                AttemptEnd.How.FAILED,
                -1,
                code,
                Optional.of(Printable.of(Secrets.masked(message))),
                0,
                List.of(),
                List.of());
    }

    /**
     * A store that is away for a while comes back. When this process ends before, the next one finds the attempt lost. What the store
     * refuses for another reason is tried for some minutes.
     */
    private Finished finish(Claim claim, AttemptEnd end, AfterAttempt.Next next) throws InterruptedException {
        long begin = System.nanoTime();
        while (true) {
            try {
                return store.attempts().finish(claim, end, next, clock.instant());
            } catch (RuntimeException refused) {
                boolean isTooLong = System.nanoTime() - begin > PATIENCE.toNanos() && !StoreRefusal.isAway(refused);
                if (isTooLong || StoreRefusal.isLasting(refused)) {
                    return giveUp(claim, end, refused);
                }
                if (handBack) {
                    throw refused;
                }
                LOG.warn(
                        "the end of {} cannot be written: {}",
                        claim.occurrence().key().runKey(),
                        text(refused));
                Thread.sleep(pulse);
                ask(claim); // it is still this scheduler's
            }
        }
    }

    private Finished giveUp(Claim claim, AttemptEnd end, RuntimeException refused) {
        LOG.error(
                "the store refuses the end of {}, which was {}, and the occurrence is recorded as failed: {}",
                claim.occurrence().key().runKey(),
                end.how(),
                text(refused));
        return store.attempts()
                .giveUp(claim, notRecorded(end.exitCode(), claim.occurrence().job()), clock.instant());
    }

    /** Nothing of the end that was refused is in it. */
    private static AttemptEnd notRecorded(int exitCode, String job) {
        return new AttemptEnd(
                AttemptEnd.How.FAILED,
                exitCode,
                Optional.empty(),
                Optional.of(
                        "the store refused to record how it ended; the log of its scheduler says why. What it loaded"
                                + " stays, and counts once when the interval runs again: pipette jobs run " + job
                                + " --interval FROM/TO"),
                0,
                List.of(),
                List.of());
    }

    private static String text(RuntimeException refused) {
        return Printable.of(Secrets.masked(String.valueOf(refused.getMessage())));
    }
}

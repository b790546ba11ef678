package dev.pipette.jobs.store;

import dev.pipette.jobs.Attempt;
import dev.pipette.jobs.AttemptEnd;
import dev.pipette.jobs.Occurrence;
import dev.pipette.jobs.OccurrenceStatus;
import dev.pipette.jobs.policy.AfterAttempt;
import dev.pipette.jobs.policy.AlertDecision;
import dev.pipette.jobs.policy.AlertState.AttemptId;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.jooq.Condition;
import org.jooq.DSLContext;

/**
 * The attempts to run occurrences. Each step is one transaction, and looks whether the worker still has the right to take it.
 *
 * <pre>{@code
 * if (store.attempts().claim(id, worker, now) instanceof ClaimResult.Claimed(Claim claim)) {
 *     AttemptEnd end = run(claim);
 *     store.attempts().finish(claim, end, next, clock.instant());
 * }
 * }</pre>
 */
public final class Attempts {
    private final Database database;

    Attempts(Database database) {
        this.database = database;
    }

    /** All attempts of an occurrence, the first one first. */
    public List<Attempt> of(long occurrence) {
        return database.read(
                "list the attempts of an occurrence",
                dsl -> dsl.select(Tables.Attempt.ALL)
                        .from(Tables.Attempt.TABLE)
                        .where(Tables.Attempt.OCCURRENCE_ID.eq(occurrence))
                        .orderBy(Tables.Attempt.NUMBER)
                        .fetch(Rows::attempt));
    }

    /**
     * Begins an attempt, where the job allows it: two occurrences of a job never run at a time, except those of one backfill.
     * Those that became due earlier come first.
     */
    public ClaimResult claim(long occurrence, Worker worker, Instant now) {
        return database.write("claim an occurrence", dsl -> new Claiming(dsl, worker, now).claim(occurrence));
    }

    /** Writes down the process of an attempt and its log; whether the claim still holds. */
    public boolean started(Claim claim, long pid, String logFile) {
        return database.write(
                "note the process of an attempt",
                dsl -> dsl.update(Tables.Attempt.TABLE)
                                .set(Tables.Attempt.PID, pid)
                                .set(Tables.Attempt.LOG_FILE, logFile)
                                .where(attempt(claim.occurrence()).and(Tables.Attempt.FINISHED_AT.isNull()))
                                .execute()
                        == 1);
    }

    /** Reports that an attempt runs, and asks what the worker is to do. */
    public Pulse heartbeat(Claim claim, Instant now) {
        return database.write("report a running attempt", dsl -> {
            int alive = dsl.update(Tables.Occurrence.TABLE)
                    .set(Tables.Occurrence.HEARTBEAT_AT, now)
                    .where(holds(claim))
                    .execute();
            if (alive == 0) {
                return Pulse.FENCED;
            }
            boolean cancelled = dsl.fetchExists(
                    OccurrenceRows.query(dsl, holds(claim).and(Tables.Occurrence.CANCEL_REQUESTED_AT.isNotNull())));
            return cancelled ? Pulse.CANCEL : Pulse.GO_ON;
        });
    }

    /**
     * Ends an attempt: its row, the occurrence's next step, the occurrences of jobs that follow it, and the messages about it. An
     * attempt that a person cancelled is not tried again.
     */
    public Finished finish(Claim claim, AttemptEnd end, AfterAttempt.Next next, Instant now) {
        return database.write(
                "finish an attempt",
                dsl -> new Finishing(dsl, now).finish(claim.occurrence(), holds(claim), end, next));
    }

    /**
     * Ends an attempt whose end the store refused: the occurrence has failed. Where the store refuses that as well, because of an alert
     * about it or another job that follows, only the rows of the attempt and of the occurrence are written.
     *
     * @param plain an end without anything of the refused one
     */
    public Finished giveUp(Claim claim, AttemptEnd plain, Instant now) {
        try {
            return finish(claim, plain, new AfterAttempt.GiveUp(""), now);
        } catch (RuntimeException refused) {
            return database.write("record a failed attempt", dsl -> {
                boolean recorded = new Finishing(dsl, now).giveUp(claim.occurrence(), holds(claim), plain);
                return new Finished(
                        recorded, OccurrenceRows.get(dsl, claim.occurrence().id()), List.of());
            });
        }
    }

    /** Gives an attempt that was stopped in good order to the next scheduler; it does not count against the retries. */
    public Finished handBack(Claim claim, AttemptEnd end, Instant now) {
        return finish(claim, end, new AfterAttempt.HandBack(), now);
    }

    /** The occurrences whose workers were not heard since a time. */
    public List<Occurrence> silent(Instant since) {
        return database.read(
                "look for lost workers",
                dsl -> OccurrenceRows.query(dsl, isSilent(since))
                        .orderBy(Tables.Occurrence.ID)
                        .fetch(Rows::occurrence));
    }

    private static Condition isSilent(Instant since) {
        return Tables.Occurrence.STATUS
                .eq(OccurrenceStatus.RUNNING.name())
                .and(Tables.Occurrence.HEARTBEAT_AT.lt(since));
    }

    /**
     * Ends an attempt in the place of its worker, which was not heard since a time. Nothing is changed where the worker was heard
     * meanwhile, or has ended it.
     *
     * @param running the occurrence as it was read
     * @param end how its attempt is recorded: lost
     */
    public Finished lost(Occurrence running, Instant since, AttemptEnd end, AfterAttempt.Next next, Instant now) {
        return database.write(
                "take an attempt over",
                dsl -> new Finishing(dsl, now)
                        .finish(running, isSameAttempt(running).and(isSilent(since)), end, next));
    }

    private static Condition holds(Claim claim) {
        return isSameAttempt(claim.occurrence())
                .and(Tables.Occurrence.WORKER.eq(claim.worker().name()));
    }

    private static Condition isSameAttempt(Occurrence running) {
        return Tables.Occurrence.ID
                .eq(running.id())
                .and(Tables.Occurrence.STATUS.eq(OccurrenceStatus.RUNNING.name()))
                .and(Tables.Occurrence.ATTEMPTS.eq(running.attempts()));
    }

    static Condition attempt(Occurrence running) {
        return Tables.Attempt.OCCURRENCE_ID.eq(running.id()).and(Tables.Attempt.NUMBER.eq(running.attempts()));
    }

    /**
     * Notes, once, that an attempt does not end though it was asked to, with the messages about it; nothing happens where it has
     * ended meanwhile.
     *
     * @return whether it was noted just now
     */
    public boolean stuck(Occurrence running, Instant now) {
        return database.write("note a stuck attempt", dsl -> {
            JobRow job = JobRow.lock(dsl, running.job()).orElseThrow();
            AttemptId attempt = new AttemptId(running.id(), running.attempts());
            if (!dsl.fetchExists(OccurrenceRows.query(dsl, isSameAttempt(running)))
                    || job.alerts().stuck().contains(attempt)) {
                return false;
            }
            Alerting alerting = new Alerting(dsl, job, now);
            alerting.alert(
                    new AlertDecision.Stuck(attempt),
                    alerting.about(running)
                            .running(running.attempts(), running.startedAt().orElse(now)),
                    OptionalLong.of(running.id()));
            return true;
        });
    }

    /** The logs in the home folder of a worker whose time has passed. */
    public List<LogFile> oldLogs(Worker worker, Instant now) {
        Condition own = Tables.Attempt.HOME
                .eq(worker.home())
                .or(Tables.Attempt.HOME.isNull().and(Tables.Attempt.HOST.eq(worker.host())));
        return database.read(
                "look for old logs",
                dsl -> dsl.select(
                                Tables.Attempt.OCCURRENCE_ID,
                                Tables.Attempt.NUMBER,
                                Tables.Attempt.LOG_FILE,
                                Tables.Attempt.HOME)
                        .from(Tables.Attempt.TABLE)
                        .where(own.and(Tables.Attempt.KEEP_LOG_UNTIL.le(now)).and(Tables.Attempt.LOG_FILE.isNotNull()))
                        .fetch(row -> new LogFile(
                                row.value1(),
                                row.value2(),
                                row.value3(),
                                Rows.optional(row, Tables.Attempt.HOME).isPresent())));
    }

    /** Notes that a log is no longer there. */
    public void logDeleted(LogFile log) {
        database.<Integer>write(
                "note a deleted log",
                (DSLContext dsl) -> dsl.update(Tables.Attempt.TABLE)
                        .setNull(Tables.Attempt.LOG_FILE)
                        .where(Tables.Attempt.OCCURRENCE_ID
                                .eq(log.occurrence())
                                .and(Tables.Attempt.NUMBER.eq(log.attempt())))
                        .execute());
    }
}

package dev.pipette.jobs.store;

import dev.pipette.jobs.AttemptEnd;
import dev.pipette.jobs.AttemptEnd.How;
import dev.pipette.jobs.JobDefinition;
import dev.pipette.jobs.Occurrence;
import dev.pipette.jobs.OccurrenceKind;
import dev.pipette.jobs.OccurrenceStatus;
import dev.pipette.jobs.policy.AfterAttempt;
import dev.pipette.jobs.policy.AlertDecision;
import dev.pipette.jobs.policy.AlertState.AttemptId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** Ends an attempt under the lock of the job's row, and does what follows from it. */
record Finishing(DSLContext dsl, Instant now) {
    /** What becomes of the occurrence. */
    private record Step(
            OccurrenceStatus status, Optional<Instant> nextAttemptAt, Optional<String> message, int failed) {}

    Finished finish(Occurrence running, Condition guard, AttemptEnd end, AfterAttempt.Next next) {
        JobRow job = JobRow.lock(dsl, running.job()).orElseThrow();
        Occurrence present = OccurrenceRows.get(dsl, running.id());
        if (!dsl.fetchExists(OccurrenceRows.query(dsl, guard))) {
            return new Finished(false, present, List.of());
        }
        Step step = step(present, end, next);
        write(present, end, step);
        Occurrence ended = OccurrenceRows.get(dsl, running.id());
        health(job, ended, end);
        return new Finished(true, ended, ended.status() == OccurrenceStatus.SUCCEEDED ? followers(ended) : List.of());
    }

    private Step step(Occurrence running, AttemptEnd end, AfterAttempt.Next next) {
        return switch (next) {
            case AfterAttempt.Done done ->
                end.how() == How.CANCELLED
                        ? cancelled()
                        : new Step(OccurrenceStatus.SUCCEEDED, Optional.empty(), Optional.empty(), 0);
            case AfterAttempt.RetryAt(Duration pause) ->
                isCancelled(running)
                        ? cancelled()
                        : new Step(OccurrenceStatus.RETRYING, Optional.of(now.plus(pause)), end.message(), 1);
            case AfterAttempt.GiveUp(String why) ->
                isCancelled(running)
                        ? cancelled()
                        : new Step(
                                OccurrenceStatus.FAILED,
                                Optional.empty(),
                                Optional.of(end.message()
                                        .map(message -> why.isEmpty() ? message : message + " " + why)
                                        .orElse(why)),
                                1);
            case AfterAttempt.HandBack back ->
                isCancelled(running)
                        ? cancelled()
                        : new Step(OccurrenceStatus.WAITING, Optional.empty(), end.message(), 0);
        };
    }

    private static boolean isCancelled(Occurrence running) {
        return running.cancelRequestedAt().isPresent();
    }

    private static Step cancelled() {
        return new Step(OccurrenceStatus.CANCELLED, Optional.empty(), Optional.of("cancelled while it was running"), 0);
    }

    private void write(Occurrence running, AttemptEnd end, Step step) {
        Duration keepLogs = JobCatalogue.readable(dsl, running.job(), running.version())
                .map(version -> version.definition().keepLogs())
                .orElse(JobDefinition.KEEP_LOGS);
        @Nullable String code = end.errorCode().orElse(null);
        dsl.update(Tables.Attempt.TABLE)
                .set(Tables.Attempt.FINISHED_AT, now)
                .set(Tables.Attempt.HOW, end.how().name())
                .set(Tables.Attempt.EXIT_CODE, end.exitCode())
                .set(Tables.Attempt.ERROR_CODE, code)
                .set(Tables.Attempt.MESSAGE, end.message().orElse(null))
                .set(Tables.Attempt.ROWS, end.rows())
                .set(Tables.Attempt.LOADS, Documents.loads(end.loads()))
                .set(Tables.Attempt.LAST_LINES, Documents.lines(end.lastLines()))
                .set(Tables.Attempt.KEEP_LOG_UNTIL, now.plus(keepLogs))
                .where(Attempts.attempt(running))
                .execute();
        @Nullable Instant finished = step.status().isEnd() ? now : null;
        dsl.update(Tables.Occurrence.TABLE)
                .set(Tables.Occurrence.STATUS, step.status().name())
                .set(Tables.Occurrence.FAILURES, running.failures() + step.failed())
                .set(Tables.Occurrence.NEXT_ATTEMPT_AT, step.nextAttemptAt().orElse(null))
                .set(Tables.Occurrence.FINISHED_AT, finished)
                .set(Tables.Occurrence.ROWS, rows(running))
                .set(Tables.Occurrence.ERROR_CODE, code)
                .set(Tables.Occurrence.MESSAGE, step.message().orElse(null))
                .where(Tables.Occurrence.ID.eq(running.id()))
                .execute();
    }

    /** Of all attempts; the row of this one is written. */
    private long rows(Occurrence running) {
        LoadedRows rows = new LoadedRows();
        dsl.select(Tables.Attempt.ROWS, Tables.Attempt.LOADS)
                .from(Tables.Attempt.TABLE)
                .where(Tables.Attempt.OCCURRENCE_ID.eq(running.id()))
                .orderBy(Tables.Attempt.NUMBER)
                .forEach(attempt -> rows.add(attempt.value1(), Documents.loads(attempt.value2())));
        return rows.total();
    }

    /** Ends an attempt and its occurrence, and nothing else: the store refused what usually follows. */
    boolean giveUp(Occurrence running, Condition guard, AttemptEnd end) {
        JobRow job = JobRow.lock(dsl, running.job()).orElseThrow();
        boolean holds = dsl.fetchExists(OccurrenceRows.query(dsl, guard.and(Tables.Occurrence.JOB.eq(job.name()))));
        if (holds) {
            write(
                    OccurrenceRows.get(dsl, running.id()),
                    end,
                    new Step(OccurrenceStatus.FAILED, Optional.empty(), end.message(), 1));
        }
        return holds;
    }

    /** Keeps how the job is now, with the messages about it. */
    private void health(JobRow job, Occurrence ended, AttemptEnd end) {
        AttemptId attempt = new AttemptId(ended.id(), ended.attempts());
        if (ended.status() == OccurrenceStatus.SUCCEEDED) {
            dsl.update(Tables.Job.TABLE)
                    .set(Tables.Job.LAST_SUCCESS_AT, now)
                    .where(Tables.Job.NAME.eq(job.name()))
                    .execute();
            Instant started = ended.startedAt().orElse(now);
            alert(job, ended, end, new AlertDecision.Succeeded(attempt, started));
        } else if (ended.status() == OccurrenceStatus.FAILED) {
            alert(job, ended, end, new AlertDecision.FailedForGood(attempt, now));
        }
    }

    private void alert(JobRow job, Occurrence ended, AttemptEnd end, AlertDecision.Event event) {
        Alerting alerting = new Alerting(dsl, job, now);
        alerting.alert(event, alerting.about(ended).ended(ended.attempts(), end), OptionalLong.of(ended.id()));
    }

    /** The same interval of the jobs that follow: once each, and once more after it was redone. */
    private List<Occurrence> followers(Occurrence done) {
        List<Occurrence> made = new ArrayList<>();
        List<String> names = dsl.select(Tables.After.JOB)
                .from(Tables.After.TABLE)
                .where(Tables.After.UPSTREAM.eq(done.job()))
                .orderBy(Tables.After.JOB)
                .fetch(Tables.After.JOB);
        for (String name : names) {
            JobRow job = JobRow.find(dsl, name).orElseThrow();
            Optional<Occurrence> newest = OccurrenceRows.newest(dsl, job, done.interval());
            if (newest.isEmpty() || done.redo() > 0) {
                int redo = newest.map(one -> one.redo() + 1).orElse(0);
                OccurrenceRows.New follower =
                        new OccurrenceRows.New(job, done.interval(), OccurrenceKind.AFTER, redo, OptionalLong.empty());
                OccurrenceRows.insert(dsl, follower, now).ifPresent(made::add);
            }
        }
        return made;
    }
}

package dev.pipette.jobs.store;

import dev.pipette.error.PipetteException;
import dev.pipette.jobs.JobVersion;
import dev.pipette.jobs.Occurrence;
import dev.pipette.jobs.OccurrenceKind;
import dev.pipette.jobs.OccurrenceStatus;
import dev.pipette.jobs.Overlap;
import dev.pipette.jobs.policy.OverlapDecision;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/** Decides, under the lock of the job's row, whether a worker may run an occurrence. */
record Claiming(DSLContext dsl, Worker worker, Instant now) {
    ClaimResult claim(long id) {
        Optional<String> job = OccurrenceRows.find(dsl, id).map(Occurrence::job);
        if (job.isEmpty()) {
            return new ClaimResult.Unknown();
        }
        JobRow row = JobRow.lock(dsl, job.get()).orElseThrow();
        Occurrence occurrence = OccurrenceRows.get(dsl, id);
        if (occurrence.status() == OccurrenceStatus.RUNNING) {
            return new ClaimResult.Running(occurrence);
        }
        if (occurrence.status().isEnd()) {
            return new ClaimResult.Over(occurrence);
        }
        return open(row, occurrence);
    }

    private ClaimResult open(JobRow job, Occurrence occurrence) {
        boolean isOld = occurrence.generation() != job.generation();
        if (isOld || job.unpromotedAt().isPresent()) { // made by the success of another job at the same moment
            return end(occurrence, OccurrenceStatus.CANCELLED, JobCatalogue.UNPROMOTED);
        }
        if (job.pausedAt().isPresent() && occurrence.kind() != OccurrenceKind.MANUAL) {
            return new ClaimResult.Paused();
        }
        if (occurrence.nextAttemptAt().isPresent()
                && occurrence.nextAttemptAt().get().isAfter(now)) {
            return new ClaimResult.NotYet(occurrence.nextAttemptAt().get());
        }
        return readable(job, occurrence);
    }

    private ClaimResult readable(JobRow job, Occurrence occurrence) {
        try {
            return due(
                    job,
                    occurrence,
                    JobCatalogue.version(dsl, job.name(), job.version()).orElseThrow());
        } catch (PipetteException unreadable) {
            return new ClaimResult.Unreadable(String.valueOf(unreadable.getMessage()));
        }
    }

    private ClaimResult due(JobRow job, Occurrence occurrence, JobVersion version) {
        List<Occurrence> running = running(job.name());
        boolean isBeside = running.stream().allMatch(one -> isSameBackfill(occurrence, one));
        OverlapDecision decision = OverlapDecision.of(
                isSkippable(occurrence) && !isBackfillOnly(running)
                        ? version.definition().overlap()
                        : Overlap.QUEUE,
                running.size(),
                isBeside ? parallel(occurrence) : 1);
        if (decision != OverlapDecision.START) {
            return decision == OverlapDecision.SKIP
                    ? end(occurrence, OccurrenceStatus.SKIPPED, decision.reason())
                    : new ClaimResult.Busy(running.getFirst().id());
        }
        Optional<Long> first = first(job, occurrence);
        return first.isPresent() ? new ClaimResult.Busy(first.get()) : start(occurrence, version);
    }

    /** A backfill of days would skip all that the schedule makes due. */
    private static boolean isBackfillOnly(List<Occurrence> running) {
        return running.stream().allMatch(one -> one.kind() == OccurrenceKind.BACKFILL);
    }

    private List<Occurrence> running(String job) {
        return OccurrenceRows.query(
                        dsl,
                        Tables.Occurrence.JOB.eq(job).and(Tables.Occurrence.STATUS.eq(OccurrenceStatus.RUNNING.name())))
                .orderBy(Tables.Occurrence.ID)
                .fetch(Rows::occurrence);
    }

    private static boolean isSameBackfill(Occurrence one, Occurrence other) {
        return one.kind() == OccurrenceKind.BACKFILL
                && other.kind() == OccurrenceKind.BACKFILL
                && one.backfill().equals(other.backfill());
    }

    private int parallel(Occurrence occurrence) {
        if (occurrence.kind() != OccurrenceKind.BACKFILL) {
            return 1;
        }
        return dsl.select(Tables.Backfill.PARALLEL)
                .from(Tables.Backfill.TABLE)
                .where(Tables.Backfill.ID.eq(occurrence.backfill().orElseThrow()))
                .fetchSingle(Tables.Backfill.PARALLEL);
    }

    /** What has begun is not skipped, and neither is what a person asked for. */
    private static boolean isSkippable(Occurrence occurrence) {
        return occurrence.attempts() == 0
                && (occurrence.kind() == OccurrenceKind.SCHEDULED || occurrence.kind() == OccurrenceKind.AFTER);
    }

    private ClaimResult end(Occurrence occurrence, OccurrenceStatus status, String why) {
        OccurrenceRows.end(dsl, Tables.Occurrence.ID.eq(occurrence.id()), status, why, now);
        return new ClaimResult.Over(OccurrenceRows.get(dsl, occurrence.id()));
    }

    /**
     * The occurrence that comes first: one that could run now, and became due earlier. The intervals of a backfill come after all
     * others, so that the schedule is kept while a backfill of many intervals runs.
     */
    private Optional<Long> first(JobRow job, Occurrence occurrence) {
        Condition ready = Tables.Occurrence.STATUS
                .eq(OccurrenceStatus.WAITING.name())
                .or(Tables.Occurrence.STATUS
                        .eq(OccurrenceStatus.RETRYING.name())
                        .and(Tables.Occurrence.NEXT_ATTEMPT_AT.le(now)));
        Condition kind = job.pausedAt().isPresent()
                ? Tables.Occurrence.KIND.eq(OccurrenceKind.MANUAL.name())
                : Tables.Occurrence.KIND.ne(OccurrenceKind.BACKFILL.name());
        Condition earlier = occurrence.kind() == OccurrenceKind.BACKFILL
                ? DSL.noCondition()
                : Tables.Occurrence.DUE_AT
                        .lt(occurrence.dueAt())
                        .or(Tables.Occurrence.DUE_AT
                                .eq(occurrence.dueAt())
                                .and(Tables.Occurrence.ID.lt(occurrence.id())));
        return dsl.select(Tables.Occurrence.ID)
                .from(Tables.Occurrence.TABLE)
                .where(Tables.Occurrence.JOB.eq(job.name()).and(ready).and(kind).and(earlier))
                .and(Tables.Occurrence.ID.ne(occurrence.id()))
                .orderBy(Tables.Occurrence.DUE_AT, Tables.Occurrence.ID)
                .limit(1)
                .fetchOptional(Tables.Occurrence.ID);
    }

    private ClaimResult start(Occurrence occurrence, JobVersion version) {
        dsl.update(Tables.Occurrence.TABLE)
                .set(Tables.Occurrence.STATUS, OccurrenceStatus.RUNNING.name())
                .set(Tables.Occurrence.VERSION, version.number())
                .set(Tables.Occurrence.ATTEMPTS, occurrence.attempts() + 1)
                .set(Tables.Occurrence.WORKER, worker.name())
                .set(Tables.Occurrence.STARTED_AT, now)
                .set(Tables.Occurrence.HEARTBEAT_AT, now)
                .setNull(Tables.Occurrence.NEXT_ATTEMPT_AT)
                .where(Tables.Occurrence.ID.eq(occurrence.id()))
                .execute();
        dsl.insertInto(Tables.Attempt.TABLE)
                .set(Tables.Attempt.OCCURRENCE_ID, occurrence.id())
                .set(Tables.Attempt.NUMBER, occurrence.attempts() + 1)
                .set(Tables.Attempt.JOB, occurrence.job())
                .set(Tables.Attempt.VERSION, version.number())
                .set(Tables.Attempt.WORKER, worker.name())
                .set(Tables.Attempt.HOST, worker.host())
                .set(Tables.Attempt.HOME, worker.home())
                .set(Tables.Attempt.STARTED_AT, now)
                .set(Tables.Attempt.ROWS, 0L)
                .execute();
        return new ClaimResult.Claimed(new Claim(OccurrenceRows.get(dsl, occurrence.id()), version, worker));
    }
}

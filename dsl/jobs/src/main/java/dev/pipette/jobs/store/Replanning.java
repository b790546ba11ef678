package dev.pipette.jobs.store;

import dev.pipette.jobs.Occurrence;
import dev.pipette.jobs.OccurrenceKind;
import dev.pipette.jobs.OccurrenceStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Takes back what a clock that was ahead did to a job, under the lock of its row: occurrences of times that have not come, and waits
 * that would end then. What has begun stays, so that no interval runs twice.
 */
record Replanning(DSLContext dsl, JobRow job, Instant now) {
    /** No message waits longer than this to be sent again. */
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);

    Replanned replan(Duration longestPause) {
        Condition ahead = ahead();
        @Nullable
        Instant first = dsl.select(DSL.min(Tables.Occurrence.DUE_AT))
                .from(Tables.Occurrence.TABLE)
                .where(ahead)
                .fetchSingle()
                .value1();
        int withdrawn = dsl.deleteFrom(Tables.Occurrence.TABLE).where(ahead).execute();
        Instant until = first != null && !first.isAfter(now) ? first.minus(1, ChronoUnit.MICROS) : now;
        List<Occurrence> begun = OccurrenceRows.query(
                        dsl,
                        scheduled()
                                .and(Tables.Occurrence.ATTEMPTS.gt(0))
                                .and(Tables.Occurrence.STATUS.ne(OccurrenceStatus.RETRYING.name()))
                                .and(Tables.Occurrence.TO.gt(now)))
                .orderBy(Tables.Occurrence.FROM)
                .fetch(Rows::occurrence);
        setJob(until);
        endWaits(longestPause);
        return new Replanned(until, withdrawn, begun);
    }

    private Condition scheduled() {
        return job.occurrences().and(Tables.Occurrence.KIND.eq(OccurrenceKind.SCHEDULED.name()));
    }

    /** Planned for a time that has not come, or skipped then; none that a backfill counts on. */
    private Condition ahead() {
        Condition skipped =
                Tables.Occurrence.STATUS.eq(OccurrenceStatus.SKIPPED.name()).and(Tables.Occurrence.FINISHED_AT.gt(now));
        Condition waits =
                Tables.Occurrence.STATUS.eq(OccurrenceStatus.WAITING.name()).and(Tables.Occurrence.TO.gt(now));
        return scheduled()
                .and(Tables.Occurrence.ATTEMPTS.eq(0))
                .and(skipped.or(waits))
                .andNotExists(dsl.selectOne()
                        .from(Tables.BackfillInterval.TABLE)
                        .where(Tables.BackfillInterval.OCCURRENCE_ID.eq(Tables.Occurrence.ID)));
    }

    private void setJob(Instant until) {
        @Nullable
        Instant covered = dsl.select(DSL.max(Tables.Occurrence.TO))
                .from(Tables.Occurrence.TABLE)
                .where(scheduled().and(Tables.Occurrence.TO.le(until)))
                .fetchSingle()
                .value1();
        dsl.update(Tables.Job.TABLE)
                .set(Tables.Job.PLANNED_UNTIL, until)
                .set(Tables.Job.COVERED_UNTIL, covered)
                .where(Tables.Job.NAME.eq(job.name()))
                .execute();
        for (Field<Instant> past :
                List.of(Tables.Job.PROMOTED_SINCE, Tables.Job.LAST_SUCCESS_AT, Tables.Job.RESUMED_AT)) {
            dsl.update(Tables.Job.TABLE)
                    .set(past, now)
                    .where(Tables.Job.NAME.eq(job.name()).and(past.gt(now)))
                    .execute();
        }
    }

    /** What waits for a time that was computed from the wrong one continues now, or at the end of its interval. */
    private void endWaits(Duration longestPause) {
        Condition retrying = job.occurrences().and(Tables.Occurrence.STATUS.eq(OccurrenceStatus.RETRYING.name()));
        dsl.update(Tables.Occurrence.TABLE)
                .set(Tables.Occurrence.NEXT_ATTEMPT_AT, Tables.Occurrence.TO)
                .where(retrying.and(scheduled()).and(Tables.Occurrence.TO.gt(now)))
                .execute();
        dsl.update(Tables.Occurrence.TABLE)
                .set(Tables.Occurrence.NEXT_ATTEMPT_AT, now)
                .where(retrying.and(Tables.Occurrence.TO.le(now))
                        .and(Tables.Occurrence.NEXT_ATTEMPT_AT.gt(now.plus(longestPause))))
                .execute();
        dsl.update(Tables.Alert.TABLE)
                .set(Tables.Alert.NEXT_ATTEMPT_AT, now)
                .where(Tables.Alert.JOB
                        .eq(job.name())
                        .and(Tables.Alert.STATUS.eq(QueuedAlert.Status.WAITING.name()))
                        .and(Tables.Alert.NEXT_ATTEMPT_AT.gt(now.plus(LONGEST_WAIT))))
                .execute();
    }
}

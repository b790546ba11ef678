package dev.pipette.jobs.store;

import dev.pipette.RunInterval;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.jobs.Occurrence;
import dev.pipette.jobs.OccurrenceKey;
import dev.pipette.jobs.OccurrenceKind;
import dev.pipette.jobs.OccurrenceStatus;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.InsertSetMoreStep;
import org.jooq.InsertSetStep;
import org.jooq.Record;
import org.jooq.SelectConditionStep;
import org.jspecify.annotations.Nullable;

/** Rows of occurrences: statements that several steps need. */
final class OccurrenceRows {
    /** Not begun, or to be tried again. */
    static final List<String> OPEN = List.of(OccurrenceStatus.WAITING.name(), OccurrenceStatus.RETRYING.name());

    /** So many rows have fewer values than jOOQ binds at most in SQLite. */
    private static final int BATCH = 60;

    private OccurrenceRows() {}

    static SelectConditionStep<Record> query(DSLContext dsl, Condition condition) {
        return dsl.select(Tables.Occurrence.ALL).from(Tables.Occurrence.TABLE).where(condition);
    }

    static Optional<Occurrence> find(DSLContext dsl, long id) {
        return query(dsl, Tables.Occurrence.ID.eq(id)).fetchOptional().map(Rows::occurrence);
    }

    static Occurrence get(DSLContext dsl, long id) {
        return find(dsl, id)
                .orElseThrow(() -> new PipetteException(
                        ErrorCode.BAD_USAGE,
                        "there is no occurrence " + id + ". pipette jobs history NAME lists those of a job."));
    }

    /** The newest occurrence of an interval: the one that was redone last. */
    static Optional<Occurrence> newest(DSLContext dsl, JobRow job, RunInterval interval) {
        return query(dsl, job.occurrences(interval))
                .orderBy(Tables.Occurrence.REDO.desc())
                .limit(1)
                .fetchOptional()
                .map(Rows::occurrence);
    }

    /** The occurrence of an interval that succeeded last. */
    static Optional<Occurrence> succeeded(DSLContext dsl, JobRow job, RunInterval interval) {
        return query(dsl, job.occurrences(interval).and(Tables.Occurrence.STATUS.eq(OccurrenceStatus.SUCCEEDED.name())))
                .orderBy(Tables.Occurrence.REDO.desc())
                .limit(1)
                .fetchOptional()
                .map(Rows::occurrence);
    }

    /** An occurrence that is to be made. */
    record New(JobRow job, RunInterval interval, OccurrenceKind kind, int redo, OptionalLong backfill) {
        New(JobRow job, RunInterval interval, OccurrenceKind kind) {
            this(job, interval, kind, 0, OptionalLong.empty());
        }

        /** Whether an occurrence is this one, as the store keeps it. */
        boolean is(Occurrence kept) {
            OccurrenceKey key = key();
            return kept.key()
                    .equals(new OccurrenceKey(
                            key.job(),
                            key.generation(),
                            InstantBinding.kept(key.from()),
                            InstantBinding.kept(key.to()),
                            key.redo()));
        }

        OccurrenceKey key() {
            return OccurrenceKey.of(job.name(), job.generation(), interval, redo);
        }
    }

    /** Makes an occurrence that waits; empty where it is there already. */
    static Optional<Occurrence> insert(DSLContext dsl, New made, Instant due) {
        return insert(dsl, made, due, Optional.empty(), due);
    }

    /** Makes one that is skipped, for a reason; empty where there is one already. */
    static Optional<Occurrence> insert(DSLContext dsl, New made, Instant due, Optional<String> skipped, Instant now) {
        return values(dsl.insertInto(Tables.Occurrence.TABLE), made, due, skipped, now)
                .onConflict(
                        Tables.Occurrence.JOB,
                        Tables.Occurrence.GENERATION,
                        Tables.Occurrence.FROM,
                        Tables.Occurrence.TO,
                        Tables.Occurrence.REDO)
                .doNothing()
                .returningResult(Tables.Occurrence.ALL)
                .fetchOptional()
                .map(Rows::occurrence)
                .filter(made::is); // for SQLite, jOOQ answers with the last row that was inserted
    }

    /** Makes the occurrences of a backfill that are not there yet, by statements of many rows; their numbers, in their order. */
    static List<Long> insertAll(DSLContext dsl, long backfill, List<New> made, Instant due) {
        for (int from = 0; from < made.size(); from += BATCH) {
            InsertSetStep<Record> insert = dsl.insertInto(Tables.Occurrence.TABLE);
            InsertSetMoreStep<Record> rows = values(insert, made.get(from), due, Optional.empty(), due);
            for (New more : made.subList(from + 1, Math.min(from + BATCH, made.size()))) {
                rows = values(rows.newRecord(), more, due, Optional.empty(), due);
            }
            rows.execute();
        }
        Map<OccurrenceKey, Long> numbers = new HashMap<>();
        query(dsl, Tables.Occurrence.BACKFILL_ID.eq(backfill))
                .fetch(Rows::occurrence)
                .forEach(occurrence -> numbers.put(occurrence.key(), occurrence.id()));
        return made.stream()
                .map(one -> Objects.requireNonNull(numbers.get(one.key())))
                .toList();
    }

    private static InsertSetMoreStep<Record> values(
            InsertSetStep<Record> insert, New made, Instant due, Optional<String> skipped, Instant now) {
        @Nullable String reason = skipped.orElse(null);
        @Nullable Instant finished = skipped.isPresent() ? now : null;
        @Nullable Long backfill = made.backfill().isPresent() ? made.backfill().getAsLong() : null;
        return insert.set(Tables.Occurrence.JOB, made.job().name())
                .set(Tables.Occurrence.VERSION, made.job().version())
                .set(Tables.Occurrence.FROM, made.interval().from().toInstant())
                .set(Tables.Occurrence.TO, made.interval().to().toInstant())
                .set(Tables.Occurrence.ZONE, made.interval().to().getZone().getId())
                .set(Tables.Occurrence.KIND, made.kind().name())
                .set(Tables.Occurrence.GENERATION, made.job().generation())
                .set(Tables.Occurrence.REDO, made.redo())
                .set(
                        Tables.Occurrence.STATUS,
                        (skipped.isPresent() ? OccurrenceStatus.SKIPPED : OccurrenceStatus.WAITING).name())
                .set(Tables.Occurrence.ATTEMPTS, 0)
                .set(Tables.Occurrence.FAILURES, 0)
                .set(Tables.Occurrence.DUE_AT, due)
                .set(Tables.Occurrence.ROWS, 0L)
                .set(Tables.Occurrence.MESSAGE, reason)
                .set(Tables.Occurrence.FINISHED_AT, finished)
                .set(Tables.Occurrence.BACKFILL_ID, backfill);
    }

    /** Lets one that ended without a success wait again, with all its retries; its key stays, so that nothing counts twice. */
    static Occurrence reopen(
            DSLContext dsl, Occurrence ended, OccurrenceKind kind, OptionalLong backfill, Instant now) {
        @Nullable Long of = backfill.isPresent() ? backfill.getAsLong() : null;
        dsl.update(Tables.Occurrence.TABLE)
                .set(Tables.Occurrence.STATUS, OccurrenceStatus.WAITING.name())
                .set(Tables.Occurrence.KIND, kind.name())
                .set(Tables.Occurrence.BACKFILL_ID, of)
                .set(Tables.Occurrence.FAILURES, 0)
                .set(Tables.Occurrence.DUE_AT, now)
                .setNull(Tables.Occurrence.NEXT_ATTEMPT_AT)
                .setNull(Tables.Occurrence.FINISHED_AT)
                .setNull(Tables.Occurrence.CANCEL_REQUESTED_AT)
                .setNull(Tables.Occurrence.MESSAGE)
                .setNull(Tables.Occurrence.ERROR_CODE)
                .where(Tables.Occurrence.ID.eq(ended.id()))
                .execute();
        return get(dsl, ended.id());
    }

    /** Ends occurrences that do not run. */
    static int end(DSLContext dsl, Condition which, OccurrenceStatus status, String message, Instant now) {
        return dsl.update(Tables.Occurrence.TABLE)
                .set(Tables.Occurrence.STATUS, status.name())
                .set(Tables.Occurrence.MESSAGE, message)
                .set(Tables.Occurrence.FINISHED_AT, now)
                .setNull(Tables.Occurrence.NEXT_ATTEMPT_AT)
                .where(which.and(Tables.Occurrence.STATUS.in(OPEN)))
                .execute();
    }
}

package dev.pipette.jobs.store;

import dev.pipette.RunInterval;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.jobs.policy.AlertState;
import dev.pipette.text.NearestName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.SelectConditionStep;

/** The row of a job. Whoever locks it is the only one who changes the job or its occurrences until the end of the transaction. */
record JobRow(
        String name,
        int version,
        int generation,
        Instant promotedSince,
        Instant plannedUntil,
        Optional<Instant> pausedAt,
        Optional<Instant> unpromotedAt,
        Optional<Instant> lastSuccessAt,
        Optional<Instant> resumedAt,
        AlertState alerts) {
    private static JobRow of(Record row) {
        return new JobRow(
                row.get(Tables.Job.NAME),
                row.get(Tables.Job.CURRENT_VERSION),
                row.get(Tables.Job.GENERATION),
                row.get(Tables.Job.PROMOTED_SINCE),
                row.get(Tables.Job.PLANNED_UNTIL),
                Rows.optional(row, Tables.Job.PAUSED_AT),
                Rows.optional(row, Tables.Job.UNPROMOTED_AT),
                Rows.optional(row, Tables.Job.LAST_SUCCESS_AT),
                Rows.optional(row, Tables.Job.RESUMED_AT),
                new AlertState(
                        Rows.optional(row, Tables.Job.FAILING_SINCE),
                        row.get(Tables.Job.IS_LATE),
                        Documents.attempts(row.get(Tables.Job.STUCK))));
    }

    private static SelectConditionStep<Record> query(DSLContext dsl, String name) {
        return dsl.select(List.of(
                        Tables.Job.NAME,
                        Tables.Job.CURRENT_VERSION,
                        Tables.Job.GENERATION,
                        Tables.Job.PROMOTED_SINCE,
                        Tables.Job.PLANNED_UNTIL,
                        Tables.Job.PAUSED_AT,
                        Tables.Job.UNPROMOTED_AT,
                        Tables.Job.LAST_SUCCESS_AT,
                        Tables.Job.RESUMED_AT,
                        Tables.Job.FAILING_SINCE,
                        Tables.Job.IS_LATE,
                        Tables.Job.STUCK))
                .from(Tables.Job.TABLE)
                .where(Tables.Job.NAME.eq(name));
    }

    /** Reads the row of a job, also of one that was unpromoted. */
    static Optional<JobRow> find(DSLContext dsl, String name) {
        return query(dsl, name).fetchOptional().map(JobRow::of);
    }

    /** Locks the row of a job; in SQLite, the transaction has locked everything. */
    static Optional<JobRow> lock(DSLContext dsl, String name) {
        SelectConditionStep<Record> query = query(dsl, name);
        return (dsl.dialect().family() == SQLDialect.SQLITE
                        ? query.fetchOptional()
                        : query.forUpdate().fetchOptional())
                .map(JobRow::of);
    }

    /** Locks the row of a job that is promoted. */
    static JobRow lockKnown(DSLContext dsl, String name) {
        return lock(dsl, name).filter(job -> job.unpromotedAt().isEmpty()).orElseThrow(() -> unknown(dsl, name));
    }

    static List<String> names(DSLContext dsl) {
        return dsl.select(Tables.Job.NAME)
                .from(Tables.Job.TABLE)
                .where(Tables.Job.UNPROMOTED_AT.isNull())
                .orderBy(Tables.Job.NAME)
                .fetch(Tables.Job.NAME);
    }

    /** An error for a job that is not there, with the name that may have been meant. */
    static PipetteException unknown(DSLContext dsl, String name) {
        List<String> names = names(dsl);
        String jobs = names.isEmpty()
                ? " No job has been promoted: pipette promote FILE --name " + name + " makes one."
                : NearestName.of(name, names)
                        .map(near -> " Did you mean '" + near + "'?")
                        .orElse(" There are: " + String.join(", ", names) + ".");
        return new PipetteException(ErrorCode.BAD_USAGE, "there is no job '" + name + "'." + jobs);
    }

    /** The occurrences of the job since it was promoted last after it was unpromoted. */
    Condition occurrences() {
        return Tables.Occurrence.JOB.eq(name).and(Tables.Occurrence.GENERATION.eq(generation));
    }

    /** Those of an interval; of one that was redone there are several. */
    Condition occurrences(RunInterval interval) {
        return occurrences()
                .and(Tables.Occurrence.FROM.eq(interval.from().toInstant()))
                .and(Tables.Occurrence.TO.eq(interval.to().toInstant()));
    }

    /** Keeps what was alerted about the job. */
    void keep(DSLContext dsl, AlertState state) {
        dsl.update(Tables.Job.TABLE)
                .set(Tables.Job.FAILING_SINCE, state.failingSince().orElse(null))
                .set(Tables.Job.IS_LATE, state.isLate())
                .set(Tables.Job.STUCK, Documents.attempts(state.stuck()))
                .where(Tables.Job.NAME.eq(name))
                .execute();
    }
}

package dev.pipette.jobs.store;

import dev.pipette.RunInterval;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.jobs.Occurrence;
import dev.pipette.jobs.OccurrenceKind;
import dev.pipette.jobs.OccurrenceStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * The occurrences of jobs: made by schedules and by people, listed, cancelled.
 *
 * <pre>{@code
 * store.occurrences().plan("orders", seen, List.of(new PlannedOccurrence(hour, Optional.empty())), now, now);
 * }</pre>
 */
public final class Occurrences {
    /** More than run at a time. */
    private static final int OF_BACKFILL = 64;

    private final Database database;

    Occurrences(Database database) {
        this.database = database;
    }

    /** An occurrence by its number. */
    public Optional<Occurrence> find(long id) {
        return database.read("read an occurrence", dsl -> OccurrenceRows.find(dsl, id));
    }

    /** The newest occurrences of a job, those that became due last first; also of a job that was unpromoted. */
    public List<Occurrence> history(String job, int limit) {
        return database.read(
                "list the occurrences of " + job,
                dsl -> OccurrenceRows.query(dsl, Tables.Occurrence.JOB.eq(job))
                        .orderBy(Tables.Occurrence.DUE_AT.desc(), Tables.Occurrence.ID.desc())
                        .limit(limit)
                        .fetch(Rows::occurrence));
    }

    /**
     * The occurrences of all jobs that wait to be run or run again, in the order in which they became due; of each backfill the first
     * ones only, because it may have a hundred thousand. Those that are held by a pause are among them.
     * Those that this Pipette cannot read are not.
     */
    public List<Occurrence> open() {
        Field<Integer> place = DSL.rowNumber()
                .over(DSL.partitionBy(Tables.Occurrence.BACKFILL_ID, Tables.Occurrence.STATUS)
                        .orderBy(Tables.Occurrence.DUE_AT, Tables.Occurrence.ID));
        return database.read("list the occurrences that wait", dsl -> {
            var first = dsl.select(Tables.Occurrence.ID.as("id"), Tables.Occurrence.KIND.as("kind"), place.as("place"))
                    .from(Tables.Occurrence.TABLE)
                    .where(Tables.Occurrence.STATUS.in(OccurrenceRows.OPEN))
                    .asTable("first_ones");
            var ids = dsl.select(DSL.field(DSL.name("id"), Long.class))
                    .from(first)
                    .where(DSL.field(DSL.name("kind"), String.class)
                            .ne(OccurrenceKind.BACKFILL.name())
                            .or(DSL.field(DSL.name("place"), Integer.class).le(OF_BACKFILL)));
            return OccurrenceRows.query(dsl, Tables.Occurrence.ID.in(ids))
                    .orderBy(Tables.Occurrence.DUE_AT, Tables.Occurrence.ID)
                    .fetch(Rows::readable)
                    .stream()
                    .flatMap(Optional::stream)
                    .toList();
        });
    }

    /** All occurrences that run, and that this Pipette can read. */
    public List<Occurrence> running() {
        return database.read(
                "list the occurrences that run",
                dsl -> OccurrenceRows.query(dsl, Tables.Occurrence.STATUS.eq(OccurrenceStatus.RUNNING.name()))
                        .orderBy(Tables.Occurrence.ID)
                        .fetch(Rows::readable)
                        .stream()
                        .flatMap(Optional::stream)
                        .toList());
    }

    /**
     * Makes the occurrences of fire times that have passed; those that are there already stay as they are.
     *
     * @param seen the {@link dev.pipette.jobs.JobInfo#plannedUntil()} that the plan was made with
     * @param due the occurrences, from the oldest on
     * @param until all fire times up to here have their occurrences now
     * @return those that were made, also the skipped ones; empty where another scheduler planned meanwhile, or the job was paused
     *     or unpromoted: then nothing was changed, and the plan is to be made again
     */
    public Optional<List<Occurrence>> plan(
            String job, Instant seen, List<PlannedOccurrence> due, Instant until, Instant now) {
        return database.write("plan the occurrences of " + job, dsl -> {
            Optional<JobRow> row = JobRow.lock(dsl, job)
                    .filter(known -> known.unpromotedAt().isEmpty()
                            && known.pausedAt().isEmpty()
                            && known.plannedUntil().equals(InstantBinding.kept(seen)));
            if (row.isEmpty()) {
                return Optional.<List<Occurrence>>empty();
            }
            List<Occurrence> made = new ArrayList<>();
            @Nullable
            Instant covered = dsl.select(Tables.Job.COVERED_UNTIL)
                    .from(Tables.Job.TABLE)
                    .where(Tables.Job.NAME.eq(job))
                    .fetchSingle(Tables.Job.COVERED_UNTIL);
            for (PlannedOccurrence planned : due) {
                RunInterval interval = joined(covered, planned.interval());
                covered = interval.to().toInstant();
                OccurrenceRows.New occurrence = new OccurrenceRows.New(row.get(), interval, OccurrenceKind.SCHEDULED);
                Instant fire = planned.interval().to().toInstant();
                OccurrenceRows.insert(dsl, occurrence, fire, planned.skipped(), now)
                        .ifPresent(made::add);
            }
            dsl.update(Tables.Job.TABLE)
                    .set(Tables.Job.PLANNED_UNTIL, until)
                    .set(Tables.Job.COVERED_UNTIL, covered)
                    .where(Tables.Job.NAME.eq(job).and(Tables.Job.PLANNED_UNTIL.lt(until)))
                    .execute();
            return Optional.of(made);
        });
    }

    /**
     * Takes back what a clock planned that was ahead: occurrences of times that have not come, and waits that would end then. What has
     * begun stays, so that no interval runs twice.
     *
     * @param seen the {@link dev.pipette.jobs.JobInfo#plannedUntil()} that is ahead
     * @param longestPause before an occurrence is tried again
     * @return empty where another scheduler did it meanwhile, or the job was unpromoted
     */
    public Optional<Replanned> replan(String job, Instant seen, Duration longestPause, Instant now) {
        return database.write(
                "take back the plan of " + job,
                dsl -> JobRow.lock(dsl, job)
                        .filter(known -> known.unpromotedAt().isEmpty()
                                && known.plannedUntil().equals(InstantBinding.kept(seen)))
                        .map(known -> new Replanning(dsl, known, now).replan(longestPause)));
    }

    /** The first interval of another schedule or zone begins where the last one ended, so that nothing is left out or loaded twice. */
    private static RunInterval joined(@Nullable Instant covered, RunInterval planned) {
        return covered != null && covered.isBefore(planned.to().toInstant())
                ? new RunInterval(covered.atZone(planned.from().getZone()), planned.to())
                : planned;
    }

    /**
     * Runs an interval because a person asks for it, also while the job is paused. One that failed, was cancelled or skipped
     * waits again with its old key, so that what it had loaded counts once.
     *
     * @param redo whether an interval that succeeded runs again, with a new key: its rows are loaded again
     * @throws PipetteException BAD_USAGE for an interval that runs at this moment, or that succeeded and is not to be redone
     */
    public Occurrence request(String job, RunInterval interval, boolean redo, Instant now) {
        return database.write("run " + job, dsl -> {
            JobRow row = JobRow.lockKnown(dsl, job);
            checkEnded(dsl, row, interval, now);
            Optional<Occurrence> newest = OccurrenceRows.newest(dsl, row, interval);
            if (newest.isEmpty()) {
                return OccurrenceRows.insert(dsl, new OccurrenceRows.New(row, interval, OccurrenceKind.MANUAL), now)
                        .orElseThrow();
            }
            Occurrence known = newest.get();
            if (!redo && known.redo() > 0 && known.status() != OccurrenceStatus.RUNNING) {
                // a redo that did not come to its end leaves what succeeded before it
                OccurrenceRows.succeeded(dsl, row, interval).ifPresent(done -> {
                    throw succeeded(done);
                });
            }
            return switch (known.status()) {
                case RUNNING -> throw runs(known);
                case SUCCEEDED -> {
                    if (!redo) {
                        throw succeeded(known);
                    }
                    yield OccurrenceRows.insert(
                                    dsl,
                                    new OccurrenceRows.New(
                                            row,
                                            interval,
                                            OccurrenceKind.MANUAL,
                                            known.redo() + 1,
                                            OptionalLong.empty()),
                                    now)
                            .orElseThrow();
                }
                case WAITING, RETRYING, FAILED, SKIPPED, CANCELLED ->
                    OccurrenceRows.reopen(dsl, known, OccurrenceKind.MANUAL, known.backfill(), now);
            };
        });
    }

    /** What an unfinished interval loads would count as all of it, and what comes later in it would never be loaded. */
    private static void checkEnded(DSLContext dsl, JobRow row, RunInterval interval, Instant now) {
        boolean cuts = JobCatalogue.version(dsl, row.name(), row.version())
                .map(version -> version.definition().isByInterval())
                .orElse(false);
        if (cuts && interval.to().toInstant().isAfter(now)) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "the interval " + interval + " of job '" + row.name()
                            + "' has not ended. What it loaded now would count"
                            + " as all of it. Run it when it is over, or name one that is.");
        }
    }

    /** Runs an occurrence again, as {@link #request} does with its interval: one that succeeded is redone. */
    public Occurrence redo(long id, Instant now) {
        Occurrence known = database.read("read an occurrence", dsl -> OccurrenceRows.get(dsl, id));
        return request(known.job(), known.interval(), true, now);
    }

    private static PipetteException runs(Occurrence running) {
        return new PipetteException(
                ErrorCode.BAD_USAGE,
                "occurrence " + running.id() + " of job '" + running.job() + "', " + running.interval()
                        + ", runs at this moment" + on(running)
                        + ". Wait for its end, or cancel it: pipette jobs cancel "
                        + running.job() + " " + running.id() + ".");
    }

    static String on(Occurrence running) {
        return running.worker().map(worker -> " on " + worker).orElse("");
    }

    private static PipetteException succeeded(Occurrence done) {
        return new PipetteException(
                ErrorCode.BAD_USAGE,
                "job '" + done.job() + "' has loaded " + done.interval() + " already (occurrence " + done.id() + ", "
                        + done.rows() + (done.rows() == 1 ? " row" : " rows")
                        + "). Nothing was started. This loads its rows again: pipette jobs run " + done.job()
                        + " --interval "
                        + done.interval() + " --redo");
    }

    /** What became of a wish to cancel. */
    public enum Cancelled {
        /** It had not begun, or waited to be tried again, and has ended. */
        AT_ONCE,
        /** It runs: its worker stops it before it publishes, which takes some seconds. */
        REQUESTED
    }

    /**
     * Cancels an occurrence.
     *
     * @param by the user who asks for it
     * @throws PipetteException BAD_USAGE for one that has ended, or that is not there
     */
    public Cancelled cancel(long id, String by, Instant now) {
        String job = database.read(
                "read an occurrence", dsl -> OccurrenceRows.get(dsl, id).job());
        return database.write("cancel an occurrence", dsl -> {
            JobRow locked = JobRow.lock(dsl, job).orElseThrow();
            Occurrence known = OccurrenceRows.get(dsl, id);
            if (known.status().isEnd()) {
                throw new PipetteException(
                        ErrorCode.BAD_USAGE,
                        "occurrence " + id + " of job '" + locked.name() + "' cannot be cancelled: it is "
                                + known.status()
                                + " since "
                                + known.finishedAt().map(Instant::toString).orElse("long ago") + ".");
            }
            if (known.status() == OccurrenceStatus.RUNNING) {
                dsl.update(Tables.Occurrence.TABLE)
                        .set(
                                Tables.Occurrence.CANCEL_REQUESTED_AT,
                                DSL.coalesce(Tables.Occurrence.CANCEL_REQUESTED_AT, DSL.val(now, Tables.INSTANT)))
                        .where(Tables.Occurrence.ID.eq(id))
                        .execute();
                return Cancelled.REQUESTED;
            }
            OccurrenceRows.end(dsl, Tables.Occurrence.ID.eq(id), OccurrenceStatus.CANCELLED, "cancelled by " + by, now);
            return Cancelled.AT_ONCE;
        });
    }
}

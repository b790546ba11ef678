package dev.pipette.jobs.store;

import dev.pipette.RunInterval;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.jobs.Backfill;
import dev.pipette.jobs.Backfill.BackfillInterval;
import dev.pipette.jobs.Backfill.Choice;
import dev.pipette.jobs.Occurrence;
import dev.pipette.jobs.OccurrenceKind;
import dev.pipette.jobs.OccurrenceStatus;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.Record;

/**
 * Backfills: intervals of a job that a person asked to load.
 *
 * <pre>{@code
 * Backfill december = store.backfills().create(new Backfills.Wish("orders", days, 4, false, "ada"), now);
 * }</pre>
 */
public final class Backfills {
    private final Database database;

    Backfills(Database database) {
        this.database = database;
    }

    /**
     * What a person asks for.
     *
     * @param job its name
     * @param intervals from the oldest on
     * @param parallel how many run at a time, 1 or more
     * @param redo whether intervals that succeeded run again
     * @param by the user
     */
    public record Wish(String job, List<RunInterval> intervals, int parallel, boolean redo, String by) {
        /** Refuses what cannot be done. */
        public Wish {
            intervals = List.copyOf(intervals);
            if (parallel < 1) {
                throw new PipetteException(
                        ErrorCode.BAD_USAGE,
                        "a backfill cannot run " + parallel + " intervals at a time. Choose 1 or more.");
            }
            if (intervals.isEmpty()) {
                throw new PipetteException(
                        ErrorCode.BAD_USAGE,
                        "there is no whole interval of job '" + job
                                + "' between the two times. Nothing was started. Choose"
                                + " an earlier --from or a later --to.");
            }
        }
    }

    /**
     * Makes the occurrences of a backfill. An interval that succeeded is left as it is, or redone where that was asked for; one that
     * waits or runs is left to what it waits for; one that failed, was cancelled or skipped waits again with its old key.
     */
    public Backfill create(Wish wish, Instant now) {
        return database.write("backfill " + wish.job(), dsl -> {
            JobRow job = JobRow.lockKnown(dsl, wish.job());
            long id = dsl.insertInto(Tables.Backfill.TABLE)
                    .set(Tables.Backfill.JOB, wish.job())
                    .set(Tables.Backfill.PARALLEL, wish.parallel())
                    .set(Tables.Backfill.IS_REDO, wish.redo())
                    .set(Tables.Backfill.CREATED_AT, now)
                    .set(Tables.Backfill.CREATED_BY, wish.by())
                    .returningResult(Tables.Backfill.ID)
                    .fetchSingle(Tables.Backfill.ID);
            insert(dsl, id, choose(dsl, job, wish, id, now), now);
            return read(dsl, id).orElseThrow();
        });
    }

    /** What is done with an interval: by an occurrence that is there, or by one that is made. */
    private record Chosen(Choice choice, OptionalLong known, OccurrenceRows.New made) {}

    private static List<Chosen> choose(DSLContext dsl, JobRow job, Wish wish, long id, Instant now) {
        Map<RunInterval, Occurrence> newest = newest(dsl, job, wish);
        List<Chosen> all = new ArrayList<>();
        for (RunInterval interval : wish.intervals()) {
            Optional<Occurrence> known = Optional.ofNullable(newest.get(inUtc(interval)));
            int redo = known.filter(one -> one.status() == OccurrenceStatus.SUCCEEDED)
                    .map(one -> one.redo() + 1)
                    .orElse(0);
            OccurrenceRows.New made =
                    new OccurrenceRows.New(job, interval, OccurrenceKind.BACKFILL, redo, OptionalLong.of(id));
            Choice choice = known.map(one -> choice(one, wish.redo())).orElse(Choice.NEW);
            OptionalLong kept = known.filter(one -> choice != Choice.REDO)
                    .map(one -> OptionalLong.of(one.id()))
                    .orElse(OptionalLong.empty());
            if (choice == Choice.AGAIN) {
                OccurrenceRows.reopen(dsl, known.orElseThrow(), OccurrenceKind.BACKFILL, made.backfill(), now);
            }
            all.add(new Chosen(choice, kept, made));
        }
        return all;
    }

    /** A redo that did not come to its end leaves what succeeded before it. */
    private static Choice choice(Occurrence known, boolean redo) {
        return switch (known.status()) {
            case WAITING, RUNNING, RETRYING -> Choice.UNDER_WAY;
            case SUCCEEDED -> redo ? Choice.REDO : Choice.DONE;
            case FAILED, SKIPPED, CANCELLED -> known.redo() > 0 && !redo ? Choice.DONE : Choice.AGAIN;
        };
    }

    /** The newest occurrence of each interval, in one question: there may be a hundred thousand. */
    private static Map<RunInterval, Occurrence> newest(DSLContext dsl, JobRow job, Wish wish) {
        Map<RunInterval, Occurrence> newest = new HashMap<>();
        OccurrenceRows.query(
                        dsl,
                        job.occurrences()
                                .and(Tables.Occurrence.FROM.ge(
                                        wish.intervals().getFirst().from().toInstant()))
                                .and(Tables.Occurrence.TO.le(
                                        wish.intervals().getLast().to().toInstant())))
                .orderBy(Tables.Occurrence.REDO)
                .fetch(Rows::occurrence)
                .forEach(occurrence -> newest.put(inUtc(occurrence.interval()), occurrence));
        return newest;
    }

    private static RunInterval inUtc(RunInterval interval) {
        return new RunInterval(
                interval.from().withZoneSameInstant(ZoneOffset.UTC),
                interval.to().withZoneSameInstant(ZoneOffset.UTC));
    }

    private static void insert(DSLContext dsl, long id, List<Chosen> chosen, Instant now) {
        Iterator<Long> made = OccurrenceRows.insertAll(
                        dsl,
                        id,
                        chosen.stream()
                                .filter(one -> one.known().isEmpty())
                                .map(Chosen::made)
                                .toList(),
                        now)
                .iterator();
        List<Query> rows = new ArrayList<>();
        for (Chosen one : chosen) {
            long occurrence = one.known().isPresent() ? one.known().getAsLong() : made.next();
            rows.add(dsl.insertInto(Tables.BackfillInterval.TABLE)
                    .set(Tables.BackfillInterval.BACKFILL_ID, id)
                    .set(Tables.BackfillInterval.POSITION, rows.size())
                    .set(Tables.BackfillInterval.OCCURRENCE_ID, occurrence)
                    .set(Tables.BackfillInterval.CHOICE, one.choice().name()));
        }
        dsl.batch(rows).execute();
    }

    /** A backfill as it is now. */
    public Optional<Backfill> find(long id) {
        return database.read("read a backfill", dsl -> read(dsl, id));
    }

    /** The backfills of a job, the newest first. */
    public List<Backfill> of(String job) {
        return database.read(
                "list the backfills of " + job,
                dsl -> dsl
                        .select(Tables.Backfill.ID)
                        .from(Tables.Backfill.TABLE)
                        .where(Tables.Backfill.JOB.eq(job))
                        .orderBy(Tables.Backfill.ID.desc())
                        .fetch(Tables.Backfill.ID)
                        .stream()
                        .flatMap(id -> read(dsl, id).stream())
                        .toList());
    }

    /** Cancels what waits of a backfill, and asks what runs to stop; how many that were. */
    public int cancel(long id, String by, Instant now) {
        Backfill known = find(id).orElseThrow(() -> unknown(id));
        return database.write("cancel a backfill", dsl -> {
            JobRow locked = JobRow.lock(dsl, known.job()).orElseThrow();
            int running = dsl.update(Tables.Occurrence.TABLE)
                    .set(Tables.Occurrence.CANCEL_REQUESTED_AT, now)
                    .where(Tables.Occurrence.JOB
                            .eq(locked.name())
                            .and(Tables.Occurrence.BACKFILL_ID.eq(id))
                            .and(Tables.Occurrence.STATUS.eq(OccurrenceStatus.RUNNING.name()))
                            .and(Tables.Occurrence.CANCEL_REQUESTED_AT.isNull()))
                    .execute();
            return running
                    + OccurrenceRows.end(
                            dsl,
                            Tables.Occurrence.BACKFILL_ID.eq(id),
                            OccurrenceStatus.CANCELLED,
                            "the backfill was cancelled by " + by,
                            now);
        });
    }

    private static PipetteException unknown(long id) {
        return new PipetteException(ErrorCode.BAD_USAGE, "there is no backfill " + id + ".");
    }

    private static Optional<Backfill> read(DSLContext dsl, long id) {
        return dsl.select(Tables.Backfill.ALL)
                .from(Tables.Backfill.TABLE)
                .where(Tables.Backfill.ID.eq(id))
                .fetchOptional()
                .map(row -> new Backfill(
                        row.get(Tables.Backfill.ID),
                        row.get(Tables.Backfill.JOB),
                        row.get(Tables.Backfill.PARALLEL),
                        row.get(Tables.Backfill.IS_REDO),
                        row.get(Tables.Backfill.CREATED_AT),
                        row.get(Tables.Backfill.CREATED_BY),
                        intervals(dsl, id)));
    }

    private static List<BackfillInterval> intervals(DSLContext dsl, long id) {
        List<Field<?>> columns = new ArrayList<>(Tables.Occurrence.ALL);
        columns.add(Tables.BackfillInterval.CHOICE);
        Map<Long, LoadedRows> loaded = loaded(dsl, id);
        return dsl.select(columns)
                .from(Tables.BackfillInterval.TABLE)
                .join(Tables.Occurrence.TABLE)
                .on(Tables.Occurrence.ID.eq(Tables.BackfillInterval.OCCURRENCE_ID))
                .where(Tables.BackfillInterval.BACKFILL_ID.eq(id))
                .orderBy(Tables.BackfillInterval.POSITION)
                .fetch(row -> interval(row, loaded));
    }

    /** What all attempts of its occurrences loaded, in one question. */
    private static Map<Long, LoadedRows> loaded(DSLContext dsl, long id) {
        Map<Long, LoadedRows> loaded = new HashMap<>();
        dsl.select(Tables.Attempt.OCCURRENCE_ID, Tables.Attempt.ROWS, Tables.Attempt.LOADS)
                .from(Tables.BackfillInterval.TABLE)
                .join(Tables.Attempt.TABLE)
                .on(Tables.Attempt.OCCURRENCE_ID.eq(Tables.BackfillInterval.OCCURRENCE_ID))
                .where(Tables.BackfillInterval.BACKFILL_ID.eq(id))
                .orderBy(Tables.Attempt.OCCURRENCE_ID, Tables.Attempt.NUMBER)
                .forEach(attempt -> loaded.computeIfAbsent(attempt.value1(), occurrence -> new LoadedRows())
                        .add(attempt.value2(), Documents.loads(attempt.value3())));
        return loaded;
    }

    private static BackfillInterval interval(Record row, Map<Long, LoadedRows> loaded) {
        Occurrence occurrence = Rows.occurrence(row);
        return new BackfillInterval(
                occurrence.interval(),
                Choice.valueOf(row.get(Tables.BackfillInterval.CHOICE)),
                occurrence.id(),
                occurrence.status(),
                occurrence.attempts(),
                occurrence.rows(),
                loaded.getOrDefault(occurrence.id(), new LoadedRows()).loadIds(),
                occurrence.message());
    }
}

package dev.pipette.jobs.store;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.jobs.JobDefinition;
import dev.pipette.jobs.JobInfo;
import dev.pipette.jobs.JobVersion;
import dev.pipette.jobs.Occurrence;
import dev.pipette.jobs.OccurrenceStatus;
import dev.pipette.jobs.UnreadableJob;
import dev.pipette.jobs.policy.AlertState;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import tools.jackson.core.JacksonException;

/**
 * The jobs and their versions.
 *
 * <pre>{@code
 * store.jobs().promote(promotion, "ada", now);
 * store.jobs().pause("orders", now);
 * }</pre>
 */
public final class JobCatalogue {
    /** Why occurrences of a job end that was unpromoted. */
    static final String UNPROMOTED = "the job was unpromoted";

    private final Database database;

    JobCatalogue(Database database) {
        this.database = database;
    }

    /**
     * Makes a version of a job and lets it run from now on: what waits runs it, what runs stays with its own. The first fire time
     * of a new job is the first one after now. The same definition, script and libraries again make no version.
     *
     * @param by the user who promotes
     * @throws PipetteException BAD_USAGE when it follows a job that is not there, or that follows it
     */
    public Promoted promote(Promotion promotion, String by, Instant now) {
        String name = promotion.definition().name();
        return database.write("promote " + name, dsl -> {
            Promoting promoting = new Promoting(dsl, promotion, by, now);
            Promoting.checkUpstream(dsl, promotion.definition());
            return promoting.promote();
        });
    }

    /**
     * Refuses a job that {@link #promote} refuses.
     *
     * @throws PipetteException BAD_USAGE when it follows a job that is not there, or that follows it
     */
    public void check(JobDefinition job) {
        database.<Boolean>read("check " + job.name(), dsl -> {
            Promoting.checkUpstream(dsl, job);
            return true;
        });
    }

    /** The promoted jobs by name, those that this Pipette can read. */
    public List<JobInfo> list() {
        return listing().jobs();
    }

    /** The promoted jobs by name. One that cannot be read is no obstacle for the others. */
    public JobListing listing() {
        return database.read("list the jobs", dsl -> {
            List<JobInfo> jobs = new ArrayList<>();
            List<UnreadableJob> unreadable = new ArrayList<>();
            for (String name : JobRow.names(dsl)) {
                try {
                    info(dsl, name).ifPresent(jobs::add);
                } catch (PipetteException | IllegalArgumentException | DateTimeException | JacksonException failed) {
                    unreadable.add(unreadable(dsl, name, failed));
                }
            }
            return new JobListing(jobs, unreadable);
        });
    }

    private static UnreadableJob unreadable(DSLContext dsl, String name, RuntimeException failed) {
        int version = dsl.select(Tables.Job.CURRENT_VERSION)
                .from(Tables.Job.TABLE)
                .where(Tables.Job.NAME.eq(name))
                .fetchSingle(Tables.Job.CURRENT_VERSION);
        PipetteException reason =
                failed instanceof PipetteException known ? known : Rows.unreadable(name, version, failed);
        return new UnreadableJob(name, version, String.valueOf(reason.getMessage()));
    }

    /**
     * A promoted job.
     *
     * @throws PipetteException BAD_USAGE for one that is not there, with the name that may have been meant
     */
    public JobInfo get(String name) {
        return database.read(
                "read the job " + name, dsl -> info(dsl, name).orElseThrow(() -> JobRow.unknown(dsl, name)));
    }

    private static Optional<JobInfo> info(DSLContext dsl, String name) {
        return JobRow.find(dsl, name)
                .filter(job -> job.unpromotedAt().isEmpty())
                .map(job -> info(dsl, job));
    }

    private static JobInfo info(DSLContext dsl, JobRow job) {
        var counts = dsl.select(Tables.Occurrence.STATUS, DSL.count())
                .from(Tables.Occurrence.TABLE)
                .where(job.occurrences())
                .and(Tables.Occurrence.STATUS.in(
                        OccurrenceStatus.WAITING.name(),
                        OccurrenceStatus.RETRYING.name(),
                        OccurrenceStatus.RUNNING.name()))
                .groupBy(Tables.Occurrence.STATUS)
                .fetchMap(Tables.Occurrence.STATUS, DSL.count());
        int running = counts.getOrDefault(OccurrenceStatus.RUNNING.name(), 0);
        int open = counts.values().stream().mapToInt(Integer::intValue).sum() - running;
        Optional<Occurrence> last = OccurrenceRows.query(
                        dsl, job.occurrences().and(Tables.Occurrence.STARTED_AT.isNotNull()))
                .orderBy(Tables.Occurrence.STARTED_AT.desc(), Tables.Occurrence.ID.desc())
                .limit(1)
                .fetchOptional()
                .map(Rows::occurrence);
        return new JobInfo(
                job.name(),
                version(dsl, job.name(), job.version()).orElseThrow(),
                job.generation(),
                job.promotedSince(),
                job.pausedAt(),
                job.resumedAt(),
                job.plannedUntil(),
                last,
                job.lastSuccessAt(),
                open,
                running);
    }

    /** The versions of a job that this Pipette can read, the newest first; also of one that was unpromoted. */
    public List<JobVersion> versions(String job) {
        return database.read(
                "list the versions of " + job,
                dsl -> numbers(dsl, job).reversed().stream()
                        .flatMap(number -> readable(dsl, job, number).stream())
                        .toList());
    }

    /** A version of a job; empty where there is none, or where this Pipette cannot read it. */
    public Optional<JobVersion> version(String job, int number) {
        return database.read("read a version of " + job, dsl -> readable(dsl, job, number));
    }

    private static List<Integer> numbers(DSLContext dsl, String job) {
        return dsl.select(Tables.Version.VERSION)
                .from(Tables.Version.TABLE)
                .where(Tables.Version.JOB.eq(job))
                .orderBy(Tables.Version.VERSION)
                .fetch(Tables.Version.VERSION);
    }

    /** The pauses of a job that ended after a time, the first one first. */
    public List<JobPause> pauses(String job, Instant since) {
        return database.read(
                "list the pauses of " + job,
                dsl -> dsl.select(Tables.Pause.PAUSED_AT, Tables.Pause.RESUMED_AT)
                        .from(Tables.Pause.TABLE)
                        .where(Tables.Pause.JOB.eq(job).and(Tables.Pause.RESUMED_AT.gt(since)))
                        .orderBy(Tables.Pause.RESUMED_AT)
                        .fetch(row -> new JobPause(row.value1(), row.value2())));
    }

    /** Empty for one that this Pipette cannot read, too. */
    static Optional<JobVersion> readable(DSLContext dsl, String job, int number) {
        try {
            return version(dsl, job, number);
        } catch (PipetteException unreadable) {
            return Optional.empty();
        }
    }

    /**
     * A version of a job.
     *
     * @throws PipetteException WRITTEN_BY_NEWER_VERSION where it cannot be read
     */
    static Optional<JobVersion> version(DSLContext dsl, String job, int number) {
        return dsl.select(Tables.Version.ALL)
                .from(Tables.Version.TABLE)
                .where(Tables.Version.JOB.eq(job).and(Tables.Version.VERSION.eq(number)))
                .fetchOptional()
                .map(Rows::version);
    }

    /** Lets no occurrence of a job begin but those that a person asks for; those that run continue. */
    public void pause(String name, Instant now) {
        database.<Boolean>write("pause " + name, dsl -> {
            JobRow job = JobRow.lockKnown(dsl, name);
            if (job.pausedAt().isEmpty()) {
                dsl.update(Tables.Job.TABLE)
                        .set(Tables.Job.PAUSED_AT, now)
                        .where(Tables.Job.NAME.eq(name))
                        .execute();
            }
            return true;
        });
    }

    /** Lets the occurrences of a job begin again. What was missed meanwhile is planned as the job's definition says. */
    public void resume(String name, Instant now) {
        database.<Boolean>write("resume " + name, dsl -> {
            JobRow.lockKnown(dsl, name)
                    .pausedAt()
                    .ifPresent(since -> dsl.insertInto(Tables.Pause.TABLE)
                            .set(Tables.Pause.JOB, name)
                            .set(Tables.Pause.PAUSED_AT, since)
                            .set(Tables.Pause.RESUMED_AT, now)
                            .onConflictDoNothing()
                            .execute());
            dsl.update(Tables.Job.TABLE)
                    .setNull(Tables.Job.PAUSED_AT)
                    .set(Tables.Job.RESUMED_AT, now)
                    .where(Tables.Job.NAME.eq(name).and(Tables.Job.PAUSED_AT.isNotNull()))
                    .execute();
            return true;
        });
    }

    /**
     * Lets a version run from now on that was promoted before.
     *
     * @throws PipetteException BAD_USAGE for a version that is not there, or that follows a job that is not
     */
    public JobVersion rollback(String name, int number) {
        return database.write("roll " + name + " back", dsl -> {
            JobRow.lockKnown(dsl, name);
            JobVersion version = version(dsl, name, number).orElseThrow(() -> noVersion(dsl, name, number));
            Promoting.checkUpstream(dsl, version.definition());
            Promoting.setCurrent(dsl, version);
            return version;
        });
    }

    private static PipetteException noVersion(DSLContext dsl, String name, int number) {
        String known = numbers(dsl, name).stream().map(String::valueOf).collect(Collectors.joining(", "));
        return new PipetteException(
                ErrorCode.BAD_USAGE, "job '" + name + "' has no version " + number + ". It has: " + known + ".");
    }

    /**
     * Ends a job: what waits is cancelled, and nothing is planned any more. Its versions and its history stay. A promotion of the name
     * continues with their numbers, and begins a generation: what the job loaded before does not count for it.
     *
     * @return how many occurrences were cancelled
     * @throws PipetteException BAD_USAGE while an occurrence runs, and for a job that others follow
     */
    public int unpromote(String name, Instant now) {
        return database.write("unpromote " + name, dsl -> {
            JobRow job = JobRow.lockKnown(dsl, name);
            refuseWhileNeeded(dsl, name);
            dsl.update(Tables.Job.TABLE)
                    .set(Tables.Job.UNPROMOTED_AT, now)
                    .setNull(Tables.Job.PAUSED_AT)
                    .where(Tables.Job.NAME.eq(name))
                    .execute();
            job.keep(dsl, AlertState.NONE);
            dsl.deleteFrom(Tables.After.TABLE).where(Tables.After.JOB.eq(name)).execute();
            return OccurrenceRows.end(dsl, Tables.Occurrence.JOB.eq(name), OccurrenceStatus.CANCELLED, UNPROMOTED, now);
        });
    }

    private static void refuseWhileNeeded(DSLContext dsl, String name) {
        OccurrenceRows.query(
                        dsl,
                        Tables.Occurrence.JOB
                                .eq(name)
                                .and(Tables.Occurrence.STATUS.eq(OccurrenceStatus.RUNNING.name())))
                .limit(1)
                .fetchOptional()
                .map(Rows::occurrence)
                .ifPresent(running -> {
                    throw new PipetteException(
                            ErrorCode.BAD_USAGE,
                            "job '" + name + "' cannot be unpromoted: its occurrence " + running.id()
                                    + " runs at this moment"
                                    + Occurrences.on(running)
                                    + ". Nothing was changed. Wait for its end, or cancel it first: pipette jobs cancel "
                                    + name + " " + running.id() + ".");
                });
        List<String> followers = dsl.select(Tables.After.JOB)
                .from(Tables.After.TABLE)
                .where(Tables.After.UPSTREAM.eq(name))
                .orderBy(Tables.After.JOB)
                .fetch(Tables.After.JOB);
        if (!followers.isEmpty()) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "job '" + name + "' cannot be unpromoted: " + String.join(", ", followers)
                            + (followers.size() == 1 ? " runs" : " run") + " after it. Nothing was changed. Unpromote "
                            + (followers.size() == 1 ? "that job" : "those jobs") + " first, or promote "
                            + (followers.size() == 1 ? "it" : "them") + " again without --after " + name + ".");
        }
    }
}

package dev.pipette.jobs;

import dev.pipette.RunInterval;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.jobs.store.Backfills;
import dev.pipette.jobs.store.JobStore;
import dev.pipette.jobs.time.BackfillIntervals;
import dev.pipette.jobs.time.FireTimes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAmount;
import java.util.List;
import java.util.Optional;

/**
 * A job of a store: what it is, what it did, and what a person can do with it.
 *
 * <pre>{@code
 * Job orders = jobs.job("orders");
 * orders.pause();
 * orders.history(20).forEach(System.out::println);
 * }</pre>
 *
 * <p>Each method asks the store. A job that is not there is refused with BAD_USAGE and the name that may have been meant.
 */
public final class Job {
    private final JobStore store;
    private final Clock clock;
    private final String user;
    private final String name;

    Job(JobStore store, Clock clock, String user, String name) {
        this.store = store;
        this.clock = clock;
        this.user = user;
        this.name = name;
    }

    /** Its name. */
    public String name() {
        return name;
    }

    /** How it is now: {@code job.info().version().number()}. */
    public JobInfo info() {
        return store.jobs().get(name);
    }

    /** Whether it is promoted; what is left of one that was unpromoted is its versions and its history. */
    public boolean isPromoted() {
        return store.jobs().list().stream().anyMatch(job -> job.name().equals(name));
    }

    /** Its versions, the newest first. */
    public List<JobVersion> versions() {
        List<JobVersion> versions = store.jobs().versions(name);
        return versions.isEmpty() ? List.of(info().version()) : versions;
    }

    /** Its occurrences, those that became due last first: {@code job.history(20).forEach(System.out::println)}. */
    public List<Occurrence> history(int limit) {
        List<Occurrence> found = store.occurrences().history(name, limit);
        if (found.isEmpty() && store.jobs().versions(name).isEmpty()) {
            info(); // refuses a job that was never there
        }
        return found;
    }

    /** One of its occurrences by its number; empty where it is none of this job. */
    public Optional<Occurrence> occurrence(long id) {
        return store.occurrences().find(id).filter(one -> one.job().equals(name));
    }

    /** The attempts of an occurrence, the first one first. */
    public List<Attempt> attempts(long occurrence) {
        return store.attempts().of(own(occurrence).id());
    }

    /** The log of the last attempt of an occurrence. */
    public JobLog logs(long occurrence) {
        List<Attempt> attempts = attempts(occurrence);
        if (attempts.isEmpty()) {
            return new JobLog(List.of(), Optional.empty());
        }
        Attempt last = attempts.getLast();
        return new JobLog(last.lastLines(), last.logFile().map(Path::of).filter(Files::isReadable));
    }

    private Occurrence own(long occurrence) {
        return occurrence(occurrence)
                .orElseThrow(() -> new PipetteException(
                        ErrorCode.BAD_USAGE,
                        "job '" + name + "' has no occurrence " + occurrence + ". pipette jobs history " + name
                                + " lists them."));
    }

    /**
     * Runs it as soon as a scheduler can, also while it is paused: an interval that was named, or else the newest one of its schedule
     * that has ended. A job that does not load by interval loads what is new.
     */
    public Occurrence run() {
        return run(Optional.empty(), false);
    }

    /** Runs one interval: {@code job.run(new RunInterval(from, to))}. */
    public Occurrence run(RunInterval interval) {
        return run(Optional.of(interval), false);
    }

    /**
     * Runs it as soon as a scheduler can.
     *
     * @param interval that is loaded; empty for the usual one
     * @param redo whether the rows of an interval that succeeded are loaded again
     * @throws PipetteException BAD_USAGE for an interval that runs, or that succeeded and is not to be redone
     */
    public Occurrence run(Optional<RunInterval> interval, boolean redo) {
        Instant now = clock.instant();
        return store.occurrences().request(name, interval.orElseGet(() -> usual(now)), redo, now);
    }

    private RunInterval usual(Instant now) {
        JobDefinition job = info().version().definition();
        ZoneId zone = job.schedule().zone();
        FireTimes times = FireTimes.of(job.schedule());
        if (job.isByInterval()) {
            return times.newest(now)
                    .orElseThrow(() -> new PipetteException(
                            ErrorCode.BAD_USAGE,
                            "job '" + name
                                    + "' loads by interval and has no schedule, so that nobody knows which interval is"
                                    + " meant. Name it: pipette jobs run " + name
                                    + " --interval 2025-12-24/2025-12-25"));
        }
        Instant end = now.truncatedTo(ChronoUnit.SECONDS);
        Instant begin = times.previous(end).orElse(end.minus(Duration.ofMinutes(1)));
        return new RunInterval(begin.atZone(zone), end.atZone(zone));
    }

    /** Lets no occurrence begin but those that a person asks for; one that runs continues. */
    public void pause() {
        store.jobs().pause(name, clock.instant());
    }

    /** Lets it continue. What it missed is run as {@link JobDefinition#missed()} says. */
    public void resume() {
        store.jobs().resume(name, clock.instant());
    }

    /**
     * Ends an occurrence: at once where it waits, and before it publishes where it runs.
     *
     * @return as it is now; RUNNING where it was asked to stop
     * @throws PipetteException BAD_USAGE for one that has ended
     */
    public Occurrence cancel(long occurrence) {
        store.occurrences().cancel(own(occurrence).id(), user, clock.instant());
        return own(occurrence);
    }

    /**
     * Loads intervals of the past. Those that succeeded are left out unless they are to be redone.
     *
     * <pre>{@code
     * Backfill december = job.backfill(from, to, Optional.of(Period.ofDays(1)), 4, false);
     * }</pre>
     *
     * @param from the begin
     * @param to the end, exclusive
     * @param chunk the length of an interval; empty for those of its schedule
     * @param parallel how many run at a time
     * @param redo whether the rows of intervals that succeeded are loaded again
     */
    public Backfill backfill(
            ZonedDateTime from, ZonedDateTime to, Optional<TemporalAmount> chunk, int parallel, boolean redo) {
        if (!info().version().definition().isByInterval()) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "job '" + name
                            + "' follows its own cursors: each of its runs loads what is new, whatever its interval."
                            + " To load intervals of the past, promote it with --interval, and let it load what belongs to"
                            + " run.interval().");
        }
        Instant now = clock.instant();
        FireTimes times = FireTimes.of(info().version().definition().schedule());
        List<RunInterval> intervals = chunk.map(length -> BackfillIntervals.cut(from, to, length, now))
                .orElseGet(() -> BackfillIntervals.ofSchedule(times, from, to, now));
        return store.backfills().create(new Backfills.Wish(name, intervals, parallel, redo, user), now);
    }

    /**
     * A backfill as it is now.
     *
     * @throws PipetteException BAD_USAGE for one that is none of this job
     */
    public Backfill backfill(long id) {
        return store.backfills()
                .find(id)
                .filter(backfill -> backfill.job().equals(name))
                .orElseThrow(() ->
                        new PipetteException(ErrorCode.BAD_USAGE, "job '" + name + "' has no backfill " + id + "."));
    }

    /** Its backfills, the newest first. */
    public List<Backfill> backfills() {
        return store.backfills().of(name);
    }

    /** Lets a version run from now on that was promoted before: {@code job.rollback(3)}. */
    public JobVersion rollback(int version) {
        return store.jobs().rollback(name, version);
    }

    /**
     * Ends the job: what waits is cancelled, its history stays.
     *
     * @return how many occurrences were cancelled
     * @throws PipetteException BAD_USAGE while an occurrence runs, and for a job that others run after
     */
    public int unpromote() {
        return store.jobs().unpromote(name, clock.instant());
    }
}

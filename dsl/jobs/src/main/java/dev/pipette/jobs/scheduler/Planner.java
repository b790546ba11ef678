package dev.pipette.jobs.scheduler;

import dev.pipette.jobs.JobDefinition;
import dev.pipette.jobs.JobInfo;
import dev.pipette.jobs.Occurrence;
import dev.pipette.jobs.OccurrenceStatus;
import dev.pipette.jobs.store.JobPause;
import dev.pipette.jobs.store.JobStore;
import dev.pipette.jobs.store.PlannedOccurrence;
import dev.pipette.jobs.store.Replanned;
import dev.pipette.jobs.store.WorkerInfo;
import dev.pipette.jobs.time.FireTimes;
import dev.pipette.jobs.time.Missed;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the occurrences of fire times that have passed. All schedulers do; the store keeps each once. */
final class Planner {
    private static final Logger LOG = LoggerFactory.getLogger(Planner.class);

    /** Without occurrences, the scheduler writes into the store this seldom how far it has planned. */
    private static final Duration SELDOM = Duration.ofMinutes(1);

    private static final int MOST_LINES = 10;

    /** No scheduler plans the future: what is planned further than clocks differ was planned by one that was wrong. */
    static final Duration CLOCKS_DIFFER = Duration.ofMinutes(2);

    private final JobStore store;
    private final ClocksAhead clocks;
    private final SchedulerListener listener;
    private volatile Optional<WorkerInfo> ahead = Optional.empty();

    Planner(JobStore store, ClocksAhead clocks, SchedulerListener listener) {
        this.store = store;
        this.clocks = clocks;
        this.listener = listener;
    }

    /** Whether all fire times that have passed have their occurrences. */
    boolean isPlanned(JobInfo job, Instant now) {
        if (job.pausedAt().isPresent()) {
            return true;
        }
        return isAhead(job, now)
                ? ahead.isPresent()
                : FireTimes.of(job.version().definition().schedule())
                        .next(job.plannedUntil())
                        .filter(fire -> !fire.isAfter(now))
                        .isEmpty();
    }

    private static boolean isAhead(JobInfo job, Instant now) {
        return job.plannedUntil().isAfter(now.plus(CLOCKS_DIFFER));
    }

    /** Plans all jobs. A job that cannot be planned holds no other up. */
    void plan(List<JobInfo> jobs, Instant now) {
        List<JobInfo> active =
                jobs.stream().filter(job -> job.pausedAt().isEmpty()).toList();
        lookForClocks(active, now);
        for (JobInfo job : active) {
            try {
                if (!isAhead(job, now)) {
                    plan(job, job.plannedUntil(), now);
                } else if (ahead.isEmpty()) {
                    replan(job, now).ifPresent(until -> plan(job, until, now));
                }
            } catch (RuntimeException failed) {
                LOG.warn("the job {} cannot be planned: {}", job.name(), failed.getMessage());
            }
        }
    }

    /** Two schedulers that work must not take back what the other one plans: a person has to set a clock. */
    private void lookForClocks(List<JobInfo> jobs, Instant now) {
        Optional<WorkerInfo> found = jobs.stream().anyMatch(job -> isAhead(job, now))
                ? clocks.among(store.workers().list(), now.plus(CLOCKS_DIFFER))
                : Optional.empty();
        if (found.isPresent() && ahead.isEmpty()) {
            LOG.warn(
                    "jobs are planned further than this machine's time, {}, by the scheduler {}, whose last sign of life is of"
                            + " {}. One of the clocks is wrong. Set it; until then, this scheduler plans nothing for these jobs.",
                    now,
                    found.get().worker().name(),
                    found.get().heartbeatAt());
        }
        ahead = found;
    }

    /** Takes back what a clock planned that was ahead; up to where the job is planned then. */
    private Optional<Instant> replan(JobInfo job, Instant now) {
        Duration longest = job.version().definition().retries().most().multipliedBy(2);
        Optional<Replanned> replanned =
                store.occurrences().replan(job.name(), job.plannedUntil(), longest.plus(CLOCKS_DIFFER), now);
        replanned.ifPresent(done -> {
            LOG.warn(
                    "the job {} was planned up to {} by a clock that was ahead; it is {}. Taken back: {} occurrences that"
                            + " had not begun.",
                    job.name(),
                    job.plannedUntil(),
                    now,
                    done.withdrawn());
            done.begun().stream()
                    .limit(MOST_LINES)
                    .forEach(early -> LOG.warn(
                            "the interval {} of the job {} ran before it ended ({} in all did). It does not run again by"
                                    + " itself: when it is over, pipette jobs run {} --interval {} --redo loads it.",
                            early.interval(),
                            job.name(),
                            done.begun().size(),
                            job.name(),
                            early.interval()));
        });
        return replanned.map(Replanned::until);
    }

    private Missed missed(JobInfo job, Instant seen) {
        JobDefinition definition = job.version().definition();
        Missed missed = Missed.of(FireTimes.of(definition.schedule()), definition.missed());
        if (job.resumedAt().filter(resumed -> resumed.isAfter(seen)).isPresent()) {
            for (JobPause pause : store.jobs().pauses(job.name(), seen)) {
                missed = missed.paused(pause.from(), pause.to());
            }
        }
        return missed;
    }

    private void plan(JobInfo job, Instant plannedUntil, Instant now) {
        Missed missed = missed(job, plannedUntil);
        Instant seen = plannedUntil;
        boolean whole = false;
        while (!whole) {
            Missed.Plan plan = missed.plan(seen, now);
            if (plan.occurrences().isEmpty() && plan.plannedUntil().isBefore(seen.plus(SELDOM))) {
                return;
            }
            List<PlannedOccurrence> due = plan.occurrences().stream()
                    .map(one -> new PlannedOccurrence(one.interval(), one.skipped()))
                    .toList();
            Optional<List<Occurrence>> made = store.occurrences().plan(job.name(), seen, due, plan.plannedUntil(), now);
            made.stream()
                    .flatMap(List::stream)
                    .filter(one -> one.status() == OccurrenceStatus.SKIPPED)
                    .forEach(listener::skipped);
            seen = plan.plannedUntil();
            whole = plan.isWhole() || made.isEmpty();
        }
    }
}

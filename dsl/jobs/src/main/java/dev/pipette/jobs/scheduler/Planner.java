package dev.pipette.jobs.scheduler;

import dev.pipette.jobs.JobDefinition;
import dev.pipette.jobs.JobInfo;
import dev.pipette.jobs.Occurrence;
import dev.pipette.jobs.OccurrenceStatus;
import dev.pipette.jobs.store.JobStore;
import dev.pipette.jobs.store.PlannedOccurrence;
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

    private final JobStore store;
    private final SchedulerListener listener;

    Planner(JobStore store, SchedulerListener listener) {
        this.store = store;
        this.listener = listener;
    }

    /** Whether all fire times that have passed have their occurrences. */
    static boolean isPlanned(JobInfo job, Instant now) {
        return job.pausedAt().isPresent()
                || FireTimes.of(job.version().definition().schedule())
                        .next(job.plannedUntil())
                        .filter(fire -> !fire.isAfter(now))
                        .isEmpty();
    }

    /** Plans all jobs. A job that cannot be planned holds no other up. */
    void plan(List<JobInfo> jobs, Instant now) {
        for (JobInfo job : jobs) {
            if (job.pausedAt().isEmpty()) {
                try {
                    plan(job, now);
                } catch (RuntimeException failed) {
                    LOG.warn("the job {} cannot be planned: {}", job.name(), failed.getMessage());
                }
            }
        }
    }

    private void plan(JobInfo job, Instant now) {
        JobDefinition definition = job.version().definition();
        Missed missed = Missed.of(FireTimes.of(definition.schedule()), definition.missed());
        Instant seen = job.plannedUntil();
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

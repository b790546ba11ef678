package dev.pipette.jobs.scheduler;

import dev.pipette.jobs.JobDefinition;
import dev.pipette.jobs.JobInfo;
import dev.pipette.jobs.Occurrence;
import dev.pipette.jobs.policy.Freshness;
import dev.pipette.jobs.store.JobStore;
import dev.pipette.jobs.time.FireTimes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Looks for jobs without a success in time, and for attempts that do not end. */
final class Lateness {
    /** A scheduler that works ends an attempt within this time after its grace. */
    private static final Duration SLACK = Duration.ofMinutes(1);

    private final JobStore store;
    private final Clock clock;

    Lateness(JobStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    void look(List<JobInfo> jobs, List<Occurrence> running) {
        for (JobInfo job : jobs) {
            // asked without a lock first: a job is seldom late, and known to be so until its next success
            if (isLate(job) && !store.alerts().state(job.name()).isLate()) {
                store.alerts().late(job.name(), clock.instant());
            }
        }
        for (Occurrence occurrence : running) {
            jobs.stream()
                    .filter(job -> job.name().equals(occurrence.job()))
                    .forEach(job -> lookAt(job.version().definition(), occurrence));
        }
    }

    private boolean isLate(JobInfo job) {
        JobDefinition definition = job.version().definition();
        Optional<Duration> within = definition.freshWithin();
        if (within.isEmpty() || job.pausedAt().isPresent()) {
            return false;
        }
        Instant since = job.lastSuccessAt()
                .or(() -> FireTimes.of(definition.schedule()).next(job.promotedSince()))
                .orElse(job.promotedSince());
        Freshness freshness = Freshness.of(within.get(), since);
        return job.resumedAt().map(freshness::resumed).orElse(freshness).isLate(clock.instant());
    }

    private void lookAt(JobDefinition definition, Occurrence running) {
        Duration longest = definition.timeout().plus(definition.grace()).plus(SLACK);
        boolean isStuck = running.startedAt()
                .filter(started -> !clock.instant().isBefore(started.plus(longest)))
                .isPresent();
        if (isStuck) {
            store.attempts().stuck(running, clock.instant());
        }
    }
}

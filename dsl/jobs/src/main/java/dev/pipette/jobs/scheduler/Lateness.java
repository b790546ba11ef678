package dev.pipette.jobs.scheduler;

import dev.pipette.jobs.JobDefinition;
import dev.pipette.jobs.JobInfo;
import dev.pipette.jobs.JobVersion;
import dev.pipette.jobs.Occurrence;
import dev.pipette.jobs.policy.Freshness;
import dev.pipette.jobs.store.AlertState;
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
    private final AlertWriting alerts;

    Lateness(JobStore store, Clock clock, AlertWriting alerts) {
        this.store = store;
        this.clock = clock;
        this.alerts = alerts;
    }

    void look(List<JobInfo> jobs, List<Occurrence> running) {
        for (JobInfo job : jobs) {
            boolean promises = job.version().definition().freshWithin().isPresent() && job.pausedAt().isEmpty();
            if (promises && isLate(job)) {
                store.alerts().raise(job.name(), alerts.late(job.version(), this), clock.instant());
            }
            running.stream()
                    .filter(one -> one.job().equals(job.name()))
                    .forEach(one -> lookAt(job.version(), one));
        }
    }

    /** Asked without a lock first: a job is seldom late, and known to be so until its next success. */
    private boolean isLate(JobInfo job) {
        AlertState health = store.alerts().health(job.name());
        return health.lateSince().isEmpty() && isLate(job.version().definition(), health, clock.instant());
    }

    boolean isLate(JobDefinition definition, AlertState health, Instant now) {
        Optional<Duration> within = definition.freshWithin();
        if (within.isEmpty() || health.pausedAt().isPresent()) {
            return false;
        }
        Instant since = health.lastSuccessAt()
                .or(() -> FireTimes.of(definition.schedule()).next(health.since()))
                .orElse(health.since());
        return Freshness.of(within.get(), since).isLate(now);
    }

    private void lookAt(JobVersion version, Occurrence running) {
        JobDefinition definition = version.definition();
        Instant tooLate = running.startedAt()
                .orElse(Instant.MAX.minus(definition.timeout()).minus(definition.grace()).minus(SLACK))
                .plus(definition.timeout())
                .plus(definition.grace())
                .plus(SLACK);
        if (!clock.instant().isBefore(tooLate)) {
            Instant startedAt = running.startedAt().orElseThrow();
            store.attempts().stuck(running, alerts.stuck(version, running, startedAt), clock.instant());
        }
    }
}

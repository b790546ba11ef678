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
        Instant now = clock.instant();
        EachOf.all(jobs, job -> look(job, running, now));
    }

    private void look(JobInfo job, List<Occurrence> running, Instant now) {
        if (isLate(job, now) && !store.alerts().state(job.name()).isLate()) {
            store.alerts().late(job, now);
        }
        running.stream()
                .filter(one ->
                        one.job().equals(job.name()) && isStuck(job.version().definition(), one, now))
                .forEach(one -> store.attempts().stuck(one, now));
    }

    static boolean isLate(JobInfo job, Instant now) {
        JobDefinition definition = job.version().definition();
        Optional<Duration> within = definition.freshWithin();
        if (within.isEmpty() || job.pausedAt().isPresent()) {
            return false;
        }
        Instant since = job.lastSuccessAt()
                .or(() -> FireTimes.of(definition.schedule()).next(job.promotedSince()))
                .orElse(job.promotedSince());
        Freshness promise = Freshness.of(within.get(), since);
        return job.resumedAt().map(promise::resumed).orElse(promise).isLate(now);
    }

    private static boolean isStuck(JobDefinition definition, Occurrence running, Instant now) {
        Duration longest = definition.timeout().plus(definition.grace()).plus(SLACK);
        return running.startedAt()
                .filter(start -> !now.isBefore(start.plus(longest)))
                .isPresent();
    }
}

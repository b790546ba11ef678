package dev.pipette.jobs.process;

import dev.pipette.jobs.JobDefinition;
import dev.pipette.jobs.JobVersion;
import java.time.Instant;
import java.util.List;

/** Versions of jobs. */
final class Versions {
    private Versions() {}

    static JobVersion of(JobDefinition job) {
        return new JobVersion(job.name(), 1, job, List.of(), "0".repeat(64), Instant.EPOCH, "ada");
    }
}

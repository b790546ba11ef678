package dev.pipette.jobs.process;

import dev.pipette.jobs.JobDefinition;
import dev.pipette.jobs.JobVersion;

/** Versions of jobs. */
final class Versions {
    private Versions() {}

    static JobVersion of(JobDefinition job) {
        return new JobVersion(1, job);
    }
}

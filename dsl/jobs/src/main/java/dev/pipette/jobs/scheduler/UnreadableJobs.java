package dev.pipette.jobs.scheduler;

import dev.pipette.jobs.UnreadableJob;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs which jobs cannot be read, whenever that changes. */
final class UnreadableJobs {
    private static final Logger LOG = LoggerFactory.getLogger(UnreadableJobs.class);

    private List<UnreadableJob> known = List.of();

    void log(List<UnreadableJob> present) {
        present.stream().filter(job -> !known.contains(job)).forEach(job -> LOG.warn("{}", job.reason()));
        known = present;
    }
}

package dev.pipette.jobs.store;

import dev.pipette.jobs.JobInfo;
import dev.pipette.jobs.UnreadableJob;
import java.util.List;

/**
 * The promoted jobs of a store.
 *
 * <pre>{@code
 * store.jobs().listing().unreadable().forEach(job -> System.err.println(job.reason()));
 * }</pre>
 *
 * @param jobs by name
 * @param unreadable those that this Pipette cannot read, by name
 */
public record JobListing(List<JobInfo> jobs, List<UnreadableJob> unreadable) {
    /** Copies the lists. */
    public JobListing {
        jobs = List.copyOf(jobs);
        unreadable = List.copyOf(unreadable);
    }
}

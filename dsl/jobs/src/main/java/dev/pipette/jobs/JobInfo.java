package dev.pipette.jobs;

import java.time.Instant;
import java.util.Optional;

/**
 * How a job is at this moment.
 *
 * <pre>{@code
 * for (JobInfo job : Jobs.open().list()) {
 *     System.out.println(job.name() + (job.pausedAt().isPresent() ? " is paused" : ""));
 * }
 * }</pre>
 *
 * @param name of the job
 * @param version that runs
 * @param generation 1, and one more each time it was promoted again after it was unpromoted
 * @param promotedSince since when it is promoted, without a time between in which it was not
 * @param pausedAt since when it is paused
 * @param resumedAt when its last pause ended
 * @param plannedUntil all fire times up to here have their occurrences
 * @param last the occurrence of this generation that was begun or ended last
 * @param lastSuccessAt when an occurrence succeeded last
 * @param waiting how many occurrences are due or wait to be tried again
 * @param running how many run
 */
public record JobInfo(
        String name,
        JobVersion version,
        int generation,
        Instant promotedSince,
        Optional<Instant> pausedAt,
        Optional<Instant> resumedAt,
        Instant plannedUntil,
        Optional<Occurrence> last,
        Optional<Instant> lastSuccessAt,
        int waiting,
        int running) {
    /** {@code orders: orders.jsh, every 1h UTC; version 3, last SUCCEEDED, 12 rows}. */
    @Override
    public String toString() {
        return version.definition() + "; version " + version.number()
                + (pausedAt.isPresent() ? ", paused" : "")
                + last.map(one -> ", last " + one.outcome()).orElse(", never run")
                + (waiting == 0 ? "" : ", " + waiting + " waiting")
                + (running == 0 ? "" : ", " + running + " running");
    }

    /** A JSON document with all of it, as {@code pipette jobs show --json} prints it. */
    public String toJson() {
        return JobDocuments.write(this);
    }
}

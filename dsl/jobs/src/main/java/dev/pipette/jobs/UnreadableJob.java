package dev.pipette.jobs;

/**
 * A job that this Pipette cannot read: a newer one promoted it, or it is damaged. It does not run here; the other jobs go on.
 *
 * <pre>{@code
 * Jobs.open().unreadable().forEach(job -> System.err.println(job.reason()));
 * }</pre>
 *
 * @param name of the job
 * @param version that cannot be read
 * @param reason why, and what to do
 */
public record UnreadableJob(String name, int version, String reason) {
    /** A JSON document with all of it, as {@code pipette jobs --json} prints it. */
    public String toJson() {
        return JobDocuments.write(this);
    }
}

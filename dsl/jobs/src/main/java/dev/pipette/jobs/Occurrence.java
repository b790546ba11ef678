package dev.pipette.jobs;

import dev.pipette.RunInterval;
import dev.pipette.text.Units;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One interval of a job, which is to run once: where it is, and how it ended.
 *
 * <pre>{@code
 * for (Occurrence occurrence : Jobs.open().job("orders").history(20)) {
 *     System.out.println(occurrence);   // orders 2025-12-24T06:00:00-05:00/2025-12-24T07:00:00-05:00 SUCCEEDED, 12 rows
 * }
 * }</pre>
 *
 * @param id its number in the store
 * @param job the name of its job
 * @param version of the job that it runs, or ran
 * @param interval in the zone of the job
 * @param kind why there is this occurrence
 * @param generation 1, and one more each time its job was promoted again after it was unpromoted
 * @param redo 0, or how often a person asked to run its interval again after a success
 * @param status where it is
 * @param attempts begun so far; while it runs, the number of the running one
 * @param failures how many of them count against the retries: not those that a scheduler handed back
 * @param dueAt when it became due
 * @param nextAttemptAt when it is tried again; empty unless it is RETRYING
 * @param startedAt when its last attempt began
 * @param finishedAt when it ended
 * @param worker the name of the worker that runs it, or that ran it last
 * @param heartbeatAt when that worker was heard last
 * @param cancelRequestedAt when a person asked to end it
 * @param rows loaded by all of its attempts, each load counted once
 * @param errorCode of its last attempt
 * @param message what failed, or why it was skipped or cancelled
 * @param backfill the number of its backfill
 */
public record Occurrence(
        long id,
        String job,
        int version,
        RunInterval interval,
        OccurrenceKind kind,
        int generation,
        int redo,
        OccurrenceStatus status,
        int attempts,
        int failures,
        Instant dueAt,
        Optional<Instant> nextAttemptAt,
        Optional<Instant> startedAt,
        Optional<Instant> finishedAt,
        Optional<String> worker,
        Optional<Instant> heartbeatAt,
        Optional<Instant> cancelRequestedAt,
        long rows,
        Optional<String> errorCode,
        Optional<String> message,
        OptionalLong backfill) {
    /** What tells it from all others. */
    public OccurrenceKey key() {
        return OccurrenceKey.of(job, generation, interval, redo);
    }

    /** A JSON document with all of it, as {@code pipette jobs history --json} prints it. */
    public String toJson() {
        return JobDocuments.write(this);
    }

    @Override
    public String toString() {
        return job + " " + interval + (redo == 0 ? "" : " redo " + redo) + " " + outcome();
    }

    /** {@code SUCCEEDED, 12 rows}. */
    String outcome() {
        return status == OccurrenceStatus.SUCCEEDED
                ? status + ", " + Units.rows(rows)
                : status + message.map(text -> ": " + text).orElse("");
    }
}

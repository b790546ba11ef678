package dev.pipette.jobs;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * One try to run an occurrence, in one process.
 *
 * <pre>{@code
 * Attempt last = job.attempts(occurrence.id()).getLast();
 * System.out.println(last.host() + " " + String.join("\n", last.lastLines()));
 * }</pre>
 *
 * @param occurrence the number of the occurrence
 * @param number 1 for the first
 * @param version of the job that it ran
 * @param worker that ran it
 * @param host its machine
 * @param pid of its process
 * @param startedAt when it began
 * @param finishedAt when it ended; empty while it runs
 * @param how it ended
 * @param exitCode of its process
 * @param errorCode the name of an {@link dev.pipette.error.ErrorCode}
 * @param message what failed
 * @param rows loaded
 * @param loads of its pipelines
 * @param lastLines of its log
 * @param logFile its log, on its machine; empty when it was deleted
 */
public record Attempt(
        long occurrence,
        int number,
        int version,
        String worker,
        String host,
        OptionalLong pid,
        Instant startedAt,
        Optional<Instant> finishedAt,
        Optional<AttemptEnd.How> how,
        OptionalInt exitCode,
        Optional<String> errorCode,
        Optional<String> message,
        long rows,
        List<LoadedPackage> loads,
        List<String> lastLines,
        Optional<String> logFile) {
    /** Copies the lists. */
    public Attempt {
        loads = List.copyOf(loads);
        lastLines = List.copyOf(lastLines);
    }

    /** {@code attempt 2 on loader-1, FAILED: [SOURCE_UNAVAILABLE] the API answered 503.}. */
    @Override
    public String toString() {
        return "attempt " + number + " on " + host
                + how.map(known -> ", " + AttemptEnd.text(known, rows, errorCode, message))
                        .orElse(", it runs");
    }

    /** A JSON document with all of it. */
    public String toJson() {
        return JobDocuments.write(this);
    }
}

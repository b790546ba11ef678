package dev.pipette.cli.jobs;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.jobs.JobDefinition;
import dev.pipette.jobs.MissedRuns;
import dev.pipette.jobs.Overlap;
import dev.pipette.jobs.RetryPolicy;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What happens when a job fails, is late, or would run twice. */
final class PolicyOptions {
    @Option(
            names = "--retries",
            paramLabel = "ATTEMPTS",
            description =
                    "How often an occurrence is tried in all, where its error may pass. 1 is no retry. Default: 4.")
    private @Nullable Integer retries;

    @Option(
            names = "--retry-delay",
            paramLabel = "TIME",
            description =
                    "The time before the second attempt. Each next one is twice as long, 15m at most. Default: 30s.")
    private @Nullable String retryDelay;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            description = "How long an attempt may take before it is stopped. Default: 6h.")
    private @Nullable String timeout;

    @Option(
            names = "--grace",
            paramLabel = "TIME",
            description = "How long an attempt that is asked to stop may take before it is killed. Default: 30s.")
    private @Nullable String grace;

    @Option(
            names = "--missed",
            paramLabel = "RUNS",
            completionCandidates = MissedWords.class,
            description = "Which of the occurrences run that were due while no scheduler ran: ${COMPLETION-CANDIDATES}."
                    + " Default: latest, and all with --interval.")
    private @Nullable MissedRuns missed;

    @Option(
            names = "--overlap",
            paramLabel = "CHOICE",
            completionCandidates = OverlapWords.class,
            description =
                    "What an occurrence does that is due while another one of the job runs: ${COMPLETION-CANDIDATES}."
                            + " Default: queue.")
    private @Nullable Overlap overlap;

    @Option(
            names = "--fresh-within",
            paramLabel = "TIME",
            description = "Alerts where the last success is older than this, like 3h.")
    private @Nullable String freshWithin;

    @Option(
            names = "--keep-logs",
            paramLabel = "TIME",
            description = "How long the logs of attempts are kept. Default: 14d.")
    private @Nullable String keepLogs;

    /** As people write them. */
    static final class MissedWords implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return List.of("latest", "all", "none").iterator();
        }
    }

    /** As people write them. */
    static final class OverlapWords implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return List.of("queue", "skip").iterator();
        }
    }

    /** The definition with what these options say. */
    JobDefinition of(JobDefinition job) {
        JobDefinition with = job.retries(policy(job.retries()));
        with = timeout == null ? with : with.timeout(TimeOptions.length("--timeout", timeout));
        with = grace == null ? with : with.grace(TimeOptions.lengthOrNone("--grace", grace));
        with = missed == null ? with : with.missed(missed);
        with = overlap == null ? with : with.overlap(overlap);
        with = freshWithin == null ? with : with.freshWithin(TimeOptions.length("--fresh-within", freshWithin));
        return keepLogs == null ? with : with.keepLogs(TimeOptions.length("--keep-logs", keepLogs));
    }

    private RetryPolicy policy(RetryPolicy usual) {
        if (retries != null && retries < 1) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "--retries " + retries + ": an occurrence is tried at least once. 1 is no retry.");
        }
        return new RetryPolicy(
                retries == null ? usual.attempts() : retries,
                retryDelay == null ? usual.first() : TimeOptions.length("--retry-delay", retryDelay),
                usual.factor(),
                usual.most(),
                usual.jitter());
    }
}

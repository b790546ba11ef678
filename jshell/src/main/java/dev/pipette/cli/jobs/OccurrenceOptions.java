package dev.pipette.cli.jobs;

import dev.pipette.jobs.Job;
import dev.pipette.jobs.Occurrence;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Parameters;

/** The same of the commands about one occurrence of a job. */
final class OccurrenceOptions extends JobOptions {
    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "OCCURRENCE",
            description =
                    "Its id, the begin of its interval, or latest. By default the latest; for cancel, the one that runs"
                            + " or waits.")
    private @Nullable String word;

    /** The one that is named, or else the one that was begun last. */
    Occurrence begun(Job job) {
        return Wanted.occurrence(job, word);
    }

    /** The one that is named, or else the one that runs or waits. */
    Occurrence open(Job job) {
        return Wanted.open(job, word);
    }
}

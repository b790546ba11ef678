package dev.pipette.cli.jobs;

import dev.pipette.jobs.JobDefinition;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The files of another scheduler, in the place of a job. */
final class ExportOptions {
    @Option(
            names = "--export",
            paramLabel = "SCHEDULER",
            description = "Writes files for another scheduler, and saves no job: ${COMPLETION-CANDIDATES}.")
    private @Nullable String target;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            description = "With --export: the folder for the files. Default: this one.")
    private Path folder = Path.of("");

    boolean isAsked() {
        return target != null;
    }

    int write(JobDefinition job, Answer answer) {
        return 0;
    }
}

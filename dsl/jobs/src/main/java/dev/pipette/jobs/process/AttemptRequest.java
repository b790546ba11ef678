package dev.pipette.jobs.process;

import dev.pipette.RunInterval;
import dev.pipette.jobs.JobDefinition;
import dev.pipette.jobs.JobFile;
import dev.pipette.jobs.JobVersion;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * An attempt that is to run.
 *
 * <pre>{@code
 * new AttemptRequest(version, interval, "job orders 2025-12-24T11:00:00Z/2025-12-24T12:00:00Z", 1, folder, home);
 * }</pre>
 *
 * @param version what runs
 * @param interval of the occurrence
 * @param runKey which makes that each of its loads counts once
 * @param attempt from 1 on
 * @param folder of this attempt: its script, report and log
 * @param home the working folder of its pipelines
 */
public record AttemptRequest(
        JobVersion version, RunInterval interval, String runKey, int attempt, Path folder, Path home) {
    static final String REPORT = "report.jsonl";

    /** The definition of its version. */
    public JobDefinition definition() {
        return version.definition();
    }

    /** Where its output goes, without secrets. */
    public Path log() {
        return folder.resolve("run.log");
    }

    /** Where the attempt writes what it loaded and how it ended, one JSON document a line. */
    public Path report() {
        return folder.resolve(REPORT);
    }

    /** Its script; empty for a source. */
    public Optional<Path> script() {
        return version.script().map(file -> folder.resolve(file.name()));
    }

    /** The files of its libraries, which all attempts on this machine share. */
    public List<Path> libraries() {
        return version.libraries().stream().map(this::library).toList();
    }

    /** Where a library is. */
    public Path library(JobFile file) {
        return home.resolve("jobs").resolve("files").resolve(file.sha256()).resolve(file.name());
    }

    /** Its working directory: the job's, or the folder of the attempt. */
    public Path workingDirectory() {
        return definition().folder().orElse(folder);
    }
}

package dev.pipette.jobs;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A job as it was promoted: its definition, its script and its libraries, which change no more.
 *
 * <pre>{@code
 * JobVersion version = Jobs.open().promote(definition, Path.of("orders.jsh"));
 * System.out.println(version);   // orders version 3, promoted 2025-12-24T11:00:00Z by ada
 * }</pre>
 *
 * @param job the name of the job
 * @param number 1 for the first
 * @param definition what runs when
 * @param libraries the files of its libraries
 * @param hash of all that makes it up: the same again is the same version
 * @param promotedAt when
 * @param promotedBy the user of the machine that promoted it
 */
public record JobVersion(
        String job,
        int number,
        JobDefinition definition,
        List<JobFile> libraries,
        String hash,
        Instant promotedAt,
        String promotedBy) {
    /** Copies the list. */
    public JobVersion {
        libraries = List.copyOf(libraries);
    }

    /** Its script; empty for a source. */
    public Optional<JobFile> script() {
        return definition.work() instanceof Work.Script script
                ? Optional.of(new JobFile(script.fileName(), script.sha256()))
                : Optional.empty();
    }

    /** A JSON document with all of it. */
    public String toJson() {
        return JobDocuments.write(this);
    }

    @Override
    public String toString() {
        return job + " version " + number + ", promoted " + promotedAt + " by " + promotedBy;
    }
}

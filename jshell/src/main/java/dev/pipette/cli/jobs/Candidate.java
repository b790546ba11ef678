package dev.pipette.cli.jobs;

import dev.pipette.RunInterval;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is to become a job, and how it would run.
 *
 * <pre>{@code
 * Candidate orders = new Candidate(
 *         new Candidate.Script(Path.of("orders.jsh"), Map.of("days", "3"), List.of()),
 *         new Candidate.Target(Optional.empty(), Optional.empty(), Optional.of(RunInterval.parse("2025-12-24/P1D")), false),
 *         new Candidate.Place(Path.of("."), Path.of("/var/lib/pipette"), System.getenv()));
 * }</pre>
 */
record Candidate(Work work, Target target, Place place) {
    /** What runs. */
    sealed interface Work {}

    /**
     * A script, {@code .jsh} or {@code .java}.
     *
     * @param params values of parameters by name
     * @param libraries jars and folders of classes that it uses besides Pipette
     */
    record Script(Path file, Map<String, String> params, List<Path> libraries) implements Work {}

    /**
     * A source.
     *
     * @param only these resources of it; empty for all
     * @param project the folder of its settings; the working directory where it names none
     */
    record SourceOf(String name, List<String> only, Optional<Path> project) implements Work {}

    /**
     * What is decided of its runs.
     *
     * @param interval of a run, which a script may read
     * @param byInterval whether each run loads what belongs to its interval, and not what is new
     */
    record Target(
            Optional<String> into, Optional<String> dataset, Optional<RunInterval> interval, boolean byInterval) {}

    /**
     * Where it runs.
     *
     * @param folder the working directory
     * @param home the working folder of its pipelines
     * @param environment all variables, those of an env file included
     */
    record Place(Path folder, Path home, Map<String, String> environment) {}
}

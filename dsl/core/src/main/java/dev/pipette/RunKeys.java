package dev.pipette;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Gives a run key to each run of a program whose context has one. Run keys are committed for each resource, so the runs of a
 * resource by the same pipeline are numbered. A run of several resources has the highest number of them: a key that is new for all.
 */
final class RunKeys {
    private static final RunKeys NONE = new RunKeys(Optional.empty());
    private static final Map<String, RunKeys> OF_PROCESS = new ConcurrentHashMap<>();

    private final Optional<String> key;
    /** How many runs each resource of a pipeline had. */
    private final Map<Keyed, Integer> runs = new HashMap<>();
    /** Those whose last run failed, so that nobody knows whether the next one would be the same. */
    private final Set<Keyed> failed = new HashSet<>();

    /** What a run key is committed for. */
    private record Keyed(String pipeline, String dataset, String resource) {}

    private RunKeys(Optional<String> key) {
        this.key = key;
    }

    /** Those of all threads that are in no call of a context. */
    static RunKeys ofProcess(Optional<String> key) {
        return key.map(text -> OF_PROCESS.computeIfAbsent(text, _ -> new RunKeys(key)))
                .orElse(NONE);
    }

    /** Those of a call within; it continues the numbers where it has the same key. */
    RunKeys of(Optional<String> inner) {
        return inner.equals(key) ? this : new RunKeys(inner);
    }

    /** Runs a pipeline with its key. */
    LoadInfo during(Pipeline pipeline, List<Resource> resources, Function<Pipeline, LoadInfo> run) {
        List<Keyed> all = keyed(pipeline, resources);
        Pipeline named = begin(pipeline, all);
        try {
            return run.apply(named);
        } catch (RuntimeException | Error problem) {
            fail(all);
            throw problem;
        }
    }

    private synchronized Pipeline begin(Pipeline pipeline, List<Keyed> all) {
        all.stream().filter(failed::contains).findFirst().ifPresent(this::refuse);
        int number = number(all);
        all.forEach(one -> runs.put(one, number));
        return named(pipeline, all, number);
    }

    /** The pipeline with the key that its next run of the resources would have. */
    synchronized Pipeline next(Pipeline pipeline, List<Resource> resources) {
        List<Keyed> all = keyed(pipeline, resources);
        return named(pipeline, all, number(all));
    }

    /** None where the context has no key, or the pipeline one of its own. */
    private List<Keyed> keyed(Pipeline pipeline, List<Resource> resources) {
        return key.isEmpty() || pipeline.runKey().isPresent()
                ? List.of()
                : resources.stream()
                        .map(resource -> new Keyed(pipeline.name(), pipeline.datasetName(), resource.name()))
                        .toList();
    }

    private int number(List<Keyed> all) {
        return 1 + all.stream().mapToInt(one -> runs.getOrDefault(one, 0)).max().orElse(0);
    }

    private Pipeline named(Pipeline pipeline, List<Keyed> all, int number) {
        return all.isEmpty() ? pipeline : pipeline.runKey(key.orElseThrow() + (number == 1 ? "" : " #" + number));
    }

    private synchronized void fail(List<Keyed> all) {
        failed.addAll(all);
    }

    private void refuse(Keyed again) {
        throw new PipetteException(
                ErrorCode.BAD_USAGE,
                "pipeline " + again.pipeline() + ": the run of resource " + again.resource()
                        + " failed, and the program runs it"
                        + " once more with run key " + key.orElse("")
                        + ". Nobody knows whether that is the same run or the next"
                        + " one, so that after a restart its rows could be lost or doubled. Let the error end the program, so"
                        + " that it is run again, or give each run a key of its own: pipeline.runKey(\"2025-12-24\").");
    }
}

package dev.pipette;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.schema.Refresh;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Gives the refresh of a context to the runs of a program. Each resource begins again once: its later runs would otherwise take
 * away what the earlier ones loaded. A run that fails has refreshed nothing, so that the next one does.
 */
final class RunRefreshes {
    /** Those of all threads that are in no call of a context. */
    static final RunRefreshes OF_PROCESS = new RunRefreshes();

    private final Set<Begun> begun = new HashSet<>();

    /** What begins again once; a refresh of the whole source has no resource. */
    private record Begun(String pipeline, String dataset, String resource) {}

    /** Runs a pipeline, with the refresh where its resources did not begin again before. */
    LoadInfo during(Pipeline pipeline, Refresh refresh, List<Resource> resources, Function<Pipeline, LoadInfo> run) {
        List<Begun> due = begin(pipeline, refresh, resources);
        if (due.isEmpty()) {
            return run.apply(pipeline);
        }
        try {
            return run.apply(pipeline.refresh(refresh));
        } catch (RuntimeException | Error problem) {
            forget(due);
            throw problem;
        }
    }

    /** The pipeline with the refresh that its next run of the resources would have. */
    synchronized Pipeline next(Pipeline pipeline, Refresh refresh, List<Resource> resources) {
        return due(pipeline, refresh, resources).isEmpty() ? pipeline : pipeline.refresh(refresh);
    }

    private synchronized List<Begun> begin(Pipeline pipeline, Refresh refresh, List<Resource> resources) {
        List<Begun> due = due(pipeline, refresh, resources);
        begun.addAll(due);
        return due;
    }

    private synchronized void forget(List<Begun> due) {
        due.forEach(begun::remove);
    }

    private List<Begun> due(Pipeline pipeline, Refresh refresh, List<Resource> resources) {
        List<Begun> all = resources.stream()
                .map(resource -> new Begun(
                        pipeline.name(),
                        pipeline.datasetName(),
                        refresh == Refresh.DROP_SOURCES ? "" : resource.name()))
                .distinct()
                .toList();
        List<Begun> due = all.stream().filter(one -> !begun.contains(one)).toList();
        if (due.isEmpty() || due.size() == all.size()) {
            return due;
        }
        Begun before = all.stream().filter(begun::contains).findFirst().orElseThrow();
        throw new PipetteException(
                ErrorCode.BAD_USAGE,
                "pipeline " + pipeline.name() + ": resource " + before.resource()
                        + " began again in an earlier run (refresh "
                        + refresh + "), and resource " + due.getFirst().resource()
                        + " of this run did not. A refresh of this run would take away what the earlier one loaded."
                        + " Run " + due.getFirst().resource()
                        + " in a run of its own. Nothing of this run was loaded.");
    }
}

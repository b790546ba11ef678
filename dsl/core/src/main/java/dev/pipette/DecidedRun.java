package dev.pipette;

import dev.pipette.engine.run.PlannedRun;
import dev.pipette.engine.run.TracedRun;
import dev.pipette.error.PipetteException;
import dev.pipette.plan.PlannedRefusal;
import dev.pipette.plan.RunPlan;
import dev.pipette.text.Units;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs and plans a pipeline as the context of its run decides.
 *
 * @param context NONE where the pipeline was decided before
 * @param pipeline with what the context decides
 */
record DecidedRun(RunContext context, Pipeline pipeline) {
    static DecidedRun of(Pipeline declared) {
        return declared.isDecided() ? new DecidedRun(RunContext.NONE, declared) : of(declared, RunContext.current());
    }

    private static DecidedRun of(Pipeline declared, RunContext context) {
        ImmutablePipeline decided = ((ImmutablePipeline) declared).withIsDecided(true);
        if (context.destination().isPresent()) {
            decided = decided.withDestination(context.destination().get());
        }
        if (context.dataset().isPresent()) {
            decided = decided.withOwnDataset(context.dataset().get());
        }
        if (context.home().isPresent()) {
            decided = decided.withHome(context.home().get());
        }
        if (context.sample().isPresent()) {
            decided = decided.withSample(context.sample().get());
        }
        if (context.limit().isPresent()) {
            decided = decided.withOwnDataset(decided.datasetName() + RunContext.LIMITED)
                    .withName(decided.name() + RunContext.LIMITED);
        }
        return new DecidedRun(context, decided);
    }

    LoadInfo finishWaiting() {
        return context.plans().isPresent() ? run(List.of()) : new TracedRun(pipeline).finishWaiting();
    }

    LoadInfo run(List<Resource> given) {
        List<Resource> resources = DerivedRows.withParents(given);
        return context.refresh().isEmpty()
                ? keyed(pipeline, resources)
                : RunContext.refreshes()
                        .during(pipeline, context.refresh().get(), resources, refreshed -> keyed(refreshed, resources));
    }

    private LoadInfo keyed(Pipeline refreshed, List<Resource> resources) {
        return RunContext.keys().during(refreshed, resources, keyed -> run(keyed, resources));
    }

    private LoadInfo run(Pipeline keyed, List<Resource> resources) {
        return context.plans().isPresent() ? planned(keyed, resources) : new TracedRun(keyed).run(limited(resources));
    }

    RunPlan plan(List<Resource> given) {
        List<Resource> resources = DerivedRows.withParents(given);
        Pipeline refreshed = context.refresh()
                .map(refresh -> RunContext.refreshes().next(pipeline, refresh, resources))
                .orElse(pipeline);
        return plan(RunContext.keys().next(refreshed, resources), resources);
    }

    private RunPlan plan(Pipeline keyed, List<Resource> resources) {
        context.beforePlans().ifPresent(seen -> seen.accept(keyed));
        return new PlannedRun(keyed).of(limited(resources));
    }

    private LoadInfo planned(Pipeline keyed, List<Resource> resources) {
        long begun = System.nanoTime();
        RunPlan plan = plan(keyed, resources);
        context.plans().ifPresent(shown -> shown.accept(plan));
        plan.refusals().stream().findFirst().ifPresent(DecidedRun::refuse);
        return LoadInfo.builder()
                .pipelineName(plan.pipelineName())
                .destination(plan.destination())
                .dataset(plan.dataset())
                .addNotes("the run was planned only: nothing was loaded")
                .duration(Duration.ofNanos(System.nanoTime() - begun))
                .build();
    }

    /** The program ends where it would end without the plan. */
    private static void refuse(PlannedRefusal refusal) {
        String code = "[" + refusal.code() + "] ";
        String message = refusal.message();
        throw new PipetteException(
                refusal.code(), message.startsWith(code) ? message.substring(code.length()) : message);
    }

    private List<Resource> limited(List<Resource> resources) {
        if (context.limit().isEmpty() || resources.isEmpty()) {
            return resources;
        }
        long rows = context.limit().getAsLong();
        List<Resource> limited = new ArrayList<>(
                resources.stream().map(resource -> resource.limit(rows)).toList());
        limited.set(
                0,
                limited.getFirst()
                        .noting("this run takes the first " + Units.rows(rows) + " of each resource: pipeline "
                                + pipeline.name()
                                + " and its dataset are for such runs, and the tables and the state of"
                                + " the pipeline itself stay as they are"));
        return limited;
    }
}

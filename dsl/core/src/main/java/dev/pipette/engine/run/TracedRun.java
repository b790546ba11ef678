package dev.pipette.engine.run;

import dev.pipette.LoadInfo;
import dev.pipette.LoadListener;
import dev.pipette.Pipeline;
import dev.pipette.Resource;
import dev.pipette.admin.RunTrace;
import dev.pipette.engine.folder.TraceFiles;
import dev.pipette.engine.folder.WorkingFolder;
import dev.pipette.engine.folder.WorkingFolders;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.text.Secrets;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Runs a pipeline and keeps a trace of the run. A trace that cannot be kept never fails a load. */
public final class TracedRun {
    private final Pipeline pipeline;
    private final WorkingFolder working;
    private final LogContext context;
    private final LoadListener listener;
    private final TraceRecorder recorder;
    private final PipelineRun run;

    public TracedRun(Pipeline pipeline) {
        this.pipeline = pipeline;
        this.working = WorkingFolders.of(
                pipeline.home(), pipeline.name(), Connections.to(pipeline.destination(), pipeline.home()));
        this.context = new LogContext(pipeline.name(), pipeline.datasetName());
        this.listener = Listeners.installedAnd(new RunLog(context), pipeline.listener());
        this.recorder = new TraceRecorder(listener, working, pipeline.clock());
        this.run = new PipelineRun(pipeline.heardBy(recorder));
    }

    /** Finishes what an earlier run left; a call without resources does nothing else. */
    public LoadInfo finishWaiting() {
        if (working.packages().waiting().isEmpty()) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "the run of pipeline " + pipeline.name()
                            + " has no resource, and no package of an earlier run waits. Name at least one resource.");
        }
        return run(List.of());
    }

    public LoadInfo run(List<Resource> resources) {
        try (context) {
            context.open();
            LoadInfo info;
            try {
                listener.started(pipeline.name());
                info = traced(resources);
            } catch (RuntimeException | Error failed) {
                end(() -> listener.failed(failed)).ifPresent(failed::addSuppressed);
                throw failed;
            }
            return end(() -> listener.finished(info))
                    .map(problem -> info.withNote("the load is complete, but a listener failed when it heard of it: "
                            + problem.getClass().getSimpleName() + ": "
                            + Secrets.masked(String.valueOf(problem.getMessage()))))
                    .orElse(info);
        }
    }

    private static Optional<RuntimeException> end(Runnable ending) {
        try {
            ending.run();
            return Optional.empty();
        } catch (RuntimeException problem) {
            return Optional.of(problem);
        }
    }

    private LoadInfo traced(List<Resource> resources) {
        try {
            LoadInfo info = run.run(resources.stream().map(ResourcePlans::of).toList());
            return keep(Optional.empty())
                    .map(problem -> info.withNote("the trace of this run could not be kept: " + problem.getMessage()))
                    .orElse(info);
        } catch (RuntimeException failed) {
            boolean newer = false;
            if (failed instanceof PipetteException known) {
                recorder.locate(known);
                newer = known.code() == ErrorCode.WRITTEN_BY_NEWER_VERSION;
            }
            if (!newer) {
                keep(Optional.of(failed)).ifPresent(failed::addSuppressed);
            }
            throw failed;
        }
    }

    private Optional<Exception> keep(Optional<RuntimeException> failed) {
        try {
            RunTrace trace =
                    recorder.trace(pipeline, run.destination(), run.dataset(), run.loaded(), run.notes(), failed);
            new TraceFiles(working).add(trace.toJson(), RunTrace.KEPT);
            if (working.binding().isEmpty()) {
                working.bind(run.binding()); // a first run that failed early is found by its pipeline's name
            }
            return Optional.empty();
        } catch (IOException | RuntimeException problem) {
            return Optional.of(problem);
        }
    }
}

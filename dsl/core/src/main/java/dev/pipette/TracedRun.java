package dev.pipette;

import dev.pipette.pack.TraceFiles;
import dev.pipette.pack.WorkingFolder;
import dev.pipette.pack.WorkingFolders;
import dev.pipette.spi.LoadListener;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Runs a pipeline and keeps a trace of the run. A trace that cannot be kept never fails a load. */
final class TracedRun {
    private final Pipeline pipeline;
    private final WorkingFolder working;
    private final LoadListener listener;
    private final TraceRecorder recorder;
    private final PipelineRun run;

    TracedRun(Pipeline pipeline) {
        this.pipeline = pipeline;
        this.working = WorkingFolders.of(
                pipeline.home(), pipeline.name(), pipeline.destination().connect(pipeline.home()));
        this.listener = Listeners.installedAnd(pipeline.listener());
        this.recorder = new TraceRecorder(listener, working, pipeline.clockUsed());
        this.run = new PipelineRun(pipeline.heardBy(recorder));
    }

    LoadInfo run(List<Resource> resources) {
        listener.started(pipeline.name());
        try {
            LoadInfo info = run.run(resources);
            return finished(keep(Optional.empty())
                    .map(problem -> info.withNote("the trace of this run could not be kept: " + problem.getMessage()))
                    .orElse(info));
        } catch (Error broken) {
            failed(broken);
            throw broken;
        } catch (RuntimeException failed) {
            boolean newer =
                    failed instanceof PipetteException known && known.code() == ErrorCode.WRITTEN_BY_NEWER_VERSION;
            if (!newer) {
                keep(Optional.of(failed)).ifPresent(failed::addSuppressed);
            }
            failed(failed);
            throw failed;
        }
    }

    /** The load is complete, whatever a listener makes of it. */
    private LoadInfo finished(LoadInfo info) {
        try {
            listener.finished(info);
            return info;
        } catch (RuntimeException problem) {
            return info.withNote("a listener failed after the load: " + problem);
        }
    }

    private void failed(Throwable reason) {
        try {
            listener.failed(reason);
        } catch (RuntimeException problem) {
            reason.addSuppressed(problem);
        }
    }

    private Optional<Exception> keep(Optional<RuntimeException> failed) {
        try {
            RunTrace trace =
                    recorder.trace(pipeline, run.destination(), run.dataset(), run.loaded(), run.notes(), failed);
            new TraceFiles(working).add(trace.toJson(), RunTrace.KEPT);
            if (working.binding().isEmpty()) {
                working.binding(run.binding()); // a first run that failed early is found by its pipeline's name
            }
            return Optional.empty();
        } catch (IOException | RuntimeException problem) {
            return Optional.of(problem);
        }
    }
}

package dev.pipette.engine.run;

import dev.pipette.LoadInfo;
import dev.pipette.LoadListener;
import dev.pipette.Pipeline;
import dev.pipette.Resource;
import dev.pipette.admin.RunTrace;
import dev.pipette.engine.extract.ResourcePlan;
import dev.pipette.engine.folder.TraceFiles;
import dev.pipette.engine.folder.WorkingFolder;
import dev.pipette.engine.folder.WorkingFolders;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.text.Secrets;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Runs a pipeline and keeps a trace of the run. A trace that cannot be kept never fails a load. */
public final class TracedRun {
    private final Pipeline pipeline;
    private final WorkingFolder working;
    private final LogContext context;
    private final LoadListener listener;
    private final TraceRecorder recorder;
    private final PipelineRun run;
    /** What observers threw. */
    private final List<RuntimeException> unheard = new ArrayList<>();

    public TracedRun(Pipeline pipeline) {
        this.pipeline = pipeline;
        this.working = WorkingFolders.of(
                pipeline.home(), pipeline.name(), Connections.to(pipeline.destination(), pipeline.home()));
        this.context = new LogContext(pipeline.name(), pipeline.datasetName());
        this.listener = Listeners.installedAnd(new RunLog(context), pipeline.listener());
        this.recorder = new TraceRecorder(listener, pipeline, working);
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
        return heard(() -> ResourcePlans.of(resources, pipeline));
    }

    /** Runs what is planned already. */
    LoadInfo runPlans(List<ResourcePlan> plans) {
        return heard(() -> plans);
    }

    private LoadInfo heard(Supplier<List<ResourcePlan>> plans) {
        try (context) {
            context.open(recorder.runId());
            LoadInfo info;
            try {
                listener.started(pipeline.name());
                info = traced(plans);
            } catch (RuntimeException | Error failed) {
                end(() -> listener.failed(failed)).ifPresent(failed::addSuppressed);
                throw failed;
            }
            return end(() -> listener.finished(info))
                    .map(problem -> info.withNote(
                            "the load is complete, but a listener failed when it heard of it: " + described(problem)))
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

    private LoadInfo traced(Supplier<List<ResourcePlan>> planning) {
        observe(observer -> observer.began(recorder.start(run)));
        LoadInfo info;
        try {
            List<ResourcePlan> plans = planning.get();
            recorder.reads(plans);
            info = run.run(plans);
        } catch (RuntimeException | Error failed) {
            if (failed instanceof PipetteException known) {
                recorder.locate(known);
            }
            trace(Optional.of(failed)).ifPresent(failed::addSuppressed);
            unheard.forEach(failed::addSuppressed);
            throw failed;
        }
        LoadInfo traced = trace(Optional.empty())
                .map(problem -> info.withNote("the trace of this run could not be kept: " + problem.getMessage()))
                .orElse(info);
        for (String problem :
                unheard.stream().map(TracedRun::described).distinct().toList()) {
            traced = traced.withNote("the load is complete, but an observer failed: " + problem);
        }
        return traced;
    }

    /** Calls each observer, whose errors change nothing of the run. */
    private void observe(Consumer<LoadListener> call) {
        Listeners.each(listener)
                .forEach(observer -> end(() -> call.accept(observer)).ifPresent(unheard::add));
    }

    /** Shows the trace to observers and keeps it; why it could not be kept. */
    private Optional<Exception> trace(Optional<Throwable> failed) {
        boolean interrupted = Thread.interrupted(); // a thread that is interrupted can write no file
        try {
            RunTrace trace = recorder.trace(run, failed);
            observe(observer -> observer.ended(trace));
            if (failed.filter(TracedRun::isNotKept).isEmpty()) {
                keep(trace);
            }
            return Optional.empty();
        } catch (IOException | RuntimeException problem) {
            return Optional.of(problem);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** A newer version's folder is left alone, and an error of the machine is not one of the run. */
    private static boolean isNotKept(Throwable failed) {
        return failed instanceof Error
                || (failed instanceof PipetteException known && known.code() == ErrorCode.WRITTEN_BY_NEWER_VERSION);
    }

    private void keep(RunTrace trace) throws IOException {
        new TraceFiles(working).add(trace.toJson(), RunTrace.KEPT);
        if (working.binding().isEmpty()) {
            working.bind(run.binding()); // a first run that failed early is found by its pipeline's name
        }
    }

    private static String described(RuntimeException problem) {
        return problem.getClass().getSimpleName() + ": " + Secrets.masked(String.valueOf(problem.getMessage()));
    }
}

package dev.pipette.observe;

import dev.pipette.LoadInfo.TableLoad;
import dev.pipette.LoadListener;
import dev.pipette.admin.RunStart;
import dev.pipette.admin.RunTrace;
import dev.pipette.admin.RunTrace.Failure;
import dev.pipette.admin.RunTrace.LoadPackage;
import dev.pipette.admin.RunTrace.Step;
import dev.pipette.spi.LoadStep;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Makes spans of runs by OpenTelemetry: {@code run shop}, and below it one span for each step, with the time since the step before
 * it. {@link Observe} makes it. The span of a run is a child of the span that the calling thread is in. A run that fails has
 * the status ERROR with Pipette's message, which has no secrets; no exception is recorded, because its causes may hold some.
 *
 * <pre>{@code
 * pipeline.listener(Observe.openTelemetry(GlobalOpenTelemetry.get())).run(orders);
 * }</pre>
 */
public final class OpenTelemetryListener implements LoadListener {
    private final Tracer tracer;
    private final Map<String, Span> running = new ConcurrentHashMap<>();

    OpenTelemetryListener(OpenTelemetry telemetry) {
        this.tracer = telemetry.getTracer("dev.pipette");
    }

    @Override
    public void reached(LoadStep step, String loadId) {
        // the trace has all steps with their times
    }

    @Override
    public void began(RunStart run) {
        Span span = tracer.spanBuilder("run " + run.pipeline())
                .setStartTimestamp(run.startedAt())
                .startSpan();
        running.put(run.runId(), span);
        span.setAttribute("pipette.run_id", run.runId())
                .setAttribute("pipette.pipeline", run.pipeline())
                .setAttribute("pipette.destination", run.destination())
                .setAttribute("pipette.dataset", run.dataset());
        run.script()
                .ifPresent(script -> span.setAttribute("pipette.script", script.name())
                        .setAttribute("pipette.script.sha256", script.sha256()));
    }

    @Override
    public void ended(RunTrace trace) {
        Span span = running.remove(trace.runId());
        if (span == null) {
            return; // its beginning failed, which the run has noted
        }
        Instant end = trace.startedAt().plus(trace.duration());
        Instant at = steps(trace, span);
        trace.failure().ifPresent(failure -> fail(span, failure, at, end));
        span.setAttribute("pipette.outcome", word(trace.outcome()))
                .setAttribute("pipette.rows", rows(trace))
                .end(end);
    }

    /** A span for each step; when the last of them ended. */
    private Instant steps(RunTrace trace, Span run) {
        Instant at = trace.startedAt();
        for (Step step : trace.steps()) {
            Instant end = at.plus(step.duration());
            Span span = child(run, word(step.step()), at);
            if (!step.loadId().isEmpty()) {
                span.setAttribute("pipette.load_id", step.loadId());
            }
            span.end(end);
            at = end;
        }
        return at;
    }

    /** What ran after the last step that was done is what failed. */
    private void fail(Span run, Failure failure, Instant from, Instant to) {
        Span failed = child(run, "failed", from);
        for (Span span : new Span[] {failed, run}) {
            span.setStatus(StatusCode.ERROR, failure.message()).setAttribute("error.type", failure.code());
        }
        failed.end(to);
    }

    private Span child(Span run, String name, Instant start) {
        return tracer.spanBuilder(name)
                .setParent(Context.root().with(run))
                .setStartTimestamp(start)
                .startSpan();
    }

    private static long rows(RunTrace trace) {
        return trace.packages().stream()
                .filter(LoadPackage::committed)
                .flatMap(load -> load.tables().stream())
                .mapToLong(TableLoad::rows)
                .sum();
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}

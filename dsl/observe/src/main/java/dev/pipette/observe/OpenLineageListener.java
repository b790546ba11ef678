package dev.pipette.observe;

import com.google.errorprone.annotations.CheckReturnValue;
import dev.pipette.LoadListener;
import dev.pipette.admin.RunStart;
import dev.pipette.admin.RunTrace;
import dev.pipette.settings.Secret;
import dev.pipette.spi.LoadStep;

/**
 * Says by OpenLineage events what each run reads and writes: START when it begins, COMPLETE or FAIL when it ends.
 * {@link Observe} makes it.
 *
 * <pre>{@code
 * pipeline.listener(Observe.openLineage(URI.create("https://lineage.example/api/v1/lineage"))
 *         .namespace("shop-production")
 *         .header("Authorization", Secret.of("Bearer " + token)))
 *     .run(orders);
 * }</pre>
 *
 * <p>Immutable, and may be shared by pipelines and threads.
 */
@CheckReturnValue
public final class OpenLineageListener implements LoadListener {
    private static final String NAMESPACE = "pipette";

    private final EventSink sink;
    private final String namespace;

    private OpenLineageListener(EventSink sink, String namespace) {
        this.sink = sink;
        this.namespace = namespace;
    }

    static OpenLineageListener of(EventSink sink) {
        return new OpenLineageListener(sink, NAMESPACE);
    }

    /** Names the jobs' namespace; without it {@value #NAMESPACE}. The job is the pipeline. */
    public OpenLineageListener namespace(String name) {
        return new OpenLineageListener(sink, name);
    }

    /**
     * Sends one more header with each event.
     *
     * @throws dev.pipette.error.PipetteException BAD_USAGE where the events go into a file
     */
    public OpenLineageListener header(String name, Secret value) {
        return new OpenLineageListener(sink.withHeader(name, value), namespace);
    }

    @Override
    public void reached(LoadStep step, String loadId) {
        // the trace has all steps at the end
    }

    @Override
    public void began(RunStart run) {
        sink.take(LineageEvents.start(namespace, run).toString());
    }

    @Override
    public void ended(RunTrace trace) {
        sink.take(LineageEvents.end(namespace, trace).toString());
    }
}

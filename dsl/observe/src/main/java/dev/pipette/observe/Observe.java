package dev.pipette.observe;

import com.google.errorprone.annotations.CheckReturnValue;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import java.net.URI;
import java.nio.file.Path;

/**
 * Observers of runs. Each is given to the pipelines that it observes; nothing is sent anywhere by itself. A pipeline may have
 * several. An observer that fails breaks no load: the {@code LoadInfo} has a note.
 *
 * <pre>{@code
 * pipeline
 *     .listener(Observe.openLineage(Path.of("lineage.jsonl")))
 *     .listener(Observe.micrometer(registry))
 *     .listener(Observe.openTelemetry(openTelemetry))
 *     .run(orders);
 * }</pre>
 */
@CheckReturnValue
public final class Observe {
    private Observe() {}

    /** Writes OpenLineage events into a file, one line of JSON each, after what is there. */
    public static OpenLineageListener openLineage(Path file) {
        return OpenLineageListener.of(new EventFile(file));
    }

    /**
     * Posts OpenLineage events to an endpoint such as {@code http://localhost:5000/api/v1/lineage}.
     *
     * @throws dev.pipette.error.PipetteException BAD_USAGE for another address than one of HTTP
     */
    public static OpenLineageListener openLineage(URI endpoint) {
        return OpenLineageListener.of(EventPost.to(endpoint));
    }

    /** Counts runs, loads, rows, bytes and failures, and measures how long runs take. */
    public static MicrometerListener micrometer(MeterRegistry registry) {
        return new MicrometerListener(registry);
    }

    /** Makes a span of each run, and below it one of each step. */
    public static OpenTelemetryListener openTelemetry(OpenTelemetry telemetry) {
        return new OpenTelemetryListener(telemetry);
    }
}

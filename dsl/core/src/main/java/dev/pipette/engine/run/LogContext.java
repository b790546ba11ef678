package dev.pipette.engine.run;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Sets the run that the thread works for in the MDC of SLF4J: {@code pipeline}, {@code dataset}, {@code runId}, and {@code loadId} as
 * soon as there is a package. Closing it brings back what the thread had before.
 */
final class LogContext implements AutoCloseable {
    private static final String LOAD_ID = "loadId";

    private final String pipeline;
    private final String dataset;
    private @Nullable Map<String, String> before;

    LogContext(String pipeline, String dataset) {
        this.pipeline = pipeline;
        this.dataset = dataset;
    }

    /** The thread works for the run from here on, until it is closed. */
    void open(String runId) {
        before = MDC.getCopyOfContextMap();
        MDC.put("pipeline", pipeline);
        MDC.put("dataset", dataset);
        MDC.put("runId", runId);
        MDC.remove(LOAD_ID);
    }

    /** The package that the run works on. */
    void loadId(String loadId) {
        MDC.put(LOAD_ID, loadId);
    }

    @Override
    public void close() {
        if (before == null) {
            MDC.clear();
        } else {
            MDC.setContextMap(before);
        }
    }
}

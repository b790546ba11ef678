package dev.pipette.engine.run;

import dev.pipette.LoadInfo;
import dev.pipette.LoadListener;
import dev.pipette.error.PipetteException;
import dev.pipette.spi.LoadStep;
import dev.pipette.text.Printable;
import dev.pipette.text.Secrets;
import dev.pipette.text.Units;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs a run by SLF4J, under the name {@value #NAME}: where its steps begin and end, with rows and load id. Nothing that is
 * logged holds a secret or commands a terminal.
 */
final class RunLog implements LoadListener {
    /** The logger's name. */
    static final String NAME = "dev.pipette.run";

    private final Logger log;
    private final LogContext context;
    private final Map<String, Long> rows = new ConcurrentHashMap<>();

    RunLog(LogContext context) {
        this(LoggerFactory.getLogger(NAME), context);
    }

    RunLog(Logger log, LogContext context) {
        this.log = log;
        this.context = context;
    }

    @Override
    public void started(String pipeline) {
        log.info("run of pipeline {} started", shown(pipeline));
    }

    @Override
    public void reached(LoadStep step, String loadId) {
        if (!loadId.isEmpty()) {
            context.loadId(loadId);
        }
        switch (step) {
            case PACKAGE_OPENED -> {
                rows.clear();
                log.info("package {}: extract and normalize started", loadId);
            }
            case EXTRACTED -> log.info("package {}: extract ended{}", loadId, rowsRead());
            case SEALED -> log.info("package {}: normalize ended, the package is sealed", loadId);
            case TRANSACTION_BEGUN -> log.info("package {}: load started", loadId);
            case COMMITTED -> log.info("package {}: load ended, the transaction is committed", loadId);
            case PIPELINE_LOCKED, STATE_READ -> log.debug("reached {}", step);
            case MANIFEST_WRITTEN,
                    CHECKED,
                    ROWS_STAGED,
                    SCHEMA_CHANGED,
                    ROWS_APPLIED,
                    BOOKKEEPING_WRITTEN,
                    MARKED,
                    ACKNOWLEDGED,
                    CLEANED -> log.debug("package {}: reached {}", loadId, step);
        }
    }

    private String rowsRead() {
        return rows.isEmpty()
                ? ""
                : rows.entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(entry -> shown(entry.getKey()) + " " + Units.rows(entry.getValue()))
                        .collect(Collectors.joining(", ", ", read by Java: ", ""));
    }

    @Override
    public void reading(String resource, String file) {
        log.debug("resource {}: reading {}", shown(resource), shown(file));
    }

    @Override
    public void extracted(String resource, long count) {
        rows.put(resource, count);
    }

    @Override
    public void retrying(String why, Duration after) {
        log.warn("trying again in {} ms: {}", after.toMillis(), shown(why));
    }

    @Override
    public void waiting(String holder) {
        log.info("waiting: {}", shown(holder));
    }

    @Override
    public void finished(LoadInfo info) {
        String tables = info.tables().stream()
                .map(table -> table.table() + " " + Units.rows(table.rows()))
                .collect(Collectors.joining(", "));
        log.info(
                "run of pipeline {} finished after {} ms: {}",
                shown(info.pipelineName()),
                info.duration().toMillis(),
                tables.isEmpty() ? "nothing new" : shown(tables));
        info.notes().forEach(note -> log.info("note: {}", shown(note)));
    }

    /** Without the exception itself: its causes belong to drivers, and may hold what must not be logged. */
    @Override
    public void failed(Throwable failure) {
        String reason = failure instanceof PipetteException
                ? String.valueOf(failure.getMessage())
                : failure.getClass().getSimpleName() + ": " + failure.getMessage();
        log.error("run failed: {}", shown(reason));
    }

    private static String shown(String text) {
        return Printable.line(Secrets.masked(text));
    }
}

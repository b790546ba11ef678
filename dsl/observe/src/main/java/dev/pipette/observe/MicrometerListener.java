package dev.pipette.observe;

import dev.pipette.LoadInfo.TableLoad;
import dev.pipette.LoadListener;
import dev.pipette.admin.RunTrace;
import dev.pipette.admin.RunTrace.LoadPackage;
import dev.pipette.spi.LoadStep;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.Locale;

/**
 * Counts and measures runs by Micrometer. {@link Observe} makes it.
 *
 * <p>{@code pipette.run} is a timer with the tags {@code pipeline}, {@code dataset} and {@code outcome}: {@code loaded},
 * {@code nothing_new} or {@code failed}. The counters {@code pipette.loads} and {@code pipette.bytes} have the tags {@code pipeline}
 * and {@code dataset}; {@code pipette.rows} has {@code table} as well, {@code pipette.failures} has {@code code}. Loads, bytes and
 * rows are those that were committed, also by a run that failed later.
 *
 * <pre>{@code
 * pipeline.listener(Observe.micrometer(registry)).run(orders);
 * registry.counter("pipette.rows", "pipeline", "shop", "dataset", "shop_dataset", "table", "orders").count();
 * }</pre>
 */
public final class MicrometerListener implements LoadListener {
    private final MeterRegistry registry;

    MicrometerListener(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void reached(LoadStep step, String loadId) {
        // the trace has all that is counted
    }

    @Override
    public void ended(RunTrace trace) {
        Tags tags = Tags.of("pipeline", trace.pipeline(), "dataset", trace.dataset());
        registry.timer("pipette.run", tags.and("outcome", trace.outcome().name().toLowerCase(Locale.ROOT)))
                .record(trace.duration());
        trace.failure()
                .ifPresent(failure -> registry.counter("pipette.failures", tags.and("code", failure.code()))
                        .increment());
        for (LoadPackage load : trace.packages()) {
            if (load.committed()) {
                registry.counter("pipette.loads", tags).increment();
                registry.counter("pipette.bytes", tags).increment(load.bytes());
                for (TableLoad table : load.tables()) {
                    registry.counter("pipette.rows", tags.and("table", table.table()))
                            .increment(table.rows());
                }
            }
        }
    }
}

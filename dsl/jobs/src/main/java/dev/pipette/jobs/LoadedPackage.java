package dev.pipette.jobs;

import dev.pipette.text.Units;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A load of an attempt.
 *
 * <pre>{@code
 * new LoadedPackage("shop", "shop", "1766577600.123", Map.of("orders", 12L));
 * }</pre>
 *
 * @param pipeline its name
 * @param dataset that it loaded into
 * @param loadId of its last load
 * @param rows loaded, by table
 */
public record LoadedPackage(String pipeline, String dataset, String loadId, Map<String, Long> rows) {
    /** {@code shop -> shop, load 1766577600.123: orders 12}. */
    @Override
    public String toString() {
        return pipeline + " -> " + dataset + ", load " + loadId + ": "
                + rows.entrySet().stream()
                        .map(table -> table.getKey() + " " + Units.number(table.getValue()))
                        .collect(Collectors.joining(", "));
    }
}

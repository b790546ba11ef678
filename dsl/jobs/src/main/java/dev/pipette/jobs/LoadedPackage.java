package dev.pipette.jobs;

import java.util.Map;

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
public record LoadedPackage(String pipeline, String dataset, String loadId, Map<String, Long> rows) {}

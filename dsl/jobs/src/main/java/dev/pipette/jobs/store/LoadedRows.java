package dev.pipette.jobs.store;

import dev.pipette.jobs.LoadedPackage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Counts what attempts loaded, each load once: one attempt may report what the one before it had committed. */
final class LoadedRows {
    private final Map<Load, Long> loads = new LinkedHashMap<>();
    private long withoutLoad;

    private record Load(String pipeline, String dataset, String id) {}

    /** Adds an attempt; the rows of one that names no loads are its own. */
    void add(long rows, List<LoadedPackage> loaded) {
        if (loaded.isEmpty()) {
            withoutLoad += rows;
        }
        for (LoadedPackage load : loaded) {
            long count =
                    load.rows().values().stream().mapToLong(Long::longValue).sum();
            loads.put(new Load(load.pipeline(), load.dataset(), load.loadId()), count);
        }
    }

    long total() {
        return withoutLoad + loads.values().stream().mapToLong(Long::longValue).sum();
    }

    List<String> loadIds() {
        return loads.keySet().stream().map(Load::id).distinct().toList();
    }
}

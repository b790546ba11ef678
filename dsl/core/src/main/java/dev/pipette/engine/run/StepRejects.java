package dev.pipette.engine.run;

import dev.pipette.check.RejectsBefore;
import dev.pipette.engine.load.apply.TableResult;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts what the committed steps of a run brought, because a limit of rejected rows is one of the whole run. */
final class StepRejects {
    private final Map<String, Map<String, RejectsBefore>> byResource = new HashMap<>();

    /** Counts the rows of a step. */
    void add(List<TableResult> tables) {
        for (TableResult result : tables) {
            if (!result.table().isNested()) {
                long arrived = result.rows() + result.unchanged() + result.skipped() + result.rejected();
                byResource
                        .computeIfAbsent(result.resource().name(), name -> new HashMap<>())
                        .merge(
                                result.table().name(),
                                new RejectsBefore(result.rejected(), arrived),
                                (one, other) -> one.and(other.rejected(), other.arrived()));
            }
        }
    }

    /** What was counted of a resource, by root tables. */
    Map<String, RejectsBefore> of(String resource) {
        return Map.copyOf(byResource.getOrDefault(resource, Map.of()));
    }

    /** How many rows of a resource were rejected. */
    long rejected(String resource) {
        return of(resource).values().stream().mapToLong(RejectsBefore::rejected).sum();
    }
}

package dev.pipette.engine.run;

import dev.pipette.Resource;
import dev.pipette.engine.extract.ResourcePlan;

/** Makes the plans that the engine works with from the resources of the language. */
final class ResourcePlans {
    private ResourcePlans() {}

    static ResourcePlan of(Resource resource) {
        return ResourcePlan.builder()
                .name(resource.name())
                .tableName(resource.tableName())
                .sourceName(resource.sourceName())
                .source(resource.source())
                .steps(resource.steps())
                .writeDisposition(resource.writeDisposition())
                .primaryKey(resource.primaryKey())
                .cursor(resource.cursor())
                .columnHints(resource.columnHints())
                .declaredZone(resource.declaredZone())
                .deduplicatesWithinRun(resource.deduplicatesWithinRun())
                .isSkipped(resource.isSkipped())
                .commitInterval(resource.commitInterval())
                .maxNesting(resource.maxNesting())
                .notes(resource.notes())
                .build();
    }
}

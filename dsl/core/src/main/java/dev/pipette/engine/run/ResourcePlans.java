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
                .tableChoice(resource.tableChoice())
                .sourceName(resource.sourceName())
                .source(resource.source())
                .steps(resource.steps())
                .writeDisposition(resource.writeDisposition())
                .primaryKey(resource.primaryKey())
                .cursor(resource.cursor())
                .columnHints(resource.columnHints())
                .tableHints(resource.tableHints())
                .contract(resource.contract())
                .checks(resource.checks())
                .badRows(resource.badRows())
                .rejectLimits(resource.rejectLimits())
                .declaredZone(resource.declaredZone())
                .deduplicatesWithinRun(resource.deduplicatesWithinRun() || keepsOneOfEqualRows(resource))
                .isSkipped(resource.isSkipped())
                .commitInterval(resource.commitInterval())
                .maxNesting(resource.maxNesting())
                .notes(resource.notes())
                .build();
    }

    /** Two versions of one row must not be active, also where rows are known by their content alone. */
    private static boolean keepsOneOfEqualRows(Resource resource) {
        return resource.writeDisposition()
                .versions()
                .filter(versions -> versions.primaryKey().isEmpty())
                .isPresent();
    }
}

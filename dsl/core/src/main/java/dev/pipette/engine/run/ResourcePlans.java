package dev.pipette.engine.run;

import dev.pipette.Pipeline;
import dev.pipette.Resource;
import dev.pipette.engine.extract.ResourcePlan;
import dev.pipette.schema.Naming;
import java.util.List;

/** Makes the plans that the engine works with from the resources of the language. */
final class ResourcePlans {
    private ResourcePlans() {}

    /** The plans of resources, with what the schema of the run says of their tables. */
    static List<ResourcePlan> of(List<Resource> resources, Pipeline pipeline) {
        List<ResourcePlan> plans = resources.stream().map(ResourcePlans::of).toList();
        if (pipeline.declaredSchema().isEmpty()) {
            return plans;
        }
        Naming naming = Naming.snakeCase(
                Connections.to(pipeline.destination(), pipeline.home()).maxIdentifierLength());
        DeclaredSchema declared = DeclaredSchema.of(pipeline, naming);
        return plans.stream().map(declared::applied).toList();
    }

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
                .origin(resource.origin())
                .openedWith(resource.openedWith())
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

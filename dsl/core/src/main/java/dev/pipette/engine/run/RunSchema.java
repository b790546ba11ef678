package dev.pipette.engine.run;

import dev.pipette.engine.extract.ResourcePlan;
import dev.pipette.engine.load.bookkeeping.CommittedState;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.schema.Naming;
import dev.pipette.schema.Schema;
import dev.pipette.schema.SchemaOrigin;
import dev.pipette.schema.StateDocument;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The schema that the resources of one package belong to. dlt calls it a source: a pipeline may have several, each with
 * tables and state of its own, and a resource continues where it was begun.
 *
 * @param name of the schema, under which the state document keeps the state of its resources too
 * @param origin who made it
 * @param naming of its tables and columns
 */
record RunSchema(String name, SchemaOrigin origin, Naming naming) {
    /**
     * The resources by the schemas that they belong to, in their order.
     *
     * @throws PipetteException BAD_USAGE for a resource that two sources have, and for a naming that Pipette does not know
     */
    static Map<RunSchema, List<ResourcePlan>> groups(
            RunPlace place, CommittedState committed, List<ResourcePlan> resources) {
        Map<String, List<ResourcePlan>> byName = new LinkedHashMap<>();
        for (ResourcePlan resource : resources) {
            byName.computeIfAbsent(nameFor(place, committed, resource), name -> new ArrayList<>())
                    .add(resource);
        }
        Map<RunSchema, List<ResourcePlan>> groups = new LinkedHashMap<>();
        byName.forEach((name, some) -> {
            SchemaOrigin origin = SchemaOrigin.of(committed.schema(name));
            Naming naming = origin.naming(place.dataset(), place.client().maxIdentifierLength());
            boolean replayed =
                    some.stream().allMatch(resource -> resource.replays().isPresent());
            groups.put(new RunSchema(name, origin, replayed ? naming.keepingCutNames() : naming), some);
        });
        return groups;
    }

    private static String nameFor(RunPlace place, CommittedState committed, ResourcePlan resource) {
        String usual =
                committed.state().flatMap(StateDocument::defaultSchemaName).orElse(place.schemaName());
        SortedSet<String> holding = new TreeSet<>();
        committed
                .state()
                .ifPresent(state -> state.sourceNames().stream()
                        .filter(source -> state.resourceNames(source).contains(resource.name()))
                        .forEach(holding::add));
        committed.schemas().stream()
                .filter(schema -> fills(schema, resource))
                .map(Schema::name)
                .forEach(holding::add);
        Optional<String> chosen = resource.sourceName().filter(holding::contains);
        if (holding.size() > 1 && chosen.isEmpty()) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "resource " + resource.name() + " is in " + holding.size() + " sources of pipeline "
                            + place.pipeline().name() + ": " + String.join(" and ", holding)
                            + ". Each has its own state and tables. Choose one: .inSource(\"" + holding.first()
                            + "\") (--source " + holding.first() + "). Nothing was loaded.");
        }
        return chosen.orElse(holding.isEmpty() ? usual : holding.first());
    }

    private static boolean fills(Schema schema, ResourcePlan resource) {
        return schema.dataTables().stream()
                .anyMatch(table -> !table.isNested() && table.resources().contains(resource.name()));
    }
}

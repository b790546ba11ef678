package dev.pipette.engine.run;

import dev.pipette.engine.extract.ResourcePlan;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.schema.Naming;
import dev.pipette.schema.Refresh;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Refuses resources that cannot be loaded together, before anything is read. */
final class RunChecks {
    private RunChecks() {}

    static void check(List<ResourcePlan> resources, Naming naming) {
        Set<String> names = new HashSet<>();
        for (ResourcePlan resource : resources) {
            TakenKeys.check(resource);
            new DeclaredRules(resource, naming).check();
            if (!names.add(resource.name())) {
                throw new PipetteException(
                        ErrorCode.BAD_USAGE,
                        "two resources of the run have the name " + resource.name()
                                + ", under which state is kept. Give one of them another name; .table(\""
                                + resource.tableName() + "\") lets both fill that table.");
            }
            String table = naming.identifier(resource.tableName());
            if (table.startsWith("_dlt_") || table.startsWith("_pipette_")) {
                throw new PipetteException(
                        ErrorCode.NAME_COLLISION,
                        "resource " + resource.name() + " fills table " + table
                                + ", which is a bookkeeping table's name. Choose another with .table(..).");
            }
        }
        new SharedTables(resources, naming).check();
        new Families(resources).check();
    }

    /** A refresh belongs to one transaction. */
    static void checkRefresh(List<ResourcePlan> resources, Refresh refresh) {
        resources.stream()
                .filter(resource -> resource.commitInterval().isPresent())
                .findFirst()
                .ifPresent(resource -> {
                    throw new PipetteException(
                            ErrorCode.BAD_USAGE,
                            "refresh " + refresh + " takes effect with the load, and resource " + resource.name()
                                    + " is committed in steps. Leave commitEvery(..) out of this run.");
                });
        Families families = new Families(resources);
        resources.stream()
                .filter(resource -> resource.isSkipped() && !families.feeds(resource))
                .findFirst()
                .ifPresent(resource -> {
                    throw new PipetteException(
                            ErrorCode.BAD_USAGE,
                            "refresh " + refresh + " takes effect with the load, and resource " + resource.name()
                                    + " is not loaded. Leave skip() (--skip) or the refresh out of this run.");
                });
    }
}

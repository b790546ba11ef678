package dev.pipette.engine.load.preview;

import dev.pipette.plan.PlannedRefusal;
import dev.pipette.plan.PlannedStatement;
import dev.pipette.plan.PlannedTable;
import java.util.List;

/**
 * What the load of a package would do.
 *
 * @param schemaChanges one sentence each
 * @param notes what else would happen to values, one sentence each
 * @param refusals what the destination would refuse, as far as its catalogue says
 */
public record PackageOutlook(
        List<PlannedTable> tables,
        List<PlannedStatement> statements,
        List<String> schemaChanges,
        List<String> notes,
        List<PlannedRefusal> refusals) {
    /** Copies the lists. */
    public PackageOutlook {
        tables = List.copyOf(tables);
        statements = List.copyOf(statements);
        schemaChanges = List.copyOf(schemaChanges);
        notes = List.copyOf(notes);
        refusals = List.copyOf(refusals);
    }
}

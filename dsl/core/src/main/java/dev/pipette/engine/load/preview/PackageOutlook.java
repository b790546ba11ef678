package dev.pipette.engine.load.preview;

import dev.pipette.plan.PlannedStatement;
import dev.pipette.plan.PlannedTable;
import java.util.List;

/**
 * What the load of a package would do.
 *
 * @param schemaChanges one sentence each
 * @param notes what else would happen to values, one sentence each
 */
public record PackageOutlook(
        List<PlannedTable> tables, List<PlannedStatement> statements, List<String> schemaChanges, List<String> notes) {
    /** Copies the lists. */
    public PackageOutlook {
        tables = List.copyOf(tables);
        statements = List.copyOf(statements);
        schemaChanges = List.copyOf(schemaChanges);
        notes = List.copyOf(notes);
    }
}

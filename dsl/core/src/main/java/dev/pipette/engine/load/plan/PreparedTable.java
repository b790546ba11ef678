package dev.pipette.engine.load.plan;

import dev.pipette.engine.manifest.ResourceLoad;
import dev.pipette.engine.query.PackageQuery;
import dev.pipette.schema.Column;
import java.util.List;

/**
 * A table whose changes are decided on, for the package's rows.
 *
 * @param query selects the columns that the package has values for; system columns are still to be added
 * @param columns all columns that will be filled
 * @param alters whether a table that people may be reading is changed
 */
public record PreparedTable(
        ResourceLoad resource, TablePlan plan, PackageQuery query, List<Column> columns, boolean alters) {}

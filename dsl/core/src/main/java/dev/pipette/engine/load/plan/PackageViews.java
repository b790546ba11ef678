package dev.pipette.engine.load.plan;

import dev.pipette.engine.manifest.CursorLoad;
import dev.pipette.engine.manifest.Manifest;
import dev.pipette.engine.manifest.PackageTable;
import dev.pipette.engine.manifest.ResourceLoad;
import dev.pipette.engine.query.PackageQuery;
import dev.pipette.engine.query.PackageReader;
import dev.pipette.schema.Naming;
import dev.pipette.schema.Schema;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The tables of a package as a person reads them before they are loaded: with the types and variants that they would
 * have as new tables, and with the numbers of their rows, by which nested tables join.
 */
public final class PackageViews {
    /** The number of a row in its table, in order of arrival, from 0. */
    private static final String ORDINAL = "_ordinal";

    private static final String PARENT = "_parent_ordinal";
    private static final String ROOT = "_root_ordinal";
    private static final String INDEX = "_list_index";

    /** The resource that a row is of, where several fill the table; each counts its rows. */
    private static final String RESOURCE = "_resource";

    private PackageViews() {}

    /** A DuckDB SELECT for each table, by the table's name, parents first. */
    public static Map<String, String> of(Manifest manifest, PackageReader reader, Naming naming) {
        TablePlanner planner = new TablePlanner(
                reader, manifest.dataset(), Schema.create(manifest.schemaName()), naming, ExistingTables.NONE);
        Map<String, String> views = new LinkedHashMap<>();
        for (PackageTable table : manifest.tables()) {
            ResourceLoad resource = manifest.resourceOf(table);
            PackageQuery query = reader.query(table);
            planner.plan(resource, table, Optional.empty(), query, TableContract.NONE)
                    .values()
                    .forEach(value ->
                            query.output(value.expression(), value.column().name()));
            query.output(query.ordinal(), ORDINAL);
            if (table.isNested()) {
                query.output(query.parentOrdinal(), PARENT)
                        .output(query.rootOrdinal(), ROOT)
                        .output(query.listIndex(), INDEX);
            }
            CursorLoad cursor = table.isNested() ? null : resource.cursor();
            if (cursor != null && cursor.kind() != null) {
                query.within(cursor, cursor.kind());
            }
            table.sharedBy().ifPresent(of -> query.constant(of, RESOURCE));
            if (!table.parts().isEmpty()) {
                views.merge(table.name(), query.sql(), PackageQuery::both);
            }
        }
        return views;
    }
}

package dev.pipette.engine.load.plan;

import dev.pipette.engine.manifest.ResourceLoad;
import dev.pipette.schema.MergeRules;
import dev.pipette.schema.TableColumn;
import dev.pipette.text.NearestName;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Columns that the rules of a merge name, and that neither the arriving rows nor the table have. */
final class UnknownColumns {
    private UnknownColumns() {}

    /** Notes on those of a root table: an API may leave a column out that no row has a value in, so they are no errors. */
    static List<String> notes(ResourceLoad resource, TablePlan plan, List<TableColumn> there) {
        List<String> notes = new ArrayList<>();
        if (plan.table().isNested()) {
            return notes;
        }
        Set<String> known = new LinkedHashSet<>();
        plan.values().forEach(value -> known.add(value.column().name()));
        there.forEach(column -> known.add(column.name()));
        MergeRules rules = resource.mergeRules();
        rules.hardDelete()
                .filter(column -> !known.contains(column))
                .ifPresent(column ->
                        notes.add(note(resource, "hardDelete", column, "no row was taken as deleted", known)));
        rules.dedupSort()
                .filter(sort -> !known.contains(sort.column()))
                .ifPresent(sort -> notes.add(note(
                        resource,
                        "dedupSort",
                        sort.column(),
                        "of several rows with one key the order of arrival decides",
                        known)));
        return notes;
    }

    private static String note(
            ResourceLoad resource, String method, String column, String consequence, Set<String> known) {
        return "resource " + resource.name() + ": no row and no column of table " + resource.table() + " is named '"
                + column + "', which " + method + "(..) names, so " + consequence + "."
                + NearestName.question(column, known);
    }
}

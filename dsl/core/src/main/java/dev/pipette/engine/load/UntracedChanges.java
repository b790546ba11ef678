package dev.pipette.engine.load;

import dev.pipette.engine.load.apply.TableResult;
import dev.pipette.engine.manifest.Manifest;
import dev.pipette.engine.manifest.ResourceLoad;
import dev.pipette.schema.MergeStrategy;
import dev.pipette.schema.WriteDisposition;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Finds the root tables that a load changes in a way that no row shows: rows are gone, or have the id of an earlier load. */
final class UntracedChanges {
    private UntracedChanges() {}

    static Set<String> tables(Manifest manifest, List<TableResult> results, Refreshing refreshing) {
        Set<String> tables = new TreeSet<>(refreshing.tables());
        manifest.byTable().stream()
                .filter(resource -> keepsRowsOut(resource.disposition()))
                .map(ResourceLoad::table)
                .forEach(tables::add);
        results.stream()
                .filter(UntracedChanges::leavesNoTrace)
                .map(result -> result.resource().table())
                .forEach(tables::add);
        return tables;
    }

    /** Whether rows that did not arrive are not to be there after the load, even where there was none to take away. */
    private static boolean keepsRowsOut(WriteDisposition disposition) {
        return switch (disposition) {
            case WriteDisposition.Append(), WriteDisposition.Merge(MergeStrategy.DeleteInsert _, var _) -> false;
            case WriteDisposition.Merge(MergeStrategy.Upsert _, var _) -> false;
            case WriteDisposition.Merge(MergeStrategy.InsertOnly _, var _) -> false;
            case WriteDisposition.Replace(), WriteDisposition.TruncateAndInsert() -> true;
            case WriteDisposition.ReplaceWhere _ -> true;
            case WriteDisposition.Merge(MergeStrategy.Snapshot _, var _) -> true;
            case WriteDisposition.Merge(MergeStrategy.Scd2 _, var _) -> true;
        };
    }

    /** An arriving row that only deletes keeps its key out, too; it is one of those that are skipped. */
    private static boolean leavesNoTrace(TableResult result) {
        return !result.table().isNested()
                && (result.deleted() > 0
                        || result.unchanged() > 0
                        || result.skipped() > 0
                                && result.resource().mergeRules().hardDelete().isPresent());
    }
}

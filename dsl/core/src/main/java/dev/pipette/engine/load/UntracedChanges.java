package dev.pipette.engine.load;

import dev.pipette.engine.load.apply.TableResult;
import dev.pipette.engine.load.bookkeeping.UntracedChange;
import dev.pipette.engine.manifest.Manifest;
import dev.pipette.engine.manifest.ResourceLoad;
import dev.pipette.schema.MergeStrategy;
import dev.pipette.schema.WriteDisposition;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Finds what a load changes in a way that no row shows: rows are gone, or have the id of an earlier load. */
final class UntracedChanges {
    private UntracedChanges() {}

    static Set<UntracedChange> of(Manifest manifest, List<TableResult> results, Refreshing refreshing) {
        Set<UntracedChange> changes = new LinkedHashSet<>();
        refreshing.tables().forEach(table -> changes.add(UntracedChange.deleted(table)));
        manifest.byTable().stream()
                .filter(resource -> resource.disposition().takesOthersAway())
                .map(ResourceLoad::table)
                .forEach(table -> changes.add(UntracedChange.deleted(table)));
        for (TableResult result : results) {
            if (!result.table().isNested()) {
                add(changes, result);
            }
        }
        return changes;
    }

    /** An arriving row that only deletes keeps its key out, and is one of those that are skipped. */
    private static void add(Set<UntracedChange> changes, TableResult result) {
        String table = result.resource().table();
        WriteDisposition disposition = result.resource().disposition();
        boolean skips = result.skipped() > 0;
        if (result.deleted() > 0 || skips && disposition.rules().hardDelete().isPresent()) {
            changes.add(UntracedChange.deleted(table));
        }
        boolean insertsOnly = disposition instanceof WriteDisposition.Merge merge
                && merge.strategy() instanceof MergeStrategy.InsertOnly;
        if (result.unchanged() > 0 || skips && insertsOnly) {
            changes.add(UntracedChange.kept(table));
        }
    }
}

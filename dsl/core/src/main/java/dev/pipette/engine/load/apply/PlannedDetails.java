package dev.pipette.engine.load.apply;

import dev.pipette.engine.load.plan.LoadPlan;
import dev.pipette.engine.load.plan.SchemaChange;
import dev.pipette.schema.TableDetails;
import dev.pipette.schema.TableReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The keys, indexes and comments that a load has planned so far: several resources of it may declare the same. */
final class PlannedDetails {
    private final List<SchemaChange> changes = new ArrayList<>();

    void planned(LoadPlan plan) {
        changes.addAll(plan.changes());
        changes.addAll(plan.lastChanges());
    }

    boolean isIndex(String name) {
        return changes.stream()
                .anyMatch(change -> change instanceof SchemaChange.AddIndex index
                        && index.name().equals(name));
    }

    /** The details of a table after the changes. */
    TableDetails of(String table, TableDetails now) {
        List<String> primaryKey = now.primaryKey();
        List<List<String>> uniqueKeys = new ArrayList<>(now.uniqueKeys());
        List<List<String>> indexes = new ArrayList<>(now.indexes());
        List<TableReference> references = new ArrayList<>(now.references());
        Optional<String> description = now.description();
        Map<String, String> descriptions = new HashMap<>(now.descriptions());
        for (SchemaChange change : changes) {
            if (!change.table().equals(table)) {
                continue;
            }
            switch (change) {
                case SchemaChange.AddKey key when key.primary() -> primaryKey = key.columns();
                case SchemaChange.AddKey key -> uniqueKeys.add(key.columns());
                case SchemaChange.AddIndex index -> indexes.add(index.columns());
                case SchemaChange.AddReference added -> references.add(added.reference());
                case SchemaChange.Describe(String _, Optional<String> column, String text)
                when column.isPresent() -> descriptions.put(column.get(), text);
                case SchemaChange.Describe described -> description = Optional.of(described.description());
                default -> {}
            }
        }
        return new TableDetails(primaryKey, uniqueKeys, indexes, references, description, descriptions, now.closed());
    }
}

package dev.pipette.engine.run;

import dev.pipette.engine.extract.ResourcePlan;
import dev.pipette.engine.manifest.Manifest;
import dev.pipette.engine.manifest.PackageTable;
import dev.pipette.schema.ColumnHint;
import dev.pipette.schema.Naming;
import dev.pipette.schema.ReservedNames;
import dev.pipette.schema.Schema;
import dev.pipette.schema.TableSchema;
import dev.pipette.text.NearestName;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Declared types and hints that have no effect, because neither the rows nor the table has such a column. */
final class DeclaredColumns {
    private static final int NAMES_SHOWN = 20;

    private DeclaredColumns() {}

    /** Returns a note for each of a resource's declared columns that nothing has. */
    static List<String> notes(ResourcePlan resource, Manifest manifest, Optional<Schema> committed, Naming naming) {
        List<PackageTable> roots = manifest.resources().stream()
                .filter(load -> load.name().equals(resource.name()))
                .flatMap(load -> manifest.tablesOf(load).stream())
                .filter(table -> !table.isNested() && table.rows() > 0)
                .toList();
        if (roots.isEmpty()) {
            return List.of();
        }
        Set<String> known = new LinkedHashSet<>();
        roots.forEach(root -> known.addAll(root.columns()));
        roots.forEach(root -> committed
                .flatMap(schema -> schema.table(root.name()))
                .map(TableSchema::columns)
                .ifPresent(columns -> known.addAll(columns.keySet())));
        known.removeIf(name -> ReservedNames.prefixOf(name).isPresent());
        List<String> notes = new ArrayList<>();
        for (Map.Entry<String, ColumnHint> hint : resource.columnHints().entrySet()) {
            String declared = hint.getKey();
            String column = naming.key(declared);
            if (!known.contains(column) && !resource.schemaColumns().contains(column)) {
                String near = NearestName.question(column, known);
                notes.add("resource " + resource.name() + ": " + what(hint.getValue())
                        + " is declared for column '" + declared
                        + "', which no row has." + (near.isEmpty() ? " Columns are " + some(known) + "." : near));
            }
        }
        return notes;
    }

    private static String what(ColumnHint hint) {
        return hint.type().isPresent() ? "a type" : "a hint";
    }

    private static String some(Set<String> names) {
        return names.stream().limit(NAMES_SHOWN).collect(Collectors.joining(", "))
                + (names.size() > NAMES_SHOWN ? ", .." : "");
    }
}

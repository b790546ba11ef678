package dev.pipette.engine.load.plan;

import dev.pipette.engine.manifest.ResourceLoad;
import dev.pipette.engine.manifest.TableRules;
import dev.pipette.engine.manifest.TableRules.ColumnRule;
import dev.pipette.schema.Column;
import dev.pipette.schema.KeyHints;
import dev.pipette.schema.TableSchema;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Remembers the hints of a table in the schema document, under dlt's names; what dlt has no name for, under names with x-. */
final class HintDocument {
    private HintDocument() {}

    /** The table with the hints of a resource. */
    static TableSchema with(TableSchema table, ResourceLoad resource) {
        TableRules rules = resource.rules();
        if (rules == null || table.isNested()) {
            return table;
        }
        TableSchema hinted = rules.description() == null ? table : table.withDescription(rules.description());
        for (Column column : List.copyOf(hinted.columns().values())) {
            hinted = hinted.withColumn(hinted(column, resource, rules));
        }
        List<List<String>> several =
                rules.uniqueKeys().stream().filter(key -> key.size() > 1).toList();
        hinted = listed(listed(hinted, KeyHints.UNIQUE_KEYS, several), KeyHints.INDEXES, rules.indexes());
        hinted = listed(
                hinted,
                KeyHints.REFERENCES,
                rules.references().stream().map(KeyHints::document).toList());
        return rules.primaryKey() ? hinted.withHint(KeyHints.PRIMARY_KEY, true) : hinted;
    }

    private static Column hinted(Column column, ResourceLoad resource, TableRules rules) {
        Column hinted = column;
        if (rules.primaryKey() && resource.rowKey().contains(column.name())) {
            hinted = hinted.withNullable(false).withPrimaryKey(true);
        }
        if (rules.uniqueKeys().contains(List.of(column.name()))) {
            hinted = hinted.withUnique(true);
        }
        for (ColumnRule rule : rules.columns()) {
            if (rule.column().equals(column.name())) {
                hinted = hinted(hinted, rule);
            }
        }
        return hinted;
    }

    private static Column hinted(Column column, ColumnRule rule) {
        Column hinted = rule.nullable() == null ? column : column.withNullable(rule.nullable());
        hinted = rule.sort() ? hinted.withHint("sort", true) : hinted;
        hinted = rule.partition() ? hinted.withHint("partition", true) : hinted;
        return rule.description() == null ? hinted : hinted.withDescription(rule.description());
    }

    /** Adds to a list of the document what it does not have. */
    private static TableSchema listed(TableSchema table, String hint, List<?> more) {
        if (more.isEmpty()) {
            return table;
        }
        Set<Object> all = new LinkedHashSet<>();
        if (table.hint(hint).orElse(null) instanceof List<?> known) {
            known.forEach(one -> all.add(Objects.requireNonNull(one)));
        }
        all.addAll(more);
        return table.withHint(hint, new ArrayList<>(all));
    }

    /** Notes on hints that nothing but the document has, where it learns them. */
    static List<String> notes(TableSchema before, TableSchema after) {
        List<String> notes = new ArrayList<>();
        for (String hint : List.of("sort", "partition")) {
            after.columns().values().stream()
                    .filter(column -> column.hint(hint).isPresent()
                            && before.column(column.name())
                                    .flatMap(known -> known.hint(hint))
                                    .isEmpty())
                    .forEach(column -> notes.add("column " + after.name() + "." + column.name() + ": " + hint
                            + " is kept in the schema document only"));
        }
        return notes;
    }
}

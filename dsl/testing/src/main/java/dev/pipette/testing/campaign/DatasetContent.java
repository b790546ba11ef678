package dev.pipette.testing.campaign;

import dev.pipette.Pipeline;
import dev.pipette.schema.SystemColumns;
import dev.pipette.schema.TableSchema;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jooq.CloseableDSLContext;
import org.jooq.Record;
import org.jooq.impl.DSL;

/**
 * The rows of all data tables and the state of all resources, as text that is the same for datasets that hold the same:
 * without load ids and row ids, rows in order of their text, nested rows inside the rows that they point to.
 */
final class DatasetContent {
    private static final String ROW_ID = SystemColumns.ROW_ID;

    private final Map<String, List<Record>> rows = new TreeMap<>();
    private final Map<String, List<String>> nestedTables = new HashMap<>();
    private final Map<String, Map<String, List<Record>>> byParent = new HashMap<>();
    private final List<String> content = new ArrayList<>();

    private DatasetContent() {}

    static List<String> of(Pipeline pipeline) {
        return new DatasetContent().read(pipeline);
    }

    private List<String> read(Pipeline pipeline) {
        Collection<TableSchema> tables =
                pipeline.admin().schema().document().orElseThrow().tables().values();
        Set<String> loads = new HashSet<>();
        try (CloseableDSLContext dsl = pipeline.dataset().dsl()) {
            loads.addAll(dsl.select(DSL.field("load_id", String.class))
                    .from("_dlt_loads")
                    .fetch(0, String.class));
            for (TableSchema table : tables) {
                if (!table.name().startsWith(SystemColumns.PREFIX)) {
                    rows.put(
                            table.name(), dsl.selectFrom(DSL.name(table.name())).fetch());
                    table.parent()
                            .ifPresent(parent -> nestedTables
                                    .computeIfAbsent(parent, name -> new ArrayList<>())
                                    .add(table.name()));
                }
            }
        }
        rows.forEach((name, all) -> byParent.put(name, grouped(all)));
        for (TableSchema table : tables) {
            if (!table.name().startsWith(SystemColumns.PREFIX)) {
                add(table, loads);
            }
        }
        content.add("state " + new TreeMap<>(pipeline.admin().state().resources()));
        return content;
    }

    private static Map<String, List<Record>> grouped(List<Record> rows) {
        Map<String, List<Record>> grouped = new HashMap<>();
        for (Record row : rows) {
            if (row.field(SystemColumns.PARENT_ID) != null) {
                grouped.computeIfAbsent(row.get(SystemColumns.PARENT_ID, String.class), id -> new ArrayList<>())
                        .add(row);
            }
        }
        return grouped;
    }

    private void add(TableSchema table, Set<String> loads) {
        List<Record> here = Objects.requireNonNull(rows.get(table.name()));
        if (table.parent().isEmpty()) {
            here.stream()
                    .map(row -> table.name() + " " + text(table.name(), row))
                    .sorted()
                    .forEach(content::add);
            here.stream()
                    .map(row -> row.get(SystemColumns.LOAD_ID, String.class))
                    .distinct()
                    .filter(loadId -> !loads.contains(loadId))
                    .forEach(loadId -> content.add(table.name() + " has rows of a load that was not committed"));
        } else {
            Set<String> parents = new HashSet<>();
            Objects.requireNonNull(rows.get(table.parent().orElseThrow()))
                    .forEach(row -> parents.add(row.get(ROW_ID, String.class)));
            here.stream()
                    .filter(row -> !parents.contains(row.get(SystemColumns.PARENT_ID, String.class)))
                    .forEach(row -> content.add(table.name() + " has a row without a parent: " + row));
        }
    }

    private String text(String table, Record row) {
        StringBuilder text = new StringBuilder("{");
        row.fieldStream()
                .filter(field -> !field.getName().startsWith(SystemColumns.PREFIX))
                .sorted(Comparator.comparing(org.jooq.Field::getName))
                .forEach(field -> text.append(field.getName())
                        .append('=')
                        .append(row.get(field))
                        .append(' '));
        for (String nested :
                nestedTables.getOrDefault(table, List.of()).stream().sorted().toList()) {
            text.append(nested).append('[');
            Objects.requireNonNull(byParent.get(nested)).getOrDefault(row.get(ROW_ID, String.class), List.of()).stream()
                    .sorted(Comparator.comparing(child -> child.get(SystemColumns.LIST_INDEX, Long.class)))
                    .forEach(child -> text.append(text(nested, child)));
            text.append(']');
        }
        return text.append('}').toString();
    }
}

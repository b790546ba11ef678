package dev.pipette.testing.content;

import dev.pipette.schema.SystemColumns;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Puts the rows of nested tables back into the rows whose lists they were. */
final class DocumentReader {
    /** The column of a list of plain values. */
    static final String PLAIN = "value";

    /** The table of a list that is itself an element of a list. */
    static final String LIST = "list";

    private final TableContent table;
    private final List<Nested> nested = new ArrayList<>();

    private record Nested(String member, DocumentReader reader, Map<Object, List<Map<String, Object>>> byParent) {}

    DocumentReader(TableContent table) {
        this.table = table;
        for (String child : table.tables().nestedIn(table.name())) {
            TableContent content = table.tables().table(child);
            Map<Object, List<Map<String, Object>>> byParent = new HashMap<>();
            for (Map<String, Object> row : content.rows()) {
                byParent.computeIfAbsent(row.getOrDefault(SystemColumns.PARENT_ID, ""), id -> new ArrayList<>())
                        .add(row);
            }
            byParent.values().forEach(rows -> rows.sort(Comparator.comparing(DocumentReader::position)));
            nested.add(new Nested(member(table.name(), child), new DocumentReader(content), byParent));
        }
    }

    /** The member of the parent's document that a nested table holds; the whole name where it had to be shortened. */
    static String member(String parent, String child) {
        return child.startsWith(parent + "__") ? child.substring(parent.length() + 2) : child;
    }

    private static BigDecimal position(Map<String, Object> row) {
        return row.get(SystemColumns.LIST_INDEX) instanceof BigDecimal position ? position : BigDecimal.ZERO;
    }

    List<Map<String, Object>> documents() {
        return table.rows().stream().map(this::document).toList();
    }

    private Map<String, Object> document(Map<String, Object> row) {
        Map<String, Object> document = new LinkedHashMap<>(TableContent.data(row));
        for (Nested list : nested) {
            List<Map<String, Object>> rows =
                    list.byParent().getOrDefault(row.getOrDefault(SystemColumns.ROW_ID, ""), List.of());
            if (!rows.isEmpty()) {
                List<Object> elements = new ArrayList<>();
                rows.forEach(element -> elements.add(list.reader().element(element)));
                document.put(list.member(), elements);
            }
        }
        return document;
    }

    private Object element(Map<String, Object> row) {
        return plain(document(row));
    }

    /** A row that holds nothing but a plain value, or a list, is that. */
    static Object plain(Map<String, Object> document) {
        if (document.size() == 1) {
            Object only = document.values().iterator().next();
            String name = document.keySet().iterator().next();
            if (name.equals(PLAIN) || (name.equals(LIST) && only instanceof List<?>)) {
                return only;
            }
        }
        return document;
    }
}

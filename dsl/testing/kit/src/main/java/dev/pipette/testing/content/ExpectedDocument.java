package dev.pipette.testing.content;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Gives a document that a person wrote the form in which documents are read: objects flattened into columns {@code a__b},
 * lists as nested tables, values with the types of their columns, and nothing for NULL and for empty lists.
 */
final class ExpectedDocument {
    private final TableContent table;
    private final Map<String, ExpectedDocument> nested = new HashMap<>();

    ExpectedDocument(TableContent table) {
        this.table = table;
        for (String child : table.tables().nestedIn(table.name())) {
            nested.put(
                    DocumentReader.member(table.name(), child),
                    new ExpectedDocument(table.tables().table(child)));
        }
    }

    Map<String, Object> of(Map<?, ?> document) {
        Map<String, Object> expected = new LinkedHashMap<>();
        add("", document, expected);
        return expected;
    }

    private void add(String prefix, Map<?, ?> object, Map<String, Object> expected) {
        object.forEach((key, value) -> {
            String name = prefix + key;
            Object member = ComparableValues.canonical(value);
            boolean column = table.kind(name).isPresent();
            if (!column && member instanceof Map<?, ?> inner) {
                add(name + "__", inner, expected);
            } else if (!column && member instanceof List<?> list && (list.isEmpty() || nested.containsKey(name))) {
                addList(name, list, expected);
            } else if (column || member != null || !isObjectOrList(name)) {
                put(name, table.expected(name, value), expected);
            }
        });
    }

    private boolean isObjectOrList(String name) {
        return nested.containsKey(name) || table.columns().stream().anyMatch(column -> column.startsWith(name + "__"));
    }

    private void addList(String name, List<?> list, Map<String, Object> expected) {
        ExpectedDocument elements = nested.get(name);
        if (elements == null || list.isEmpty()) {
            return; // an empty list leaves no row behind
        }
        List<Object> all = new ArrayList<>();
        list.forEach(element -> all.add(elements.element(element)));
        expected.put(name, all);
    }

    private Object element(@Nullable Object element) {
        if (element instanceof Map<?, ?> document) {
            return DocumentReader.plain(of(document));
        }
        String member = element instanceof List<?> ? DocumentReader.LIST : DocumentReader.PLAIN;
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put(member, element);
        return DocumentReader.plain(of(document));
    }

    private static void put(String name, @Nullable Object value, Map<String, Object> expected) {
        if (value != null) {
            expected.put(name, value);
        }
    }
}

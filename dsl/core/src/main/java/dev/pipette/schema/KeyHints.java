package dev.pipette.schema;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The keys, indexes and foreign keys of a table as a schema document has them: under dlt's names, and what dlt has no name for,
 * under names with x-.
 *
 * <pre>{@code
 * KeyHints.references(table);   // [TableReference[columns=[customer_id], table=customers, referencedColumns=[id]]]
 * }</pre>
 */
public final class KeyHints {
    /** The hint with the foreign keys. */
    public static final String REFERENCES = "references";

    /** The hint with the unique keys of several columns. */
    public static final String UNIQUE_KEYS = "x-pipette-unique-keys";

    /** The hint with the columns of each index. */
    public static final String INDEXES = "x-pipette-indexes";

    /** The hint of a table whose primary key is a constraint. */
    public static final String PRIMARY_KEY = "x-pipette-primary-key";

    private KeyHints() {}

    /** The unique keys of several columns; that of one column is a hint of the column. */
    public static List<List<String>> uniqueKeys(TableSchema table) {
        return lists(table, UNIQUE_KEYS);
    }

    /** The columns of each index. */
    public static List<List<String>> indexes(TableSchema table) {
        return lists(table, INDEXES);
    }

    /** Whether the primary key is a constraint of the table. */
    public static boolean enforcesPrimaryKey(TableSchema table) {
        return table.hint(PRIMARY_KEY).filter(Boolean.TRUE::equals).isPresent();
    }

    /** The foreign keys; what is not written as one is left out. */
    public static List<TableReference> references(TableSchema table) {
        return elements(table, REFERENCES)
                .filter(Map.class::isInstance)
                .map(one -> (Map<?, ?>) one)
                .filter(one -> one.get("referenced_table") instanceof String)
                .map(one -> new TableReference(
                        names(one.get("columns")),
                        String.valueOf(one.get("referenced_table")),
                        names(one.get("referenced_columns"))))
                .toList();
    }

    /** A foreign key as the hint has it. */
    public static Map<String, Object> document(TableReference reference) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("columns", reference.columns());
        document.put("referenced_table", reference.table());
        document.put("referenced_columns", reference.referencedColumns());
        return document;
    }

    private static List<List<String>> lists(TableSchema table, String hint) {
        return elements(table, hint)
                .map(KeyHints::names)
                .filter(names -> !names.isEmpty())
                .toList();
    }

    private static Stream<?> elements(TableSchema table, String hint) {
        return table.hint(hint).orElse(null) instanceof List<?> list ? list.stream() : Stream.empty();
    }

    private static List<String> names(@Nullable Object value) {
        List<String> names = new ArrayList<>();
        if (value instanceof List<?> list) {
            list.forEach(name -> names.add(String.valueOf(name)));
        }
        return names;
    }
}

package dev.pipette.schema;

import java.util.List;

/**
 * A foreign key: columns whose values another table has.
 *
 * <pre>{@code
 * new TableReference(List.of("customer_id"), "customers", List.of("id"));
 * }</pre>
 *
 * @param columns of the table that refers
 * @param table that is referred to
 * @param referencedColumns of that table, in the order of {@code columns}
 */
public record TableReference(List<String> columns, String table, List<String> referencedColumns) {
    /** Copies the lists. */
    public TableReference {
        columns = List.copyOf(columns);
        referencedColumns = List.copyOf(referencedColumns);
    }

    /** In words, such as {@code (customer_id) to customers (id)}. */
    public String describe() {
        return "(" + String.join(", ", columns) + ") to " + table + " (" + String.join(", ", referencedColumns) + ")";
    }
}

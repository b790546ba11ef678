package dev.pipette.schema;

import dev.pipette.engine.ValueStyle;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.immutables.value.Value;

/**
 * What is declared of a table: its description, and the keys and indexes that are made for it.
 *
 * <pre>{@code
 * jsonl("orders", Path.of("orders.jsonl"))
 *     .merge("order_id")
 *     .tableHints(tableHints()
 *         .describedAs("one row for each order")
 *         .enforcePrimaryKey()
 *         .unique("shop", "number")
 *         .index("customer_id", "ordered_at")
 *         .references("customer_id", "customers", "id"));
 * }</pre>
 *
 * <p>A value: each method returns a new one. Hints hold for the root table of a resource. Pipette makes what is declared and
 * never takes away what is not.
 */
@Value.Immutable
@ValueStyle
public abstract class TableHints {
    TableHints() {}

    /** What the table holds, for people. */
    public abstract Optional<String> description();

    /** Whether the primary key of the resource is a constraint of the table. */
    @Value.Default
    public boolean enforcesPrimaryKey() {
        return false;
    }

    /** The groups of columns whose values no two rows have in common. */
    public abstract List<List<String>> uniqueKeys();

    /** The columns of each index. */
    public abstract List<List<String>> indexes();

    /** The foreign keys. */
    public abstract List<TableReference> references();

    /** No hint at all. */
    public static TableHints none() {
        return ImmutableTableHints.builder().build();
    }

    /** Describes the table for people; the destination keeps it as the table's comment. */
    public final TableHints describedAs(String description) {
        return copy().withDescription(checked(description));
    }

    /** Makes the primary key of the resource, which {@code merge(..)} or {@code primaryKey(..)} names, a constraint. */
    public final TableHints enforcePrimaryKey() {
        return copy().withEnforcesPrimaryKey(true);
    }

    /** Refuses rows whose values in these columns another row has; for one column, see {@link ColumnHint#unique()}. */
    public final TableHints unique(String column, String... moreColumns) {
        return copy().withUniqueKeys(plus(uniqueKeys(), columns(column, moreColumns)));
    }

    /** Makes an index of these columns, in this order. */
    public final TableHints index(String column, String... moreColumns) {
        return copy().withIndexes(plus(indexes(), columns(column, moreColumns)));
    }

    /** Lets the values of a column refer to those of a column of another table, which must be unique there. */
    public final TableHints references(String column, String table, String referencedColumn) {
        return references(table, Map.of(column, referencedColumn));
    }

    /**
     * Lets the values of several columns together refer to those of another table.
     *
     * <pre>{@code
     * tableHints().references("shops", Map.of("shop_country", "country", "shop_number", "number"));
     * }</pre>
     *
     * @param columns the columns of the other table by those that refer to them
     */
    public final TableHints references(String table, Map<String, String> columns) {
        if (columns.isEmpty()) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "references(\"" + table
                            + "\", ..) names no columns. Give it the columns of that table by those that"
                            + " refer to them: Map.of(\"customer_id\", \"id\").");
        }
        List<String> own = columns.keySet().stream().sorted().toList();
        return copy().withReferences(plus(
                references(),
                new TableReference(own, table, own.stream().map(columns::get).toList())));
    }

    /** Whether nothing is declared. */
    public final boolean isEmpty() {
        return equals(none());
    }

    /** A description that a comment can hold. */
    static String checked(String description) {
        if (description.isBlank() || description.indexOf('\0') >= 0) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "describedAs(..) was given "
                            + (description.isBlank() ? "a blank text" : "a text with a NUL character")
                            + ", which is not a description. Give it words, or leave it out.");
        }
        return description;
    }

    private static <T> List<T> plus(List<T> some, T one) {
        List<T> all = new ArrayList<>(some);
        all.add(one);
        return all;
    }

    private static List<String> columns(String first, String[] more) {
        List<String> columns = new ArrayList<>(List.of(first));
        columns.addAll(List.of(more));
        if (new HashSet<>(columns).size() < columns.size()) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "a key or an index over " + columns + " names a column twice. Name each column once.");
        }
        return List.copyOf(columns);
    }

    private ImmutableTableHints copy() {
        return (ImmutableTableHints) this;
    }
}

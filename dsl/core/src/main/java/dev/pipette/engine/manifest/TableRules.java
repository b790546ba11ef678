package dev.pipette.engine.manifest;

import dev.pipette.schema.TableReference;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What is declared of a table and its columns beside their types, with normalized names.
 *
 * @param description of the table; null where none is declared
 * @param primaryKey whether the columns that identify a row are a constraint of the table
 * @param uniqueKeys the columns of each key
 * @param indexes the columns of each index
 * @param references the foreign keys
 * @param columns what is declared of columns
 */
public record TableRules(
        @Nullable String description,
        boolean primaryKey,
        List<List<String>> uniqueKeys,
        List<List<String>> indexes,
        List<TableReference> references,
        List<ColumnRule> columns) {
    /**
     * What is declared of a column.
     *
     * @param column its normalized name
     * @param nullable whether it takes NULL; null where that is not declared
     * @param sort whether rows should be stored in its order
     * @param partition whether the table should be partitioned by it
     * @param description for people; null where none is declared
     */
    public record ColumnRule(
            String column,
            @Nullable Boolean nullable,
            boolean sort,
            boolean partition,
            @Nullable String description) {
        /** Whether rows without a value are refused. */
        public boolean refusesNull() {
            return Boolean.FALSE.equals(nullable);
        }

        /** Whether the column takes NULL, as somebody declared. */
        public boolean takesNull() {
            return Boolean.TRUE.equals(nullable);
        }
    }

    /** Copies the lists. */
    public TableRules {
        uniqueKeys = List.copyOf(uniqueKeys);
        indexes = List.copyOf(indexes);
        references = List.copyOf(references);
        columns = List.copyOf(columns);
    }

    /** The same rules about columns that have other names now. */
    public TableRules named(UnaryOperator<String> naming) {
        return new TableRules(
                description,
                primaryKey,
                named(uniqueKeys, naming),
                named(indexes, naming),
                references,
                columns.stream()
                        .map(rule -> new ColumnRule(
                                naming.apply(rule.column()),
                                rule.nullable(),
                                rule.sort(),
                                rule.partition(),
                                rule.description()))
                        .toList());
    }

    private static List<List<String>> named(List<List<String>> lists, UnaryOperator<String> naming) {
        return lists.stream()
                .map(columns -> columns.stream().map(naming).toList())
                .toList();
    }

    /** Whether a column refuses rows without a value. */
    public boolean refusesNull(String column) {
        return columns.stream().anyMatch(rule -> rule.column().equals(column) && rule.refusesNull());
    }
}

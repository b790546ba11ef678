package dev.pipette.schema;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a schema remembers of migrations: the former names of columns, the columns that were dropped, and the types that were
 * chosen. These are entries with {@code x-}, which dlt keeps as they are.
 *
 * <pre>{@code
 * TableSchema renamed = ColumnMemory.renamed(orders, "cust", "customer_id");
 * ColumnMemory.newNames(renamed);   // {cust=customer_id}
 * }</pre>
 */
public final class ColumnMemory {
    /** On a column: the names that its values had in the rows before migrations, the oldest first. */
    public static final String FORMER_NAMES = "x-pipette-renamed-from";

    /** On a column: that its type was chosen by a migration, and loads leave it as it is. */
    public static final String RETYPED = "x-pipette-retyped";

    /** On a table: the names of columns that were dropped, under which rows may still have values. */
    public static final String DROPPED = "x-pipette-dropped";

    private static final String UNIQUE_KEYS = "x-pipette-unique-keys";
    private static final String INDEXES = "x-pipette-indexes";
    private static final String REFERENCES = "references";
    private static final String COLUMNS = "columns";
    private static final String REFERENCED_TABLE = "referenced_table";
    private static final String REFERENCED_COLUMNS = "referenced_columns";

    private ColumnMemory() {}

    /** The new names of columns by their former ones, without names that the table has a column of. */
    public static SequencedMap<String, String> newNames(TableSchema table) {
        SequencedMap<String, String> names = new LinkedHashMap<>();
        table.columns()
                .values()
                .forEach(column -> formerNames(column).forEach(name -> {
                    if (table.column(name).isEmpty()) {
                        names.put(name, column.name());
                    }
                }));
        return names;
    }

    /**
     * The names under which the values of renamed columns were first loaded, by the name that the column has and by each other that
     * it had: rows are known again by them, whichever name they have.
     */
    public static Map<String, String> firstNames(TableSchema table) {
        Map<String, String> names = new LinkedHashMap<>();
        for (Column column : table.columns().values()) {
            List<String> former = formerNames(column).stream()
                    .filter(name -> table.column(name).isEmpty())
                    .toList();
            former.forEach(name -> names.put(name, former.getFirst()));
            if (!former.isEmpty()) {
                names.put(column.name(), former.getFirst());
            }
        }
        return names;
    }

    /** The former names of a column, the oldest first. */
    public static List<String> formerNames(Column column) {
        return texts(column.hint(FORMER_NAMES).orElse(null));
    }

    /** A column that a load gives a type, with the former names that the table's column of this name has. */
    public static Column kept(TableSchema table, Column column) {
        List<String> former =
                table.column(column.name()).map(ColumnMemory::formerNames).orElse(List.of());
        return former.isEmpty() ? column : column.withHint(FORMER_NAMES, former);
    }

    /** The names of the columns that were dropped. */
    public static List<String> dropped(TableSchema table) {
        return texts(table.hint(DROPPED).orElse(null));
    }

    /** Whether a migration dropped the column. */
    public static boolean isDropped(TableSchema table, String column) {
        return dropped(table).contains(column);
    }

    /** Whether a migration chose the type of a column. */
    public static boolean isRetyped(Column column) {
        return Boolean.TRUE.equals(column.hint(RETYPED).orElse(null));
    }

    /** The table whose column has a new name, in its place, and everywhere where the table's hints name it. */
    public static TableSchema renamed(TableSchema table, String from, String to) {
        List<Column> columns = new ArrayList<>();
        TableSchema changed = table;
        for (Column column : table.columns().values()) {
            columns.add(column.name().equals(from) ? renamed(column, to) : column);
            changed = changed.withoutColumn(column.name());
        }
        UnaryOperator<String> naming = name -> name.equals(from) ? to : name;
        return references(
                listed(listed(changed.withColumns(columns), UNIQUE_KEYS, naming), INDEXES, naming), reference -> {
                    reference.put(COLUMNS, named(reference.get(COLUMNS), naming));
                    if (table.name().equals(reference.get(REFERENCED_TABLE))) {
                        reference.put(REFERENCED_COLUMNS, named(reference.get(REFERENCED_COLUMNS), naming));
                    }
                });
    }

    /** A table whose foreign keys name the column of another table, by the new name of the column. */
    public static TableSchema renamedElsewhere(TableSchema table, String referenced, String from, String to) {
        return references(table, reference -> {
            if (referenced.equals(reference.get(REFERENCED_TABLE))) {
                reference.put(
                        REFERENCED_COLUMNS,
                        named(reference.get(REFERENCED_COLUMNS), name -> name.equals(from) ? to : name));
            }
        });
    }

    private static Column renamed(Column column, String to) {
        Set<String> former = new LinkedHashSet<>(formerNames(column));
        former.remove(to);
        former.add(column.name());
        return column.withName(to).withHint(FORMER_NAMES, List.copyOf(former));
    }

    /** The table without a column, of which it remembers that it was dropped, by all its names. */
    public static TableSchema dropped(TableSchema table, String column) {
        Set<String> gone = new LinkedHashSet<>(dropped(table));
        gone.add(column);
        table.column(column).ifPresent(known -> gone.addAll(formerNames(known)));
        return table.withoutColumn(column).withHint(DROPPED, List.copyOf(gone));
    }

    /** The table that does not remember that a column was dropped, or has another name now. */
    public static TableSchema restored(TableSchema table, String column) {
        List<String> left = without(dropped(table), column);
        TableSchema restored = left.isEmpty() ? table.withoutHint(DROPPED) : table.withHint(DROPPED, left);
        for (Column renamed : table.columns().values()) {
            List<String> former = formerNames(renamed);
            if (former.contains(column)) {
                List<String> others = without(former, column);
                restored = restored.withColumn(
                        others.isEmpty() ? renamed.withoutHint(FORMER_NAMES) : renamed.withHint(FORMER_NAMES, others));
            }
        }
        return restored;
    }

    private static List<String> without(List<String> names, String name) {
        return names.stream().filter(other -> !other.equals(name)).toList();
    }

    /** The columns that an index, a unique key or a foreign key of the table's hints names. */
    public static Set<String> constrained(TableSchema table) {
        Set<String> names = new LinkedHashSet<>();
        for (String hint : List.of(UNIQUE_KEYS, INDEXES)) {
            if (table.hint(hint).orElse(null) instanceof List<?> lists) {
                lists.forEach(list -> names.addAll(texts(list)));
            }
        }
        if (table.hint(REFERENCES).orElse(null) instanceof List<?> references) {
            references.forEach(reference -> {
                if (reference instanceof Map<?, ?> map) {
                    names.addAll(texts(map.get(COLUMNS)));
                }
            });
        }
        return Collections.unmodifiableSet(names);
    }

    /** Whether a foreign key of the table's hints refers to a column of another table. */
    public static boolean references(TableSchema table, String referenced, String column) {
        return table.hint(REFERENCES).orElse(null) instanceof List<?> references
                && references.stream()
                        .anyMatch(reference -> reference instanceof Map<?, ?> map
                                && referenced.equals(map.get(REFERENCED_TABLE))
                                && texts(map.get(REFERENCED_COLUMNS)).contains(column));
    }

    private static TableSchema listed(TableSchema table, String hint, UnaryOperator<String> naming) {
        return table.hint(hint).orElse(null) instanceof List<?> lists
                ? table.withHint(
                        hint, lists.stream().map(list -> named(list, naming)).toList())
                : table;
    }

    private interface ReferenceChange {
        void change(Map<String, @Nullable Object> reference);
    }

    private static TableSchema references(TableSchema table, ReferenceChange change) {
        if (!(table.hint(REFERENCES).orElse(null) instanceof List<?> references)) {
            return table;
        }
        List<Object> changed = new ArrayList<>();
        for (Object reference : references) {
            Map<String, @Nullable Object> copy = new LinkedHashMap<>();
            if (reference instanceof Map<?, ?> map) {
                map.forEach((key, value) -> copy.put(String.valueOf(key), value));
                change.change(copy);
            }
            changed.add(copy);
        }
        return table.withHint(REFERENCES, changed);
    }

    private static List<String> named(@Nullable Object list, UnaryOperator<String> naming) {
        return texts(list).stream().map(naming).toList();
    }

    private static List<String> texts(@Nullable Object list) {
        return list instanceof List<?> some ? some.stream().map(String::valueOf).toList() : List.of();
    }
}

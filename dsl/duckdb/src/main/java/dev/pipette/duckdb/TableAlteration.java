package dev.pipette.duckdb;

import dev.pipette.spi.ColumnChange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Name;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;

/**
 * Changes columns of one table that is there. DuckDB alters no table that has an index, so the indexes are dropped and made again
 * in the same transaction; and it does not know which columns a view reads, and gives the view up with the first question after
 * the change, so the views' own text is looked at.
 */
record TableAlteration(DSLContext dsl, String catalog, String dataset, String table) {
    private static final String WHERE =
            " WHERE database_name = ? AND lower(schema_name) = lower(?) AND lower(table_name) = lower(?)";
    private static final String INDEXES = "SELECT index_name, is_unique, expressions::VARCHAR FROM duckdb_indexes()";
    private static final String COLUMNS =
            "SELECT column_name, generation_expression, column_index FROM duckdb_columns()";
    private static final String CONSTRAINTS = """
            SELECT constraint_type, table_name, referenced_table, constraint_column_names::VARCHAR FROM duckdb_constraints()
            WHERE database_name = ? AND lower(schema_name) = lower(?) AND constraint_type <> 'NOT NULL'
            ORDER BY 1, 2""";
    private static final String VIEWS = """
            SELECT schema_name || '.' || view_name, sql FROM duckdb_views()
            WHERE database_name = ? AND NOT internal
            ORDER BY 1""";

    /**
     * An index.
     *
     * @param columns the columns that it is of; none for one of expressions
     */
    private record Index(String name, boolean unique, List<String> columns) {}

    /** What keeps a column from being changed, and what to do, as the rest of a sentence; empty where nothing does. */
    Optional<String> keeping(String column, ColumnChange change) {
        List<String> columns = columns();
        return constraint(columns, column, change)
                .or(() -> indexes().stream()
                        .filter(index ->
                                index.columns().isEmpty() || isInTheWay(columns, index.columns(), column, change))
                        .map(index -> uses("index " + index.name(), index.columns(), column)
                                + " Drop the index first (DROP INDEX "
                                + dsl.render(DSL.name(catalog, dataset, index.name()))
                                + "); the next load makes it again where it is declared.")
                        .findFirst())
                .or(() -> generated(column)
                        .map(user -> user + " uses it. Drop that first, and make it again afterwards."))
                .or(() -> view(column)
                        .map(user -> user + " uses it. Drop the view first, and make it again afterwards."));
    }

    private Optional<String> constraint(List<String> columns, String column, ColumnChange change) {
        for (Record row : dsl.fetch(CONSTRAINTS, catalog, dataset)) {
            String kind = row.get(0, String.class);
            String ofTable = row.get(1, String.class);
            List<String> constrained = names(row.get(3, String.class));
            if (kind.equals("FOREIGN KEY") && table.equalsIgnoreCase(row.get(2, String.class))) {
                return Optional.of("a foreign key of table " + ofTable
                        + " refers to the table, and DuckDB alters no such table. Make table " + ofTable
                        + " again without the key.");
            }
            if (table.equalsIgnoreCase(ofTable) && isInTheWay(columns, constrained, column, change)) {
                return Optional.of(uses("the " + kind, constrained, column)
                        + " DuckDB drops no constraint: make the table again without it.");
            }
        }
        return Optional.empty();
    }

    /** DuckDB retypes no column that an index is of, and drops no column before one, even where the index goes in the transaction. */
    private static boolean isInTheWay(List<String> columns, List<String> used, String column, ColumnChange change) {
        int place = place(columns, column);
        return switch (change) {
            case RENAME -> false;
            case RETYPE -> used.stream().anyMatch(column::equalsIgnoreCase);
            case DROP -> used.stream().anyMatch(other -> place(columns, other) >= place);
        };
    }

    private static int place(List<String> columns, String column) {
        return columns.indexOf(column.toLowerCase(Locale.ROOT));
    }

    private static String uses(String user, List<String> used, String column) {
        return used.isEmpty() || used.stream().anyMatch(column::equalsIgnoreCase)
                ? user + " uses it."
                : user + " is of a column after it, and DuckDB drops no column before one with an index.";
    }

    /** In the table's order. */
    private List<String> columns() {
        return fetch(COLUMNS).stream()
                .sorted(Comparator.comparing(row -> row.get(2, Integer.class)))
                .map(row -> row.get(0, String.class).toLowerCase(Locale.ROOT))
                .toList();
    }

    private Optional<String> generated(String column) {
        return fetch(COLUMNS).stream()
                .filter(row -> row.get(1, String.class) != null
                        && hasWord(row.get(1, String.class), column)
                        && !column.equalsIgnoreCase(row.get(0, String.class)))
                .map(row -> "generated column " + row.get(0, String.class))
                .findFirst();
    }

    /** A view that seems to read the column, by its name or with all others. */
    private Optional<String> view(String column) {
        return dsl.fetch(VIEWS, catalog).stream()
                .filter(row -> {
                    String sql = row.get(1, String.class);
                    return hasWord(sql, table) && (hasWord(sql, column) || sql.contains("*"));
                })
                .map(row -> "view " + row.get(0, String.class))
                .findFirst();
    }

    private static boolean hasWord(String sql, String word) {
        return Pattern.compile(
                        "(?<!\\w)" + Pattern.quote(word) + "(?!\\w)", Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE)
                .matcher(sql)
                .find();
    }

    /**
     * Makes changes of columns, with the table's indexes out of their way.
     *
     * @param newNames the columns' new names by those before the changes
     */
    void around(Map<String, String> newNames, Runnable changes) {
        List<Index> indexes = indexes();
        indexes.forEach(
                index -> dsl.dropIndex(DSL.name(catalog, dataset, index.name())).execute());
        changes.run();
        Table<Record> target = DSL.table(DSL.name(catalog, dataset, table));
        for (Index index : indexes) {
            List<Field<Object>> columns = index.columns().stream()
                    .map(column -> newNames.entrySet().stream()
                            .filter(renamed -> renamed.getKey().equalsIgnoreCase(column))
                            .map(Map.Entry::getValue)
                            .findFirst()
                            .orElse(column))
                    .map(column -> DSL.field(DSL.name(column)))
                    .toList();
            Name name = DSL.name(index.name());
            (index.unique() ? dsl.createUniqueIndex(name) : dsl.createIndex(name))
                    .on(target, columns)
                    .execute();
        }
    }

    private List<Index> indexes() {
        List<String> columns = columns();
        List<Index> indexes = new ArrayList<>();
        for (Record row : fetch(INDEXES)) {
            List<String> names = names(row.get(2, String.class));
            boolean isOfColumns = names.stream().allMatch(name -> columns.contains(name.toLowerCase(Locale.ROOT)));
            indexes.add(
                    new Index(row.get(0, String.class), row.get(1, Boolean.class), isOfColumns ? names : List.of()));
        }
        return indexes;
    }

    private List<? extends Record> fetch(String select) {
        return dsl.fetch(select + WHERE, catalog, dataset, table);
    }

    /** The columns of a list, which DuckDB writes as {@code [id, '"a b"']}. */
    private static List<String> names(String list) {
        return Stream.of(list.substring(1, list.length() - 1).split(", ", -1))
                .map(name -> name.replace("'", "").replace("\"", ""))
                .toList();
    }
}

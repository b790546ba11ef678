package dev.pipette.duckdb;

import dev.pipette.schema.TableDetails;
import dev.pipette.schema.TableReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Asks DuckDB's catalogue for the keys, indexes and comments of one table. Names are in small letters. */
record DetailsQuery(DSLContext dsl, String catalog, String dataset, String table) {
    private static final String WHERE =
            " WHERE database_name = ? AND lower(schema_name) = lower(?) AND lower(table_name) = lower(?)";

    TableDetails details() {
        List<String> primaryKey = List.of();
        List<List<String>> uniqueKeys = new ArrayList<>();
        List<TableReference> references = new ArrayList<>();
        for (Record row : fetch("SELECT constraint_type, constraint_column_names, referenced_table,"
                + " referenced_column_names FROM duckdb_constraints()")) {
            List<String> columns = names(row.get(1, Object[].class));
            switch (row.get(0, String.class)) {
                case "PRIMARY KEY" -> primaryKey = columns;
                case "UNIQUE" -> uniqueKeys.add(columns);
                case "FOREIGN KEY" ->
                    references.add(new TableReference(
                            columns,
                            row.get(2, String.class).toLowerCase(Locale.ROOT),
                            names(row.get(3, Object[].class))));
                default -> {}
            }
        }
        List<List<String>> indexes = new ArrayList<>();
        List<String> indexNames = new ArrayList<>();
        for (Record row : fetch("SELECT index_name, is_unique, expressions::VARCHAR FROM duckdb_indexes()")) {
            indexNames.add(row.get(0, String.class));
            (row.get(1, Boolean.class) ? uniqueKeys : indexes).add(expressions(row.get(2, String.class)));
        }
        return new TableDetails(
                primaryKey,
                uniqueKeys,
                indexes,
                references,
                fetch("SELECT comment FROM duckdb_tables()").stream()
                        .map(row -> row.get(0, String.class))
                        .flatMap(Stream::ofNullable)
                        .findFirst(),
                descriptions(),
                closed(indexNames));
    }

    private Map<String, String> descriptions() {
        Map<String, String> descriptions = new HashMap<>();
        fetch("SELECT column_name, comment FROM duckdb_columns()").forEach(row -> {
            String comment = row.get(1, String.class);
            if (comment != null) {
                descriptions.put(row.get(0, String.class).toLowerCase(Locale.ROOT), comment);
            }
        });
        return descriptions;
    }

    /** DuckDB alters no table that has an index, but for columns that are added. */
    private Optional<String> closed(List<String> indexNames) {
        return indexNames.stream()
                .sorted()
                .findFirst()
                .map(index ->
                        "the table has index " + index + ", and DuckDB adds no constraint to a table with an index."
                                + " Drop the index (DROP INDEX "
                                + dsl.render(DSL.name(catalog, dataset, index))
                                + "); the load makes it again where it is declared.");
    }

    private List<? extends Record> fetch(String select) {
        return dsl.fetch(select + WHERE, catalog, dataset, table);
    }

    private static List<String> names(Object @Nullable [] names) {
        return names == null
                ? List.of()
                : Stream.of(names)
                        .map(name -> name.toString().toLowerCase(Locale.ROOT))
                        .toList();
    }

    /** The columns of an index, which DuckDB writes as {@code [id, '"a b"']}. */
    private static List<String> expressions(String list) {
        String inner = list.substring(1, list.length() - 1);
        return Stream.of(inner.split(", ", -1))
                .map(name -> name.replace("'", "").replace("\"", "").toLowerCase(Locale.ROOT))
                .toList();
    }
}

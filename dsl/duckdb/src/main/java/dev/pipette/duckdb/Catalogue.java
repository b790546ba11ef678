package dev.pipette.duckdb;

import dev.pipette.duckdb.DuckDbTypes.Held;
import dev.pipette.schema.TableColumn;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.impl.DSL;

/** What DuckDB's catalogue knows of tables. Names that differ in capital and small letters only are one name there. */
final class Catalogue {
    private static final String SCHEMAS = """
            SELECT schema_name, internal FROM duckdb_schemas() WHERE database_name = ?""";

    private static final String TABLES = """
            SELECT table_name FROM duckdb_tables() WHERE database_name = ? AND lower(schema_name) = lower(?)""";

    private static final String GENERATED = """
            SELECT table_name, column_name, generation_expression FROM duckdb_columns()
            WHERE database_name = ? AND lower(schema_name) = lower(?) AND is_generated""";

    /** The number of tables that one query describes. */
    private static final int AT_ONCE = 50;

    private static final Pattern DECIMAL = Pattern.compile("DECIMAL\\((\\d+),(\\d+)\\)");

    /** What DuckDB has in duckdb_columns() for the bits of its integers. */
    private static final Map<String, Integer> BITS = Map.of("TINYINT", 8, "SMALLINT", 16, "INTEGER", 32, "BIGINT", 64);

    private Catalogue() {}

    /**
     * The names of a person's schemas, sorted. The choice is made here: DuckDB plans it for longer than it needs to list all
     * schemas.
     */
    static List<String> schemas(DSLContext dsl, String catalog) {
        return dsl.fetch(SCHEMAS, catalog).stream()
                .filter(row ->
                        !row.get(1, Boolean.class) || row.get(0, String.class).equals("main"))
                .map(row -> row.get(0, String.class))
                .sorted()
                .toList();
    }

    /** The names of the tables, sorted. */
    static Set<String> names(DSLContext dsl, String catalog, String dataset) {
        Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        dsl.fetch(TABLES, catalog, dataset).forEach(row -> names.add(row.get(0, String.class)));
        return names;
    }

    /**
     * The columns of each table, in their order. Each table is described by itself: {@code duckdb_columns()} describes the
     * whole catalogue, system views included, for every question, which takes several times as long.
     */
    static Map<String, List<TableColumn>> tables(DSLContext dsl, String catalog, String dataset) {
        List<String> names = List.copyOf(names(dsl, catalog, dataset));
        Map<String, List<Described>> described = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (int from = 0; from < names.size(); from += AT_ONCE) {
            for (Described column :
                    described(dsl, catalog, dataset, names.subList(from, Math.min(from + AT_ONCE, names.size())))) {
                described
                        .computeIfAbsent(column.table(), name -> new ArrayList<>())
                        .add(column);
            }
        }
        if (described.isEmpty()) {
            return Map.of();
        }
        Generated generated = described.values().stream().flatMap(List::stream).anyMatch(Described::hasExpression)
                ? Generated.read(dsl, catalog, dataset)
                : Generated.NONE;
        ColumnUsers users = ColumnUsers.read(dsl, catalog, dataset);
        Map<String, List<TableColumn>> tables = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        described.forEach((table, columns) -> tables.put(
                table,
                columns.stream().map(column -> column(column, generated, users)).toList()));
        return tables;
    }

    /**
     * A column as its table describes it.
     *
     * @param hasExpression whether it has a default, or is computed
     */
    private record Described(String table, String name, String type, boolean nullable, boolean hasExpression) {}

    private static List<Described> described(DSLContext dsl, String catalog, String dataset, List<String> tables) {
        String query = tables.stream()
                .map(table -> "SELECT " + dsl.render(DSL.inline(table)) + ", name, type, \"notnull\", dflt_value, cid"
                        + " FROM pragma_table_info("
                        + dsl.render(DSL.inline(dsl.render(DSL.name(catalog, dataset, table)))) + ")")
                .collect(Collectors.joining(" UNION ALL "));
        // sorted here, because DuckDB plans that for longer than it needs for all else
        return dsl.fetch(query).stream()
                .sorted(Comparator.comparing((Record row) -> row.get(0, String.class))
                        .thenComparing(row -> row.get(5, Integer.class)))
                .map(row -> new Described(
                        row.get(0, String.class),
                        row.get(1, String.class),
                        row.get(2, String.class),
                        !row.get(3, Boolean.class),
                        row.get(4) != null))
                .toList();
    }

    /** The computed columns of a schema, each with its expression. */
    private record Generated(List<Record> rows) {
        static final Generated NONE = new Generated(List.of());

        static Generated read(DSLContext dsl, String catalog, String dataset) {
            return new Generated(dsl.fetch(GENERATED, catalog, dataset));
        }

        Optional<String> expression(String table, String column) {
            return rows.stream()
                    .filter(row -> table.equals(row.get(0)) && column.equals(row.get(1)))
                    .map(row -> row.get(2, String.class))
                    .findFirst();
        }

        /** The computed column whose expression seems to use a column. */
        Optional<String> user(String table, String column) {
            Pattern word = Pattern.compile(
                    "(?<![\\w])" + Pattern.quote(column) + "(?![\\w])",
                    Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
            return rows.stream()
                    .filter(row -> table.equals(row.get(0))
                            && word.matcher(row.get(2, String.class)).find())
                    .map(row -> "generated column " + row.get(1, String.class))
                    .findFirst();
        }
    }

    /** What has the name, if it is not a table. */
    static Optional<String> inTheWay(DSLContext dsl, String catalog, String dataset, String name) {
        return dsl
                .fetch(
                        "SELECT 'a view' FROM duckdb_views() WHERE database_name = ? AND lower(schema_name) = lower(?)"
                                + " AND lower(view_name) = lower(?)",
                        catalog,
                        dataset,
                        name)
                .stream()
                .map(row -> row.get(0, String.class))
                .findFirst();
    }

    /** The constraints of a table, as DuckDB writes them. */
    static List<String> constraints(DSLContext dsl, String catalog, String dataset, String table) {
        return texts(
                dsl,
                "SELECT CASE WHEN constraint_type = 'NOT NULL' THEN constraint_column_names[1] || ' ' ELSE '' END"
                        + " || constraint_text FROM duckdb_constraints()",
                "ORDER BY constraint_index",
                catalog,
                dataset,
                table);
    }

    /** The names of a table's indexes, with what they are about. */
    static List<String> indexes(DSLContext dsl, String catalog, String dataset, String table) {
        return texts(
                dsl,
                "SELECT index_name || ' ' || expressions || CASE WHEN is_unique THEN ' unique' ELSE '' END FROM"
                        + " duckdb_indexes()",
                "ORDER BY 1",
                catalog,
                dataset,
                table);
    }

    private static List<String> texts(
            DSLContext dsl, String select, String order, String catalog, String dataset, String table) {
        return dsl.fetch(
                        select
                                + " WHERE database_name = ? AND lower(schema_name) = lower(?) AND lower(table_name) = lower(?) "
                                + order,
                        catalog,
                        dataset,
                        table)
                .map(row -> row.get(0, String.class));
    }

    private static TableColumn column(Described column, Generated generated, ColumnUsers users) {
        String type = column.type();
        Matcher decimal = DECIMAL.matcher(type);
        boolean isDecimal = decimal.matches();
        Held held = DuckDbTypes.held(
                type,
                isDecimal ? Integer.parseInt(decimal.group(1)) : BITS.getOrDefault(type, 0),
                isDecimal ? Integer.parseInt(decimal.group(2)) : 0);
        return new TableColumn(
                column.name(),
                type,
                held.type(),
                held.precision(),
                held.scale(),
                column.nullable(),
                users.of(column.table(), column.name()).or(() -> generated.user(column.table(), column.name())),
                held.cast(),
                generated
                        .expression(column.table(), column.name())
                        .map(expression -> "DuckDB computes it (GENERATED ALWAYS AS " + expression
                                + ") and takes no values for it. Leave it out of the rows."),
                true);
    }
}

package dev.pipette.duckdb;

import dev.pipette.duckdb.DuckDbTypes.Held;
import dev.pipette.schema.TableColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jooq.DSLContext;
import org.jooq.Record;

/** What DuckDB's catalogue knows of tables. Names that differ in capital and small letters only are one name there. */
final class Catalogue {
    /**
     * The columns of a schema's tables. DuckDB changes the type of no column that a constraint uses, of no column of a table
     * that has an index, and of none of a table that a foreign key refers to.
     */
    private static final String COLUMNS = """
            SELECT c.table_name, c.column_name, c.data_type, c.numeric_precision, c.numeric_scale, c.is_nullable,
              coalesce(
                (SELECT 'the ' || min(k.constraint_type) FROM duckdb_constraints() k
                 WHERE k.table_oid = c.table_oid AND k.database_oid = c.database_oid AND k.constraint_type <> 'NOT NULL'
                   AND list_contains(k.constraint_column_names, c.column_name)),
                (SELECT 'index ' || min(i.index_name) FROM duckdb_indexes() i
                 WHERE i.table_oid = c.table_oid AND i.database_oid = c.database_oid),
                (SELECT 'a foreign key of table ' || min(k.table_name) FROM duckdb_constraints() k
                 WHERE k.constraint_type = 'FOREIGN KEY' AND k.database_oid = c.database_oid
                   AND k.schema_oid = c.schema_oid AND lower(k.referenced_table) = lower(c.table_name))),
              CASE WHEN c.is_generated THEN c.generation_expression END
            FROM duckdb_columns() c JOIN duckdb_tables() t USING (database_name, schema_name, table_name)
            WHERE c.database_name = ? AND lower(c.schema_name) = lower(?)
            ORDER BY c.table_name, c.column_index""";

    private Catalogue() {}

    /** The columns of each table, in their order. */
    static Map<String, List<TableColumn>> tables(DSLContext dsl, String catalog, String dataset) {
        Map<String, List<Record>> rows = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        dsl.fetch(COLUMNS, catalog, dataset)
                .forEach(row -> rows.computeIfAbsent(row.get(0, String.class), name -> new ArrayList<>())
                        .add(row));
        Map<String, List<TableColumn>> tables = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        rows.forEach((table, columns) -> tables.put(
                table, columns.stream().map(row -> column(row, columns)).toList()));
        return tables;
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

    private static TableColumn column(Record row, List<Record> ofTable) {
        String name = row.get(1, String.class);
        String type = row.get(2, String.class);
        Held held = DuckDbTypes.held(
                type,
                Optional.ofNullable(row.get(3, Integer.class)).orElse(0),
                Optional.ofNullable(row.get(4, Integer.class)).orElse(0));
        return new TableColumn(
                name,
                type,
                held.type(),
                held.precision(),
                held.scale(),
                row.get(5, Boolean.class),
                Optional.ofNullable(row.get(6, String.class)).or(() -> computed(name, ofTable)),
                held.cast(),
                Optional.ofNullable(row.get(7, String.class))
                        .map(expression -> "DuckDB computes it (GENERATED ALWAYS AS " + expression
                                + ") and takes no values for it. Leave it out of the rows."),
                true);
    }

    /** The generated column whose expression seems to use a column. */
    private static Optional<String> computed(String name, List<Record> ofTable) {
        Pattern word = Pattern.compile(
                "(?<![\\w])" + Pattern.quote(name) + "(?![\\w])", Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
        return ofTable.stream()
                .filter(row -> row.get(7) != null
                        && word.matcher(row.get(7, String.class)).find())
                .map(row -> "generated column " + row.get(1, String.class))
                .findFirst();
    }
}

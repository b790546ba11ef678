package dev.pipette.postgres;

import dev.pipette.schema.TableColumn;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.Record;

/** What PostgreSQL's catalogue knows of tables; see "System Catalogs" in its manual. */
final class Catalogue {
    /**
     * The columns of a schema's tables. A column is pinned by what stores its type: a view, a policy, a trigger, the
     * expression of a generated column, the key of a partitioned table.
     */
    private static final String COLUMNS = """
            SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), t.typname, a.atttypmod, NOT a.attnotnull,
              coalesce(
                CASE WHEN a.attnum = ANY (p.partattrs) THEN 'the partition key' END,
                (SELECT min(
                    CASE
                      WHEN v.oid IS NOT NULL THEN
                        CASE v.relkind WHEN 'm' THEN 'materialized view ' ELSE 'view ' END || vn.nspname || '.' || v.relname
                      ELSE pg_describe_object(d.classid, d.objid, 0)
                    END)
                 FROM pg_depend d
                 LEFT JOIN pg_rewrite r ON d.classid = 'pg_rewrite'::regclass AND r.oid = d.objid
                 LEFT JOIN pg_class v ON v.oid = r.ev_class
                 LEFT JOIN pg_namespace vn ON vn.oid = v.relnamespace
                 LEFT JOIN pg_attrdef g ON d.classid = 'pg_attrdef'::regclass AND g.oid = d.objid
                 WHERE d.refclassid = 'pg_class'::regclass AND d.refobjid = c.oid AND d.refobjsubid = a.attnum
                   AND (d.classid IN ('pg_rewrite'::regclass, 'pg_policy'::regclass, 'pg_trigger'::regclass)
                     OR (g.oid IS NOT NULL AND g.adnum <> a.attnum))))
            FROM pg_class c
            JOIN pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
            JOIN pg_type t ON t.oid = a.atttypid
            LEFT JOIN pg_partitioned_table p ON p.partrelid = c.oid
            WHERE n.nspname = ? AND c.relkind IN ('r', 'p')
            ORDER BY c.relname, a.attnum""";

    private Catalogue() {}

    /** The schemas that hold a person's tables. */
    static List<String> datasets(DSLContext dsl) {
        return dsl.fetch("SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'"
                        + " AND has_schema_privilege(oid, 'USAGE') ORDER BY 1")
                .map(row -> row.get(0, String.class));
    }

    static boolean hasDataset(DSLContext dsl, String dataset) {
        return dsl.fetch("SELECT 1 FROM pg_namespace WHERE nspname = ?", dataset)
                .isNotEmpty();
    }

    /** The columns of each table, in their order. */
    static Map<String, List<TableColumn>> tables(DSLContext dsl, String dataset) {
        Map<String, List<TableColumn>> tables = new LinkedHashMap<>();
        dsl.fetch(COLUMNS, dataset)
                .forEach(row -> tables.computeIfAbsent(row.get(0, String.class), name -> new ArrayList<>())
                        .add(column(row)));
        return tables;
    }

    private static TableColumn column(Record row) {
        String typname = row.get(3, String.class);
        int modifier = row.get(4, Integer.class);
        return new TableColumn(
                row.get(1, String.class),
                row.get(2, String.class),
                PostgresTypes.held(typname, modifier),
                PostgresTypes.precision(typname, modifier),
                PostgresTypes.scale(typname, modifier),
                row.get(5, Boolean.class),
                Optional.ofNullable(row.get(6, String.class)));
    }

    /** The names in {@code pg_type} of a table's columns. */
    static Map<String, String> typesOf(DSLContext dsl, String dataset, String table) {
        Map<String, String> types = new LinkedHashMap<>();
        dsl.fetch(
                        "SELECT a.attname, t.typname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid"
                                + " JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_type t ON t.oid = a.atttypid"
                                + " WHERE n.nspname = ? AND c.relname = ? AND a.attnum > 0 AND NOT a.attisdropped",
                        dataset,
                        table)
                .forEach(row -> types.put(row.get(0, String.class), row.get(1, String.class)));
        return types;
    }
}

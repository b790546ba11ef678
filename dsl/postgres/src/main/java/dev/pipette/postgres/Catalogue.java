package dev.pipette.postgres;

import dev.pipette.postgres.OwnTypes.OwnType;
import dev.pipette.schema.TableColumn;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/** What PostgreSQL's catalogue knows of tables; see "System Catalogs" in its manual. */
final class Catalogue {
    /** The types below domains, which may be domains again. */
    private static final String BELOW = """
            WITH RECURSIVE below(domain, type, modifier) AS (
              SELECT oid, typbasetype, typtypmod FROM pg_type WHERE typtype = 'd'
              UNION ALL
              SELECT below.domain, t.typbasetype, t.typtypmod
              FROM below JOIN pg_type t ON t.oid = below.type WHERE t.typtype = 'd')
            """;

    /**
     * The columns of a schema's tables. A column is pinned by what stores its type: a view, a policy, a trigger, the
     * expression of a generated column, the key of a partitioned table. Of a domain the type below it is read.
     */
    private static final String COLUMNS = BELOW + """
            SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
              t.typname, coalesce(below.modifier, a.atttypmod), NOT a.attnotnull,
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
                     OR (g.oid IS NOT NULL AND g.adnum <> a.attnum)))),
              below.domain IS NOT NULL,
              CASE WHEN t.typtype = 'e' THEN
                (SELECT array_agg(e.enumlabel::text ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = t.oid) END,
              a.attidentity, a.attgenerated, pg_get_expr(x.adbin, x.adrelid)
            FROM pg_class c
            JOIN pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
            LEFT JOIN (below JOIN pg_type base ON base.oid = below.type AND base.typtype <> 'd')
              ON below.domain = a.atttypid
            JOIN pg_type t ON t.oid = coalesce(below.type, a.atttypid)
            LEFT JOIN pg_attrdef x ON a.attgenerated <> '' AND x.adrelid = c.oid AND x.adnum = a.attnum
            LEFT JOIN pg_partitioned_table p ON p.partrelid = c.oid
            WHERE n.nspname = ? AND c.relkind IN ('r', 'p')
            ORDER BY c.relname, a.attnum""";

    private static final String NAMES = """
            SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = ? AND c.relkind IN ('r', 'p')""";

    /** What has a name that a table would have; a toast table or a partition of an index has names of its own. */
    private static final String RELATION = """
            SELECT CASE c.relkind WHEN 'v' THEN 'a view' WHEN 'm' THEN 'a materialized view' WHEN 'f' THEN 'a foreign table'
              WHEN 'S' THEN 'a sequence' WHEN 'c' THEN 'a composite type' ELSE 'an index' END
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = ? AND c.relname = ? AND c.relkind NOT IN ('r', 'p')
            UNION ALL
            SELECT 'a type'
            FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
            WHERE n.nspname = ? AND t.typname = ? AND t.typtype IN ('d', 'e', 'r')""";

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

    /** The names of the tables. */
    static Set<String> names(DSLContext dsl, String dataset) {
        return Set.copyOf(dsl.fetch(NAMES, dataset).map(row -> row.get(0, String.class)));
    }

    /**
     * The columns of each table, in their order.
     *
     * @param overrides whether rows bring values for columns that the server numbers
     */
    static Map<String, List<TableColumn>> tables(DSLContext dsl, String dataset, boolean overrides) {
        Map<String, List<TableColumn>> tables = new LinkedHashMap<>();
        dsl.fetch(COLUMNS, dataset)
                .forEach(row -> tables.computeIfAbsent(row.get(0, String.class), name -> new ArrayList<>())
                        .add(column(dataset, row, overrides)));
        return tables;
    }

    /** What has the name, if it is not a table. */
    static Optional<String> inTheWay(DSLContext dsl, String dataset, String name) {
        return dsl.fetch(RELATION, dataset, name, dataset, name).stream()
                .map(row -> row.get(0, String.class))
                .findFirst();
    }

    private static TableColumn column(String dataset, Record row, boolean overrides) {
        String typname = row.get(3, String.class);
        int modifier = row.get(4, Integer.class);
        String @Nullable [] labels = row.get(8, String[].class);
        Optional<OwnType> own = OwnTypes.of(typname, modifier, labels == null ? null : List.of(labels));
        Optional<String> domain =
                Optional.of("domain " + row.get(2, String.class)).filter(name -> row.get(7, Boolean.class));
        return new TableColumn(
                row.get(1, String.class),
                row.get(2, String.class),
                own.map(OwnType::type).or(() -> PostgresTypes.held(typname, modifier)),
                PostgresTypes.precision(typname, modifier),
                PostgresTypes.scale(typname, modifier),
                row.get(5, Boolean.class),
                Optional.ofNullable(row.get(6, String.class)).or(() -> domain),
                own.map(OwnType::taken),
                closed(dataset, row, overrides),
                false);
    }

    private static Optional<String> closed(String dataset, Record row, boolean overrides) {
        String alter = "ALTER TABLE " + BinaryCopy.quoted(dataset) + "." + BinaryCopy.quoted(row.get(0, String.class))
                + " ALTER COLUMN " + BinaryCopy.quoted(row.get(1, String.class));
        String expression = row.get(11, String.class);
        return switch (row.get(10, String.class)) {
            case "s" ->
                Optional.of("the server computes it (GENERATED ALWAYS AS " + expression
                        + " STORED) and takes no values for it. Leave it out of the rows, or run: " + alter
                        + " DROP EXPRESSION.");
            case "v" ->
                Optional.of("the server computes it (GENERATED ALWAYS AS " + expression
                        + " VIRTUAL) and takes no values for it. Leave it out of the rows.");
            default ->
                row.get(9, String.class).equals("a") && !overrides
                        ? Optional.of("the server numbers the rows itself (GENERATED ALWAYS AS IDENTITY). Leave the"
                                + " column out of the rows, or let their numbers in: " + alter
                                + " SET GENERATED BY DEFAULT, or load with .overridingSystemValue()"
                                + " (?overriding_system_value=true in the URL).")
                        : Optional.empty();
        };
    }

    /**
     * What would go with a column that is dropped, or keep it, in words: a constraint, an index. Its own default and the sequence
     * that numbers it are parts of the column.
     */
    static Optional<String> userOf(DSLContext dsl, String dataset, String table, String column) {
        return dsl.fetch("""
                        SELECT min(pg_describe_object(d.classid, d.objid, 0))
                        FROM pg_depend d
                        JOIN pg_class c ON c.oid = d.refobjid JOIN pg_namespace n ON n.oid = c.relnamespace
                        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = d.refobjsubid
                        WHERE d.refclassid = 'pg_class'::regclass AND n.nspname = ? AND c.relname = ? AND a.attname = ?
                          AND (d.classid = 'pg_constraint'::regclass
                            OR d.classid = 'pg_class'::regclass
                              AND EXISTS (SELECT 1 FROM pg_index i WHERE i.indexrelid = d.objid))
                          AND NOT EXISTS (SELECT 1 FROM pg_constraint k
                            WHERE d.classid = 'pg_constraint'::regclass AND k.oid = d.objid AND k.contype = 'n')""", dataset, table, column).stream()
                .flatMap(row -> Optional.ofNullable(row.get(0, String.class)).stream())
                .findFirst();
    }

    /** A foreign key of a column, or one that refers to it, in words. */
    static Optional<String> foreignKeyOf(DSLContext dsl, String dataset, String table, String column) {
        return dsl.fetch("""
                        SELECT min(pg_describe_object('pg_constraint'::regclass, k.oid, 0))
                        FROM pg_constraint k
                        JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = ANY (k.conkey)
                          OR a.attrelid = k.confrelid AND a.attnum = ANY (k.confkey)
                        JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
                        WHERE k.contype = 'f' AND n.nspname = ? AND c.relname = ? AND a.attname = ?""", dataset, table, column).stream()
                .flatMap(row -> Optional.ofNullable(row.get(0, String.class)).stream())
                .findFirst();
    }

    /** The names in {@code pg_type} of a table's columns; of a domain, that of the type below it. */
    static Map<String, String> typesOf(DSLContext dsl, String dataset, String table) {
        Map<String, String> types = new LinkedHashMap<>();
        dsl.fetch(BELOW + """
                        SELECT a.attname, t.typname
                        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
                        LEFT JOIN (below JOIN pg_type base ON base.oid = below.type AND base.typtype <> 'd')
                          ON below.domain = a.atttypid
                        JOIN pg_type t ON t.oid = coalesce(below.type, a.atttypid)
                        WHERE n.nspname = ? AND c.relname = ? AND a.attnum > 0 AND NOT a.attisdropped""", dataset, table)
                .forEach(row -> types.put(row.get(0, String.class), row.get(1, String.class)));
        return types;
    }

    /** The columns of a table that a constraint looks at. */
    static List<String> constrained(DSLContext dsl, String dataset, String table, String constraint) {
        return dsl.fetch(
                        "SELECT a.attname FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON"
                                + " n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum ="
                                + " ANY (k.conkey) WHERE n.nspname = ? AND c.relname = ? AND k.conname = ? ORDER BY"
                                + " a.attnum",
                        dataset,
                        table,
                        constraint)
                .map(row -> row.get(0, String.class));
    }

    /** The columns of a table that have a type, which is written as the server writes it; a domain's is the type below it. */
    static List<String> ofType(DSLContext dsl, String dataset, String table, String type) {
        return dsl.fetch(BELOW + """
                        SELECT a.attname
                        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
                        LEFT JOIN below ON below.domain = a.atttypid
                        WHERE n.nspname = ? AND c.relname = ? AND a.attnum > 0 AND NOT a.attisdropped
                          AND ? IN (format_type(a.atttypid, a.atttypmod), format_type(a.atttypid, NULL),
                            format_type(below.type, below.modifier), format_type(below.type, NULL))
                        ORDER BY a.attnum""", dataset, table, type).map(row -> row.get(0, String.class));
    }
}

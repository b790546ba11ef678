package dev.pipette.engine.query;

import dev.pipette.engine.columnar.DuckEngine;
import dev.pipette.engine.manifest.ColumnForm;
import dev.pipette.engine.manifest.CursorLoad;
import dev.pipette.engine.manifest.PackagePart;
import dev.pipette.engine.manifest.PackageTable;
import dev.pipette.engine.sql.Sql;
import dev.pipette.incremental.CursorKind;
import dev.pipette.schema.ValueType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Compares the rows that two packages hold of one resource. Two rows are the same when all their columns have the same
 * values of the same types and the rows nested in them are the same, in the same places of their lists, and are in the same
 * table; the order of the rows of a root table does not matter. A row is compared by a digest of 128 bits. DuckDB does the work, in time linear
 * in the rows, and spills what does not fit into its memory.
 *
 * <pre>{@code
 * boolean loadedBefore = new RowComparison(engine).same(arriving, loaded);
 * }</pre>
 */
public final class RowComparison {
    /** What extraction adds to a row for itself. */
    private static final String HIDDEN = "_pipette_";

    private final DuckEngine engine;

    /** A comparison by an engine. */
    public RowComparison(DuckEngine engine) {
        this.engine = engine;
    }

    /**
     * The rows that a cursor has not passed.
     *
     * @param after the value at which the cursor is, as the state keeps it; null for all rows
     * @param upTo the last value; null for all rows
     */
    public record Range(@Nullable Object after, @Nullable Object upTo) {
        /** All rows. */
        public static final Range ALL = new Range(null, null);
    }

    /** Whether both have the same rows, each the same number of times. */
    public boolean same(ResourceRows one, ResourceRows other) {
        return one.count() == other.count()
                && one.roots().stream().allMatch(root -> sameIn(one.in(root), other.in(root)));
    }

    private boolean sameIn(ResourceRows one, ResourceRows other) {
        return one.count() == other.count()
                && nothing("SELECT digest FROM (" + counted(one, 1, Range.ALL) + " UNION ALL "
                        + counted(other, -1, Range.ALL) + ") GROUP BY digest HAVING sum(n) <> 0");
    }

    /** Whether each of some rows is among all, at least as many times. */
    public boolean contains(ResourceRows all, ResourceRows some, Range range) {
        return some.roots().stream().allMatch(root -> containsIn(all.in(root), some.in(root), range));
    }

    private boolean containsIn(ResourceRows all, ResourceRows some, Range range) {
        return some.count() == 0
                || nothing("SELECT digest FROM (" + counted(some, 1, range) + " UNION ALL "
                        + counted(all, -1, Range.ALL) + ") GROUP BY digest HAVING sum(n) > 0");
    }

    /** Whether for each of some rows there is one with the same key among all. */
    public boolean containsKeys(ResourceRows all, ResourceRows some, List<String> key, Range range) {
        return some.roots().stream().allMatch(root -> containsKeysIn(all.in(root), some.in(root), key, range));
    }

    private boolean containsKeysIn(ResourceRows all, ResourceRows some, List<String> key, Range range) {
        return some.count() == 0 || nothing(keys(some, key, range) + " EXCEPT " + keys(all, key, Range.ALL));
    }

    private boolean nothing(String select) {
        return engine.first("SELECT count(*) FROM (" + select + " LIMIT 1)", row -> row.getLong(1) == 0);
    }

    private String keys(ResourceRows rows, List<String> key, Range range) {
        if (rows.count() == 0) {
            return "SELECT CAST(NULL AS UUID) AS digest WHERE false";
        }
        PackageQuery query = new PackageQuery(rows.folder(), rows.root());
        query.output(query.keys().of(key), "digest");
        restrict(query, rows, range);
        return query.sql();
    }

    private String counted(ResourceRows rows, int n, Range range) {
        return rows.count() == 0
                ? "SELECT '' AS digest, 0 AS n WHERE false"
                : "SELECT digest, " + n + " AS n FROM (" + digests(rows, rows.root(), range) + ")";
    }

    /** A SELECT of the digest of each row of a table, that of the rows nested in it included. */
    private String digests(ResourceRows rows, PackageTable table, Range range) {
        PackageQuery query = new PackageQuery(rows.folder(), table);
        List<PackageTable> nested = rows.nestedIn(table);
        query.output(content(query, table), "content");
        String inParent = "";
        if (table.isNested()) {
            query.output(query.parentOrdinal(), "parent").output(query.listIndex(), "place");
            inParent = "parent, place, ";
        } else {
            restrict(query, rows, range);
        }
        if (nested.isEmpty()) {
            return "SELECT " + inParent + "md5(content) AS digest FROM (" + query.sql() + ")";
        }
        query.output(query.ordinal(), "number");
        StringBuilder joins = new StringBuilder("(" + query.sql() + ") AS r");
        List<String> contents = new ArrayList<>(List.of("content"));
        for (PackageTable child : nested) {
            String alias = "n" + contents.size();
            joins.append(" LEFT JOIN (")
                    .append(lists(rows, child))
                    .append(") AS ")
                    .append(alias)
                    .append(" ON ")
                    .append(alias)
                    .append(".parent_number = number");
            contents.add(alias + ".list");
        }
        return "SELECT " + inParent + "md5(concat(" + String.join(", ", contents) + ")) AS digest FROM " + joins;
    }

    /** A SELECT of one text for all rows that are nested in one parent: sums of digests, which need no order. */
    private String lists(ResourceRows rows, PackageTable child) {
        return "SELECT parent AS parent_number, concat(" + Sql.literal(child.name() + "=")
                + ", count(*), ' ', sum(md5_number_upper(placed)), ' ', sum(md5_number_lower(placed)), ';') AS list"
                + " FROM (SELECT parent, concat(place, ' ', digest) AS placed FROM ("
                + digests(rows, child, Range.ALL) + ")) GROUP BY parent";
    }

    /** The values of a row with their columns and types, in one text. */
    private static String content(PackageQuery query, PackageTable table) {
        List<String> values = table.forms().stream()
                .filter(form -> !form.column().startsWith(HIDDEN))
                .sorted(Comparator.comparing(ColumnForm::column).thenComparing(ColumnForm::kind))
                .map(form -> {
                    String value = text(query, form);
                    return Sql.literal(name(table, form)) + " || length(" + value + ") || ':' || " + value;
                })
                .toList();
        return values.isEmpty() ? "''" : "concat(" + String.join(", ", values) + ")";
    }

    /** In delimited text a type is that of all values of a file, not that of one. */
    private static String name(PackageTable table, ColumnForm form) {
        boolean typed = table.parts().stream().noneMatch(part -> part.kind() == PackagePart.Kind.DELIMITED);
        return form.column() + (typed ? " " + form.kind() : "") + "=";
    }

    private static String text(PackageQuery query, ColumnForm form) {
        if (form.text()) {
            return query.text(form);
        }
        String value = query.typed(form);
        return form.kind() == ValueType.BINARY ? "hex(" + value + ")" : "CAST(" + value + " AS VARCHAR)";
    }

    private static void restrict(PackageQuery query, ResourceRows rows, Range range) {
        CursorLoad cursor = rows.resource().cursor();
        CursorKind kind = cursor == null ? null : cursor.kind();
        if (cursor == null || kind == null) {
            return;
        }
        query.within(cursor, kind);
        CursorSql sql = query.cursor(cursor, kind);
        String value = sql.value();
        fromState(range.after(), cursor, kind, rows)
                .ifPresent(after -> query.where("(" + value + " IS NULL OR " + sql.beyond(value, after) + ")"));
        fromState(range.upTo(), cursor, kind, rows).ifPresent(last -> query.where(sql.within(value, last)));
    }

    private static Optional<Comparable<?>> fromState(
            @Nullable Object value, CursorLoad cursor, CursorKind kind, ResourceRows rows) {
        return Optional.ofNullable(value)
                .map(found -> kind.fromState(
                        found, cursor.rules().zone(), rows.resource().name(), cursor.path()));
    }
}

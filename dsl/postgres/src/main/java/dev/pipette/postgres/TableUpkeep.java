package dev.pipette.postgres;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;

import dev.pipette.spi.ChangedTable;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Name;
import org.jooq.Record;
import org.jooq.impl.DSL;

/**
 * Maintains statistics and indexes after a load, in its transaction.
 *
 * <p>Statistics: the server gathers them by itself a minute later, but what follows a large load at once, the next
 * merge for one, would be planned for the table as it was. So a table that grew by a tenth, and by enough rows to
 * matter, is analysed.
 *
 * <p>Indexes: a merge finds the rows that it replaces by reading the whole table, which is the fastest way while the
 * load is a good part of it. When a small load meets a large table, an index on the key is made where there is none,
 * and the next loads read no table whole. The measured times are in {@code dsl/docs/benchmarks.md}.
 */
final class TableUpkeep {
    private static final long MANY_ROWS = 50_000;
    private static final int GROWN_BY = 10;
    private static final long LARGE_TABLE = 500_000;
    private static final int SMALL_LOAD = 20;

    /** A row of a table that was never analysed is taken for this many bytes. */
    private static final int BYTES_OF_A_ROW = 100;

    /** Types whose values are short, so that a B-tree, which takes no more than 2,704 bytes, can hold every one. */
    private static final Set<String> SHORT = Set.of(
            "bool", "int2", "int4", "int8", "float8", "numeric", "timestamptz", "timestamp", "date", "time", "uuid");

    private final DSLContext dsl;

    TableUpkeep(DSLContext dsl) {
        this.dsl = dsl;
    }

    void after(ChangedTable table) {
        long moved = table.added() + table.deleted();
        boolean many = table.added() >= MANY_ROWS;
        if (!many && (table.matchedBy().isEmpty() || moved == 0)) {
            return;
        }
        Name qualified = name(table.dataset(), table.table());
        long rows = rows(qualified);
        if (many && table.added() * GROWN_BY >= rows) {
            dsl.execute("ANALYZE " + dsl.render(qualified));
        }
        boolean small = table.added() * SMALL_LOAD < rows;
        if (!table.matchedBy().isEmpty()
                && rows >= LARGE_TABLE
                && small
                && mayIndex(qualified)
                && !hasIndex(qualified, table.matchedBy())) {
            createIndex(table, qualified);
        }
    }

    private long rows(Name table) {
        return dsl.fetchSingle(
                        "SELECT CASE WHEN reltuples >= 0 THEN reltuples::bigint ELSE pg_relation_size(oid) / ? END"
                                + " FROM pg_class WHERE oid = ?::regclass",
                        BYTES_OF_A_ROW,
                        dsl.render(table))
                .get(0, Long.class);
    }

    /**
     * Only the owner of a table may make an index on it, and none while foreign keys of its new rows are still to be
     * checked.
     */
    private boolean mayIndex(Name table) {
        return dsl.fetchSingle(
                        "SELECT pg_has_role(relowner, 'USAGE') AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE"
                                + " k.condeferrable AND (k.conrelid = c.oid OR k.confrelid = c.oid))"
                                + " FROM pg_class c WHERE oid = ?::regclass",
                        dsl.render(table))
                .get(0, Boolean.class);
    }

    /** Whether an index begins with a column of the key, which leaves few rows to look at. */
    private boolean hasIndex(Name table, List<String> columns) {
        return dsl
                .fetch(
                        "SELECT a.attname FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum ="
                                + " i.indkey[0] WHERE i.indrelid = ?::regclass AND i.indisvalid AND i.indpred IS NULL",
                        dsl.render(table))
                .stream()
                .map(row -> row.get(0, String.class))
                .anyMatch(columns::contains);
    }

    /**
     * A B-tree over the key's columns of short values. Text may be longer than an index entry, today or later, so a key
     * of text alone gets a hash index over the column with the most different values.
     */
    private void createIndex(ChangedTable table, Name qualified) {
        var types = Catalogue.typesOf(dsl, table.dataset(), table.table());
        List<String> shortOnes = table.matchedBy().stream()
                .filter(column -> column.startsWith("_dlt_") || SHORT.contains(types.getOrDefault(column, "")))
                .toList();
        org.jooq.Table<Record> target = DSL.table(qualified);
        if (!shortOnes.isEmpty()) {
            List<Field<Object>> fields =
                    shortOnes.stream().map(column -> field(name(column))).toList();
            dsl.createIndex().on(target, fields).execute();
        } else {
            // jOOQ has no word for the kind of an index here
            dsl.execute("CREATE INDEX ON " + dsl.render(qualified) + " USING hash ("
                    + dsl.render(name(mostDistinct(table))) + ")");
        }
    }

    private String mostDistinct(ChangedTable table) {
        String columns = table.matchedBy().stream()
                .map(column -> dsl.renderInlined(DSL.inline(column)))
                .collect(Collectors.joining(", "));
        return dsl.fetchOptional(
                        "SELECT attname FROM pg_stats WHERE schemaname = ? AND tablename = ? AND attname IN (" + columns
                                + ") ORDER BY CASE WHEN n_distinct < 0 THEN -n_distinct * 1e12 ELSE n_distinct END DESC"
                                + " LIMIT 1",
                        table.dataset(),
                        table.table())
                .map(row -> row.get(0, String.class))
                .orElse(table.matchedBy().getFirst());
    }
}

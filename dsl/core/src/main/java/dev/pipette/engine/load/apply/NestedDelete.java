package dev.pipette.engine.load.apply;

import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.table;

import dev.pipette.engine.manifest.FilesLoad;
import dev.pipette.engine.manifest.ResourceLoad;
import dev.pipette.schema.Schema;
import dev.pipette.schema.SystemColumns;
import dev.pipette.schema.TableColumn;
import dev.pipette.schema.TableSchema;
import dev.pipette.spi.DestinationSession;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.exception.DataAccessException;

/**
 * Takes rows of root tables away, with what is nested in them. Each method returns the numbers of rows by the names of the
 * tables.
 */
final class NestedDelete {
    /** Files whose rows one statement deletes. */
    private static final int FILES_AT_ONCE = 500;

    private final DestinationSession session;
    private final String dataset;
    private final Map<String, List<TableColumn>> existing;
    private final Schema schema;

    /** @param existing the dataset's tables as the catalogue had them before the schema was changed */
    NestedDelete(DestinationSession session, String dataset, Map<String, List<TableColumn>> existing, Schema schema) {
        this.session = session;
        this.dataset = dataset;
        this.existing = existing;
        this.schema = schema;
    }

    static Map<String, Long> plus(Map<String, Long> some, Map<String, Long> more) {
        Map<String, Long> sums = new LinkedHashMap<>(some);
        more.forEach((table, count) -> sums.merge(table, count, Long::sum));
        return sums;
    }

    /** All rows. */
    Map<String, Long> all(ResourceLoad resource) {
        Map<String, Long> deleted = new LinkedHashMap<>();
        for (TableSchema there : tree(resource).reversed()) {
            deleted.put(there.name(), deleteFrom(there.name(), noCondition()));
        }
        return deleted;
    }

    /** All rows, without looking at each; readers wait until the transaction ends. */
    Map<String, Long> truncated(ResourceLoad resource) {
        Map<String, Long> deleted = new LinkedHashMap<>();
        for (TableSchema there : tree(resource).reversed()) {
            Table<Record> all = in(there.name());
            deleted.put(there.name(), (long) session.dsl().fetchCount(all));
            try {
                session.dsl().truncate(all).execute();
            } catch (DataAccessException failed) {
                throw session.failure("truncate " + dataset + "." + there.name(), failed);
            }
        }
        return deleted;
    }

    /** The rows of files that are loaded again. */
    Map<String, Long> files(ResourceLoad resource) {
        FilesLoad files = resource.files();
        Map<String, Long> deleted = new LinkedHashMap<>();
        if (files == null || !isThere(resource.table(), files.column())) {
            return deleted;
        }
        List<String> keys = files.replaced().stream().sorted().toList();
        for (int from = 0; from < keys.size(); from += FILES_AT_ONCE) {
            List<String> some = keys.subList(from, Math.min(keys.size(), from + FILES_AT_ONCE));
            deleted =
                    plus(deleted, where(resource, RowFields.text(files.column()).in(some)));
        }
        return deleted;
    }

    /** The rows that a condition on the root table holds for. */
    Map<String, Long> where(ResourceLoad resource, Condition matches) {
        if (!existing.containsKey(resource.table())) {
            return Map.of();
        }
        if (tree(resource).stream().noneMatch(TableSchema::isNested)) {
            return Map.of(resource.table(), deleteFrom(resource.table(), matches));
        }
        Field<String> id = RowFields.text(SystemColumns.ROW_ID);
        Table<Record> gone =
                session.temporary("gone", select(id).from(in(resource.table())).where(matches));
        return where(resource, matches, gone, id);
    }

    /**
     * The rows that a condition on the root table holds for, whose ids are known.
     *
     * @param roots a table of the ids
     */
    Map<String, Long> where(ResourceLoad resource, Condition matches, Table<Record> roots, Field<String> id) {
        Map<String, Long> deleted = nestedIn(resource, roots, id);
        deleted.put(resource.table(), deleteFrom(resource.table(), matches));
        return deleted;
    }

    /** The rows that are nested in some root rows, which stay. */
    Map<String, Long> nestedIn(ResourceLoad resource, Table<Record> roots, Field<String> id) {
        Map<String, Long> deleted = new LinkedHashMap<>();
        for (TableSchema there : tree(resource).reversed()) {
            if (there.isNested()) {
                deleted.put(
                        there.name(),
                        deleteFrom(
                                there.name(),
                                RowFields.text(SystemColumns.ROOT_ID)
                                        .in(select(id).from(roots))));
            }
        }
        return deleted;
    }

    private boolean isThere(String tableName, String columnName) {
        return existing.getOrDefault(tableName, List.of()).stream()
                .anyMatch(found -> found.name().equals(columnName));
    }

    /** The tables of a resource at the destination: those of the schema that are there, parents first. */
    private List<TableSchema> tree(ResourceLoad resource) {
        return schema.tableTree(resource.table()).stream()
                .filter(found -> existing.containsKey(found.name()))
                .toList();
    }

    private Table<Record> in(String tableName) {
        return table(session.qualified(dataset, tableName));
    }

    /** Deletes rows; where that fails, the error names the table. */
    private long deleteFrom(String tableName, Condition matches) {
        try {
            return session.dsl().deleteFrom(in(tableName)).where(matches).execute();
        } catch (DataAccessException failed) {
            throw session.failure("delete rows from " + dataset + "." + tableName, failed);
        }
    }
}

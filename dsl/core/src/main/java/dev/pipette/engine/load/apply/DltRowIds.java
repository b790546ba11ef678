package dev.pipette.engine.load.apply;

import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.falseCondition;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.select;

import dev.pipette.dlt.Digest128;
import dev.pipette.engine.load.bookkeeping.DltKey;
import dev.pipette.engine.manifest.ResourceLoad;
import dev.pipette.schema.Column;
import dev.pipette.schema.MergeStrategy;
import dev.pipette.schema.SchemaOrigin;
import dev.pipette.schema.SystemColumns;
import dev.pipette.schema.TableSchema;
import dev.pipette.schema.WriteDisposition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jooq.Cursor;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Row2;
import org.jooq.Select;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

/**
 * Gives the rows that a load upserted or inserted the ids that dlt computes, in a table of dlt's that has nested ones: dlt finds
 * the nested rows of a row by them. A root row's id is a digest of its key; a nested row's one of its parent's id, its table and
 * its place in the list.
 *
 * <p>Java computes them, because no destination has the digest. It sees the keys of the rows of this load, and no other row.
 */
record DltRowIds(WriteTools tools, String loadId) {
    private static final int ROWS_AT_ONCE = 2_000;
    private static final String KNOWN = "known";
    private static final Field<String> OLD_ID = field(name("old_id"), String.class);
    private static final Field<String> NEW_ID = field(name("new_id"), String.class);
    private static final Field<String> ROW_ID = RowFields.text(SystemColumns.ROW_ID);
    private static final Field<String> PARENT_ID = RowFields.text(SystemColumns.PARENT_ID);
    private static final Field<Long> LIST_INDEX = field(name(SystemColumns.LIST_INDEX), Long.class);

    /** Looks at the rows of a resource that this load put into its tables. */
    void write(ResourceLoad resource) {
        Optional<List<Field<?>>> key = key(resource);
        if (key.isEmpty() || tools.nested(resource).isEmpty()) {
            return;
        }
        Table<Record> root = tools.in(resource.table());
        List<Field<?>> read = new ArrayList<>(key.get());
        read.addFirst(ROW_ID);
        ids(
                        select(read)
                                .from(root)
                                .where(RowFields.text(SystemColumns.LOAD_ID).eq(inline(loadId))),
                        found -> keyId(found, key.get()))
                .ifPresent(ids -> {
                    change(root, SystemColumns.ROW_ID, ids);
                    writeNested(resource, ids);
                });
    }

    /** The columns of the key of rows that dlt would give such ids; empty where it gives others. */
    private Optional<List<Field<?>>> key(ResourceLoad resource) {
        if (!new SchemaOrigin(Optional.of(tools.schema())).isDlts()
                || !(resource.disposition() instanceof WriteDisposition.Merge merge)
                || !hasIdsOfKeys(merge.strategy())) {
            return Optional.empty();
        }
        TableSchema table = tools.schema().table(resource.table()).orElseThrow();
        List<Field<?>> key = new ArrayList<>();
        for (String columnName : merge.strategy().primaryKey()) {
            Optional<Class<?>> type = table.column(columnName)
                    .flatMap(Column::dataType)
                    .filter(DltKey::isExact)
                    .map(DltKey::javaType);
            if (type.isEmpty()) {
                return Optional.empty();
            }
            key.add(field(name(columnName), type.get()));
        }
        return Optional.of(key);
    }

    private static boolean hasIdsOfKeys(MergeStrategy strategy) {
        return switch (strategy) {
            case MergeStrategy.Upsert _, MergeStrategy.InsertOnly _, MergeStrategy.Snapshot _ -> true;
            case MergeStrategy.DeleteInsert _, MergeStrategy.Scd2 _ -> false;
        };
    }

    private static String keyId(Record found, List<Field<?>> key) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        key.forEach(column -> values.put(column.getName(), found.get(column)));
        return Digest128.keyId(values, values.keySet());
    }

    /** Nested rows get the new ids of their root and parent, and then their own; parents come first. */
    private void writeNested(ResourceLoad resource, Table<Record> rootIds) {
        Map<String, Table<Record>> idsOf = new HashMap<>(Map.of(resource.table(), rootIds));
        for (TableSchema nested : tools.nested(resource)) {
            Table<Record> parentIds = idsOf.get(nested.parent().orElseThrow());
            if (parentIds == null || !isMade(nested)) {
                continue;
            }
            Table<Record> table = tools.in(nested.name());
            change(table, SystemColumns.ROOT_ID, rootIds);
            change(table, SystemColumns.PARENT_ID, parentIds);
            ids(
                            select(ROW_ID, PARENT_ID, LIST_INDEX)
                                    .from(table)
                                    .where(RowFields.text(SystemColumns.ROOT_ID)
                                            .in(select(NEW_ID).from(rootIds))),
                            found -> nestedId(found, nested.name()))
                    .ifPresent(ids -> {
                        change(table, SystemColumns.ROW_ID, ids);
                        idsOf.put(nested.name(), ids);
                    });
        }
    }

    private boolean isMade(TableSchema table) {
        return tools.isThere(table.name()) || tools.prepared().containsKey(table.name());
    }

    private static String nestedId(Record found, String tableName) {
        return Digest128.nestedRowId(
                Objects.requireNonNull(found.get(PARENT_ID)), tableName, Objects.requireNonNull(found.get(LIST_INDEX)));
    }

    /** The ids that rows have and are to have; empty where there is no row. The first column read is the id. */
    private Optional<Table<Record>> ids(Select<? extends Record> rows, Function<Record, String> newId) {
        List<Row2<String, String>> some = new ArrayList<>();
        Table<Record> ids = null;
        try (Cursor<? extends Record> reading = tools.session().dsl().fetchLazy(rows.fetchSize(ROWS_AT_ONCE))) {
            for (Record found : reading) {
                some.add(row(Objects.requireNonNull(found.get(ROW_ID)), newId.apply(found)));
                if (some.size() == ROWS_AT_ONCE) {
                    ids = added(ids, some);
                }
            }
        }
        ids = some.isEmpty() ? ids : added(ids, some);
        return Optional.ofNullable(ids).map(this::withoutTwins);
    }

    private Table<Record> added(@Nullable Table<Record> before, List<Row2<String, String>> some) {
        Table<Record> ids = before != null
                ? before
                : tools.session()
                        .temporary(
                                "dlt_ids",
                                select(inline("").as(OLD_ID), inline("").as(NEW_ID))
                                        .where(falseCondition()));
        tools.session().dsl().insertInto(ids, OLD_ID, NEW_ID).valuesOfRows(some).execute();
        some.clear();
        return ids;
    }

    /** Rows with one key, as an append of the same load leaves them, keep their own ids. */
    private Table<Record> withoutTwins(Table<Record> ids) {
        tools.session()
                .dsl()
                .deleteFrom(ids)
                .where(NEW_ID.in(select(NEW_ID).from(ids).groupBy(NEW_ID).having(count().gt(1))))
                .execute();
        return ids;
    }

    private void change(Table<Record> table, String column, Table<Record> ids) {
        Table<Record> known = ids.as(KNOWN);
        tools.session()
                .update(
                        table,
                        Map.of(RowFields.column(column), field(name(KNOWN, NEW_ID.getName()), Object.class)),
                        known,
                        RowFields.of(table, RowFields.text(column))
                                .eq(field(name(KNOWN, OLD_ID.getName()), String.class)));
    }
}

package dev.pipette.engine.load.apply;

import static dev.pipette.engine.load.apply.RowOutputs.ORDINAL;
import static dev.pipette.engine.load.apply.RowOutputs.ROOT;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;

import dev.pipette.engine.load.plan.PreparedTable;
import dev.pipette.engine.manifest.ResourceLoad;
import dev.pipette.schema.Column;
import dev.pipette.schema.SystemColumns;
import dev.pipette.schema.TableColumn;
import dev.pipette.schema.TableSchema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Select;
import org.jooq.SelectFieldOrAsterisk;
import org.jooq.Table;
import org.jooq.impl.SQLDataType;

/**
 * Finds the arriving root rows that are there with the same values, nested rows included: the same rows of each nested table
 * in the same places of their lists, at any depth.
 */
final class SameRows {
    private static final String ARRIVING = "arriving";
    private static final String THERE = "there";
    private static final String ABOVE = "above";
    private static final Field<String> ARRIVING_ID = field(name("arriving_id"), String.class);
    private static final Field<String> THERE_ID = field(name("there_id"), String.class);

    private final WriteTools tools;
    private final ResourceLoad resource;

    SameRows(WriteTools tools, ResourceLoad resource) {
        this.tools = tools;
        this.resource = resource;
    }

    /** The ordinals of the root rows, without those that are left out. */
    Table<Record> found(LeftOut left) {
        Table<Record> roots = sameRoots(left);
        Map<String, Table<Record>> pairs = new HashMap<>();
        pairs.put(resource.table(), roots);
        Condition same = noCondition();
        for (TableSchema nested : tools.nested(resource)) {
            String tableName = nested.name();
            boolean arrives = tools.arriving(tableName).isPresent();
            boolean isThere = tools.isThere(tableName);
            Table<Record> above = pairs.get(nested.parent().orElseThrow());
            Table<Record> matched = arrives && isThere && above != null ? matched(tableName, above) : null;
            if (matched != null) {
                pairs.put(tableName, matched);
            }
            if (arrives) {
                same = same.and(notExists(unmatchedArriving(tableName, roots, matched)));
            }
            if (isThere) {
                same = same.and(notExists(unmatchedThere(tableName, roots, matched)));
            }
        }
        return tools.session().temporary("same", select(ORDINAL).from(roots).where(same));
    }

    private Table<Record> sameRoots(LeftOut left) {
        Condition alike = alike(resource.table(), resource.disposition().primaryKey());
        for (String column : resource.disposition().primaryKey()) {
            alike = alike.and(there(column).eq(arriving(column)));
        }
        return tools.session()
                .temporary(
                        "same_roots",
                        select(
                                        KeyedRows.qualified(ARRIVING, ORDINAL),
                                        text(ARRIVING, SystemColumns.ROW_ID).as(ARRIVING_ID),
                                        text(THERE, SystemColumns.ROW_ID).as(THERE_ID))
                                .from(tools.roots(resource).as(ARRIVING))
                                .join(tools.in(resource.table()).as(THERE))
                                .on(alike)
                                .where(left.without(KeyedRows.qualified(ARRIVING, ORDINAL))));
    }

    /** The nested rows that are there in the same place with the same values. */
    private Table<Record> matched(String tableName, Table<Record> above) {
        List<SelectFieldOrAsterisk> fields = List.of(
                KeyedRows.qualified(ARRIVING, ROOT),
                text(ARRIVING, SystemColumns.ROW_ID).as(ARRIVING_ID),
                text(THERE, SystemColumns.ROW_ID).as(THERE_ID));
        return tools.session()
                .temporary(
                        "same_nested",
                        select(fields)
                                .from(tools.arriving(tableName).orElseThrow().as(ARRIVING))
                                .join(above.as(ABOVE))
                                .on(text(ARRIVING, SystemColumns.PARENT_ID).eq(KeyedRows.qualified(ABOVE, ARRIVING_ID)))
                                .join(tools.in(tableName).as(THERE))
                                .on(text(THERE, SystemColumns.PARENT_ID).eq(KeyedRows.qualified(ABOVE, THERE_ID)))
                                .and(there(SystemColumns.LIST_INDEX).eq(arriving(SystemColumns.LIST_INDEX)))
                                .and(alike(tableName, List.of())));
    }

    private Select<?> unmatchedArriving(
            String tableName, Table<Record> roots, @org.jspecify.annotations.Nullable Table<Record> matched) {
        Condition unmatched = matched == null
                ? noCondition()
                : notExists(selectOne()
                        .from(matched.as("matched"))
                        .where(KeyedRows.qualified("matched", ARRIVING_ID).eq(text(ARRIVING, SystemColumns.ROW_ID))));
        return selectOne()
                .from(tools.arriving(tableName).orElseThrow().as(ARRIVING))
                .where(KeyedRows.qualified(ARRIVING, ROOT).eq(RowFields.of(roots, ORDINAL)))
                .and(unmatched);
    }

    private Select<?> unmatchedThere(
            String tableName, Table<Record> roots, @org.jspecify.annotations.Nullable Table<Record> matched) {
        Condition unmatched = matched == null
                ? noCondition()
                : notExists(selectOne()
                        .from(matched.as("matched"))
                        .where(KeyedRows.qualified("matched", THERE_ID).eq(text(THERE, SystemColumns.ROW_ID))));
        return selectOne()
                .from(tools.in(tableName).as(THERE))
                .where(text(THERE, SystemColumns.ROOT_ID).eq(RowFields.of(roots, THERE_ID)))
                .and(unmatched);
    }

    /** Whether two rows have the same values in all columns of the data; a column that no row brings counts as NULL. */
    private Condition alike(String tableName, List<String> key) {
        PreparedTable prepared = Objects.requireNonNull(tools.prepared().get(tableName));
        Set<String> brought = new HashSet<>(key);
        Condition alike = noCondition();
        for (Column column : prepared.columns()) {
            if (brought.add(column.name()) && !column.name().startsWith(SystemColumns.PREFIX + "_")) {
                alike = alike.and(isSame(column.name(), prepared.plan().casts().containsKey(column.name())));
            }
        }
        for (String column : known(tableName)) {
            if (!brought.contains(column)) {
                alike = alike.and(there(column).isNull());
            }
        }
        return alike;
    }

    /** The columns of the data that the table had before the load. */
    private List<String> known(String tableName) {
        Set<String> ours = new HashSet<>();
        tools.schema().table(tableName).ifPresent(known -> ours.addAll(known.columnNames()));
        List<String> columns = new ArrayList<>();
        for (TableColumn column : tools.existing().getOrDefault(tableName, List.of())) {
            if (ours.contains(column.name()) && !column.name().startsWith(SystemColumns.PREFIX + "_")) {
                columns.add(column.name());
            }
        }
        return columns;
    }

    /** Types of the destination's own may have no equality, and are compared by their texts. */
    private static Condition isSame(String column, boolean isOwnType) {
        return isOwnType
                ? there(column)
                        .cast(SQLDataType.VARCHAR)
                        .isNotDistinctFrom(arriving(column).cast(SQLDataType.VARCHAR))
                : there(column).isNotDistinctFrom(arriving(column));
    }

    private static Field<Object> there(String column) {
        return KeyedRows.qualified(THERE, RowFields.column(column));
    }

    private static Field<Object> arriving(String column) {
        return KeyedRows.qualified(ARRIVING, RowFields.column(column));
    }

    private static Field<String> text(String alias, String column) {
        return KeyedRows.qualified(alias, RowFields.text(column));
    }
}

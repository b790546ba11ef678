package dev.pipette.engine.load.apply;

import static dev.pipette.engine.load.apply.RowOutputs.ORDINAL;
import static dev.pipette.engine.load.apply.RowOutputs.ROOT;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.trueCondition;

import dev.pipette.engine.load.plan.PreparedTable;
import dev.pipette.engine.manifest.ResourceLoad;
import dev.pipette.schema.Column;
import dev.pipette.schema.DataType;
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
import org.jooq.SQLDialect;
import org.jooq.Select;
import org.jooq.SelectFieldOrAsterisk;
import org.jooq.Table;
import org.jooq.impl.SQLDataType;

/**
 * Finds the arriving root rows that are there with the same values, nested rows included: the same rows of each nested table
 * in the same places of their lists, at any depth.
 */
final class SameRows {
    static final String ARRIVING = KeyedRows.ARRIVING;
    static final String THERE = "there";
    private static final String ABOVE = "above";
    private static final Field<String> ARRIVING_ID = field(name("arriving_id"), String.class);
    /** The id of a row that is there with the same values. */
    static final Field<String> THERE_ID = field(name("there_id"), String.class);

    /** The id of the root row that a row which is there belongs to: several may have the values of an arriving one. */
    private static final Field<String> THERE_ROOT = field(name("there_root"), String.class);

    private static final Field<Boolean> IS_ALIKE = field(name("is_alike"), Boolean.class);

    /** Types whose values are equal where their texts are. */
    private static final Set<DataType> ONE_TEXT =
            Set.of(DataType.TEXT, DataType.BIGINT, DataType.BOOL, DataType.DATE, DataType.TIME, DataType.TIMESTAMP);

    private final WriteTools tools;
    private final ResourceLoad resource;
    private final Condition among;
    private final Set<String> beside;

    /** Among all rows that are there. */
    SameRows(WriteTools tools, ResourceLoad resource) {
        this(tools, resource, noCondition(), Set.of());
    }

    /**
     * Among some of the rows that are there.
     *
     * @param among which root rows; see {@link #there}
     * @param beside the columns of the root table that are not compared
     */
    SameRows(WriteTools tools, ResourceLoad resource, Condition among, Set<String> beside) {
        this.tools = tools;
        this.resource = resource;
        this.among = among;
        this.beside = Set.copyOf(beside);
    }

    /** The root rows by their ordinals, and the ids of those that are there; without those that are left out. */
    Table<Record> found(LeftOut left) {
        return nestedAlike(tools.session()
                .temporary(
                        "same_roots",
                        select(pairFields())
                                .from(tools.roots(resource).as(ARRIVING))
                                .join(tools.in(resource.table()).as(THERE))
                                .on(keysEqual().and(rootsAlike()))
                                .where(left.without(KeyedRows.qualified(ARRIVING, ORDINAL)))));
    }

    /** The pairs of root rows with one key, and whether their values are the same; without rows that are left out. */
    Table<Record> pairs(LeftOut left) {
        List<SelectFieldOrAsterisk> fields = new ArrayList<>(pairFields());
        fields.add(field(trueCondition().and(alike(resource.table(), resource.mergeKey())))
                .as(IS_ALIKE));
        return tools.session()
                .temporary(
                        "pairs",
                        select(fields)
                                .from(tools.roots(resource).as(ARRIVING))
                                .join(tools.in(resource.table()).as(THERE))
                                .on(keysEqual().and(among))
                                .where(left.without(KeyedRows.qualified(ARRIVING, ORDINAL))));
    }

    /** The same as {@link #found}, of pairs. */
    Table<Record> found(Table<Record> pairs) {
        return nestedAlike(tools.session()
                .temporary(
                        "same_roots",
                        select(ORDINAL, ARRIVING_ID, THERE_ID, THERE_ROOT)
                                .from(pairs)
                                .where(IS_ALIKE)));
    }

    /** Of pairs of root rows with the same values, those in which the same is nested. */
    private Table<Record> nestedAlike(Table<Record> roots) {
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
        return tools.session()
                .temporary("same", select(ORDINAL, THERE_ID).from(roots).where(same));
    }

    private static List<SelectFieldOrAsterisk> pairFields() {
        return List.of(
                KeyedRows.qualified(ARRIVING, ORDINAL),
                text(ARRIVING, SystemColumns.ROW_ID).as(ARRIVING_ID),
                text(THERE, SystemColumns.ROW_ID).as(THERE_ID),
                text(THERE, SystemColumns.ROW_ID).as(THERE_ROOT));
    }

    private Condition keysEqual() {
        Condition equal = noCondition();
        for (String column : resource.mergeKey()) {
            equal = equal.and(there(column).eq(arriving(column)));
        }
        return resource.mergeKey().isEmpty() ? sameTexts() : equal;
    }

    private Condition rootsAlike() {
        return among.and(alike(resource.table(), resource.mergeKey()));
    }

    /**
     * What rows without a key have in common, as a comparison by which PostgreSQL can join: it compares each row with each
     * where values are only not distinct.
     */
    private Condition sameTexts() {
        if (tools.session().dsl().dialect().family() == SQLDialect.DUCKDB) {
            return noCondition();
        }
        PreparedTable prepared = Objects.requireNonNull(tools.prepared().get(resource.table()));
        Condition same = noCondition();
        for (Column column : prepared.columns()) {
            boolean hasOneText = column.dataType().filter(ONE_TEXT::contains).isPresent()
                    && !prepared.plan().casts().containsKey(column.name());
            if (hasOneText && isData(resource.table(), column.name())) {
                same = same.and(oneText(there(column.name())).eq(oneText(arriving(column.name()))));
            }
        }
        return same;
    }

    private static Field<String> oneText(Field<Object> value) {
        return coalesce(value.cast(SQLDataType.VARCHAR), inline(""));
    }

    private boolean isData(String tableName, String column) {
        boolean isBeside = tableName.equals(resource.table()) && beside.contains(column);
        return !isBeside && !column.startsWith(SystemColumns.PREFIX + "_");
    }

    /** The nested rows that are there in the same place with the same values. */
    private Table<Record> matched(String tableName, Table<Record> above) {
        List<SelectFieldOrAsterisk> fields = List.of(
                KeyedRows.qualified(ARRIVING, ROOT),
                text(ARRIVING, SystemColumns.ROW_ID).as(ARRIVING_ID),
                text(THERE, SystemColumns.ROW_ID).as(THERE_ID),
                KeyedRows.qualified(ABOVE, THERE_ROOT));
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
        return selectOne()
                .from(tools.arriving(tableName).orElseThrow().as(ARRIVING))
                .where(KeyedRows.qualified(ARRIVING, ROOT).eq(RowFields.of(roots, ORDINAL)))
                .and(isUnmatched(matched, ARRIVING_ID, ARRIVING, THERE_ROOT, RowFields.of(roots, THERE_ROOT)));
    }

    private Select<?> unmatchedThere(
            String tableName, Table<Record> roots, @org.jspecify.annotations.Nullable Table<Record> matched) {
        return selectOne()
                .from(tools.in(tableName).as(THERE))
                .where(text(THERE, SystemColumns.ROOT_ID).eq(RowFields.of(roots, THERE_ID)))
                .and(isUnmatched(matched, THERE_ID, THERE, ROOT, RowFields.of(roots, ORDINAL)));
    }

    /**
     * Whether a nested row is in no pair of its root.
     *
     * @param matched the pairs; null for none
     * @param id of the row, as the pairs have it
     * @param side the alias of the row's table
     * @param root the other root, as the pairs have it
     * @param otherRoot the other root of the pair of roots
     */
    private static <T> Condition isUnmatched(
            @org.jspecify.annotations.Nullable Table<Record> matched,
            Field<String> id,
            String side,
            Field<T> root,
            Field<T> otherRoot) {
        return matched == null
                ? noCondition()
                : notExists(selectOne()
                        .from(matched.as("matched"))
                        .where(KeyedRows.qualified("matched", id).eq(text(side, SystemColumns.ROW_ID)))
                        .and(KeyedRows.qualified("matched", root).eq(otherRoot)));
    }

    /** Whether two rows have the same values in all columns of the data; a column that no row brings counts as NULL. */
    private Condition alike(String tableName, List<String> key) {
        PreparedTable prepared = Objects.requireNonNull(tools.prepared().get(tableName));
        Set<String> brought = new HashSet<>(key);
        Condition alike = noCondition();
        for (Column column : prepared.columns()) {
            if (brought.add(column.name()) && isData(tableName, column.name())) {
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
            if (ours.contains(column.name()) && isData(tableName, column.name())) {
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

    /** A column of a row that is there. */
    static Field<Object> there(String column) {
        return KeyedRows.qualified(THERE, RowFields.column(column));
    }

    /** A column of an arriving row. */
    static Field<Object> arriving(String column) {
        return KeyedRows.qualified(ARRIVING, RowFields.column(column));
    }

    private static Field<String> text(String alias, String column) {
        return KeyedRows.qualified(alias, RowFields.text(column));
    }
}

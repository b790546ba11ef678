package dev.pipette.engine.load.apply;

import static dev.pipette.engine.load.apply.RowOutputs.ORDINAL;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.countDistinct;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;

import dev.pipette.engine.manifest.ResourceLoad;
import dev.pipette.schema.Column;
import dev.pipette.schema.DataType;
import dev.pipette.schema.DedupSort;
import dev.pipette.schema.MergeRules;
import dev.pipette.schema.SystemColumns;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SelectConditionStep;
import org.jooq.SortField;
import org.jooq.Table;
import org.jooq.impl.DSL;

/** The arriving rows of a resource that are matched by a primary key. What the strategies share. */
final class KeyedRows {
    /** The id of a row that is there, in a table of matched ones. */
    static final Field<String> MATCHED_ID = DSL.field(DSL.name("old_id"), String.class);

    /** The alias of the arriving rows: no table of a dataset has such a name. */
    static final String ARRIVING = "_pipette_arriving";

    private final WriteTools tools;
    private final ResourceLoad resource;
    private final MergeRules rules;
    private final List<String> key;
    private final Table<Record> rows;
    private final Table<Record> there;

    KeyedRows(WriteTools tools, ResourceLoad resource) {
        this.tools = tools;
        this.resource = resource;
        this.rules = resource.mergeRules();
        this.key = resource.disposition().primaryKey();
        this.rows = tools.roots(resource);
        this.there = tools.in(resource.table());
    }

    /** Leaves out, of several rows with one key, all but the one that wins. */
    LeftOut winners(LeftOut before, SortField<Long> arrival) {
        List<SortField<?>> order = Stream.<SortField<?>>concat(
                        rules.dedupSort().filter(sort -> arrives(sort.column())).stream()
                                .map(KeyedRows::sorted),
                        Stream.of(arrival))
                .toList();
        return before.andBeaten(tools.session(), rows, RowFields.columns(key), order);
    }

    private static SortField<Object> sorted(DedupSort sort) {
        Field<Object> column = RowFields.column(sort.column());
        return (sort.wins() == DedupSort.Wins.HIGHEST ? column.desc() : column.asc()).nullsLast();
    }

    private boolean arrives(String column) {
        return arriving(column).isPresent();
    }

    private Optional<Column> arriving(String column) {
        return Objects.requireNonNull(tools.prepared().get(resource.table())).columns().stream()
                .filter(found -> found.name().equals(column))
                .findFirst();
    }

    /** The rows that only delete, by their ordinals; empty where there is none. */
    Optional<Table<Record>> deleting(LeftOut left) {
        Optional<Condition> marked = rules.hardDelete().flatMap(this::arriving).map(KeyedRows::isMarked);
        if (marked.isEmpty()
                || !tools.session()
                        .dsl()
                        .fetchExists(selectOne().from(rows).where(marked.get()).and(left.without(rows)))) {
            return Optional.empty();
        }
        return Optional.of(tools.session()
                .temporary(
                        "deleting",
                        select(ORDINAL).from(rows).where(marked.get()).and(left.without(rows))));
    }

    private static Condition isMarked(Column column) {
        Field<Object> value = RowFields.column(column.name());
        return switch (column.dataType().orElse(DataType.TEXT)) {
            case BOOL -> value.coerce(Boolean.class).eq(inline(true));
            // a truth in a column that texts had before
            case TEXT -> value.isNotNull().and(value.coerce(String.class).notIn("false", ""));
            default -> value.isNotNull();
        };
    }

    /**
     * The rows that are there with the same values, by their ordinals; empty where that is not asked for. Not where an append
     * left several rows with the key, of which one is to stay.
     */
    Optional<Table<Record>> same(LeftOut left) {
        if (!rules.skipUnchanged() || !tools.isThere(resource.table())) {
            return Optional.empty();
        }
        Table<Record> same = new SameRows(tools, resource).found(left);
        Table<Record> several = tools.session()
                .temporary(
                        "several",
                        select(qualified(ARRIVING, ORDINAL))
                                .from(rows.as(ARRIVING))
                                .join(there)
                                .on(same(ARRIVING))
                                .where(qualified(ARRIVING, ORDINAL)
                                        .in(select(RowFields.of(same, ORDINAL)).from(same)))
                                .groupBy(qualified(ARRIVING, ORDINAL))
                                .having(count().gt(1)));
        return Optional.of(tools.session()
                .temporary(
                        "unchanged",
                        select(ORDINAL)
                                .from(same)
                                .where(ORDINAL.notIn(
                                        select(RowFields.of(several, ORDINAL)).from(several)))));
    }

    /** Whether a row that is there has the key of an arriving one. */
    Condition hasKeyOf(LeftOut left) {
        return hasKeyOf(key, left.without(qualified(ARRIVING, ORDINAL)));
    }

    /** Whether a row that is there has the key of one of the arriving rows with some ordinals. */
    Condition hasKeyOf(Table<Record> ordinals) {
        return hasKeyOf(
                key,
                qualified(ARRIVING, ORDINAL)
                        .in(select(RowFields.of(ordinals, ORDINAL)).from(ordinals)));
    }

    /** Whether a row that is there has the values of an arriving one in some columns. */
    Condition hasKeyOf(List<String> columns, LeftOut left) {
        return hasKeyOf(columns, left.without(qualified(ARRIVING, ORDINAL)));
    }

    /** Every column has the name of its table: a database may know a name without one as something of its own. */
    private Condition hasKeyOf(List<String> columns, Condition wanted) {
        return exists(selectOne()
                .from(rows.as(ARRIVING))
                .where(same(columns, ARRIVING))
                .and(wanted));
    }

    /** Whether no arriving row has the key of one that is there. */
    Condition hasNoArriving() {
        return notExists(selectOne().from(rows.as(ARRIVING)).where(same(ARRIVING)));
    }

    /** The rows whose key is there, by their ordinals, with the ids of those that are there. */
    Table<Record> matched(LeftOut left) {
        return tools.session()
                .temporary(
                        "matched",
                        select(
                                        qualified(ARRIVING, ORDINAL),
                                        RowFields.of(there, RowFields.text(SystemColumns.ROW_ID))
                                                .as(MATCHED_ID))
                                .from(rows.as(ARRIVING))
                                .join(there)
                                .on(same(ARRIVING))
                                .where(left.without(qualified(ARRIVING, ORDINAL))));
    }

    /** How many rows are among those whose key is there. */
    long countMatched(Table<Record> matched, LeftOut left) {
        return Objects.requireNonNull(tools.session()
                .dsl()
                .select(countDistinct(ORDINAL))
                .from(matched)
                .where(left.without(matched))
                .fetchSingle()
                .value1());
    }

    /** How many of the rows have a key that is there. */
    long countThere(LeftOut left) {
        return tools.isThere(resource.table()) ? tools.session().dsl().fetchCount(there(left)) : 0;
    }

    /** The ordinals of the rows whose key is there. */
    SelectConditionStep<?> there(LeftOut left) {
        return select(ORDINAL)
                .from(rows.as(ARRIVING))
                .where(exists(selectOne().from(there).where(same(ARRIVING))))
                .and(left.without(qualified(ARRIVING, ORDINAL)));
    }

    /** Whether an arriving row and one that is there have the same key. */
    Condition same(String arriving) {
        return same(key, arriving);
    }

    /** Whether an arriving row and one that is there have the same values in some columns. */
    Condition same(List<String> columns, String arriving) {
        Condition same = DSL.noCondition();
        for (String column : columns) {
            same = same.and(
                    RowFields.of(there, RowFields.column(column)).eq(qualified(arriving, RowFields.column(column))));
        }
        return same;
    }

    static <T> Field<T> qualified(String alias, Field<T> field) {
        return DSL.field(DSL.name(alias, field.getName()), field.getDataType());
    }

    Table<Record> rows() {
        return rows;
    }

    Table<Record> target() {
        return there;
    }
}

package dev.pipette.engine.load.apply;

import static dev.pipette.engine.load.apply.RowOutputs.ORDINAL;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;

import dev.pipette.engine.manifest.ResourceLoad;
import dev.pipette.schema.Column;
import dev.pipette.schema.DataType;
import dev.pipette.schema.DedupSort;
import dev.pipette.schema.MergeRules;
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
        return column.dataType().filter(DataType.BOOL::equals).isPresent()
                ? DSL.field(DSL.name(column.name()), Boolean.class).eq(inline(true))
                : RowFields.column(column.name()).isNotNull();
    }

    /** The rows that are there with the same values, by their ordinals; empty where that is not asked for. */
    Optional<Table<Record>> same(LeftOut left) {
        return rules.skipUnchanged() && tools.isThere(resource.table())
                ? Optional.of(new SameRows(tools, resource).found(left))
                : Optional.empty();
    }

    /** Whether a row that is there has the key of an arriving one. */
    Condition hasKeyOf(Condition wanted) {
        return hasKeyOf(key, wanted);
    }

    /** Whether a row that is there has the values of an arriving one in some columns. */
    Condition hasKeyOf(List<String> columns, Condition wanted) {
        List<Field<Object>> fields = RowFields.columns(columns);
        return row(fields).in(select(fields).from(rows).where(wanted));
    }

    /** Whether an arriving row is one of those with some ordinals. */
    Condition isOneOf(Table<Record> ordinals) {
        return RowFields.of(rows, ORDINAL)
                .in(select(RowFields.of(ordinals, ORDINAL)).from(ordinals));
    }

    /** Whether no arriving row has the key of one that is there. */
    Condition hasNoArriving() {
        return notExists(selectOne().from(rows.as("arriving")).where(same("arriving")));
    }

    /** How many of the rows have a key that is there. */
    long countThere(LeftOut left) {
        return tools.isThere(resource.table()) ? tools.session().dsl().fetchCount(there(left)) : 0;
    }

    /** The ordinals of the rows whose key is there. */
    SelectConditionStep<?> there(LeftOut left) {
        return select(ORDINAL)
                .from(rows.as("arriving"))
                .where(exists(selectOne().from(there).where(same("arriving"))))
                .and(left.without(qualified("arriving", ORDINAL)));
    }

    /** Whether an arriving row and one that is there have the same key. */
    Condition same(String arriving) {
        Condition same = DSL.noCondition();
        for (String column : key) {
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

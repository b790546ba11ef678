package dev.pipette.engine.load.apply;

import static dev.pipette.engine.load.apply.RowOutputs.ORDINAL;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.falseCondition;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.rowNumber;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;

import dev.pipette.check.Rule;
import dev.pipette.engine.load.plan.PreparedTable;
import dev.pipette.engine.manifest.ResourceLoad;
import dev.pipette.schema.Column;
import dev.pipette.schema.DataType;
import dev.pipette.schema.TableColumn;
import dev.pipette.schema.Taken;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Select;
import org.jooq.Table;
import org.jooq.impl.SQLDataType;

/** Finds staged rows that a rule rejects because of other rows, by their ordinals. */
final class RejectedOthers {
    private static final String ROW = "_pipette_judged";
    private static final String OTHER = "_pipette_other";
    private static final Set<DataType> NUMBERS = Set.of(DataType.BIGINT, DataType.DECIMAL, DataType.DOUBLE);
    private static final Field<Integer> PLACE = field(name("place"), Integer.class);

    private final ResourceLoad resource;
    private final WriteTools tools;

    RejectedOthers(ResourceLoad resource, WriteTools tools) {
        this.resource = resource;
        this.tools = tools;
    }

    /** Rows whose values the table, or an earlier row of the load, has. */
    Select<?> repeated(Rule.Unique rule, LeftOut out) {
        List<Field<Object>> columns = rule.columns().stream()
                .filter(column -> arriving(resource.table(), column).isPresent())
                .map(column -> of(ROW, column))
                .toList();
        if (columns.size() < rule.columns().size()) {
            return none();
        }
        Condition judged = columns.stream().map(Field::isNotNull).reduce(noCondition(), Condition::and);
        Table<?> placed = select(
                        of(ROW, ORDINAL).as(ORDINAL),
                        rowNumber()
                                .over()
                                .partitionBy(columns)
                                .orderBy(of(ROW, ORDINAL))
                                .as(PLACE),
                        isThere(rule, columns))
                .from(rows())
                .where(judged)
                .and(out.without(of(ROW, ORDINAL)))
                .asTable("placed");
        return select(field(name("placed", ORDINAL.getName()), Long.class).as(ORDINAL))
                .from(placed)
                .where(field(name("placed", PLACE.getName()), Integer.class).gt(inline(1)))
                .or(field(name("placed", "is_there"), Boolean.class));
    }

    private Field<Boolean> isThere(Rule.Unique rule, List<Field<Object>> columns) {
        Map<String, List<TableColumn>> existing = tools.session().tables(tools.dataset());
        boolean comparable = rule.columns().stream()
                .allMatch(column -> there(existing, resource.table(), column).isPresent());
        if (!comparable) {
            return field(falseCondition()).as("is_there");
        }
        Condition same = noCondition();
        for (Field<Object> column : columns) {
            same = same.and(of(OTHER, column.getName()).eq(column));
        }
        return field(exists(
                        selectOne().from(tools.in(resource.table()).as(OTHER)).where(same)))
                .as("is_there");
    }

    /** Rows whose value another table does not have, neither before the load nor by its rows. */
    Select<?> missing(Rule.References rule, LeftOut out) {
        Optional<Column> column = arriving(resource.table(), rule.column());
        if (column.isEmpty()) {
            return none();
        }
        Field<Object> value = of(ROW, rule.column());
        Condition known = falseCondition();
        Optional<TableColumn> there =
                there(tools.session().tables(tools.dataset()), rule.table(), rule.referencedColumn());
        if (there.isPresent()) {
            boolean alike = column.get()
                    .dataType()
                    .filter(own -> there.get()
                            .type()
                            .filter(type -> own.name().equals(type.name()) && hasTypeOf(rule.column(), there.get())
                                    || isNumber(own) && type.isNumber())
                            .isPresent())
                    .isPresent();
            known = known.or(has(tools.in(rule.table()), there.get().name(), value, alike));
        }
        Optional<Column> beside = arriving(rule.table(), rule.referencedColumn());
        if (rule.table().equals(resource.table()) && beside.isPresent()) {
            boolean alike = column.get()
                            .dataType()
                            .filter(RejectedOthers::isNumber)
                            .isPresent()
                    && beside.get().dataType().filter(RejectedOthers::isNumber).isPresent();
            known = known.or(has(tools.roots(resource), rule.referencedColumn(), value, alike));
        }
        return select(of(ROW, ORDINAL).as(ORDINAL))
                .from(rows())
                .where(value.isNotNull())
                .and(out.without(of(ROW, ORDINAL)))
                .andNot(known);
    }

    /** Whether the staged values of a column have the same type of the destination's own, or both columns none. */
    private boolean hasTypeOf(String column, TableColumn other) {
        PreparedTable prepared = Objects.requireNonNull(tools.prepared().get(resource.table()));
        return Optional.ofNullable(prepared.plan().casts().get(column))
                .equals(other.cast().filter(Taken::isCast));
    }

    /** Values of two types are compared by their texts, but numbers as numbers: 1.0 is 1. */
    private static Condition has(Table<Record> table, String column, Field<Object> value, boolean alike) {
        Field<Object> other = of(OTHER, column);
        return exists(selectOne()
                .from(table.as(OTHER))
                .where(alike ? other.eq(value) : other.cast(SQLDataType.CLOB).eq(value.cast(SQLDataType.CLOB))));
    }

    private static boolean isNumber(DataType type) {
        return NUMBERS.contains(type);
    }

    private Select<?> none() {
        return select(of(ROW, ORDINAL).as(ORDINAL)).from(rows()).where(falseCondition());
    }

    private Table<Record> rows() {
        return tools.roots(resource).as(ROW);
    }

    private Optional<Column> arriving(String table, String column) {
        PreparedTable prepared = tools.prepared().get(table);
        return prepared == null
                ? Optional.empty()
                : prepared.columns().stream()
                        .filter(found -> found.name().equals(column))
                        .findFirst();
    }

    private static Optional<TableColumn> there(Map<String, List<TableColumn>> existing, String table, String column) {
        return Objects.requireNonNull(existing.getOrDefault(table, List.of())).stream()
                .filter(found -> found.is(column))
                .findFirst();
    }

    private static Field<Object> of(String alias, String column) {
        return field(name(alias, column), Object.class);
    }

    private static <T> Field<T> of(String alias, Field<T> column) {
        return field(name(alias, column.getName()), column.getDataType());
    }
}

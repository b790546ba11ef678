package dev.pipette.engine.load.check;

import static dev.pipette.engine.load.check.CheckedTable.of;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.sum;

import dev.pipette.check.Rule;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Select;

/** Values that more than one row of a table has. Only those are looked for that a row of the load has. */
record RepeatedValues(CheckedTable table) {
    private static final String ARRIVED = "arrived";
    private static final Field<Integer> ROWS = field(name("rows_of_value"), Integer.class);

    Violations found(Rule.Unique rule) {
        List<Field<Object>> columns = rule.columns().stream()
                .flatMap(column -> table.column(column).stream())
                .toList();
        if (columns.size() < rule.columns().size()) {
            return Violations.NONE; // no row has a value in each
        }
        Select<Record> repeated = repeated(columns);
        BigDecimal more = table.dsl()
                .select(coalesce(sum(ROWS.minus(inline(1))), inline(BigDecimal.ZERO)))
                .from(repeated.asTable("repeated"))
                .fetchSingle()
                .value1();
        long violations = more.longValue();
        return violations == 0 ? Violations.NONE : new Violations(violations, first(columns, repeated));
    }

    private Select<Record> repeated(List<Field<Object>> columns) {
        List<Field<?>> outputs = new ArrayList<>(columns);
        outputs.add(count().as(ROWS));
        return select(outputs)
                .from(table.rows())
                .where(table.isActive())
                .and(hasValues(columns))
                .and(table.loadId().isEmpty() ? noCondition() : exists(arrived(columns)))
                .groupBy(columns)
                .having(count().gt(inline(1)));
    }

    private static Condition hasValues(List<Field<Object>> columns) {
        return columns.stream().map(Field::isNotNull).reduce(noCondition(), Condition::and);
    }

    private Select<?> arrived(List<Field<Object>> columns) {
        Condition same = columns.stream()
                .map(column -> of(ARRIVED, column.getName()).eq(column))
                .reduce(noCondition(), Condition::and);
        return selectOne()
                .from(table.table(table.name()).as(ARRIVED))
                .where(table.isOfLoad(ARRIVED))
                .and(same);
    }

    private String first(List<Field<Object>> columns, Select<Record> repeated) {
        List<Field<?>> places = new ArrayList<>();
        for (Field<Object> column : columns) {
            places.add(field(name("repeated", column.getName()), Object.class));
        }
        var rows = table.dsl()
                .select(places)
                .select(ROWS)
                .from(repeated.asTable("repeated"))
                .orderBy(places)
                .limit(inline(ArrivalChecks.SHOWN + 1))
                .fetch();
        String first = rows.stream()
                .limit(ArrivalChecks.SHOWN)
                .map(row -> values(columns, row) + " in " + row.get(ROWS) + " rows")
                .collect(Collectors.joining(", "));
        return rows.size() > ArrivalChecks.SHOWN ? first + ", .." : first;
    }

    private static String values(List<Field<Object>> columns, Record row) {
        List<String> values = new ArrayList<>();
        for (int index = 0; index < columns.size(); index++) {
            values.add(columns.get(index).getName() + " = " + CheckedTable.text(row.get(index)));
        }
        return String.join(", ", values);
    }
}

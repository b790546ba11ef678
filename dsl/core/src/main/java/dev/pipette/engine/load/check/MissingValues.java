package dev.pipette.engine.load.check;

import static dev.pipette.engine.load.check.CheckedTable.of;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.selectOne;

import dev.pipette.check.Rule;
import dev.pipette.schema.TableColumn;
import dev.pipette.schema.ValueType;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.SQLDataType;

/** Values of a load that a column of another table does not have. */
record MissingValues(CheckedTable table) {
    private static final String REFERRED = "referred";

    Violations found(Rule.References rule) {
        Optional<Field<Object>> column = table.column(rule.column());
        if (column.isEmpty()) {
            return Violations.NONE; // no row has a value
        }
        Optional<TableColumn> referred = table.described(rule.table(), rule.referencedColumn());
        Condition missing = column.get()
                .isNotNull()
                .and(table.isActive())
                .and(table.isOfLoad(table.rows().getName()))
                .and(referred.map(there -> isMissing(rule, column.get(), there)).orElse(noCondition()));
        long violations = table.dsl()
                .selectCount()
                .from(table.rows())
                .where(missing)
                .fetchSingle()
                .value1();
        if (violations == 0) {
            return Violations.NONE;
        }
        String why = referred.isPresent()
                ? ""
                : (table.existing().containsKey(rule.table())
                                ? "table " + rule.table() + " has no column " + rule.referencedColumn()
                                : "there is no table " + rule.table())
                        + ": ";
        return new Violations(violations, why + first(column.get(), missing));
    }

    /** Values of two types are compared by their texts, but numbers as numbers, of which 1.0 is 1: a database may refuse to compare them otherwise. */
    private Condition isMissing(Rule.References rule, Field<Object> column, TableColumn there) {
        Field<Object> other = of(REFERRED, there.name());
        boolean alike = table.described(table.name(), column.getName())
                .filter(own -> own.type().equals(there.type()) && own.cast().equals(there.cast())
                        || isNumber(own) && isNumber(there))
                .isPresent();
        return notExists(selectOne()
                .from(table.table(rule.table()).as(REFERRED))
                .where(alike ? other.eq(column) : other.cast(SQLDataType.CLOB).eq(column.cast(SQLDataType.CLOB))));
    }

    private static boolean isNumber(TableColumn column) {
        return column.type().filter(ValueType::isNumber).isPresent();
    }

    private String first(Field<Object> column, Condition missing) {
        var rows = table.dsl()
                .select(column, count())
                .from(table.rows())
                .where(missing)
                .groupBy(column)
                .orderBy(column)
                .limit(inline(ArrivalChecks.SHOWN + 1))
                .fetch();
        String first = rows.stream()
                .limit(ArrivalChecks.SHOWN)
                .map(row -> column.getName() + " = " + CheckedTable.text(row.value1()) + " in " + row.value2()
                        + (row.value2() == 1 ? " row" : " rows"))
                .collect(Collectors.joining(", "));
        return rows.size() > ArrivalChecks.SHOWN ? first + ", .." : first;
    }
}

package dev.pipette.engine.load.check;

import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.sum;

import dev.pipette.check.Check;
import dev.pipette.check.CheckResult;
import dev.pipette.check.Rule;
import dev.pipette.engine.sql.RowRules;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.schema.Column;
import dev.pipette.schema.TableColumn;
import dev.pipette.schema.ValueType;
import dev.pipette.text.Units;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.jooq.Condition;
import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.impl.SQLDataType;

/** Judges all rows of a table that is there, whoever loaded them, by any check but those that compare two loads. */
public final class StoredRowChecks {
    private static final DataType<BigDecimal> SIX_DIGITS = SQLDataType.DECIMAL(38, 6);

    private final CheckedTable table;
    private final TableChecks others;

    /** The judge of a table; of all its rows, where the table names no load. */
    public StoredRowChecks(CheckedTable table, Instant now) {
        this.table = table;
        this.others = new TableChecks(table, now, OptionalLong.empty());
    }

    /**
     * How a check ends.
     *
     * @throws PipetteException BAD_USAGE for one that compares the table before and after a load
     */
    public CheckResult result(Check check) {
        Violations found = switch (check.rule()) {
            case Rule.RowCountChange change ->
                throw new PipetteException(
                        ErrorCode.BAD_USAGE,
                        "check " + change + " compares a table before and after a load, and here is one table. Leave it"
                                + " out, or let a run judge it.");
            case Rule.OfRow rule -> ofRow(rule);
            case Rule.RowCount rule -> ofCount(rule);
            case Rule.SumMatches rule -> ofSum(rule);
            case Rule.OfTable rule -> others.found(rule);
        };
        return check.result(table.name(), found.count(), found.message());
    }

    private Violations ofRow(Rule.OfRow rule) {
        Optional<TableColumn> there = table.described(table.name(), rule.column());
        if (there.isEmpty()) {
            return rule instanceof Rule.NotNull
                    ? new Violations(table.dsl().fetchCount(table.rows()), "the table has no column " + rule.column())
                    : Violations.NONE;
        }
        Column column = column(there.get());
        Optional<String> unfit = RowRules.unfit(rule, column);
        if (unfit.isPresent()) {
            return new Violations(1, unfit.get());
        }
        Field<Object> value =
                CheckedTable.of(table.rows().getName(), there.get().name());
        return broken(RowRules.broken(rule, value, column), value);
    }

    private Violations broken(Condition broken, Field<Object> value) {
        int violations = table.dsl().fetchCount(table.rows(), broken);
        if (violations == 0) {
            return Violations.NONE;
        }
        var rows = table.dsl()
                .select(value, count())
                .from(table.rows())
                .where(broken)
                .groupBy(value)
                .orderBy(value)
                .limit(inline(ArrivalChecks.SHOWN + 1))
                .fetch();
        String first = rows.stream()
                .limit(ArrivalChecks.SHOWN)
                .map(row ->
                        value.getName() + " = " + CheckedTable.text(row.value1()) + " in " + Units.rows(row.value2()))
                .collect(Collectors.joining(", "));
        return new Violations(violations, rows.size() > ArrivalChecks.SHOWN ? first + ", .." : first);
    }

    private static Column column(TableColumn there) {
        return there.type()
                .map(type -> Column.of(there.name(), type.dataType()).withTimezone(type != ValueType.LOCAL_TIMESTAMP))
                .orElseGet(() -> Column.of(there.name()));
    }

    private Violations ofCount(Rule.RowCount rule) {
        long found = table.dsl().fetchCount(table.rows());
        return found >= rule.min() && found <= rule.max()
                ? Violations.NONE
                : new Violations(1, "the table has " + Units.rows(found));
    }

    private Violations ofSum(Rule.SumMatches rule) {
        for (String name : rule.columns()) {
            Optional<TableColumn> there = table.described(table.name(), name);
            if (there.isPresent()
                    && there.get().type().filter(ValueType::isNumber).isEmpty()) {
                return new Violations(1, "column " + name + " has no numbers");
            }
        }
        BigDecimal found = sumOf(rule.column());
        String other = rule.other();
        BigDecimal wanted = other != null
                ? sumOf(other)
                : Objects.requireNonNull(rule.total()).setScale(6, RoundingMode.HALF_UP);
        return found.compareTo(wanted) == 0
                ? Violations.NONE
                : new Violations(
                        1,
                        "the sum of " + rule.column() + " is " + ArrivalChecks.text(found) + ", and "
                                + (other != null ? "that of " + other + " is " : "not ") + ArrivalChecks.text(wanted));
    }

    private BigDecimal sumOf(String name) {
        return table.column(name)
                .map(column -> table.dsl()
                        .select(coalesce(sum(column.cast(SIX_DIGITS)), inline(BigDecimal.ZERO)))
                        .from(table.rows())
                        .fetchSingle()
                        .value1())
                .orElse(BigDecimal.ZERO);
    }
}

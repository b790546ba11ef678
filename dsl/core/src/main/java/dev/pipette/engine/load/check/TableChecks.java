package dev.pipette.engine.load.check;

import static org.jooq.impl.DSL.max;

import dev.pipette.check.Check;
import dev.pipette.check.CheckResult;
import dev.pipette.check.Rule;
import dev.pipette.check.Severity;
import dev.pipette.text.Units;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jooq.Field;

/** Judges a table at the destination by the checks that are about more than single rows. */
public final class TableChecks {
    private final CheckedTable table;
    private final Instant now;
    private final OptionalLong before;

    /**
     * The checks of one table.
     *
     * @param now the time of the load
     * @param before how many rows the table had before the load; empty where that does not matter
     */
    public TableChecks(CheckedTable table, Instant now, OptionalLong before) {
        this.table = table;
        this.now = now;
        this.before = before;
    }

    /** How those of the checks ended that are about the table. */
    public List<CheckResult> results(List<Check> checks) {
        List<CheckResult> results = new ArrayList<>();
        for (Check check : checks) {
            boolean rejected = check.severity() == Severity.REJECT; // of which none is in the table
            if (!rejected && check.rule() instanceof Rule.OfTable rule) {
                results.add(of(check, rule));
            }
        }
        return results;
    }

    private CheckResult of(Check check, Rule.OfTable rule) {
        Violations found = found(rule);
        return check.result(table.name(), found.count(), found.message());
    }

    Violations found(Rule.OfTable rule) {
        return switch (rule) {
            case Rule.Unique unique -> new RepeatedValues(table).found(unique);
            case Rule.References refers -> new MissingValues(table).found(refers);
            case Rule.Freshness fresh -> age(fresh);
            case Rule.RowCountChange change -> change(change);
            case Rule.Sql sql -> new QueriedViolations(table).found(sql);
        };
    }

    private Violations age(Rule.Freshness rule) {
        Optional<Field<Object>> column = table.column(rule.column());
        if (column.isEmpty()) {
            return new Violations(1, "the table has no column " + rule.column());
        }
        Object newest = table.dsl()
                .select(max(column.get()))
                .from(table.rows())
                .where(table.isActive())
                .fetchSingle()
                .value1();
        if (newest == null) {
            return new Violations(1, "no row has a value");
        }
        Optional<Instant> time = time(newest);
        if (time.isEmpty()) {
            return new Violations(
                    1,
                    "column " + rule.column()
                            + " has no dates and no times. Declare its type with column(..) (--type)");
        }
        Duration age = Duration.between(time.get(), now);
        return age.compareTo(rule.atMost()) <= 0
                ? Violations.NONE
                : new Violations(
                        1,
                        "the newest value is " + time.get() + ", " + age.truncatedTo(ChronoUnit.SECONDS)
                                + " before the load");
    }

    private static Optional<Instant> time(Object value) {
        return switch (value) {
            case OffsetDateTime time -> Optional.of(time.toInstant());
            case Timestamp time -> Optional.of(time.toLocalDateTime().toInstant(ZoneOffset.UTC));
            case LocalDateTime time -> Optional.of(time.toInstant(ZoneOffset.UTC));
            case LocalDate date -> Optional.of(date.atStartOfDay().toInstant(ZoneOffset.UTC));
            case java.sql.Date date ->
                Optional.of(date.toLocalDate().atStartOfDay().toInstant(ZoneOffset.UTC));
            case Instant time -> Optional.of(time);
            default -> Optional.empty();
        };
    }

    private Violations change(Rule.RowCountChange rule) {
        long was = before.orElse(0);
        long is = table.isThere() ? table.dsl().fetchCount(table.rows()) : 0;
        return Math.abs(is - was) <= rule.atMost() * was || was == 0
                ? Violations.NONE
                : new Violations(1, "the table has " + Units.rows(is) + " after " + Units.number(was));
    }
}

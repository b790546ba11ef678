package dev.pipette.engine.load.check;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;

import dev.pipette.check.Check;
import dev.pipette.check.CheckResult;
import dev.pipette.check.Rule;
import dev.pipette.check.Severity;
import dev.pipette.check.Verdict;
import dev.pipette.engine.load.plan.ContractRefusal;
import dev.pipette.engine.load.plan.LoadPlan;
import dev.pipette.engine.load.plan.PreparedTable;
import dev.pipette.engine.manifest.CursorLoad;
import dev.pipette.engine.manifest.FilesLoad;
import dev.pipette.engine.manifest.PackageTable;
import dev.pipette.engine.manifest.ResourceLoad;
import dev.pipette.engine.manifest.TableRules;
import dev.pipette.engine.query.JudgedRows;
import dev.pipette.engine.query.PackageQuery;
import dev.pipette.engine.query.PackageReader;
import dev.pipette.engine.query.RejectedRows;
import dev.pipette.engine.query.RejectedRows.Reason;
import dev.pipette.engine.sql.RowRules;
import dev.pipette.schema.Column;
import dev.pipette.schema.ColumnMemory;
import dev.pipette.schema.DataType;
import dev.pipette.schema.SystemColumns;
import dev.pipette.schema.TableSchema;
import dev.pipette.text.Units;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jspecify.annotations.Nullable;

/** Judges the rows that one resource brings to its root table, by the checks that are about nothing else. */
public final class ArrivalChecks {
    /** How many rows a message names. */
    static final int SHOWN = 3;

    /** Columns that are filled when the rows are loaded. */
    private static final Set<String> OWN = Set.of(SystemColumns.LOAD_ID, SystemColumns.ROW_ID);

    private static final Set<DataType> NUMBERS = Set.of(DataType.BIGINT, DataType.DECIMAL, DataType.DOUBLE);

    private final ResourceLoad resource;
    private final Optional<TableSchema> table;
    private final @Nullable JudgedRows rows;
    private final List<Reason> contract;
    private final List<ContractRefusal> refusals;
    private final long arriving;
    private final long lines;
    private final Map<Check, Long> broken = new LinkedHashMap<>();
    private final Map<KeyRule, Long> withoutKey = new LinkedHashMap<>();
    private final Map<Check, Violations> byOthers = new LinkedHashMap<>();
    private long leftOut;
    private long rejected;

    /**
     * Counts what breaks the checks, in one pass.
     *
     * @param plan of the load
     * @param tables those of the resource in the package
     * @param lines how many lines of its files are rejected, which arrive beside the rows
     */
    public ArrivalChecks(
            PackageReader reader, ResourceLoad resource, LoadPlan plan, List<PackageTable> tables, long lines) {
        this.resource = resource;
        this.lines = lines;
        this.table = plan.schema().table(resource.table());
        PreparedTable root = plan.tables().get(resource.table());
        PackageQuery query = root == null ? null : arriving(resource, root);
        this.contract = query == null ? List.of() : new ContractReasons(plan, tables).reasons(query);
        this.rows = query == null || root == null ? null : reader.judged(query, data(root));
        this.refusals = root == null
                ? List.of()
                : root.plan().refusals().stream()
                        .filter(ContractRefusal::rejectsRows)
                        .toList();
        this.arriving = root == null ? 0 : root.plan().table().rows();
        count();
    }

    /** Whether there is anything to judge by. */
    public static boolean areNeeded(ResourceLoad resource, LoadPlan plan, List<PackageTable> tables) {
        return !resource.declaredChecks().isEmpty()
                || resource.rejectsBadRows()
                || new ContractReasons(plan, tables).any();
    }

    /**
     * A column that has to have a value in each row.
     *
     * @param name of the rule, for people
     */
    private record KeyRule(String name, String column) {}

    private static PackageQuery arriving(ResourceLoad resource, PreparedTable root) {
        PackageQuery query = root.query().copy();
        CursorLoad cursor = resource.cursor();
        if (cursor != null && cursor.kind() != null) {
            query.within(cursor, cursor.kind());
        }
        return query;
    }

    private static List<Column> data(PreparedTable root) {
        return root.columns().stream()
                .filter(column -> !OWN.contains(column.name()))
                .toList();
    }

    private void count() {
        Map<Check, Condition> conditions = new LinkedHashMap<>();
        if (rows != null) {
            for (Check check : resource.declaredChecks()) {
                if (check.rule() instanceof Rule.OfRow rule && unfit(rule).isEmpty()) {
                    conditions.put(check, broken(rows, rule));
                }
            }
        }
        List<KeyRule> keys = keyRules();
        if (rows != null && conditions.size() + keys.size() > 0) {
            List<Condition> all = new ArrayList<>(conditions.values());
            keys.forEach(key -> all.add(withoutValue(key.column())));
            List<Long> counts = rows.counts(all);
            List<Check> checks = List.copyOf(conditions.keySet());
            for (int index = 0; index < checks.size(); index++) {
                broken.put(checks.get(index), counts.get(index));
            }
            for (int index = 0; index < keys.size(); index++) {
                withoutKey.put(keys.get(index), counts.get(checks.size() + index));
            }
        }
    }

    /** The columns without a value of which a row is rejected. */
    private List<KeyRule> keyRules() {
        List<KeyRule> rules = new ArrayList<>();
        if (rows != null && resource.rejectsBadRows()) {
            resource.rowKey().stream()
                    .filter(key -> resource.rejectsBy(key) && rows.column(key).isPresent())
                    .forEach(key -> rules.add(new KeyRule("key", key)));
            Stream.ofNullable(resource.rules())
                    .flatMap(declared -> declared.columns().stream())
                    .filter(TableRules.ColumnRule::refusesNull)
                    .map(TableRules.ColumnRule::column)
                    .filter(column -> !resource.rowKey().contains(column)
                            && resource.rejectsBy(column)
                            && rows.column(column).isPresent())
                    .forEach(column -> rules.add(new KeyRule("not_null", column)));
        }
        return rules;
    }

    private Condition withoutValue(String column) {
        return fit(field(name(column)).isNull(), column);
    }

    /** Which rows break a rule: none whose value a contract rejects, which is not a missing one. */
    private Condition broken(JudgedRows of, Rule.OfRow rule) {
        return fit(of.broken(rule), rule.column());
    }

    /** The rows that meet a condition, without those whose value in a column is kept out. */
    private Condition fit(Condition condition, String column) {
        Condition fit = condition;
        for (ContractRefusal refusal : refusals) {
            if (refusal.column().equals(column)) {
                fit = fit.and(field(name(refusal.output())).isNull());
            }
        }
        return fit;
    }

    private Optional<String> unfit(Rule.OfRow rule) {
        if (rows == null) {
            return Optional.empty();
        }
        if (rows.column(rule.column()).isEmpty()
                && table.filter(known -> ColumnMemory.isDropped(known, rule.column()))
                        .isPresent()) {
            return Optional.of(
                    "column " + rule.column() + " was dropped by a migration, so that no row has a value in it."
                            + " Leave the rule out, or let rows fill the column again (migrate --restore "
                            + resource.table() + "."
                            + rule.column() + ")");
        }
        return rows.column(rule.column()).flatMap(column -> RowRules.unfit(rule, column));
    }

    /** Whether it matters which of the rows an earlier load brought: a rule about all of them, or one that is broken. */
    public boolean looksAtNumbers() {
        return !contract.isEmpty()
                || broken.values().stream().anyMatch(count -> count > 0)
                || withoutKey.values().stream().anyMatch(count -> count > 0)
                || resource.declaredChecks().stream().anyMatch(check -> check.rule() instanceof Rule.OfLoad);
    }

    /** Leaves out what an earlier load brought, by ordinals: it was judged then. */
    public void leaveOut(Collection<Long> ordinals) {
        if (rows != null && !ordinals.isEmpty()) {
            leftOut = ordinals.size();
            rows.leaveOut(ordinals);
            count();
        }
    }

    /** Whether rows may be rejected, so that they need numbers: by a rule that some break, or one about other rows. */
    public boolean mayReject() {
        return !contract.isEmpty()
                || withoutKey.values().stream().anyMatch(count -> count > 0)
                || rows != null && !uniqueKeys().isEmpty()
                || rows != null
                        && resource.declaredChecks().stream()
                                .filter(check -> check.severity() == Severity.REJECT)
                                .anyMatch(check ->
                                        check.rule() instanceof Rule.OfTable || broken.getOrDefault(check, 0L) > 0);
    }

    /** Why rows are rejected that break a rule by themselves. */
    public List<Reason> reasons() {
        List<Reason> reasons = new ArrayList<>(contract);
        withoutKey.forEach((key, count) -> {
            if (count > 0) {
                reasons.add(Reason.of(
                        Reason.Kind.KEY,
                        key.name() + "(" + key.column() + ")",
                        withoutValue(key.column()),
                        List.of(key.column())));
            }
        });
        broken.forEach((check, count) -> {
            if (rows != null
                    && count > 0
                    && check.severity() == Severity.REJECT
                    && check.rule() instanceof Rule.OfRow rule) {
                reasons.add(Reason.of(Reason.Kind.CHECK, check.toString(), broken(rows, rule), List.of(rule.column())));
            }
        });
        return reasons;
    }

    /** A SELECT of the numbers of the rows that break a rule by themselves; empty where none does. */
    public Optional<String> rejectedByThemselves() {
        List<Reason> reasons = reasons();
        return rows == null || reasons.isEmpty() ? Optional.empty() : Optional.of(rows.having(reasons));
    }

    /** The declared keys that rows are rejected for that repeat one; none where a merge decides which rows stay. */
    public List<Rule.Unique> uniqueKeys() {
        TableRules rules = resource.rules();
        if (rules == null || !resource.rejectsBadRows() || resource.merges()) {
            return List.of();
        }
        Stream<List<String>> primary = rules.primaryKey() ? Stream.of(resource.primaryKey()) : Stream.empty();
        return Stream.concat(primary, rules.uniqueKeys().stream())
                .distinct()
                .map(Rule.Unique::new)
                .toList();
    }

    /**
     * Takes what the destination found.
     *
     * @param count how many rows break a check
     * @param first the numbers of the first of them
     */
    public void found(Check check, long count, Supplier<List<Long>> first) {
        byOthers.put(
                check,
                count == 0 || rows == null
                        ? Violations.NONE
                        : new Violations(
                                count, rows.first(JudgedRows.number().in(first.get()), shown(check.rule()), SHOWN)));
    }

    /** Writes rejected rows down. */
    public void write(RejectedRows rejects, List<Reason> reasons) {
        if (rows != null) {
            rejected = rejects.write(rows, reasons);
        }
    }

    /** How the checks ended, in the order in which they are declared. */
    public List<CheckResult> results() {
        List<CheckResult> results = new ArrayList<>();
        for (Check check : resource.declaredChecks()) {
            Violations found = byOthers.get(check);
            if (found != null) {
                results.add(check.result(resource.table(), found.count(), found.message()));
                continue;
            }
            switch (check.rule()) {
                case Rule.OfRow rule -> results.add(ofRow(check, rule));
                case Rule.RowCount count -> results.add(ofCount(check, count));
                case Rule.SumMatches sum -> results.add(ofSum(check, sum));
                case Rule.OfTable _ -> {
                    // judged when the rows are in the table
                }
            }
        }
        long all = arriving - leftOut + lines;
        results.addAll(resource.limits().results(resource.table(), rejected + lines, all, resource.rejectsBefore()));
        if (all > 0 && rejected + lines == all && emptiesItsPart()) {
            results.add(new CheckResult(
                    resource.table(),
                    "some_rows_loaded",
                    Severity.FAIL,
                    Verdict.of(Severity.FAIL, true),
                    all,
                    (all == 1 ? "the only row that arrives is" : "all " + Units.rows(all) + " that arrive are")
                            + " rejected, and those that are there would be taken away for them. Correct the rows, or allow it"
                            + " with maxRejectRate(1) (--max-reject-rate 1)"));
        }
        return results;
    }

    /** Whether the load takes rows away whatever arrives, and nobody said that all rows may be rejected. */
    private boolean emptiesItsPart() {
        FilesLoad files = resource.files();
        Double rate = resource.limits().rate();
        return (rate == null || rate < 1)
                && resource.replays() == null
                && (resource.disposition().clears()
                        || files != null && !files.replaced().isEmpty());
    }

    private CheckResult ofRow(Check check, Rule.OfRow rule) {
        Optional<String> unfit = unfit(rule);
        if (unfit.isPresent()) {
            // a rule that cannot be judged rejects nothing
            Check strict = check.severity() == Severity.REJECT ? check.fail() : check;
            return strict.result(resource.table(), arriving, unfit.get());
        }
        long violations = broken.getOrDefault(check, 0L);
        String first = violations == 0 || rows == null ? "" : rows.first(broken(rows, rule), shown(rule), SHOWN);
        return check.result(resource.table(), violations, first);
    }

    private List<String> shown(Rule rule) {
        return Stream.concat(resource.rowKey().stream(), rule.columns().stream())
                .toList();
    }

    private CheckResult ofCount(Check check, Rule.RowCount rule) {
        long found = arriving - leftOut + lines;
        boolean holds = found >= rule.min() && found <= rule.max();
        return check.result(
                resource.table(),
                holds ? 0 : 1,
                holds ? "" : Units.rows(found) + (found == 1 ? " arrives" : " arrive"));
    }

    private CheckResult ofSum(Check check, Rule.SumMatches rule) {
        Optional<String> unfit = rule.columns().stream()
                .flatMap(column -> rows == null ? Stream.empty() : rows.column(column).stream())
                .filter(column -> column.dataType().filter(NUMBERS::contains).isEmpty())
                .map(column -> "column " + column.name() + " has the type " + column.typeText()
                        + ", which has no sum. Declare its type with column(..) (--type)")
                .findFirst();
        if (unfit.isPresent()) {
            return check.result(resource.table(), 1, unfit.get());
        }
        BigDecimal sum = sum(rule.column());
        String other = rule.other();
        BigDecimal wanted = other != null ? sum(other) : six(rule.total());
        boolean holds = sum.compareTo(wanted) == 0;
        return check.result(
                resource.table(),
                holds ? 0 : 1,
                holds
                        ? ""
                        : "the sum of " + rule.column() + " is " + text(sum) + ", and "
                                + (other != null ? "that of " + other + " is " : "not ") + text(wanted));
    }

    private static BigDecimal six(@Nullable BigDecimal total) {
        return total == null ? BigDecimal.ZERO : total.setScale(6, RoundingMode.HALF_UP);
    }

    private BigDecimal sum(String column) {
        return rows == null || rows.column(column).isEmpty() ? BigDecimal.ZERO : rows.sum(column);
    }

    static String text(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }
}

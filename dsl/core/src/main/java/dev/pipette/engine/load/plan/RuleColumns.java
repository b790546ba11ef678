package dev.pipette.engine.load.plan;

import dev.pipette.check.Check;
import dev.pipette.check.Rule;
import dev.pipette.engine.manifest.ResourceLoad;
import dev.pipette.schema.DataType;
import dev.pipette.schema.MergeRules;
import dev.pipette.schema.SystemColumns;
import dev.pipette.schema.TableColumn;
import dev.pipette.text.NearestName;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What there is to say of the columns that checks and the rules of a merge name. */
final class RuleColumns {
    private RuleColumns() {}

    /**
     * Notes on those of a root table: that nobody has a column, which is no error, as an API may leave a column out that no row has
     * a value in; and that each number deletes.
     */
    static List<String> notes(ResourceLoad resource, TablePlan plan, List<TableColumn> there) {
        List<String> notes = new ArrayList<>();
        if (plan.table().isNested()) {
            return notes;
        }
        Set<String> known = new LinkedHashSet<>();
        plan.values().forEach(value -> known.add(value.column().name()));
        there.forEach(column -> known.add(column.name()));
        MergeRules rules = resource.mergeRules();
        rules.hardDelete()
                .filter(column -> !known.contains(column))
                .ifPresent(column -> notes.add(
                        note(resource, "hardDelete (--hard-delete)", column, "no row was taken as deleted", known)));
        rules.hardDelete()
                .flatMap(column -> number(plan, column))
                .ifPresent(type -> notes.add("resource " + resource.name()
                        + ": column '" + rules.hardDelete().get() + "', which hardDelete (--hard-delete) names, is "
                        + type
                        + ", so each row with a value in it deletes, 0 as well. Where 0 keeps a row, make it true or false"
                        + " where the rows come from, or with .map(..)."));
        rules.dedupSort()
                .filter(sort -> !known.contains(sort.column()))
                .ifPresent(sort -> notes.add(note(
                        resource,
                        "dedupSort (--dedup-sort)",
                        sort.column(),
                        "of several rows with one key the order of arrival decides",
                        known)));
        for (Check check : resource.declaredChecks()) {
            if (holdsWithoutValues(check.rule())) {
                check.rule().columns().stream()
                        .filter(column -> !column.startsWith(SystemColumns.PREFIX)
                                && !known.contains(column)
                                && there.stream().noneMatch(found -> found.is(column)))
                        .forEach(column -> notes.add(note(
                                resource,
                                "the check " + check,
                                column,
                                "there was nothing that could break it",
                                known)));
            }
        }
        return notes;
    }

    /** Whether rows without values keep a rule, so that a wrong name of its column would look like a check that passes. */
    private static boolean holdsWithoutValues(Rule rule) {
        return switch (rule) {
            case Rule.NotNull _, Rule.Freshness _, Rule.RowCount _, Rule.RowCountChange _, Rule.Sql _ -> false;
            case Rule.OfRow _, Rule.Unique _, Rule.References _, Rule.SumMatches _ -> true;
        };
    }

    /** The type of a column of numbers. */
    private static Optional<String> number(TablePlan plan, String name) {
        return plan.values().stream()
                .map(TablePlan.Value::column)
                .filter(column -> column.name().equals(name))
                .flatMap(column -> column.dataType().stream())
                .filter(type -> EnumSet.of(DataType.BIGINT, DataType.DOUBLE, DataType.DECIMAL, DataType.WEI)
                        .contains(type))
                .map(DataType::dltName)
                .findFirst();
    }

    private static String note(
            ResourceLoad resource, String method, String column, String consequence, Set<String> known) {
        return "resource " + resource.name() + ": no row and no column of table " + resource.table() + " is named '"
                + column + "', which " + method + " names, so " + consequence + "."
                + NearestName.question(column, known);
    }
}

package dev.pipette.plan;

import dev.pipette.plan.PlannedColumn.Change;
import dev.pipette.plan.PlannedStatement.Purpose;
import dev.pipette.text.TextTable;
import dev.pipette.text.Units;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A plan as text for people. Everything in it that is not a constant went through {@link PlanWords#shown}. */
final class PlanText {
    /** A statement that has more lines is cut: those of a table with many columns would push all else away. */
    private static final int MOST_LINES = 16;

    private static final int FIRST_LINES = 9;
    private static final int LAST_LINES = 4;

    /** At least this number of columns, one in each line, is counted and not shown. */
    private static final int LONG_LIST = 4;

    private static final Pattern COLUMN = Pattern.compile(" *\"(?:[^\"]|\"\")*\",?");

    private final PlanColors colors;
    private final List<String> lines = new ArrayList<>();

    PlanText(PlanColors colors) {
        this.colors = colors;
    }

    /** The whole plan. */
    String of(RunPlan plan) {
        lines.add(colors.heading(PlanWords.title(plan)));
        lines.add(PlanWords.sample(plan));
        resources(plan);
        if (!plan.tables().isEmpty()) {
            add("");
            numbers(plan);
            plan.tables().stream().map(PlannedTable::name).distinct().forEach(table -> columns(plan.table(table)));
        }
        list(PlanWords.REFUSED, refusals(plan), colors::removed);
        list(PlanWords.WAITING, packages(plan), colors::changed);
        list(PlanWords.ASIDE, plan.setAside().stream().map(PlanWords::aside).toList(), colors::changed);
        list("notes", plan.notes().stream().map(PlanWords::shown).toList(), colors::heading);
        statements(PlanWords.SCHEMA_SQL, plan, Purpose.SCHEMA);
        statements(PlanWords.ROWS_SQL, plan, Purpose.ROWS);
        return String.join("\n", lines);
    }

    private void add(String line) {
        lines.add(line);
    }

    private void resources(RunPlan plan) {
        if (plan.resources().isEmpty()) {
            return;
        }
        add("");
        for (PlannedResource resource : plan.resources()) {
            add(PlanWords.sentence(resource));
            resource.cursor().ifPresent(cursor -> add("  " + PlanWords.cursor(cursor)));
            resource.checks().forEach(check -> add("  check " + PlanWords.shown(check)));
        }
    }

    private void numbers(RunPlan plan) {
        PlanWords.numbers(plan).text().lines().forEach(this::add);
    }

    private void columns(PlannedTable table) {
        List<PlannedColumn> changed = PlanWords.changed(table);
        if (changed.isEmpty()) {
            return;
        }
        add("");
        add(
                table.isNew()
                        ? colors.added("+ table " + PlanWords.shown(table.name()))
                        : colors.changed("~ table " + PlanWords.shown(table.name())));
        int width = changed.stream()
                .mapToInt(column -> TextTable.displayWidth(PlanWords.shown(column.name())))
                .max()
                .orElse(0);
        for (PlannedColumn column : changed) {
            String name = PlanWords.shown(column.name());
            String line = name + " ".repeat(width - TextTable.displayWidth(name) + 2) + PlanWords.type(column);
            add(column.change() == Change.NEW ? colors.added("  + " + line) : colors.changed("  ~ " + line));
        }
        PlanWords.kept(table).ifPresent(kept -> add(colors.aside("    " + kept)));
    }

    private static List<String> refusals(RunPlan plan) {
        return plan.refusals().stream().map(PlanWords::refusal).toList();
    }

    private static List<String> packages(RunPlan plan) {
        return plan.waiting().stream()
                .map(id -> "package " + PlanWords.shown(id))
                .toList();
    }

    /** How a heading differs from what is below it. */
    private interface Heading {
        String of(String text);
    }

    private void list(String heading, List<String> items, Heading look) {
        if (!items.isEmpty()) {
            add("");
            add(look.of(heading + ":"));
            items.forEach(item -> add("  " + item));
        }
    }

    private void statements(String heading, RunPlan plan, Purpose purpose) {
        List<String> statements = plan.statements().stream()
                .filter(statement -> statement.purpose() == purpose)
                .map(statement -> PlanWords.sql(statement.sql()))
                .toList();
        if (statements.isEmpty()) {
            return;
        }
        add("");
        add(colors.heading(heading + ":"));
        statements.forEach(sql -> cut(sql.lines().toList()).forEach(line -> add("  " + line)));
    }

    /** A statement without long lists of columns, and without the middle of what is longer still. */
    private static List<String> cut(List<String> sql) {
        List<String> whole = withoutLists(sql);
        whole.set(whole.size() - 1, whole.getLast() + ";");
        if (whole.size() <= MOST_LINES) {
            return whole;
        }
        List<String> cut = new ArrayList<>(whole.subList(0, FIRST_LINES));
        cut.add("  .. " + Units.number(whole.size() - FIRST_LINES - LAST_LINES) + " more lines");
        cut.addAll(whole.subList(whole.size() - LAST_LINES, whole.size()));
        return cut;
    }

    private static List<String> withoutLists(List<String> sql) {
        List<String> shorter = new ArrayList<>();
        for (int at = 0; at < sql.size(); ) {
            int end = at;
            while (end < sql.size() && COLUMN.matcher(sql.get(end)).matches()) {
                end++;
            }
            if (end - at < LONG_LIST) {
                shorter.add(sql.get(at));
                at++;
            } else {
                String indent = sql.get(at).substring(0, sql.get(at).indexOf('"'));
                shorter.add(indent + ".. " + Units.number(end - at) + " columns");
                at = end;
            }
        }
        return shorter;
    }
}

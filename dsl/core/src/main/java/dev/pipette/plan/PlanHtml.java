package dev.pipette.plan;

import static dev.pipette.text.Grid.escaped;

import dev.pipette.plan.PlannedColumn.Change;
import dev.pipette.plan.PlannedStatement.Purpose;
import java.util.List;
import java.util.stream.Collectors;

/** A plan as a fragment of HTML that needs nothing else: no script, no style sheet, no address. */
final class PlanHtml {
    private static final String ADDED = "#e6ffec";
    private static final String CHANGED = "#fff8c5";
    private static final String REFUSED = "#ffebe9";

    private final StringBuilder html = new StringBuilder();

    private PlanHtml() {}

    static String of(RunPlan plan) {
        return new PlanHtml().written(plan);
    }

    private String written(RunPlan plan) {
        html.append("<div class=\"pipette-plan\">\n");
        html.append("<p><strong>").append(escaped(PlanWords.title(plan))).append("</strong><br>");
        html.append(escaped(PlanWords.sample(plan))).append("</p>\n");
        items("", "", plan.resources().stream().map(PlanHtml::resource).toList());
        items(
                PlanWords.REFUSED,
                REFUSED,
                plan.refusals().stream().map(PlanWords::refusal).toList());
        if (!plan.tables().isEmpty()) {
            html.append(PlanWords.numbers(plan).html());
            plan.tables().stream().map(PlannedTable::name).distinct().forEach(name -> columns(plan.table(name)));
        }
        items(
                PlanWords.WAITING,
                CHANGED,
                plan.waiting().stream().map(id -> "package " + id).toList());
        items(
                PlanWords.ASIDE,
                CHANGED,
                plan.setAside().stream().map(PlanWords::aside).toList());
        items("notes", "", plan.notes().stream().map(PlanWords::shown).toList());
        statements(PlanWords.SCHEMA_SQL, plan, Purpose.SCHEMA);
        statements(PlanWords.ROWS_SQL, plan, Purpose.ROWS);
        return html.append("</div>\n").toString();
    }

    private static String resource(PlannedResource resource) {
        return PlanWords.sentence(resource)
                + resource.cursor()
                        .map(cursor -> "; " + PlanWords.cursor(cursor))
                        .orElse("")
                + resource.checks().stream()
                        .map(check -> "; check " + PlanWords.shown(check))
                        .collect(Collectors.joining());
    }

    private void items(String heading, String color, List<String> items) {
        if (items.isEmpty()) {
            return;
        }
        if (!heading.isEmpty()) {
            html.append("<p")
                    .append(background(color))
                    .append('>')
                    .append(escaped(heading))
                    .append("</p>\n");
        }
        html.append("<ul>\n");
        items.forEach(item -> html.append("<li>").append(escaped(item)).append("</li>\n"));
        html.append("</ul>\n");
    }

    private void columns(PlannedTable table) {
        List<PlannedColumn> changed = PlanWords.changed(table);
        if (changed.isEmpty()) {
            return;
        }
        html.append("<table class=\"pipette\">\n<thead><tr><th")
                .append(background(table.isNew() ? ADDED : CHANGED))
                .append(" colspan=\"3\">")
                .append(escaped((table.isNew() ? "+ table " : "~ table ") + PlanWords.shown(table.name())))
                .append("</th></tr></thead>\n<tbody>\n");
        for (PlannedColumn column : changed) {
            boolean added = column.change() == Change.NEW;
            html.append("<tr")
                    .append(background(added ? ADDED : CHANGED))
                    .append("><td>")
                    .append(added ? '+' : '~')
                    .append("</td><td style=\"text-align:left\">")
                    .append(escaped(PlanWords.shown(column.name())))
                    .append("</td><td style=\"text-align:left\">")
                    .append(escaped(PlanWords.type(column)))
                    .append("</td></tr>\n");
        }
        PlanWords.kept(table)
                .ifPresent(kept -> html.append("<tr><td></td><td colspan=\"2\" style=\"text-align:left\">")
                        .append(escaped(kept))
                        .append("</td></tr>\n"));
        html.append("</tbody>\n</table>\n");
    }

    private void statements(String heading, RunPlan plan, Purpose purpose) {
        List<String> statements = plan.statements().stream()
                .filter(statement -> statement.purpose() == purpose)
                .map(statement -> PlanWords.sql(statement.sql()) + ";")
                .toList();
        if (!statements.isEmpty()) {
            html.append("<details><summary>")
                    .append(escaped(heading))
                    .append("</summary>\n<pre>")
                    .append(escaped(String.join("\n\n", statements)))
                    .append("</pre>\n</details>\n");
        }
    }

    private static String background(String color) {
        return color.isEmpty() ? "" : " style=\"background:" + color + ";color:#1f2328;text-align:left\"";
    }
}

package dev.pipette.plan;

import dev.pipette.plan.PlannedColumn.Change;
import dev.pipette.schema.WriteDisposition;
import dev.pipette.text.Grid;
import dev.pipette.text.Printable;
import dev.pipette.text.Secrets;
import dev.pipette.text.Units;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/** The parts of a plan in words, for text and HTML. */
final class PlanWords {
    static final String REFUSED = "refused: a run would stop, and load nothing";
    static final String WAITING = "waits from an earlier run, is loaded first, and is not part of this plan";
    static final String ASIDE = "set aside, and not loaded by a run";
    static final String SCHEMA_SQL = "SQL of the schema";
    static final String ROWS_SQL = "SQL of the rows, which wait in \"staged\"";

    private PlanWords() {}

    /** What comes from data, names and errors, without secrets and in one line. */
    static String shown(String text) {
        return Printable.line(Secrets.masked(text));
    }

    /** A statement, which keeps its lines. */
    static String sql(String sql) {
        return Printable.of(Secrets.masked(sql));
    }

    static String title(RunPlan plan) {
        return "plan of " + shown(plan.pipelineName()) + " -> " + shown(plan.destination()) + ", dataset "
                + shown(plan.dataset());
    }

    static String sample(RunPlan plan) {
        if (plan.resources().isEmpty() && !plan.refusals().isEmpty()) {
            return "no sample could be read; nothing was written";
        }
        String bounds = "at most " + plan.sample() + " of each resource";
        return plan.isWhole()
                ? "the sample (" + bounds + ") has all rows; nothing was written"
                : "a sample: " + bounds + "; all numbers are of the sample; nothing was written";
    }

    /** What was read of a resource: {@code orders: the first 1,000 rows from orders.csv, merged by id}. */
    static String sentence(PlannedResource resource) {
        return shown(resource.name()) + ": " + read(resource) + from(resource) + ", " + disposition(resource);
    }

    private static String read(PlannedResource resource) {
        String rows = Units.rows(resource.rows());
        return resource.endedBy()
                .map(bound -> switch (bound) {
                    case ROWS -> "the first " + rows;
                    case TIME -> rows + " before the time was over";
                    case REQUESTS -> rows + " of the first " + requests(resource.requests());
                })
                .orElse(resource.rows() == 0 ? "nothing new" : resource.rows() == 1 ? "the only row" : "all " + rows);
    }

    private static String requests(int requests) {
        return requests == 1 ? "request" : Units.number(requests) + " requests";
    }

    private static String from(PlannedResource resource) {
        String files = resource.files() < 2 ? "" : " (" + Units.number(resource.files()) + " files)";
        return resource.source().isEmpty() ? "" : " from " + shown(resource.source()) + files;
    }

    private static String disposition(PlannedResource resource) {
        return switch (resource.disposition()) {
            case APPEND -> "appended";
            case REPLACE -> "in place of all rows of " + shown(resource.table());
            case REPLACE_WHERE -> "in place of a window of " + shown(resource.table());
            case MERGE ->
                "merged by "
                        + String.join(
                                ", ",
                                resource.key().stream().map(PlanWords::shown).toList());
        };
    }

    static String cursor(PlannedCursor cursor) {
        String path = "cursor " + shown(cursor.path());
        return cursor.backfill()
                .map(window -> path + " stays where it is: backfill " + shown(window))
                .orElseGet(() ->
                        path + ": " + cursor.before().map(PlanWords::shown).orElse("none yet") + " -> "
                                + cursor.after().map(PlanWords::shown).orElse("none") + ", as of the sample");
    }

    /** What happens to the rows of a table. */
    static String sentence(PlannedTable table) {
        List<String> parts = new ArrayList<>();
        count(parts, table.inserted(), "inserted");
        count(parts, table.updated(), "updated");
        count(parts, table.deleted(), "deleted");
        count(parts, table.unchanged(), "unchanged");
        count(parts, table.rejected(), "rejected");
        count(parts, table.skipped(), "skipped");
        return shown(table.name()) + (table.isNew() ? " (new)" : "") + ": "
                + (parts.isEmpty() ? "no rows" : String.join(", ", parts));
    }

    private static void count(List<String> parts, long rows, String done) {
        if (rows > 0) {
            parts.add(Units.rows(rows) + " " + done);
        }
    }

    /** What happens to the rows of all tables; a column only where it has a number. */
    static Grid numbers(RunPlan plan) {
        List<PlannedTable> tables = plan.tables();
        boolean shared = tables.stream().map(PlannedTable::name).distinct().count() < tables.size();
        List<Number> numbers = new ArrayList<>();
        numbers.add(new Number("inserted", PlannedTable::inserted));
        boolean merges =
                tables.stream().anyMatch(table -> table.disposition() == WriteDisposition.Kind.MERGE && !table.isNew());
        add(numbers, tables, merges, new Number("updated", PlannedTable::updated));
        add(numbers, tables, false, new Number("deleted", PlannedTable::deleted));
        add(numbers, tables, false, new Number("unchanged", PlannedTable::unchanged));
        add(numbers, tables, false, new Number("rejected", PlannedTable::rejected));
        add(numbers, tables, false, new Number("skipped", PlannedTable::skipped));
        List<String> headings = new ArrayList<>(List.of("table"));
        if (shared) {
            headings.add("resource");
        }
        numbers.forEach(number -> headings.add(">" + number.heading()));
        Grid grid = new Grid(headings.toArray(String[]::new));
        for (PlannedTable table : tables) {
            List<String> cells = new ArrayList<>(List.of(table.name()));
            if (shared) {
                cells.add(table.resource());
            }
            numbers.forEach(number -> cells.add(Units.number(number.of().applyAsLong(table))));
            grid.add(cells.toArray(String[]::new));
        }
        return grid;
    }

    private record Number(String heading, ToLongFunction<PlannedTable> of) {}

    private static void add(List<Number> numbers, List<PlannedTable> tables, boolean always, Number number) {
        if (always || tables.stream().anyMatch(table -> number.of().applyAsLong(table) > 0)) {
            numbers.add(number);
        }
    }

    /** The columns that change; of those that every table has, only one that a table lacks. */
    static List<PlannedColumn> changed(PlannedTable table) {
        return table.columns().stream()
                .filter(column -> column.change() != Change.NONE && !(table.isNew() && column.isSystem()))
                .toList();
    }

    /** How many columns stay as they are. */
    static Optional<String> kept(PlannedTable table) {
        long kept = table.columns().stream()
                .filter(column -> column.change() == Change.NONE && !column.isSystem())
                .count();
        return kept == 0
                ? Optional.empty()
                : Optional.of(
                        Units.number(kept) + (kept == 1 ? " column stays as it is" : " columns stay as they are"));
    }

    static String type(PlannedColumn column) {
        String type = shown(column.type()) + (column.nullable() ? "" : " not null");
        return column.change() == Change.WIDENED
                ? column.typeBefore().map(before -> shown(before) + " -> ").orElse("") + type
                : type;
    }

    static String aside(PackageAside aside) {
        return "package " + shown(aside.loadId()) + " of " + shown(String.join(", ", aside.resources())) + ": "
                + shown(aside.message());
    }

    static String refusal(PlannedRefusal refusal) {
        return refusal.resource().map(resource -> shown(resource) + ": ").orElse("") + shown(refusal.message());
    }
}

package dev.pipette.cli;

import dev.pipette.LoadInfo;
import dev.pipette.LoadInfo.LoadedPackage;
import dev.pipette.LoadInfo.TableLoad;
import dev.pipette.check.CheckResult;
import dev.pipette.rows.Rows;
import dev.pipette.text.Printable;
import dev.pipette.text.Secrets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a load did, for people and for programs. */
final class LoadSummary {
    private LoadSummary() {}

    /**
     * The block for people.
     *
     * @param shown rows to print below, by table
     * @param look how they look
     */
    static String text(LoadInfo info, Map<String, Rows> shown, Function<Rows, String> look) {
        StringBuilder text = new StringBuilder();
        line(text, info.pipelineName() + " -> " + Secrets.masked(info.destination()) + ", dataset " + info.dataset());
        if (!info.tables().isEmpty()) {
            line(text, "");
            line(text, TableLoad.grid(info.tables()).text());
        }
        list(text, "schema changes", info.schemaChanges());
        list(text, "notes", notes(info));
        line(text, "");
        line(text, (info.nothingNew() ? "nothing new" : packages(info)) + ", " + time(info.duration()));
        if (!shown.isEmpty()) {
            line(text, "");
        }
        return text + rows(shown, look);
    }

    /** First rows, by table. */
    static String rows(Map<String, Rows> shown, Function<Rows, String> look) {
        StringBuilder text = new StringBuilder();
        shown.forEach((table, rows) -> {
            line(text, (text.isEmpty() ? "" : System.lineSeparator()) + table + ":");
            line(text, look.apply(rows));
        });
        return text.toString();
    }

    static String packages(LoadInfo info) {
        List<String> packages = info.packages().stream()
                .map(load -> load.loadId() + (load.recovered() ? " (which an earlier run had extracted)" : ""))
                .toList();
        return "load " + String.join(", ", packages);
    }

    private static void list(StringBuilder text, String heading, List<String> items) {
        if (!items.isEmpty()) {
            line(text, "");
            line(text, heading + ":");
            items.forEach(item -> line(text, "  " + Printable.line(Secrets.masked(item))));
        }
    }

    private static void line(StringBuilder text, String line) {
        text.append(line).append(System.lineSeparator());
    }

    private static String time(Duration duration) {
        long millis = duration.toMillis();
        return millis < 10_000 ? millis + " ms" : String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
    }

    /** The document for programs. */
    static Map<String, @Nullable Object> json(LoadInfo info, Map<String, Rows> shown) {
        Map<String, @Nullable Object> document = JsonDocument.object(
                "status", info.nothingNew() ? "nothing_new" : "loaded",
                "pipeline", info.pipelineName(),
                "destination", Secrets.masked(info.destination()),
                "dataset", info.dataset(),
                "packages", info.packages().stream().map(LoadSummary::json).toList(),
                "notes", notes(info).stream().map(Secrets::masked).toList(),
                "duration_ms", info.duration().toMillis());
        if (!shown.isEmpty()) {
            Map<String, @Nullable Object> rows = JsonDocument.object();
            shown.forEach((table, read) -> rows.put(table, RowsOutput.objects(read)));
            document.put("first_rows", rows);
        }
        return document;
    }

    private static Map<String, @Nullable Object> json(LoadedPackage load) {
        return JsonDocument.object(
                "load_id", load.loadId(),
                "recovered", load.recovered(),
                "tables", load.tables().stream().map(LoadSummary::json).toList(),
                "schema_changes", load.schemaChanges(),
                "checks", load.checks().stream().map(LoadSummary::json).toList());
    }

    static Map<String, @Nullable Object> json(CheckResult result) {
        return JsonDocument.object(
                "table", result.table(),
                "check", result.check(),
                "severity", result.severity().toString(),
                "verdict", result.verdict().toString(),
                "violations", result.violations(),
                "message", CommandWords.of(Secrets.masked(result.message())));
    }

    private static Map<String, @Nullable Object> json(TableLoad load) {
        return JsonDocument.object(
                "table", load.table(),
                "resource", load.resource(),
                "parent", load.parent(),
                "disposition", load.disposition().toString(),
                "rows", load.rows(),
                "inserted", load.inserted(),
                "updated", load.updated(),
                "unchanged", load.unchanged(),
                "skipped", load.skipped(),
                "deleted", load.deleted(),
                "rejected", load.rejected());
    }

    private static List<String> notes(LoadInfo info) {
        return info.notes().stream().map(CommandWords::of).toList();
    }
}

package dev.pipette.admin;

import dev.pipette.LoadInfo.TableLoad;
import dev.pipette.admin.RunTrace.LoadPackage;
import dev.pipette.text.TextTable;
import java.util.List;
import java.util.stream.Collectors;

/** How a trace looks in a notebook: the same as {@link TraceText}, in the same order. */
final class TraceHtml {
    private TraceHtml() {}

    static String of(RunTrace trace) {
        StringBuilder html = new StringBuilder(
                trace.steps().isEmpty() ? "" : TraceText.steps(trace).html());
        html.insert(0, paragraph(String.join("\n", TraceText.heading(trace))));
        for (LoadPackage load : trace.packages()) {
            html.append(paragraph(TraceText.heading(load)));
            html.append(
                    load.tables().isEmpty() ? "" : TableLoad.grid(load.tables()).html());
            html.append(list("schema changes", load.schemaChanges()));
        }
        html.append(list("notes", trace.notes()));
        trace.failure().ifPresent(failure -> html.append(paragraph("failure: " + failure.message())));
        return html.toString();
    }

    private static String paragraph(String lines) {
        return "<p>" + lines.lines().map(TextTable::escaped).collect(Collectors.joining("<br>")) + "</p>\n";
    }

    private static String list(String heading, List<String> items) {
        return items.isEmpty()
                ? ""
                : "<p>" + heading + "</p>\n<ul>\n"
                        + items.stream()
                                .map(item -> "<li>" + TextTable.escaped(item) + "</li>\n")
                                .collect(Collectors.joining())
                        + "</ul>\n";
    }
}

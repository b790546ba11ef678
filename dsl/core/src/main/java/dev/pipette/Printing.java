package dev.pipette;

import dev.pipette.LoadInfo.TableLoad;
import dev.pipette.text.Printable;
import dev.pipette.text.Secrets;
import dev.pipette.text.TextTable;
import dev.pipette.text.Units;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** How results look as text. */
final class Printing {
    private Printing() {}

    static String line(LoadInfo info) {
        List<String> parts = new ArrayList<>();
        parts.add(info.pipelineName() + " -> " + info.destination());
        Set<String> shared = info.sharedTables();
        for (TableLoad load : info.tables()) {
            if (load.parent().isEmpty() || load.rows() > 0) {
                boolean rejected = load.parent().isEmpty() && load.rejected() > 0;
                String whose = shared.contains(load.table()) ? " (" + load.resource() + ")" : "";
                parts.add(load.table() + whose + " " + Units.rows(load.rows()) + " " + past(load)
                        + (rejected ? ", " + Units.number(load.rejected()) + " rejected" : ""));
            }
        }
        if (info.nothingNew()) {
            parts.add("nothing new");
        }
        parts.add(Units.time(info.duration()));
        return Printable.of(Secrets.maskedValues(String.join(" | ", parts)));
    }

    /** What happened to each table, and below it what else there is to know. */
    static String html(LoadInfo info) {
        StringBuilder html = new StringBuilder("<p>" + TextTable.escaped(Secrets.masked(line(info))) + "</p>\n");
        if (!info.tables().isEmpty()) {
            html.append(TableLoad.grid(info.tables()).html());
        }
        list(html, "schema changes", info.schemaChanges());
        list(html, "notes", info.notes());
        return html.toString();
    }

    private static void list(StringBuilder html, String heading, List<String> items) {
        if (!items.isEmpty()) {
            html.append("<p>").append(heading).append("</p>\n<ul>\n");
            items.forEach(item -> html.append("<li>")
                    .append(TextTable.escaped(Secrets.masked(item)))
                    .append("</li>\n"));
            html.append("</ul>\n");
        }
    }

    private static String past(TableLoad load) {
        return switch (load.disposition()) {
            case APPEND -> "appended";
            case REPLACE, REPLACE_WHERE -> "replaced";
            case MERGE -> "merged";
        };
    }
}

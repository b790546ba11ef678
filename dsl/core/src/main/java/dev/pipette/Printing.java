package dev.pipette;

import dev.pipette.LoadInfo.TableLoad;
import dev.pipette.spi.Printable;
import dev.pipette.spi.Secrets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
                String whose = shared.contains(load.table()) ? " (" + load.resource() + ")" : "";
                parts.add(load.table() + whose + " " + rows(load.rows()) + " " + past(load));
            }
        }
        if (info.nothingNew()) {
            parts.add("nothing new");
        }
        parts.add(time(info.duration()));
        return Printable.of(Secrets.maskedValues(String.join(" | ", parts)));
    }

    /** What happened to each table, and below it what else there is to know. */
    static String html(LoadInfo info) {
        StringBuilder html = new StringBuilder("<p>" + TextTable.escaped(Secrets.masked(line(info))) + "</p>\n");
        if (!info.tables().isEmpty()) {
            html.append(tables(info).html());
        }
        list(html, "schema changes", info.schemaChanges());
        list(html, "notes", info.notes());
        return html.toString();
    }

    private static Grid tables(LoadInfo info) {
        boolean shared = !info.sharedTables().isEmpty();
        List<String> headings = new ArrayList<>(List.of("table", ">rows", "disposition", ">replaced", ">skipped"));
        if (shared) {
            headings.add(1, "resource");
        }
        Grid tables = new Grid(headings.toArray(String[]::new));
        for (TableLoad load : info.tables()) {
            List<String> cells = new ArrayList<>(List.of(
                    load.table(),
                    number(load.rows()),
                    load.disposition(),
                    number(load.deleted()),
                    number(load.skipped())));
            if (shared) {
                cells.add(1, load.resource());
            }
            tables.add(cells.toArray(String[]::new));
        }
        return tables;
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
            case "merge" -> "merged";
            case "replace" -> "replaced";
            default -> "appended";
        };
    }

    static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** Names packages: {@code package 1.5}, {@code packages 1.5, 1.6}. */
    static String packages(List<String> loadIds) {
        return (loadIds.size() == 1 ? "package " : "packages ") + String.join(", ", loadIds);
    }

    static String rows(long rows) {
        return number(rows) + (rows == 1 ? " row" : " rows");
    }

    /** A size, in the units of 1,000 that disks are sold in. */
    static String bytes(long bytes) {
        if (bytes < 1_000) {
            return bytes + " B";
        }
        double size = bytes;
        int unit = -1;
        while (size >= 1_000 && unit < 3) {
            size /= 1_000;
            unit++;
        }
        return String.format(
                Locale.ROOT, "%.1f %s", size, List.of("kB", "MB", "GB", "TB").get(unit));
    }

    static String time(Duration duration) {
        long millis = duration.toMillis();
        return millis < 10_000 ? millis + " ms" : String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
    }
}

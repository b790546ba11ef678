package dev.pipette;

import dev.pipette.LoadInfo.TableLoad;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How results look as text. */
final class Printing {
    private Printing() {}

    static String line(LoadInfo info) {
        List<String> parts = new ArrayList<>();
        parts.add(info.pipelineName() + " -> " + info.destination());
        for (TableLoad load : info.tables()) {
            if (load.parent().isEmpty() || load.rows() > 0) {
                parts.add(load.table() + " " + rows(load.rows()) + " " + past(load));
            }
        }
        if (info.nothingNew()) {
            parts.add("nothing new");
        }
        parts.add(time(info.duration()));
        return String.join(" | ", parts);
    }

    private static String past(TableLoad load) {
        return switch (load.disposition()) {
            case "merge" -> "merged";
            case "replace" -> "replaced";
            default -> "appended";
        };
    }

    static String rows(long rows) {
        return String.format(Locale.ROOT, "%,d", rows) + (rows == 1 ? " row" : " rows");
    }

    static String time(Duration duration) {
        long millis = duration.toMillis();
        return millis < 10_000 ? millis + " ms" : String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
    }
}

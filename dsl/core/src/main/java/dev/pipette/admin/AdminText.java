package dev.pipette.admin;

import dev.pipette.admin.PipelineAdmin.Info;
import dev.pipette.admin.PipelineAdmin.Load;
import dev.pipette.admin.PipelineAdmin.PendingPackage;
import dev.pipette.text.Grid;
import dev.pipette.text.Printable;
import dev.pipette.text.Secrets;
import dev.pipette.text.Units;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** How what is known of a pipeline looks as text, in JShell and on the command line. */
public final class AdminText {
    private AdminText() {}

    static String pipelines(List<KnownPipeline> pipelines) {
        if (pipelines.isEmpty()) {
            return "no pipelines";
        }
        Grid grid = new Grid("pipeline", "destination", "dataset", "last run", ">waiting");
        for (KnownPipeline known : pipelines) {
            grid.add(
                    known.name(),
                    known.destination().orElse("?"),
                    known.dataset().orElse("?"),
                    known.problem()
                            .or(() -> known.lastRun()
                                    .map(run -> run.startedAt() + " "
                                            + run.outcome().name().toLowerCase(Locale.ROOT)))
                            .orElse("none that left a trace"),
                    String.valueOf(known.waiting()));
        }
        return grid.text();
    }

    public static String loads(List<Load> loads) {
        if (loads.isEmpty()) {
            return "no loads";
        }
        Grid grid = new Grid("load id", "inserted at", ">status", "schema");
        loads.forEach(load -> grid.add(
                load.loadId(), load.insertedAt().toString(), String.valueOf(load.status()), load.schemaName()));
        return titled(loads.size(), "load", grid);
    }

    public static String pending(List<PendingPackage> pending) {
        return pending.isEmpty()
                ? "nothing is pending"
                : pending.stream().map(AdminText::pending).collect(Collectors.joining("\n\n"));
    }

    public static String pending(PendingPackage waiting) {
        StringBuilder text = new StringBuilder("package " + waiting.loadId() + " of pipeline " + waiting.pipeline());
        text.append(
                switch (waiting.state()) {
                    case "sealed" ->
                        waiting.reason().isPresent()
                                ? " waits; the next run tries it again"
                                : " waits; the next run loads it";
                    case "giving_up" -> " waits to be given up, which was interrupted; the next run does it";
                    case "committed" -> " was committed; the next run ticks it off";
                    default -> " was set aside; the next run extracts its resources again";
                });
        if (!waiting.rows().isEmpty()) {
            Grid grid = new Grid("table", ">rows");
            waiting.rows().forEach((table, rows) -> grid.add(table, Units.number(rows)));
            text.append("\n\n").append(indented(grid.text()));
        }
        text.append('\n');
        waiting.reason().ifPresent(reason -> text.append("\n  reason  ").append(Secrets.masked(reason)));
        if (waiting.attempts().size() > 1) {
            waiting.attempts()
                    .forEach(attempt -> text.append("\n  tried   ")
                            .append(attempt.at().truncatedTo(ChronoUnit.SECONDS))
                            .append("  ")
                            .append(Printable.line(Secrets.masked(attempt.reason()))));
        }
        text.append("\n  look    ").append(waiting.queryCommand());
        if (!waiting.state().equals("committed")) {
            text.append("\n  load    ")
                    .append(waiting.retryCommand())
                    .append("\n          loads all of it on top of what is committed now, or nothing, and never twice");
            text.append("\n  give up ")
                    .append(waiting.giveUpCommand())
                    .append(
                            "\n          shows, and with --yes does it: its rows become rejected rows, to be replayed after a fix;"
                                    + " state moves as if they were loaded, so that no run reads them again");
            text.append("\n  delete  ")
                    .append(waiting.discardCommand())
                    .append("\n          deletes it")
                    .append(
                            waiting.discardedWith().isEmpty()
                                    ? ""
                                    : " and what continues after it, " + String.join(", ", waiting.discardedWith()))
                    .append("; no state moved, so the next run reads the same input again");
        }
        return text.append("\n  folder  ").append(waiting.folder()).toString();
    }

    static String info(Info info) {
        return "pipeline       " + info.pipeline()
                + "\ndestination    " + Secrets.masked(info.destination())
                + "\ndataset        " + info.dataset()
                + "\nfolder         " + info.folder()
                + "\nloaded before  " + (info.committedBefore() ? "yes" : "no")
                + "\npending        " + (info.pending().isEmpty() ? "nothing" : packages(info.pending()))
                + "\nlast run       " + info.lastRun().map(TraceText::oneLine).orElse("none that left a trace")
                + "\n\n" + info.state();
    }

    private static String packages(List<PendingPackage> pending) {
        return pending.stream()
                .map(waiting -> waiting.loadId() + " (" + waiting.state() + ")")
                .collect(Collectors.joining(", "));
    }

    /** JShell puts its own words before the first line, which would push a heading out of its column. */
    static String titled(int number, String what, Grid grid) {
        return Units.number(number) + " " + what + (number == 1 ? "" : "s, newest first") + "\n\n" + grid.text();
    }

    static String indented(String text) {
        return text.lines().map(line -> line.isEmpty() ? line : "  " + line).collect(Collectors.joining("\n"));
    }
}

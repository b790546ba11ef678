package dev.pipette.admin;

import dev.pipette.LoadInfo.TableLoad;
import dev.pipette.admin.RunTrace.LoadPackage;
import dev.pipette.admin.RunTrace.Step;
import dev.pipette.check.CheckResult;
import dev.pipette.text.Grid;
import dev.pipette.text.Units;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How traces look as text, in JShell and on the command line. */
public final class TraceText {
    private TraceText() {}

    static String of(RunTrace trace) {
        StringBuilder text = new StringBuilder(String.join("\n", heading(trace)));
        if (!trace.steps().isEmpty()) {
            text.append("\n\n").append(steps(trace).text());
        }
        trace.packages().forEach(load -> text.append("\n\n").append(of(load)));
        list(text, "notes", trace.notes());
        trace.failure()
                .ifPresent(failure -> text.append("\n\nfailure:\n").append(AdminText.indented(failure.message())));
        return text.toString();
    }

    /** What ran when, a line for each. */
    static List<String> heading(RunTrace trace) {
        List<String> lines = new ArrayList<>();
        lines.add(trace.pipeline() + " -> " + trace.destination() + ", dataset " + trace.dataset());
        lines.add("started " + trace.startedAt() + ", " + outcome(trace));
        trace.script().ifPresent(script -> lines.add("by " + script.name() + ", SHA-256 " + script.sha256()));
        trace.job().ifPresent(job -> lines.add("job " + job.name() + ", attempt " + job.attempt()));
        trace.interval().ifPresent(interval -> lines.add("interval " + interval));
        return lines;
    }

    static Grid steps(RunTrace trace) {
        Grid steps = new Grid("step", ">time", "load");
        Duration rest = trace.duration();
        for (Step step : trace.steps()) {
            steps.add(name(step), time(step.duration()), step.loadId());
            rest = rest.minus(step.duration());
        }
        if (trace.outcome() == RunTrace.Outcome.FAILED) {
            steps.add("failed", time(rest), trace.steps().getLast().loadId());
        }
        return steps;
    }

    private static String outcome(RunTrace trace) {
        String word = word(trace);
        return word + (word.equals("failed") ? " after " : " in ") + time(trace.duration());
    }

    private static String word(RunTrace trace) {
        return trace.outcome().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String name(Step step) {
        return step.step().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** Short steps count too: below 10 ms with a digit after the point. */
    private static String time(Duration duration) {
        double millis = duration.toNanos() / 1e6;
        return millis < 10 ? String.format(Locale.ROOT, "%.1f ms", millis) : Units.time(duration);
    }

    private static String of(LoadPackage load) {
        StringBuilder text = new StringBuilder(heading(load));
        if (!load.tables().isEmpty()) {
            text.append("\n\n").append(TableLoad.grid(load.tables()).text());
        }
        list(text, "schema changes", load.schemaChanges());
        list(text, "checks", load.checks().stream().map(CheckResult::toString).toList());
        return text.toString();
    }

    static String heading(LoadPackage load) {
        StringBuilder text = new StringBuilder("package " + load.loadId() + ", ");
        text.append(load.committed() ? "committed" : "not committed");
        text.append(load.recovered() ? ", extracted by an earlier run" : "");
        text.append(": ").append(Units.bytes(load.bytes()));
        text.append(" in ").append(Units.number(load.files())).append(load.files() == 1 ? " file" : " files");
        return text.toString();
    }

    private static void list(StringBuilder text, String heading, List<String> items) {
        if (!items.isEmpty()) {
            text.append("\n\n").append(heading).append(':');
            items.forEach(item -> text.append("\n  ").append(item));
        }
    }

    /** One line for each run. */
    public static String runs(List<RunTrace> traces) {
        if (traces.isEmpty()) {
            return "no runs";
        }
        Grid grid = new Grid("started at", "outcome", ">time", ">rows", "error");
        for (RunTrace trace : traces) {
            long rows = trace.packages().stream()
                    .filter(LoadPackage::committed)
                    .flatMap(load -> load.tables().stream())
                    .mapToLong(TableLoad::rows)
                    .sum();
            grid.add(
                    trace.startedAt().toString(),
                    word(trace),
                    time(trace.duration()),
                    Units.number(rows),
                    trace.failure().map(RunTrace.Failure::code).orElse(""));
        }
        return AdminText.titled(traces.size(), "run", grid);
    }

    static String oneLine(RunTrace trace) {
        return trace.startedAt() + ", " + outcome(trace)
                + trace.failure().map(failure -> ": " + failure.code()).orElse("");
    }
}

package dev.pipette.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The runs of one work, over all rounds. */
final class Series {
    private final String title;
    private final List<Run> runs = new ArrayList<>();

    Series(String title) {
        this.title = title;
    }

    void add(Run run) {
        runs.add(run);
    }

    double wall() {
        return Harness.median(runs.stream().mapToDouble(Run::wall).toArray());
    }

    String title() {
        return title;
    }

    /** The seconds of each run. */
    String each() {
        return runs.stream().map(run -> seconds(run.wall())).collect(Collectors.joining(" "));
    }

    long residentMib() {
        return runs.stream().mapToLong(Run::residentMib).max().orElse(0);
    }

    double cpu() {
        return Harness.median(runs.stream().mapToDouble(Run::cpu).toArray());
    }

    /** A line of the table whose columns {@link #report} made; the last one is this work's time over Pipette's. */
    private List<String> line(long rows, Series pipette) {
        return List.of(
                title,
                seconds(wall()),
                each(),
                seconds(cpu()),
                String.format(Locale.ROOT, "%,.0f", rows / wall()),
                Long.toString(residentMib()),
                this == pipette ? "" : String.format(Locale.ROOT, "%.2f", wall() / pipette.wall()));
    }

    static String seconds(double seconds) {
        return String.format(Locale.ROOT, seconds < 10 ? "%.2f" : "%.1f", seconds);
    }

    /**
     * The table that compares works with Pipette's.
     *
     * @param counted what is counted each second
     */
    static Report report(String title, String counted, long rows, Series pipette, List<Series> others) {
        Report report = new Report(
                title,
                List.of(
                        "",
                        "median s",
                        "each s",
                        "CPU s",
                        counted + "/s",
                        "peak RSS MiB",
                        "speed of Pipette against it"));
        report.line(pipette.line(rows, pipette));
        others.forEach(other -> report.line(other.line(rows, pipette)));
        return report;
    }
}

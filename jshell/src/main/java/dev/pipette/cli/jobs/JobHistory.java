package dev.pipette.cli.jobs;

import dev.pipette.jobs.Occurrence;
import dev.pipette.jobs.OccurrenceStatus;
import dev.pipette.text.Grid;
import dev.pipette.text.Printable;
import dev.pipette.text.Units;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Collectors;

/** Occurrences of a job as text for people. */
final class JobHistory {
    private JobHistory() {}

    /** A line for each of them. */
    static String table(String job, List<Occurrence> occurrences) {
        if (occurrences.isEmpty()) {
            return job + " has not been due yet. 'pipette jobs run " + job + "' runs it now.";
        }
        Grid grid = new Grid(">id", "interval", "kind", "status", ">attempts", ">rows", "started", ">took", "message");
        for (Occurrence one : occurrences) {
            grid.add(
                    String.valueOf(one.id()),
                    interval(one),
                    JobText.word(one.kind()),
                    JobText.word(one.status()),
                    String.valueOf(one.attempts()),
                    Units.number(one.rows()),
                    JobText.time(one.startedAt(), zone(one)),
                    took(one),
                    message(one));
        }
        return grid.text();
    }

    /** A block for each of them, with all that is known of it. Nothing is cut. */
    static String blocks(String job, List<Occurrence> occurrences) {
        return occurrences.isEmpty()
                ? table(job, occurrences)
                : occurrences.stream().map(JobHistory::block).collect(Collectors.joining("\n\n"));
    }

    private static String block(Occurrence one) {
        ZoneId zone = zone(one);
        Lines lines = new Lines();
        lines.add("id", String.valueOf(one.id()));
        lines.add("interval", interval(one));
        lines.add("kind", JobText.word(one.kind()));
        lines.add("version", String.valueOf(one.version()));
        lines.add("status", JobText.word(one.status()));
        lines.add("attempts", String.valueOf(one.attempts()));
        lines.add("rows", Units.number(one.rows()));
        lines.add("due", JobText.time(one.dueAt(), zone));
        lines.add("started", JobText.time(one.startedAt(), zone));
        lines.add("ended", JobText.time(one.finishedAt(), zone));
        lines.add("took", took(one));
        lines.add("worker", one.worker().orElse(""));
        lines.add("message", Printable.of(message(one)));
        return lines.text();
    }

    /** Where an occurrence is that somebody waits for. */
    static String progress(Occurrence one) {
        String name = one.job() + " " + one.id();
        return switch (one.status()) {
            case WAITING -> name + " waits for a scheduler";
            case RUNNING -> name + " runs, attempt " + one.attempts();
            case RETRYING ->
                name + " failed, and attempt " + (one.attempts() + 1) + " begins at "
                        + JobText.time(one.nextAttemptAt(), zone(one));
            case SUCCEEDED, FAILED, SKIPPED, CANCELLED -> name + " has ended";
        };
    }

    private static ZoneId zone(Occurrence one) {
        return one.interval().from().getZone();
    }

    private static String interval(Occurrence one) {
        return JobText.interval(one.interval()) + (one.redo() == 0 ? "" : ", redo " + one.redo());
    }

    private static String took(Occurrence one) {
        return one.startedAt()
                .flatMap(begin -> one.finishedAt().map(end -> JobText.length(Duration.between(begin, end))))
                .orElse("");
    }

    private static String message(Occurrence one) {
        String next = one.nextAttemptAt()
                .map(at -> "next attempt at " + JobText.time(at, zone(one)) + "; ")
                .orElse("");
        String cancel = one.cancelRequestedAt().isPresent() && !one.status().isEnd() ? "is asked to stop; " : "";
        String reason = one.status() == OccurrenceStatus.SUCCEEDED ? "" : coded(one);
        String whole = next + cancel + reason;
        return whole.endsWith("; ") ? whole.substring(0, whole.length() - 2) : whole;
    }

    private static String coded(Occurrence one) {
        String message = one.message().orElse("");
        return one.errorCode()
                        .map(code -> "[" + code + "] ")
                        .filter(code -> !message.contains(code))
                        .orElse("")
                + message;
    }
}

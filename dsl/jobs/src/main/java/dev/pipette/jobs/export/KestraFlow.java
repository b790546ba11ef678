package dev.pipette.jobs.export;

import dev.pipette.jobs.MissedRuns;
import dev.pipette.jobs.Overlap;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A flow of Kestra. */
final class KestraFlow {
    private static final String TIME = "| date(\"yyyy-MM-dd'T'HH:mm:ssXXX\", timeZone=\"UTC\")";

    private KestraFlow() {}

    static Export export(ExportRequest request) {
        List<String> warnings = new ArrayList<>(Warnings.common(request, "Kestra"));
        warnings.addAll(Warnings.ofImage(request));
        warnings.add(
                "The interval is that of Kestra's own schedule: run the flow by hand only as a backfill of its trigger.");
        return new Export(
                List.of(new Export.File(
                        request.job().name() + ".kestra.yaml", text(request, CalendarTimes.of(request)))),
                warnings);
    }

    private static String text(ExportRequest request, CalendarTimes times) {
        List<String> loop = ShellLoop.lines(
                request,
                List.of(),
                "{{ trigger.previous " + TIME + " }}/{{ trigger.date " + TIME
                        + " }}", // has no character that a shell reads
                ShellLoop.words(request).stream().map(KestraFlow::literal).toList(),
                ShellLoop.timeout(request));
        return """
                # The job '%1$s' of Pipette, as a flow of Kestra.
                # The interval lies between the previous date of the schedule and its date, so that a replay and a backfill of the
                # trigger have the interval of their date. An occurrence that succeeded loads nothing again.
                %2$sid: %3$s
                namespace: company.pipette
                concurrency:
                  limit: 1
                  behavior: %4$s
                tasks:
                  - id: run
                    type: io.kestra.plugin.scripts.shell.Commands
                    containerImage: %5$s
                    taskRunner:
                      type: io.kestra.plugin.scripts.runner.docker.Docker
                    timeout: %6$s
                %7$s    commands:
                      - %8$s
                triggers:
                  - id: schedule
                    type: io.kestra.plugin.core.trigger.Schedule
                    cron: %9$s
                    timezone: %10$s
                    recoverMissedSchedules: %11$s
                """.formatted(
                        request.job().name(),
                        secrets(request),
                        Quoted.string(request.job().name()),
                        request.job().overlap() == Overlap.SKIP ? "CANCEL" : "QUEUE",
                        Quoted.string(literal(request.image())),
                        Quoted.string(timeout(request)),
                        environment(request),
                        Quoted.block(folder(request) + String.join("\n", loop), 8),
                        Quoted.string(times.cron()),
                        Quoted.string(times.zone()),
                        recovered(request.job().missed()));
    }

    /** Of all attempts, which are one task. */
    private static String timeout(ExportRequest request) {
        long pauses =
                Words.pauses(request.job()).stream().mapToLong(Long::longValue).sum();
        return request.job()
                .timeout()
                .multipliedBy(request.job().retries().attempts())
                .plusSeconds(pauses)
                .toString();
    }

    private static String recovered(MissedRuns missed) {
        return switch (missed) {
            case LATEST -> "LAST";
            case ALL -> "ALL";
            case NONE -> "NONE";
        };
    }

    /** Kestra replaces what is in two braces, or in a brace and a percent sign or a number sign. */
    private static String literal(String text) {
        return text.replace("{", "{{ \"{\" }}");
    }

    private static String folder(ExportRequest request) {
        return request.job()
                .folder()
                .map(folder -> "cd " + literal(Quoted.shell(folder.toString())) + " || exit\n")
                .orElse("");
    }

    private static String environment(ExportRequest request) {
        return request.secrets().isEmpty()
                ? ""
                : "    env:\n"
                        + request.secrets().stream()
                                .map(name ->
                                        "      " + name + ": " + Quoted.string("{{ secret('" + name + "') }}") + "\n")
                                .collect(Collectors.joining());
    }

    private static String secrets(ExportRequest request) {
        return request.secrets().isEmpty()
                ? ""
                : Quoted.comment(List.of("Secrets of Kestra: " + String.join(", ", request.secrets())));
    }
}

package dev.pipette.jobs.export;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.jobs.MissedRuns;
import dev.pipette.jobs.Overlap;
import dev.pipette.jobs.time.CronExpression;
import dev.pipette.jobs.time.IntervalWord;
import dev.pipette.text.Printable;
import java.util.ArrayList;
import java.util.List;

/** A service that makes the attempts of one occurrence, and a timer that starts it. */
final class SystemdUnits {
    private static final List<String> DAYS = List.of("Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat");

    private SystemdUnits() {}

    static Export export(ExportRequest request) {
        CalendarTimes times = CalendarTimes.of(request);
        String name = "pipette-" + request.job().name();
        List<String> warnings = new ArrayList<>(Warnings.ofNewestOnly(request, "systemd"));
        warnings.addAll(Warnings.ofOverlap(request, Overlap.QUEUE, "systemd"));
        return new Export(
                List.of(
                        new Export.File(name + ".service", service(request)),
                        new Export.File(name + ".timer", timer(request, times))),
                warnings);
    }

    private static String service(ExportRequest request) {
        String job = request.job().name();
        List<String> loop = ShellLoop.lines(
                request,
                List.of("at=$(date +%s)"),
                ShellLoop.newest(IntervalWord.last(request.job().schedule())),
                ShellLoop.words(request),
                ShellLoop.timeout(request));
        return """
                # The job '%1$s' of Pipette. Put both files into /etc/systemd/system, then:
                #   systemctl daemon-reload && systemctl enable --now pipette-%1$s.timer
                # The interval is the newest one of the schedule that has ended. An occurrence that succeeded loads nothing again.
                %2$s[Unit]
                Description=Pipette job %1$s
                Wants=network-online.target
                After=network-online.target

                [Service]
                Type=oneshot
                %7$s%3$s%8$s%4$sExecStart=%5$s
                TimeoutStartSec=infinity
                TimeoutStopSec=%6$d
                """.formatted(
                        job,
                        secrets(request),
                        folder(request),
                        environment(request),
                        Quoted.systemd(List.of("/bin/sh", "-c", ShellLoop.line(loop))),
                        Words.seconds(request.job().grace()) + 5,
                        user(request),
                        home(request));
    }

    /** Whoever promotes a job for a scheduler of this machine; a service without a user runs as root. */
    private static String user(ExportRequest request) {
        return request.user().map(name -> "User=" + name + "\n").orElse("");
    }

    private static String home(ExportRequest request) {
        return request.home()
                .map(home -> "Environment=\"PIPETTE_HOME="
                        + path(home.toString()).replace("\\", "\\\\").replace("\"", "\\\"") + "\"\n")
                .orElse("");
    }

    private static String folder(ExportRequest request) {
        return request.job()
                .folder()
                .map(folder -> "WorkingDirectory=" + path(folder.toString()) + "\n")
                .orElse("");
    }

    private static String environment(ExportRequest request) {
        boolean none = request.secrets().isEmpty() && request.job().envFile().isEmpty();
        return none ? "" : "EnvironmentFile=" + path(envFile(request)) + "\n";
    }

    private static String envFile(ExportRequest request) {
        return request.job()
                .envFile()
                .map(Object::toString)
                .orElse("/etc/pipette/" + request.job().name() + ".env");
    }

    private static String path(String path) {
        if (path.chars().anyMatch(Character::isISOControl)) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "the path '" + Printable.of(path)
                            + "' has a line break or another control character, which a unit of"
                            + " systemd cannot name. Rename the folder or the file.");
        }
        return path.replace("%", "%%");
    }

    private static String secrets(ExportRequest request) {
        return request.secrets().isEmpty()
                ? ""
                : Quoted.comment(List.of("Secrets, as NAME=VALUE lines in " + envFile(request) + " (mode 600): "
                        + String.join(", ", request.secrets())));
    }

    private static String timer(ExportRequest request, CalendarTimes times) {
        StringBuilder calendars = new StringBuilder();
        calendars(times)
                .forEach(calendar ->
                        calendars.append("OnCalendar=").append(calendar).append('\n'));
        return """
                # When the job '%1$s' of Pipette is due: cron '%2$s' in %3$s.
                [Unit]
                Description=Pipette job %1$s, its times

                [Timer]
                %4$sAccuracySec=1s
                Persistent=%5$s

                [Install]
                WantedBy=timers.target
                """.formatted(
                        request.job().name(),
                        times.cron(),
                        times.zone(),
                        calendars,
                        request.job().missed() != MissedRuns.NONE);
    }

    /** Where days of the month and of the week are both given, one of them is enough: that is two calendars. */
    static List<String> calendars(CalendarTimes times) {
        CronExpression cron = CronExpression.parse(times.cron());
        String months = part(cron, 3, 12);
        String days = part(cron, 2, 31);
        String time = " " + part(cron, 1, 24) + ":" + part(cron, 0, 60) + ":00 " + times.zone();
        String weekdays = cron.fields().get(4).size() == 7
                ? ""
                : String.join(",", cron.fields().get(4).stream().map(DAYS::get).toList()) + " ";
        boolean either = !cron.isOpen(2) && !cron.isOpen(4);
        return either
                ? List.of("*-" + months + "-" + days + time, weekdays + "*-" + months + "-*" + time)
                : List.of(weekdays + "*-" + months + "-" + days + time);
    }

    private static String part(CronExpression cron, int field, int all) {
        List<Integer> numbers = cron.fields().get(field);
        return numbers.size() == all ? "*" : PortableCron.ranges(numbers, ",", "..");
    }
}

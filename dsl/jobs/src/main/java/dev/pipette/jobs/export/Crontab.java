package dev.pipette.jobs.export;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.jobs.Overlap;
import dev.pipette.jobs.time.IntervalWord;
import java.util.ArrayList;
import java.util.List;

/** A line of a crontab. */
final class Crontab {
    /** Of cron in Debian and the BSDs. */
    private static final int LONGEST = 998;

    private Crontab() {}

    static Export export(ExportRequest request) {
        CalendarTimes times = CalendarTimes.of(request);
        String command = escaped(command(request), request);
        String text = Quoted.comment(comments(request, times))
                + "CRON_TZ=" + times.zone() + "\n"
                + times.cron() + " " + command + "\n";
        return new Export(
                List.of(new Export.File("pipette-" + request.job().name() + ".crontab", text)),
                warnings(request, command));
    }

    private static List<String> comments(ExportRequest request, CalendarTimes times) {
        List<String> comments = new ArrayList<>(List.of(
                "The job '" + request.job().name()
                        + "' of Pipette. Add these lines to a crontab with 'crontab -e', at its end.",
                "The interval is the newest one of the schedule that has ended. An occurrence that succeeded loads nothing again.",
                "CRON_TZ is the time zone of the lines below it, in cronie (Fedora, RHEL, Arch). cron of Debian, Ubuntu and macOS ignores",
                "it and uses the time zone of the machine: there, set the machine to " + times.zone()
                        + ", or use systemd."));
        if (!request.secrets().isEmpty()) {
            comments.add(
                    "Secrets, as NAME=VALUE lines in the file .env of the folder that the command runs in (mode 600): "
                            + String.join(", ", request.secrets()));
        }
        return comments;
    }

    private static String command(ExportRequest request) {
        List<String> start = new ArrayList<>();
        request.job().folder().ifPresent(folder -> start.add("cd " + Quoted.shell(folder.toString()) + " || exit"));
        request.home().ifPresent(home -> start.add("export PIPETTE_HOME=" + Quoted.shell(home.toString())));
        start.add("at=$(date +%s)");
        return ShellLoop.line(ShellLoop.lines(
                request,
                start,
                ShellLoop.newest(IntervalWord.last(request.job().schedule())),
                ShellLoop.words(request),
                ShellLoop.timeout(request)));
    }

    /**
     * A percent sign would be a line break for cron. Behind a backslash, which only a word in single quotes can have, the quotes are
     * closed and opened again, because cron would read the two backslashes as one text.
     */
    private static String escaped(String command, ExportRequest request) {
        if (command.contains("\n") || command.contains("\r")) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "a line of a crontab cannot hold the line break in a parameter of the job '"
                            + request.job().name() + "'. Export it for systemd.");
        }
        return command.replace("\\%", "\\''%").replace("%", "\\%");
    }

    private static List<String> warnings(ExportRequest request, String command) {
        List<String> warnings = new ArrayList<>(Warnings.ofNothingMissed(request, "cron"));
        warnings.add(
                "cron of Debian, Ubuntu and macOS ignores CRON_TZ: the machine must be in the time zone of the schedule.");
        warnings.addAll(Warnings.ofOverlap(request, Overlap.QUEUE, "cron, with the lock of the pipeline,"));
        if (request.job().envFile().isPresent()) {
            warnings.add("cron reads no file of settings: copy "
                    + request.job().envFile().orElseThrow()
                    + " to the file .env of the folder that the command runs in.");
        }
        if (command.length() > LONGEST) {
            warnings.add("The command has " + command.length()
                    + " characters; cron of Debian takes 998. Export it for systemd.");
        }
        return warnings;
    }
}

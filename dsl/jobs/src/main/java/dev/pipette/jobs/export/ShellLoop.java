package dev.pipette.jobs.export;

import dev.pipette.jobs.policy.ErrorClass;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The attempts of an occurrence as lines of a POSIX shell, for schedulers that cannot see which errors may pass. The interval is
 * computed before the first attempt, so that all of them have the same one.
 */
final class ShellLoop {
    /** {@code timeout} ends with 124, and with 137 where it had to kill; a process that is out of memory too. */
    private static final String AGAIN = ErrorClass.EXIT_CODE + "|124|137";

    private ShellLoop() {}

    /**
     * The lines.
     *
     * @param start lines before the first attempt
     * @param interval a word of the shell that is the interval
     * @param words a word of the shell for each word of the command behind the interval
     * @param prefix words before the command
     */
    static List<String> lines(
            ExportRequest request, List<String> start, String interval, List<String> words, String prefix) {
        String pauses =
                Words.pauses(request.job()).stream().map(pause -> pause + " ").collect(Collectors.joining());
        String command =
                prefix + Quoted.shell(Words.beforeInterval(request)) + " " + interval + " " + String.join(" ", words);
        return Stream.concat(
                        start.stream(),
                        Stream.of(
                                "for pause in " + pauses + "-; do",
                                "  code=0",
                                "  " + command + " || code=$?",
                                "  case $code in " + AGAIN + ") ;; *) exit $code ;; esac",
                                "  [ $pause != - ] || exit $code",
                                "  sleep $pause",
                                "done"))
                .toList();
    }

    /** One line of the same meaning. */
    static String line(List<String> lines) {
        StringBuilder line = new StringBuilder();
        for (String next : lines) {
            String text = next.strip();
            String between = line.isEmpty() ? "" : line.toString().endsWith(" do") ? " " : "; ";
            line.append(between).append(text);
        }
        return line.toString();
    }

    /** {@code timeout}, as coreutils and busybox have it. */
    static String timeout(ExportRequest request) {
        return "timeout -k " + Words.seconds(request.job().grace()) + " "
                + Words.seconds(request.job().timeout()) + " ";
    }

    /** The words behind the interval, quoted. */
    static List<String> words(ExportRequest request) {
        return Words.afterInterval(request).stream().map(Quoted::shell).toList();
    }

    /** The newest interval at the time that the variable {@code at} holds. */
    static String newest(String last) {
        return Quoted.shell(last + "@") + "\"$at\"";
    }
}

package dev.pipette.jobs.policy;

import dev.pipette.RunInterval;
import dev.pipette.jobs.AlertRule;
import dev.pipette.jobs.AttemptEnd;
import dev.pipette.text.Printable;
import dev.pipette.text.Secrets;
import dev.pipette.text.Units;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Alerts for people. */
final class AlertText {
    /** The message of an error may hold a whole answer of a server. */
    private static final int LONGEST = 4000;

    private AlertText() {}

    static String title(AlertRule.Event event, AlertFacts facts) {
        if (facts.isTest()) {
            return "Pipette: a test alert of the job '" + facts.job() + "'";
        }
        return "Pipette: the job '" + facts.job() + "' "
                + switch (event) {
                    case FAILED -> "failed";
                    case RECOVERED -> "works again";
                    case LATE -> "is late";
                    case STUCK -> "is stuck";
                    case SUCCEEDED -> "succeeded";
                };
    }

    static String text(AlertRule.Event event, AlertFacts facts, List<String> next) {
        List<String> lines = new ArrayList<>();
        lines.add(sentence(event, facts));
        lines.add("");
        facts.occurrence().ifPresent(number -> lines.add("Occurrence: " + number));
        facts.interval().ifPresent(interval -> lines.add("Interval: " + interval));
        facts.end().ifPresent(end -> lines.addAll(end(end)));
        facts.lastSuccess().ifPresent(time -> lines.add("Last success: " + time(facts, time)));
        facts.host().ifPresent(host -> lines.add("Host: " + Printable.line(host)));
        lines.add("Version: " + facts.version() + " of the job"
                + facts.pipette().map(version -> ", Pipette " + version).orElse(""));
        lines.add("Time: " + time(facts, facts.at()));
        if (!next.isEmpty()) {
            lines.add("");
            lines.add("What to do now:");
            next.forEach(command -> lines.add("  " + command));
        }
        if (!facts.isTest()) {
            lines.addAll(after(event));
        }
        return String.join("\n", lines) + "\n";
    }

    private static String sentence(AlertRule.Event event, AlertFacts facts) {
        if (facts.isTest()) {
            return "A person tests the alerts of the job '" + facts.job() + "'. Nothing happened to the job.";
        }
        String job = "The job '" + facts.job() + "' ";
        return switch (event) {
            case FAILED -> job + how(facts.end()) + " after " + attempts(facts.attempts()) + ".";
            case RECOVERED -> job + "succeeded again.";
            case LATE ->
                job + "has had no success within "
                        + facts.promised().map(AlertText::span).orElse("the promised time") + ".";
            case STUCK ->
                job + "does not end: attempt " + facts.attempts() + " was asked to stop and still runs"
                        + facts.startedAt()
                                .map(start -> ", " + span(Duration.between(start, facts.at())) + " after its start")
                                .orElse("")
                        + ".";
            case SUCCEEDED -> job + "succeeded.";
        };
    }

    private static String how(Optional<AttemptEnd> end) {
        return switch (end.map(AttemptEnd::how).orElse(AttemptEnd.How.FAILED)) {
            case TIMED_OUT -> "failed at its time limit";
            case LOST -> "failed, because its process died without a report,";
            default -> "failed";
        };
    }

    private static String attempts(int attempts) {
        return attempts == 1 ? "1 attempt" : attempts + " attempts";
    }

    private static List<String> end(AttemptEnd end) {
        List<String> lines = new ArrayList<>();
        end.errorCode().ifPresent(code -> lines.add("Error: " + Printable.line(code)));
        end.message().ifPresent(message -> lines.add("Message: " + message(message)));
        if (end.how() == AttemptEnd.How.SUCCEEDED) {
            lines.add("Rows: " + Units.number(end.rows()));
        }
        return lines;
    }

    /** Without secrets and control characters, and not longer than people read. */
    static String message(String message) {
        String shown = Printable.of(Secrets.masked(message));
        if (shown.length() <= LONGEST) {
            return shown;
        }
        int end = Character.isHighSurrogate(shown.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
        return shown.substring(0, end) + " .. (the log has the rest)";
    }

    private static List<String> after(AlertRule.Event event) {
        return switch (event) {
            case FAILED ->
                List.of("", "There is no other alert about failures of this job until it has succeeded again.");
            case LATE -> List.of("", "There is no other alert about its lateness until it has succeeded.");
            case RECOVERED, STUCK, SUCCEEDED -> List.of();
        };
    }

    /** The commands that help, each as it can be typed. */
    static List<String> next(AlertRule.Event event, AlertFacts facts) {
        String job = facts.job();
        String one = job + facts.occurrence().map(number -> " " + number).orElse("");
        if (facts.isTest()) {
            return List.of();
        }
        return switch (event) {
            case FAILED -> List.of("pipette jobs logs " + one, "pipette jobs run " + job + interval(facts.interval()));
            case LATE -> List.of("pipette jobs history " + job, "pipette jobs logs " + job);
            case STUCK -> List.of("pipette jobs logs " + one, "pipette jobs cancel " + one);
            case RECOVERED, SUCCEEDED -> List.of();
        };
    }

    private static String interval(Optional<RunInterval> interval) {
        return interval.map(known -> " --interval " + known).orElse("");
    }

    private static String time(AlertFacts facts, Instant time) {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                time.atZone(facts.zone()).truncatedTo(ChronoUnit.SECONDS));
    }

    /** A length of time in words: {@code 1 d 3 h}. */
    private static String span(Duration time) {
        String text = part(time.toDaysPart(), "d") + part(time.toHoursPart(), "h") + part(time.toMinutesPart(), "min");
        return text.isEmpty() ? time.toSecondsPart() + " s" : text.strip();
    }

    private static String part(long number, String unit) {
        return number == 0 ? "" : number + " " + unit + " ";
    }
}

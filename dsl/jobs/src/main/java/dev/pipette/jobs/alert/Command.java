package dev.pipette.jobs.alert;

import dev.pipette.jobs.time.Durations;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Runs a program with the JSON document on its standard input. No shell reads the command: words may be put in quotes. */
final class Command implements AlertSender {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|'([^']*)'|(\\S+)");

    private final Duration limit;

    Command() {
        this(LIMIT);
    }

    /** The same with another time limit. */
    Command(Duration limit) {
        this.limit = limit;
    }

    @Override
    public void send(OutgoingAlert alert) throws AlertFailure, InterruptedException {
        List<String> words = words(alert.target());
        if (words.isEmpty()) {
            throw AlertFailure.lasting("the command of the alert is empty", null);
        }
        ProcessBuilder builder =
                new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("PIPETTE_EVENT", alert.event().name().toLowerCase(Locale.ROOT));
        builder.environment().put("PIPETTE_ALERT_ID", alert.id());
        Process process = start(words.getFirst(), builder);
        try {
            give(process, alert.json());
            check(words.getFirst(), process);
        } finally {
            List<ProcessHandle> started = process.descendants().toList();
            process.destroyForcibly();
            started.forEach(ProcessHandle::destroyForcibly);
        }
    }

    private static Process start(String program, ProcessBuilder builder) throws AlertFailure {
        try {
            return builder.start();
        } catch (IOException missing) {
            throw AlertFailure.lasting(
                    "the command '" + program + "' cannot be started: " + missing.getMessage(), missing);
        }
    }

    /** In a thread of its own: a program that does not read would hold this one up. */
    private static void give(Process process, String json) {
        Thread.ofVirtual().start(() -> {
            try (OutputStream input = process.getOutputStream()) {
                input.write(json.getBytes(StandardCharsets.UTF_8));
            } catch (IOException notRead) {
                // its exit code counts
            }
        });
    }

    private void check(String program, Process process) throws AlertFailure, InterruptedException {
        if (!process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS)) {
            throw AlertFailure.passing(
                    "the command '" + program + "' did not end within " + Durations.text(limit) + " and was killed",
                    Optional.empty(),
                    null);
        }
        if (process.exitValue() != 0) {
            throw AlertFailure.passing(
                    "the command '" + program + "' ended with exit code " + process.exitValue(),
                    Optional.empty(),
                    null);
        }
    }

    static List<String> words(String command) {
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(command);
        while (word.find()) {
            Optional<String> quoted = Optional.ofNullable(word.group(1)).or(() -> Optional.ofNullable(word.group(2)));
            words.add(quoted.orElseGet(word::group));
        }
        return words;
    }
}

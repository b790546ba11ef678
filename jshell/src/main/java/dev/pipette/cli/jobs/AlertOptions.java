package dev.pipette.cli.jobs;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.jobs.AlertRule;
import dev.pipette.jobs.AlertRule.Channel;
import dev.pipette.jobs.AlertRule.Event;
import dev.pipette.jobs.alert.AlertProgram;
import dev.pipette.text.NearestName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** Who gets a message about what. */
final class AlertOptions {
    private static final String KEY = "#signed-with=";

    /** Without TLS only to this machine: an alert is nobody else's business. */
    private static final Pattern WEBHOOK =
            Pattern.compile("https://[^/].*|http://(?:localhost|127\\.0\\.0\\.1|\\[::1])[:/].*");

    private static final Pattern MAIL = Pattern.compile("mailto:[^@\\s,]+@[^@\\s,]+(?:,[^@\\s,]+@[^@\\s,]+)*");

    @Option(
            names = "--on-failure",
            paramLabel = "TARGET",
            description =
                    "Where alerts go: https://.., mailto:NAME@HOST, or command:PROGRAM. It gets failures, recoveries,"
                            + " late jobs and stuck runs."
                            + " https://..#signed-with=SETTING names the setting with the key of its signature. May be"
                            + " given several times.")
    private List<String> usual = List.of();

    @Option(
            names = "--on",
            paramLabel = "TARGET=EVENT,..",
            description = "The same for chosen events: failed, recovered, late, stuck, succeeded.")
    private List<String> chosen = List.of();

    /** The rules, in the order of the options. */
    List<AlertRule> rules() {
        List<AlertRule> rules = new ArrayList<>();
        usual.forEach(target -> rules.add(rule("--on-failure", target, AlertRule.USUAL)));
        for (String word : chosen) {
            int equals = word.lastIndexOf('=');
            if (equals < 1
                    || word.startsWith(KEY, word.lastIndexOf('#'))
                            && equals == word.lastIndexOf('#') + KEY.length() - 1) {
                throw new PipetteException(
                        ErrorCode.BAD_USAGE,
                        "--on " + word + " names no event. Write it like --on " + word + "=failed,succeeded");
            }
            rules.add(rule("--on", word.substring(0, equals), events(word, word.substring(equals + 1))));
        }
        return rules;
    }

    private static Set<Event> events(String word, String names) {
        EnumSet<Event> events = EnumSet.noneOf(Event.class);
        List<String> known = Stream.of(Event.values()).map(AlertOptions::word).toList();
        for (String name : names.split(",", -1)) {
            if (!known.contains(name)) {
                throw new PipetteException(
                        ErrorCode.BAD_USAGE,
                        "--on " + word + ": there is no event '" + name + "'." + NearestName.question(name, known)
                                + " Events are " + String.join(", ", known) + ".");
            }
            events.add(Event.valueOf(name.toUpperCase(Locale.ROOT)));
        }
        return events;
    }

    static String word(Event event) {
        return event.name().toLowerCase(Locale.ROOT);
    }

    private static AlertRule rule(String option, String written, Set<Event> events) {
        int mark = written.indexOf(KEY);
        String target = mark < 0 ? written : written.substring(0, mark);
        Optional<String> secret = mark < 0 ? Optional.empty() : Optional.of(written.substring(mark + KEY.length()));
        Channel channel = channel(target)
                .orElseThrow(() -> new PipetteException(
                        ErrorCode.BAD_USAGE,
                        option + " " + written + " names no way to send an alert. Write https://HOST/PATH,"
                                + " mailto:NAME@HOST or command:PROGRAM."));
        if (secret.isPresent() && (channel != Channel.WEBHOOK || secret.get().isBlank())) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    option + " " + written
                            + ": #signed-with=SETTING names the setting with the key of a webhook's signature,"
                            + " behind an https:// address.");
        }
        WorkOptions.withoutSecret(option, target);
        if (channel == Channel.COMMAND) {
            checkProgram(option, withoutScheme(channel, target));
        }
        return new AlertRule(channel, withoutScheme(channel, target), events, secret);
    }

    /** Before the first failure, which nobody would hear of. */
    private static void checkProgram(String option, String command) {
        String program = AlertProgram.of(command);
        Path file = Path.of(program);
        if (file.getNameCount() > 1 && !file.isAbsolute()) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    option + " command:" + command
                            + " names a program by a part of its path, and a scheduler may run in another folder."
                            + " Write the whole path: " + file.toAbsolutePath().normalize());
        }
        if (!AlertProgram.isThere(command, Objects.requireNonNullElse(System.getenv("PATH"), ""))) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    option + " command:" + command
                            + (file.isAbsolute()
                                    ? ": there is no program " + program
                                            + ". Correct the path, or let it be executed: chmod +x " + program
                                    : ": there is no program '" + program
                                            + "' in the folders of PATH. Install it, or write its whole path."));
        }
    }

    private static Optional<Channel> channel(String target) {
        if (WEBHOOK.matcher(target).matches()) {
            return Optional.of(Channel.WEBHOOK);
        }
        if (MAIL.matcher(target).matches()) {
            return Optional.of(Channel.MAIL);
        }
        return target.matches("command:\\S.*") ? Optional.of(Channel.COMMAND) : Optional.empty();
    }

    private static String withoutScheme(Channel channel, String target) {
        return channel == Channel.WEBHOOK ? target : target.substring(target.indexOf(':') + 1);
    }
}

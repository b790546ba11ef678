package dev.pipette.jobs;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who gets an alert about what.
 *
 * <pre>{@code
 * new AlertRule(AlertRule.Channel.WEBHOOK, "https://example.com/hook", AlertRule.USUAL, Optional.of("HOOK_SECRET"));
 * }</pre>
 *
 * @param channel the way
 * @param target a URL, an e-mail address, or a command; without secrets
 * @param events that cause an alert
 * @param secret the name of the setting that holds the key of a webhook's signature
 */
public record AlertRule(Channel channel, String target, Set<Event> events, Optional<String> secret) {
    /** The events by default: all but success. */
    public static final Set<Event> USUAL = Set.of(Event.FAILED, Event.RECOVERED, Event.LATE, Event.STUCK);

    /** {@code data@example.com (failed, recovered, late, stuck)}. */
    @Override
    public String toString() {
        return target + " ("
                + events.stream()
                        .sorted()
                        .map(event -> event.name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(", "))
                + ")";
    }

    /** The ways. */
    public enum Channel {
        /** An HTTP POST of a JSON document. */
        WEBHOOK,
        /** An e-mail. */
        MAIL,
        /** A program, with the JSON document on its standard input. */
        COMMAND
    }

    /** What can cause an alert. */
    public enum Event {
        /** An occurrence failed for good. */
        FAILED,
        /** The first success after a failure. */
        RECOVERED,
        /** No success within the time that the job promises. */
        LATE,
        /** A run takes longer than its time limit and does not end. */
        STUCK,
        /** An occurrence succeeded. */
        SUCCEEDED
    }
}

package dev.pipette.jobs.alert;

import dev.pipette.jobs.AlertRule;
import dev.pipette.settings.Settings;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The ways to send alerts, by channel.
 *
 * <pre>{@code
 * AlertSenders senders = AlertSenders.of(Settings.load(), Clock.systemUTC());
 * senders.of(AlertRule.Channel.WEBHOOK).send(alert);
 * }</pre>
 */
public final class AlertSenders {
    /** How often an alert is sent at most. */
    public static final int ATTEMPTS = 8;

    private static final Duration FIRST = Duration.ofSeconds(10);
    private static final Duration LONGEST = Duration.ofMinutes(30);

    private final Map<AlertRule.Channel, AlertSender> senders;

    private AlertSenders(Map<AlertRule.Channel, AlertSender> senders) {
        this.senders = Map.copyOf(senders);
    }

    /**
     * All ways.
     *
     * @param settings with the keys of signatures, and with {@code jobs.smtp}
     * @param clock of signatures
     */
    public static AlertSenders of(Settings settings, Clock clock) {
        return of(Map.of(
                AlertRule.Channel.WEBHOOK, new Webhook(settings, clock),
                AlertRule.Channel.MAIL, new Mail(settings),
                AlertRule.Channel.COMMAND, new Command()));
    }

    /** Other ways: for tests. */
    public static AlertSenders of(Map<AlertRule.Channel, AlertSender> senders) {
        return new AlertSenders(senders);
    }

    /** A way. */
    public AlertSender of(AlertRule.Channel channel) {
        AlertSender sender = senders.get(channel);
        if (sender == null) {
            throw new IllegalArgumentException("nobody sends to " + channel);
        }
        return sender;
    }

    /**
     * When an alert that failed is sent again: after 10 s, 20 s, 40 s .. half an hour, or when the receiver asks for it.
     *
     * @param attempts made so far
     * @return empty when it is given up
     */
    public static Optional<Duration> again(AlertFailure failure, int attempts) {
        if (!failure.isPassing() || attempts >= ATTEMPTS) {
            return Optional.empty();
        }
        Duration usual = FIRST.multipliedBy(1L << Math.min(attempts - 1, 10));
        Duration asked = failure.after().orElse(usual);
        Duration pause = asked.compareTo(usual) > 0 ? asked : usual;
        return Optional.of(pause.compareTo(LONGEST) > 0 ? LONGEST : pause);
    }
}

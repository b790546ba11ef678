package dev.pipette.jobs.alert;

import dev.pipette.jobs.AlertRule;
import java.util.Optional;

/**
 * An alert for one receiver.
 *
 * <pre>{@code
 * new OutgoingAlert("pipette-alert-17", AlertRule.Event.FAILED, "https://example.com/hook", Optional.of("HOOK_SECRET"),
 *         message.title(), message.text(), message.json());
 * }</pre>
 *
 * @param id the same each time that it is sent, so that a receiver knows it again
 * @param event what it is about
 * @param target a URL, addresses, or a command
 * @param secret the name of the setting with the key of a webhook's signature
 * @param title one line
 * @param text for people
 * @param json for programs
 */
public record OutgoingAlert(
        String id,
        AlertRule.Event event,
        String target,
        Optional<String> secret,
        String title,
        String text,
        String json) {}

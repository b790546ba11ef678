package dev.pipette.jobs.store;

import dev.pipette.jobs.AlertRule;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A message in the outbox.
 *
 * <pre>{@code
 * for (QueuedAlert alert : store.alerts().claim(10, Duration.ofMinutes(1), now)) {
 *     send(alert);
 * }
 * }</pre>
 *
 * @param id its number
 * @param job it is about
 * @param occurrence it is about
 * @param event what happened
 * @param channel the way
 * @param target who gets it
 * @param secret the name of the setting with the key of a signature
 * @param title one line for people
 * @param text lines for people
 * @param json the document for programs
 * @param createdAt when it happened
 * @param status where it is
 * @param attempts to send it, with the one that runs
 * @param sentAt when it was sent
 * @param message why the last attempt failed
 */
public record QueuedAlert(
        long id,
        String job,
        OptionalLong occurrence,
        AlertRule.Event event,
        AlertRule.Channel channel,
        String target,
        Optional<String> secret,
        String title,
        String text,
        String json,
        Instant createdAt,
        Status status,
        int attempts,
        Optional<Instant> sentAt,
        Optional<String> message) {
    /** Where a message is. */
    public enum Status {
        /** It is to be sent, or sent again. */
        WAITING,
        /** It was sent. */
        SENT,
        /** It could not be sent, and is given up. */
        FAILED
    }
}

package dev.pipette.jobs.policy;

import dev.pipette.jobs.AlertRule;
import java.util.List;

/**
 * An alert as people and programs read it: what happened, and what to do now. It holds no secret that Pipette knows, or that is named
 * or placed like one.
 *
 * <pre>{@code
 * AlertMessage message = AlertMessage.of(AlertRule.Event.FAILED, facts);
 * message.title();   // Pipette: the job 'orders' failed
 * }</pre>
 *
 * @param event that it is about
 * @param title one line, such as the subject of an e-mail
 * @param text lines for people
 * @param json one JSON document for programs, in one line
 */
public record AlertMessage(AlertRule.Event event, String title, String text, String json) {
    /** Writes an alert; of a test, one that says so. */
    public static AlertMessage of(AlertRule.Event event, AlertFacts facts) {
        String title = AlertText.title(event, facts);
        List<String> next = AlertText.next(event, facts);
        return new AlertMessage(
                event, title, AlertText.text(event, facts, next), AlertDocument.of(event, facts, title, next));
    }
}

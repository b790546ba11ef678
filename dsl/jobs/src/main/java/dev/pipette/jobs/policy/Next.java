package dev.pipette.jobs.policy;

import java.time.Duration;

/**
 * What happens with an occurrence after an attempt.
 *
 * <pre>{@code
 * if (next instanceof Next.RetryAt(Duration pause)) {
 *     System.out.println("again in " + pause.toSeconds() + " s");
 * }
 * }</pre>
 */
public sealed interface Next {
    /** Nothing: it succeeded, or a person cancelled it. */
    record Done() implements Next {}

    /**
     * It is tried again.
     *
     * @param pause from the end of the attempt
     */
    record RetryAt(Duration pause) implements Next {}

    /**
     * It has failed.
     *
     * @param why it is not tried again, as a sentence
     */
    record GiveUp(String why) implements Next {}

    /** It waits for another scheduler, which continues at once. */
    record HandBack() implements Next {}
}

package dev.pipette.testing.http;

import java.util.Optional;

/**
 * What is sent, what goes wrong with it, and why the request should not have come.
 *
 * @param unexpected why nobody was meant to send the request
 */
record Reply(Answer answer, Optional<Failure.Kind> failure, Optional<String> unexpected) {
    static Reply of(Answer answer) {
        return new Reply(answer, Optional.empty(), Optional.empty());
    }

    static Reply unexpected(Answer answer, String why) {
        return new Reply(answer, Optional.empty(), Optional.of(why));
    }
}

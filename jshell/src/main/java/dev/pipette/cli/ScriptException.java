package dev.pipette.cli;

import java.util.Optional;

/** A script that stopped at its first problem; the message begins with the place, so that no stack trace is needed. */
public final class ScriptException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** A script that has to be changed before it can run. */
    ScriptException(String message) {
        super(message, null, false, false);
    }

    /** A line that ran and threw. */
    ScriptException(String place, Throwable thrown) {
        super(place + ": " + Problems.codeMessage(thrown), thrown, false, false);
    }

    private ScriptException(ScriptException failed, String sentence) {
        super(failed.getMessage() + System.lineSeparator() + "  " + sentence, failed.getCause(), false, false);
    }

    /** The same with another sentence in a line of its own. */
    ScriptException with(String sentence) {
        return new ScriptException(this, sentence);
    }

    /** What the innermost cause says, where the message does not say it already. */
    public Optional<String> rootCause() {
        return Problems.rootCause(this);
    }
}

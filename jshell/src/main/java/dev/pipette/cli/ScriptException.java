package dev.pipette.cli;

/** A script that stopped at its first problem; the message begins with the place, so that no stack trace is needed. */
final class ScriptException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** A script that has to be changed before it can run. */
    ScriptException(String message) {
        super(message, null, false, false);
    }

    /** A line that ran and threw. */
    ScriptException(String place, Throwable thrown) {
        super(place + ": " + Problems.codeMessage(thrown), thrown, false, false);
    }
}

package dev.pipette.cli.shell;

import dev.pipette.cli.CellInterruptedException;
import dev.pipette.cli.ScriptException;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An input that failed, for the person who typed it: one message with the way out, without a stack trace.
 *
 * @param place the words before the message: {@code error}, {@code error in line 2}
 */
record ShellFailure(String place, String message, Throwable thrown) {
    private static final String INTERRUPTED = "What was declared and loaded before stays.";

    /** {@code input 3, line 2 (called in line 4): the message}, or with a file: {@code day.jsh:7: the message}. */
    private static final Pattern PLACED = Pattern.compile(
            "(?:(input \\d+), line (\\d+)|([^\\n:]+:\\d+))(?: \\(called in ([^)]*)\\))?: (.*)", Pattern.DOTALL);

    /**
     * The failure of an input.
     *
     * @param name of the input, {@code input 3}
     * @param isOneLine whether a line need not be named
     */
    static ShellFailure of(Throwable failed, String name, boolean isOneLine) {
        Throwable thrown = failed instanceof ScriptException script ? script.getCause() : failed;
        if (CellInterruptedException.isBehind(thrown)) {
            return new ShellFailure("interrupted", INTERRUPTED, failed);
        }
        String text = failed instanceof ScriptException || failed instanceof PipetteException
                ? String.valueOf(failed.getMessage())
                : failed.toString();
        Matcher placed = PLACED.matcher(text);
        if (!(failed instanceof ScriptException) || !placed.matches()) {
            return new ShellFailure("error", text, failed);
        }
        boolean isHere = name.equals(placed.group(1));
        String place = place(placed, isHere, isOneLine)
                + Optional.ofNullable(placed.group(4))
                        .filter(called -> !isHere || !isOneLine)
                        .map(called -> ", called in " + called)
                        .orElse("");
        return new ShellFailure("error" + place, placed.group(5), failed);
    }

    private static String place(Matcher placed, boolean isHere, boolean isOneLine) {
        if (placed.group(3) != null) {
            return " in " + placed.group(3);
        }
        if (isHere) {
            return isOneLine ? "" : " in line " + placed.group(2);
        }
        return " in " + placed.group(1) + ", line " + placed.group(2);
    }

    /** What the innermost cause says, where the message does not say it. */
    Optional<String> cause() {
        return thrown instanceof ScriptException script && !CellInterruptedException.isBehind(script.getCause())
                ? script.rootCause()
                : Optional.empty();
    }

    /** Whether a stack trace may say more than the message. */
    boolean hasTrace() {
        Throwable real = thrown instanceof ScriptException script ? script.getCause() : thrown;
        boolean isExpected = real instanceof PipetteException known
                && (known.code() == ErrorCode.BAD_USAGE || known.code() == ErrorCode.INTERRUPTED);
        return real != null && !isExpected && !CellInterruptedException.isBehind(real);
    }

    String trace() {
        StringWriter trace = new StringWriter();
        Throwable real = thrown instanceof ScriptException script ? script.getCause() : thrown;
        if (real == null) {
            return "The last error has no stack trace: its code did not begin to run.";
        }
        real.printStackTrace(new PrintWriter(trace, true));
        return trace.toString().stripTrailing();
    }
}

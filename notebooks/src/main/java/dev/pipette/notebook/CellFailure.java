package dev.pipette.notebook;

import dev.pipette.cli.CellInterruptedException;
import dev.pipette.cli.ScriptException;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.text.Printable;
import dev.pipette.text.Secrets;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A cell that failed, as a notebook shows it: the place, one message with the way out, and no stack trace. */
final class CellFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private static final Pattern PLACE =
            Pattern.compile("(cell \\d+, line \\d+(?: \\(called in [^)]*\\))?): (.*)", Pattern.DOTALL);

    private static final String INTERRUPTED = "the cell was interrupted. What it declared and loaded before stays.";

    private static final String RED = "\u001b[1;31m";
    private static final String DIM = "\u001b[2m";
    private static final String PLAIN = "\u001b[0m";

    private CellFailure(String message, Throwable cause) {
        super(message, cause);
    }

    /** The failure of a cell, with a message that holds neither secrets nor control characters. */
    static CellFailure of(Throwable failed) {
        String message = switch (failed) {
            case ScriptException script
            when CellInterruptedException.isBehind(script.getCause()) ->
                String.valueOf(script.getMessage()).replaceFirst(": .*", ": " + INTERRUPTED);
            case ScriptException script -> script.getMessage();
            case PipetteException known -> known.getMessage();
            default -> failed.toString();
        };
        return new CellFailure(shown(String.valueOf(message)), failed);
    }

    private static String shown(String text) {
        return Printable.of(Secrets.masked(text));
    }

    /** What a cell's code threw, where it is not the code itself that cannot run. */
    private Optional<Throwable> thrown() {
        return getCause() instanceof ScriptException script
                ? Optional.ofNullable(script.getCause())
                : Optional.ofNullable(getCause());
    }

    /** The lines of the message, with colors. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        Matcher placed = PLACE.matcher(String.valueOf(getMessage()));
        boolean hasPlace = placed.matches();
        if (hasPlace) {
            lines.add(RED + placed.group(1) + PLAIN);
        }
        (hasPlace ? placed.group(2) : String.valueOf(getMessage())).lines().forEach(lines::add);
        if (getCause() instanceof ScriptException script && !CellInterruptedException.isBehind(script.getCause())) {
            script.rootCause().ifPresent(cause -> lines.add("cause: " + shown(cause)));
        }
        if (thrown().filter(thrown -> !isExpected(thrown)).isPresent()) {
            lines.add(DIM + "%trace in a cell shows the stack trace." + PLAIN);
        }
        return lines;
    }

    /** What a person did, whose message says all that there is to know. */
    private static boolean isExpected(Throwable thrown) {
        return CellInterruptedException.isBehind(thrown)
                || (thrown instanceof PipetteException known
                        && (known.code() == ErrorCode.BAD_USAGE || known.code() == ErrorCode.INTERRUPTED));
    }

    /** The stack trace, with the lines of cells in it. */
    String trace() {
        StringWriter trace = new StringWriter();
        thrown().ifPresentOrElse(
                        thrown -> thrown.printStackTrace(new PrintWriter(trace, true)),
                        () -> trace.append("the last error has no stack trace: its cell did not begin to run\n"));
        return shown(trace.toString());
    }
}

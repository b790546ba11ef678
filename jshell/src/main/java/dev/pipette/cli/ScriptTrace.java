package dev.pipette.cli;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import jdk.jshell.Snippet;
import org.jspecify.annotations.Nullable;

/** Where the snippets are in the scripts that have them, and so where in them something was thrown. */
final class ScriptTrace {
    private final Map<String, Begin> begins = new HashMap<>();

    /** Where a snippet begins. */
    record Begin(ScriptFile script, int offset) {
        int line() {
            return script.line(offset);
        }
    }

    /** A line of a script that a stack trace names. */
    private record Line(String script, int number) {
        static Line of(StackTraceElement frame) {
            return new Line(String.valueOf(frame.getFileName()), frame.getLineNumber());
        }
    }

    /** Takes down where a snippet begins. */
    void begins(Snippet snippet, ScriptFile script, int offset) {
        begins.put(snippet.id(), new Begin(script, offset));
    }

    /** Where a snippet begins; where nobody knows, at the beginning of a script. */
    Begin begin(Snippet snippet, ScriptFile otherwise) {
        return begins.getOrDefault(snippet.id(), new Begin(otherwise, 0));
    }

    /**
     * Tells in which line something was thrown, and from which one that was called: what a resource's code throws comes
     * back from another thread, as the cause of what the run throws. Stack traces get the lines of the script.
     *
     * @param told the same as JShell reports it, whose trace names snippets
     * @param script that runs
     */
    ScriptException thrown(Throwable thrown, @Nullable Throwable told, Snippet snippet, ScriptFile script) {
        Throwable real = thrown;
        for (Throwable at = told; at != null && real != null; at = at.getCause(), real = real.getCause()) {
            real.setStackTrace(
                    Arrays.stream(at.getStackTrace()).map(this::inScript).toArray(StackTraceElement[]::new));
        }
        Line running = new Line(script.name(), begin(snippet, script).line());
        List<Line> called = lines(thrown);
        Line caller = called.isEmpty() ? running : called.getLast();
        Line line = Stream.iterate(thrown, Objects::nonNull, Throwable::getCause)
                .map(this::lines)
                .filter(lines -> !lines.isEmpty())
                .map(List::getFirst)
                .findFirst()
                .orElse(running);
        return new ScriptException(place(line, script) + (line.equals(caller) ? "" : called(caller, line)), thrown);
    }

    private String place(Line line, ScriptFile otherwise) {
        return begins.values().stream()
                .map(Begin::script)
                .filter(script -> script.name().equals(line.script()))
                .findFirst()
                .orElse(otherwise)
                .placeOfLine(line.number());
    }

    private static String called(Line caller, Line line) {
        return " (called in " + (caller.script().equals(line.script()) ? "" : caller.script() + ", ") + "line "
                + caller.number() + ")";
    }

    /** The lines of scripts that a stack trace names, the innermost first. */
    private List<Line> lines(Throwable thrown) {
        return Arrays.stream(thrown.getStackTrace())
                .filter(frame -> begins.values().stream()
                        .anyMatch(begin -> begin.script().name().equals(frame.getFileName())))
                .map(Line::of)
                .toList();
    }

    /** JShell writes the number of a snippet in the place of a file's name. */
    private StackTraceElement inScript(StackTraceElement frame) {
        String file = Optional.ofNullable(frame.getFileName()).orElse("");
        Begin begin = file.startsWith("#") ? begins.get(file.substring(1)) : null;
        return begin == null
                ? frame
                : new StackTraceElement(
                        "script",
                        frame.getMethodName().isEmpty() ? "main" : frame.getMethodName(),
                        begin.script().name(),
                        begin.line() + frame.getLineNumber() - 1);
    }
}

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

/** Where the snippets of a script are in it, and so where in it something was thrown. */
final class ScriptTrace {
    private final ScriptFile script;
    private final Map<String, Integer> begins = new HashMap<>();

    ScriptTrace(ScriptFile script) {
        this.script = script;
    }

    /** Takes down where a snippet begins. */
    void begins(Snippet snippet, int offset) {
        begins.put(snippet.id(), offset);
    }

    /** Where a snippet begins. */
    int begin(Snippet snippet) {
        return begins.getOrDefault(snippet.id(), 0);
    }

    /**
     * Tells in which line something was thrown, and from which one that was called: what a resource's code throws comes
     * back from another thread, as the cause of what the run throws. Stack traces get the lines of the script.
     *
     * @param told the same as JShell reports it, whose trace names snippets
     */
    ScriptException thrown(Throwable thrown, @Nullable Throwable told, Snippet snippet) {
        Throwable real = thrown;
        for (Throwable at = told; at != null && real != null; at = at.getCause(), real = real.getCause()) {
            real.setStackTrace(
                    Arrays.stream(at.getStackTrace()).map(this::inScript).toArray(StackTraceElement[]::new));
        }
        int running = script.line(begin(snippet));
        List<Integer> called = lines(thrown);
        int caller = called.isEmpty() ? running : called.getLast();
        int line = Stream.iterate(thrown, Objects::nonNull, Throwable::getCause)
                .map(this::lines)
                .filter(lines -> !lines.isEmpty())
                .map(List::getFirst)
                .findFirst()
                .orElse(running);
        return new ScriptException(
                script.name() + ":" + line + (line == caller ? "" : " (called in line " + caller + ")"), thrown);
    }

    /** The lines of the script that a stack trace names, the innermost first. */
    private List<Integer> lines(Throwable thrown) {
        return Arrays.stream(thrown.getStackTrace())
                .filter(frame -> script.name().equals(frame.getFileName()))
                .map(StackTraceElement::getLineNumber)
                .toList();
    }

    /** JShell writes the number of a snippet in the place of a file's name. */
    private StackTraceElement inScript(StackTraceElement frame) {
        String file = Optional.ofNullable(frame.getFileName()).orElse("");
        Integer begin = file.startsWith("#") ? begins.get(file.substring(1)) : null;
        return begin == null
                ? frame
                : new StackTraceElement(
                        "script",
                        frame.getMethodName().isEmpty() ? "main" : frame.getMethodName(),
                        script.name(),
                        script.line(begin) + frame.getLineNumber() - 1);
    }
}

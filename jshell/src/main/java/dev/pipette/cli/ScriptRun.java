package dev.pipette.cli;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.Diag;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis.Completeness;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import jdk.jshell.VarSnippet;

/**
 * Runs a script of JShell code in this JVM, from its first line to its first problem. The tool {@code jshell} continues after
 * an error and tells nobody by its exit code; this is for jobs.
 *
 * <p>Lines are taken one after the other until they are a whole snippet, as the tool does it, so that a script means the
 * same in both. One thing is more than the tool takes: a line that begins with a dot continues with the line above, as in a
 * Java file.
 */
final class ScriptRun implements AutoCloseable {
    /** What JShell itself begins with. */
    private static final String DEFAULT_IMPORT = "import module java.base;";

    private static final String EXIT = "/exit";
    private static final String EXIT_CODE = "int $exit_code = ";

    private final ScriptFile script;
    private final ScriptControl control;
    private final ScriptTrace trace;
    private final JShell shell;

    private ScriptRun(ScriptFile script, ScriptControl control) {
        this.script = script;
        this.control = control;
        this.trace = new ScriptTrace(script);
        this.shell =
                JShell.builder().executionEngine(control.provider(), Map.of()).build();
        shell.addToClasspath(OtherJvm.classPath());
    }

    /**
     * Runs a script.
     *
     * @param arguments the script finds them in {@code String[] args}
     * @return the exit code that the script asks for, or 0 at its end
     * @throws ScriptException for the first problem
     */
    static int run(ScriptFile script, List<String> arguments) throws IOException {
        return run(script, arguments, ScriptControl::new);
    }

    /** The same by another way to run a snippet. */
    static int run(ScriptFile script, List<String> arguments, Supplier<? extends ScriptControl> control)
            throws IOException {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (ScriptRun run = new ScriptRun(script, control.get())) {
            run.prepare(arguments);
            return run.toTheEnd();
        } finally {
            thread.setContextClassLoader(before); // that of JShell took its place when the control was made
        }
    }

    @Override
    public void close() {
        shell.close();
    }

    private void prepare(List<String> arguments) throws IOException {
        Stream.concat(Stream.of(DEFAULT_IMPORT), StartScript.text().lines().filter(line -> line.startsWith("import ")))
                .forEach(shell::eval);
        // an object is passed, because no literal takes every text
        String key = "pipette.args." + UUID.randomUUID();
        System.getProperties().put(key, arguments.toArray(String[]::new));
        shell.eval("String[] args = (String[]) System.getProperties().remove(\"" + key + "\");");
    }

    private int toTheEnd() {
        int begin = 0;
        int end = script.lineEnd(0);
        while (begin < script.text().length()) {
            String lines = script.text().substring(begin, end);
            if (script.beginsLine(begin) && isCommand(lines)) {
                return exit(begin, lines);
            }
            int done = evaluateFirst(lines, begin);
            if (done == end) {
                begin = end + 1;
                end = script.lineEnd(begin);
            } else if (done == begin) {
                end = script.lineEnd(end + 1);
            } else {
                begin = done;
            }
        }
        return ExitCodes.SUCCESS;
    }

    /** Evaluates what the lines begin with, if it is whole; returns where what is left of them begins. */
    private int evaluateFirst(String lines, int begin) {
        int end = begin + lines.length();
        CompletionInfo first = shell.sourceCodeAnalysis().analyzeCompletion(lines);
        return switch (first.completeness()) {
            case EMPTY -> end;
            case COMPLETE, COMPLETE_WITH_SEMI, UNKNOWN -> {
                if (first.remaining().isBlank() && script.goesOnWithDot(end)) {
                    yield begin;
                }
                evaluate(first.source(), begin);
                yield end - first.remaining().length();
            }
            case CONSIDERED_INCOMPLETE, DEFINITELY_INCOMPLETE -> {
                if (end < script.text().length()) {
                    yield begin;
                }
                if (first.completeness() == Completeness.CONSIDERED_INCOMPLETE) {
                    evaluate(first.source(), begin);
                    yield end;
                }
                throw problem(
                        script.skipSpace(begin),
                        "what begins here is not finished where the file ends: close its brackets, texts and comments");
            }
        };
    }

    private static boolean isCommand(String line) {
        return line.startsWith("/") && !line.startsWith("//") && !line.startsWith("/*");
    }

    /** The exit code that a command asks for: a number, or an expression as in the tool. */
    private int exit(int begin, String line) {
        String[] words = line.strip().split("\\s+", 2);
        if (!words[0].equals(EXIT)) {
            throw problem(
                    begin,
                    words[0]
                            + " is a command of an interactive shell; of these, a script has /exit only. Leave it out");
        }
        if (words.length == 1) {
            return ExitCodes.SUCCESS;
        }
        int expression = begin + line.indexOf(words[1], EXIT.length());
        SnippetEvent code = evaluate(EXIT_CODE + words[1] + "\n;", expression - EXIT_CODE.length());
        return Integer.parseInt(shell.varValue((VarSnippet) code.snippet()));
    }

    private SnippetEvent evaluate(String source, int begin) {
        List<SnippetEvent> events = shell.eval(source);
        events.stream()
                .filter(event -> event.causeSnippet() == null)
                .forEach(event -> trace.begins(event.snippet(), begin));
        for (SnippetEvent event : events) {
            switch (event.status()) {
                case REJECTED, RECOVERABLE_DEFINED, RECOVERABLE_NOT_DEFINED -> throw refused(event);
                case VALID, OVERWRITTEN, DROPPED, NONEXISTENT -> {}
            }
            Optional<Throwable> thrown = control.takeThrown();
            if (thrown.isPresent()) {
                throw trace.thrown(thrown.get(), event.exception(), event.snippet());
            }
        }
        return events.getFirst();
    }

    /** What the compiler says, or which names are not known where JShell would wait for them. */
    private ScriptException refused(SnippetEvent event) {
        Snippet snippet = event.snippet();
        int begin = trace.begin(snippet);
        // a declaration that was fine until a later one took the place of what it needs
        String since = event.causeSnippet() == null
                ? ""
                : ", since line " + script.line(trace.begin(event.causeSnippet())) + " declares it again";
        Optional<Diag> error = shell.diagnostics(snippet).filter(Diag::isError).findFirst();
        if (error.isPresent()) {
            return problem(begin + (int) error.get().getPosition(), sentence(error.get()) + since);
        }
        List<String> unknown = snippet instanceof DeclarationSnippet declaration
                ? shell.unresolvedDependencies(declaration).toList()
                : List.of();
        return problem(
                script.find(simpleName(unknown), begin),
                "there is no " + String.join(" and no ", unknown) + " here" + since + ". Declare it above");
    }

    /** Of {@code method total(int)} the name. */
    private static String simpleName(List<String> unknown) {
        return unknown.isEmpty()
                ? ""
                : unknown.getFirst().replaceFirst("\\(.*", "").replaceFirst(".* ", "");
    }

    /** A message of the compiler in one line, without the class that JShell wraps a snippet in. */
    private static String sentence(Diag error) {
        List<String> lines = error.getMessage(Locale.ROOT)
                .lines()
                .map(line -> line.strip().replaceAll("\\s+", " "))
                .filter(line -> !line.startsWith("location:"))
                .toList();
        String details = String.join(", ", lines.subList(1, lines.size()));
        return lines.getFirst() + (details.isEmpty() ? "" : " (" + details + ")");
    }

    private ScriptException problem(int offset, String reason) {
        return new ScriptException(
                script.place(offset) + ": " + reason + "." + System.lineSeparator() + script.excerpt(offset));
    }
}

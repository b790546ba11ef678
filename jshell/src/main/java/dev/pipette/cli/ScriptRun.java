package dev.pipette.cli;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.Diag;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis.Completeness;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import jdk.jshell.UnresolvedReferenceException;
import jdk.jshell.VarSnippet;
import org.jspecify.annotations.Nullable;

/**
 * Runs a script of JShell code in this JVM, from its first line to its first problem. The tool {@code jshell} continues after
 * an error and tells nobody by its exit code; this is for jobs.
 *
 * <p>Lines are taken one after the other until they are a whole snippet, as the tool does it, so that a script means the
 * same in both. One thing is more than the tool takes: a line that begins with a dot continues with the line above, as in a
 * Java file.
 */
final class ScriptRun {
    private static final String EXIT = "/exit";
    private static final String EXIT_CODE = "int $exit_code = ";

    /** How the compiler reports a resource that has only a name, where one with rows is needed. */
    private static final Pattern WITHOUT_ROWS =
            Pattern.compile("NamedResource cannot be converted to (?:dev\\.pipette\\.)?Resource\\b");

    private static final String ROWS_ADVICE =
            ". A resource needs its rows: add .rows(..), .json(..) or .files(..) to resource(..)";

    private final ScriptFile script;
    private final SnippetShell snippets;
    private final JShell shell;
    private final Optional<CellListener> listener;
    private @Nullable Snippet last;
    private @Nullable Integer exitCode;
    private int next;

    ScriptRun(ScriptFile script, SnippetShell snippets) {
        this(script, snippets, Optional.empty());
    }

    private ScriptRun(ScriptFile script, SnippetShell snippets, Optional<CellListener> listener) {
        this.script = script;
        this.snippets = snippets;
        this.shell = snippets.shell();
        this.listener = listener;
    }

    /** A run of what a person types: a declaration may need what is declared later, as in JShell. */
    static ScriptRun heardBy(CellListener listener, ScriptFile script, SnippetShell snippets) {
        return new ScriptRun(script, snippets, Optional.of(listener));
    }

    /**
     * Runs a script.
     *
     * @param arguments the script finds them in {@code String[] args}
     * @param libraries that it uses besides Pipette
     * @return the exit code that the script asks for, or 0 at its end
     * @throws ScriptException for the first problem
     */
    static int run(ScriptFile script, List<String> arguments, List<Path> libraries) throws IOException {
        return run(script, arguments, libraries, ScriptControl::new);
    }

    /** The same by another way to run a snippet. */
    static int run(
            ScriptFile script, List<String> arguments, List<Path> libraries, Supplier<? extends SnippetControl> control)
            throws IOException {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (SnippetShell snippets = SnippetShell.open(control.get())) {
            snippets.add(libraries);
            ScriptRun run = new ScriptRun(script, snippets);
            run.pass(arguments);
            return run.toTheEnd();
        } finally {
            thread.setContextClassLoader(before); // that of JShell took its place when the control was made
        }
    }

    private void pass(List<String> arguments) {
        // an object is passed, because no literal takes every text
        String key = "pipette.args." + UUID.randomUUID();
        System.getProperties().put(key, arguments.toArray(String[]::new));
        shell.eval("String[] args = (String[]) System.getProperties().remove(\"" + key + "\");");
    }

    /** The snippet that was evaluated last. */
    Optional<Snippet> last() {
        return Optional.ofNullable(last);
    }

    /** The exit code that it asked for; empty where it came to its end, or has not ended. */
    OptionalInt exitCode() {
        return exitCode == null ? OptionalInt.empty() : OptionalInt.of(exitCode);
    }

    /** Whether code is below the snippet that was evaluated last. */
    boolean hasMore() {
        String rest = script.text().substring(Math.min(next, script.text().length()));
        return shell.sourceCodeAnalysis().analyzeCompletion(rest).completeness() != Completeness.EMPTY;
    }

    /** Evaluates all of it; returns the exit code that it asks for. */
    int toTheEnd() {
        int begin = 0;
        int end = script.lineEnd(0);
        while (begin < script.text().length()) {
            String lines = script.text().substring(begin, end);
            if (script.beginsLine(begin) && isCommand(lines)) {
                exitCode = exit(begin, lines);
                return exitCode;
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
                next = end - first.remaining().length();
                evaluate(first.source(), begin);
                yield next;
            }
            case CONSIDERED_INCOMPLETE, DEFINITELY_INCOMPLETE -> {
                if (end < script.text().length()) {
                    yield begin;
                }
                next = end;
                if (first.completeness() == Completeness.CONSIDERED_INCOMPLETE) {
                    evaluate(first.source(), begin);
                    yield end;
                }
                throw problem(
                        script.skipSpace(begin),
                        "what begins here is not finished where the " + script.kind()
                                + " ends: close its brackets, texts and comments");
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
                .forEach(event -> snippets.trace().begins(event.snippet(), script, begin));
        for (SnippetEvent event : events) {
            switch (event.status()) {
                case REJECTED -> throw refused(event);
                case RECOVERABLE_DEFINED, RECOVERABLE_NOT_DEFINED -> {
                    if (listener.isEmpty()) {
                        throw refused(event);
                    }
                }
                case VALID, OVERWRITTEN, DROPPED, NONEXISTENT -> {}
            }
            Optional<Throwable> thrown = snippets.control().takeThrown();
            if (thrown.isPresent()) {
                throw snippets.trace()
                        .thrown(missing(event).orElse(thrown.get()), event.exception(), event.snippet(), script);
            }
        }
        last = events.getFirst().snippet();
        listener.ifPresent(heard -> heard.evaluated(events));
        return events.getFirst();
    }

    /** For a call of something whose declaration waits for another one, which JShell reports by a number. */
    private Optional<Throwable> missing(SnippetEvent event) {
        return event.exception() instanceof UnresolvedReferenceException unresolved
                ? Optional.of(new PipetteException(
                        ErrorCode.BAD_USAGE,
                        unresolved.getSnippet().name() + " needs "
                                + shell.unresolvedDependencies(unresolved.getSnippet())
                                        .collect(Collectors.joining(" and "))
                                + ", which is not declared yet. Declare it first."))
                : Optional.empty();
    }

    /** What the compiler says, or which names are not known where JShell would wait for them. */
    private ScriptException refused(SnippetEvent event) {
        Snippet snippet = event.snippet();
        ScriptTrace.Begin place = snippets.trace().begin(snippet, script);
        ScriptFile file = place.script();
        // a declaration that was fine until a later one took the place of what it needs
        String since = event.causeSnippet() == null
                ? ""
                : ", since line "
                        + snippets.trace().begin(event.causeSnippet(), script).line() + " declares it again";
        Optional<Diag> error = shell.diagnostics(snippet).filter(Diag::isError).findFirst();
        if (error.isPresent()) {
            return problem(file, place.offset() + (int) error.get().getPosition(), sentence(error.get()) + since);
        }
        List<String> unknown = snippet instanceof DeclarationSnippet declaration
                ? shell.unresolvedDependencies(declaration).toList()
                : List.of();
        return problem(
                file,
                file.find(simpleName(unknown), place.offset()),
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
        String sentence = lines.getFirst() + (details.isEmpty() ? "" : " (" + details + ")");
        return WITHOUT_ROWS.matcher(sentence).find() ? sentence + ROWS_ADVICE : sentence;
    }

    private ScriptException problem(int offset, String reason) {
        return problem(script, offset, reason);
    }

    private static ScriptException problem(ScriptFile file, int offset, String reason) {
        return new ScriptException(
                file.place(offset) + ": " + reason + "." + System.lineSeparator() + file.excerpt(offset));
    }
}

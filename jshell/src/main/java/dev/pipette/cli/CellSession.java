package dev.pipette.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.ExpressionSnippet;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.Snippet.SubKind;
import jdk.jshell.SnippetEvent;
import jdk.jshell.spi.ExecutionControl.ExecutionControlException;
import org.jspecify.annotations.Nullable;

/**
 * The cells of a notebook, one after the other, evaluated as the lines of a script are: with the imports of {@code pipette
 * shell}, in this JVM, up to the first problem.
 *
 * <pre>{@code
 * try (CellSession session = CellSession.open()) {
 *     session.run(1, "int one = 1;");
 *     session.run(2, "one + 1");        // Shown[value=2]
 * }
 * }</pre>
 *
 * <p>One cell at a time; only {@link #interrupt} may be called by another thread meanwhile.
 */
public final class CellSession implements AutoCloseable {
    /** How long code may take to end by itself after an interrupt, before its loops are broken off. */
    private static final long PATIENCE_MILLIS = 1_500;

    private final CellControl control;
    private final SnippetShell snippets;
    private final SourceDocs sources = SourceDocs.usual();
    private final AtomicLong cells = new AtomicLong();
    private final ScheduledExecutorService breaker = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("pipette-interrupt").factory());

    /**
     * A snippet that was evaluated.
     *
     * @param value of an expression or a variable
     * @param missing what has to be declared before a declaration can be used
     */
    public record Evaluated(Snippet snippet, Optional<Shown> value, List<String> missing) {}

    /** The value that a cell ends with. */
    public record Shown(@Nullable Object value) {}

    private CellSession(CellControl control, SnippetShell snippets) {
        this.control = control;
        this.snippets = snippets;
    }

    /** Begins a session, with nothing declared but the imports. */
    public static CellSession open() throws IOException {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try {
            CellControl control = new CellControl();
            return new CellSession(control, SnippetShell.open(control));
        } finally {
            thread.setContextClassLoader(before); // that of JShell took its place when the control was made
        }
    }

    /** Pipette and Java with their versions, in a few words. */
    public static String banner() {
        try {
            return new PipetteCommand.Version().getVersion()[0];
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** What every session imports, one line each. */
    public static List<String> imports() {
        try {
            return StartScript.imports().toList();
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    /**
     * Runs a cell.
     *
     * @param number of the cell, for messages
     * @return the value of the expression that the cell ends with; empty where it ends with something else
     * @throws ScriptException for the first problem; what came before it stays declared
     */
    public Optional<Shown> run(int number, String code) {
        ScriptRun run = new ScriptRun(ScriptFile.cell(number, code), snippets);
        control.beginCell();
        try {
            run.toTheEnd();
        } finally {
            cells.incrementAndGet();
        }
        return run.last().filter(CellSession::isShown).map(snippet -> new Shown(control.value()));
    }

    /**
     * Runs what a person typed or pasted, up to the first problem. Unlike in a cell, a declaration may need what is declared later.
     *
     * @param name of it, for messages: {@code input 3}
     * @param heard is called for each snippet, on the thread that evaluates
     * @return the exit code, where it ends with {@code /exit}
     * @throws ScriptException for the first problem
     */
    public OptionalInt runTyped(String name, String code, Consumer<Evaluated> heard) {
        ScriptFile input = new ScriptFile(name, ", line ", code);
        return run(ScriptRun.heardBy(events -> heard.accept(evaluated(events)), input, snippets));
    }

    /**
     * Runs a script without its test cells, as {@code pipette run} does.
     *
     * @return the exit code, where it ends with {@code /exit}
     * @throws ScriptException for the first problem
     */
    public OptionalInt runScript(Path file) throws IOException {
        return run(new ScriptRun(CellTests.in(ScriptFile.read(file)).others(), snippets));
    }

    private OptionalInt run(ScriptRun run) {
        control.beginCell();
        try {
            run.toTheEnd();
            return run.exitCode();
        } catch (ScriptException failed) {
            throw run.hasMore() ? failed.with("The code below it did not run.") : failed;
        } finally {
            cells.incrementAndGet();
        }
    }

    private Evaluated evaluated(List<SnippetEvent> events) {
        Snippet snippet = events.getFirst().snippet();
        boolean hasValue = snippet instanceof ExpressionSnippet
                || snippet.subKind() == SubKind.TEMP_VAR_EXPRESSION_SUBKIND
                || snippet.subKind() == SubKind.VAR_DECLARATION_WITH_INITIALIZER_SUBKIND;
        // a variable whose initializer ran again because of this one has left its own value
        boolean isOwn = events.stream().filter(event -> event.value() != null).count() == 1;
        List<String> missing = snippet instanceof DeclarationSnippet declaration
                ? shell().unresolvedDependencies(declaration).toList()
                : List.of();
        return new Evaluated(
                snippet,
                hasValue && isOwn && missing.isEmpty() ? Optional.of(new Shown(control.value())) : Optional.empty(),
                missing);
    }

    /** Makes jars and folders of classes known to the snippets. */
    public void addToClassPath(Collection<Path> libraries) {
        snippets.add(libraries);
        libraries.forEach(sources::add);
    }

    private static boolean isShown(Snippet snippet) {
        return snippet.subKind() == SubKind.TEMP_VAR_EXPRESSION_SUBKIND
                || (snippet instanceof ExpressionSnippet && snippet.subKind() != SubKind.ASSIGNMENT_SUBKIND);
    }

    /**
     * Stops the cell that runs. Its thread is interrupted, so that a load stops before it publishes. Code that does not hear of
     * an interrupt, such as an endless loop of the cell, is broken off after a moment.
     */
    public void interrupt() {
        long cell = cells.get();
        control.interrupt();
        breaker.schedule(() -> breakOff(cell), PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void breakOff(long cell) {
        if (cells.get() == cell) {
            try {
                control.stop();
            } catch (ExecutionControlException failed) {
                throw new IllegalStateException("the cell could not be stopped", failed);
            }
        }
    }

    /** The JShell that evaluates: for completion, for documentation, and for more of a class path. */
    public JShell shell() {
        return snippets.shell();
    }

    /** Completion and documentation of code that is being written. */
    public CodeHelp help() {
        return new CodeHelp(shell().sourceCodeAnalysis(), sources);
    }

    @Override
    public void close() {
        breaker.shutdownNow();
        snippets.close();
    }
}

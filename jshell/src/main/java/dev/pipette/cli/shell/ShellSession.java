package dev.pipette.cli.shell;

import dev.pipette.cli.CellSession;
import dev.pipette.cli.CellSession.Evaluated;
import dev.pipette.cli.CodeHelp;
import dev.pipette.cli.ShellProgram;
import dev.pipette.plan.RunPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import jdk.jshell.ImportSnippet;
import jdk.jshell.MethodSnippet;
import jdk.jshell.Snippet;
import jdk.jshell.SourceCodeAnalysis.Completeness;
import jdk.jshell.TypeDeclSnippet;
import jdk.jshell.VarSnippet;
import org.jspecify.annotations.Nullable;

/** Evaluates what is typed, one input after the other, and prints values and errors. */
final class ShellSession implements AutoCloseable {
    private final ShellProgram.Start start;
    private final ShellScreen screen;
    private final ShellProgress.Runs runs;
    private final ShellCommands commands = new ShellCommands(this);
    private final List<Path> libraries = new ArrayList<>();
    private final List<RanInput> inputs = new ArrayList<>();
    private CompletableFuture<CellSession> cells;
    private @Nullable Evaluated last;
    private String lastCode = "";
    /** Code that failed and may become whole by a line that begins with a dot; empty where there is none. */
    private String begun = "";

    private @Nullable ShellFailure failure;

    /** Begins to make the session, beside whoever calls: a first line can be typed meanwhile. */
    ShellSession(ShellProgram.Start start, ShellScreen screen) {
        this.start = start;
        this.screen = screen;
        this.runs = new ShellProgress.Runs(screen);
        this.libraries.addAll(start.libraries());
        this.cells = open();
    }

    private CompletableFuture<CellSession> open() {
        List<Path> known = List.copyOf(libraries);
        CompletableFuture<CellSession> opening = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name("pipette-shell-start").start(() -> {
            try {
                CellSession opened = CellSession.open();
                opened.addToClassPath(known);
                opening.complete(opened);
            } catch (IOException | RuntimeException | Error failed) {
                opening.completeExceptionally(failed);
            }
        });
        return opening;
    }

    /** The snippets; waits until they can be evaluated. */
    CellSession cells() {
        return cells.join();
    }

    CodeHelp help() {
        return cells().help();
    }

    ShellScreen screen() {
        return screen;
    }

    /** Inputs that ran, the oldest first; of one that ended with an error the lines above it. */
    List<String> inputs() {
        return inputs.stream().map(RanInput::typed).toList();
    }

    /** The inputs as a script, which does the same. */
    String script() {
        return RanInput.script(inputs);
    }

    List<Path> libraries() {
        return List.copyOf(libraries);
    }

    Optional<ShellFailure> failure() {
        return Optional.ofNullable(failure);
    }

    /** Whether a text is a whole input, so that it need not wait for more lines. */
    boolean isWhole(String text) {
        return ShellCommands.isCommand(text.strip()) || ShellCommands.isWord(text.strip()) || help().isWhole(text);
    }

    /** Evaluates inputs until one asks for the end; returns the exit code. */
    int converse(ShellInput input) throws IOException {
        runs.begin();
        try {
            OptionalInt exit = scripts();
            while (exit.isEmpty()) {
                Optional<String> text = input.next();
                if (text.isEmpty()) {
                    return 0;
                }
                exit = take(text.get(), input);
            }
            return exit.getAsInt();
        } finally {
            runs.end();
        }
    }

    /** Runs the scripts of the command; one that ends with {@code /exit} ends the shell. */
    private OptionalInt scripts() {
        for (Path script : start.scripts()) {
            OptionalInt exit = open(script);
            if (exit.isPresent()) {
                return exit;
            }
        }
        return OptionalInt.empty();
    }

    /** Runs a script up to its first problem. */
    OptionalInt open(Path script) {
        last = null;
        begun = "";
        return evaluated(script.toString(), false, () -> cells().runScript(script))
                .exit();
    }

    /** Evaluates an input, whose lines may be commands; returns the exit code, where it asks for the end. */
    OptionalInt take(String text, ShellInput input) {
        StringBuilder java = new StringBuilder();
        for (String line : text.lines().toList()) {
            boolean isCommand =
                    (ShellCommands.isCommand(line) || isWord(line, text)) && help().isWhole(java.toString());
            if (!isCommand) {
                java.append(line).append('\n');
                continue;
            }
            Ended above = evaluate(java.toString());
            if (above.isFailed() || above.exit().isPresent()) {
                return above.exit();
            }
            java.setLength(0);
            OptionalInt end = commands.run(line.strip(), input);
            if (end.isPresent()) {
                return end;
            }
        }
        return evaluate(java.toString()).exit();
    }

    /** {@code exit} alone is the command, where no variable has that name. */
    private boolean isWord(String line, String text) {
        return ShellCommands.isWord(line.strip())
                && text.strip().equals(line.strip())
                && cells().shell()
                        .variables()
                        .noneMatch(variable -> variable.name().equals(line.strip()));
    }

    /** How code ended. */
    private record Ended(boolean isFailed, OptionalInt exit) {
        private static final Ended WELL = new Ended(false, OptionalInt.empty());
        private static final Ended FAILED = new Ended(true, OptionalInt.empty());
    }

    private Ended evaluate(String code) {
        if (help().completeness(code) == Completeness.EMPTY) {
            return Ended.WELL;
        }
        boolean continues = ChainedCall.isOne(code) && !begun.isEmpty();
        String whole = continues ? begun + "\n" + code : code;
        List<String> steps = continues ? List.of(whole) : steps(code);
        last = null;
        lastCode = whole;
        begun = "";
        String name = "input " + (inputs.size() + 1);
        boolean isOneLine = steps.getLast().strip().indexOf('\n') < 0;
        Ended ended = Ended.WELL;
        List<Evaluated> ran = new ArrayList<>();
        for (String step : steps) {
            boolean isLast = step.equals(steps.getLast());
            ended = evaluated(
                    name,
                    isOneLine,
                    () -> cells().runTyped(name, step, evaluated -> {
                        ran.add(evaluated);
                        if (isLast) {
                            show(evaluated);
                        }
                    }));
            if (ended.isFailed()) {
                if (!continues && steps.size() == 1 && !ran.isEmpty()) {
                    inputs.add(RanInput.of(ran)); // what was declared before the error stays declared
                }
                // only where nothing of it ran: resource("orders") is not a Resource before it says where its rows are
                begun = ChainedCall.isEnded(whole) || !help().isOneSnippet(whole) ? "" : whole.stripTrailing();
                return ended;
            }
        }
        inputs.add(RanInput.of(whole.strip(), ran));
        return ended;
    }

    /** The code; for a call that goes to the value of the input above, the code that makes this call. */
    private List<String> steps(String code) {
        Evaluated above = last;
        return Optional.ofNullable(above)
                .filter(_ -> ChainedCall.isOne(code))
                .flatMap(evaluated -> ChainedCall.after(evaluated, lastCode))
                .map(call -> call.steps(code, help()::type))
                .orElse(List.of(code.stripTrailing()));
    }

    /** Runs code, of an input or of a file. */
    @FunctionalInterface
    private interface Evaluation {
        OptionalInt run() throws IOException;
    }

    private Ended evaluated(String name, boolean isOneLine, Evaluation evaluation) {
        try {
            OptionalInt exit = evaluation.run();
            return exit.isEmpty() ? Ended.WELL : new Ended(false, exit);
        } catch (IOException | RuntimeException | Error failed) {
            fail(ShellFailure.of(failed, name, isOneLine));
            return Ended.FAILED;
        } finally {
            System.out.flush();
        }
    }

    /** Prints an error, and keeps it for {@code /trace}. */
    void fail(ShellFailure failed) {
        failure = failed;
        screen.failed(failed.place(), failed.message());
        failed.cause().ifPresent(cause -> screen.failedNote("  cause: " + cause));
        if (start.debug() && failed.hasTrace()) {
            screen.failedNote(failed.trace());
        } else if (failed.hasTrace()) {
            screen.failedNote("  /trace shows the stack trace.");
        }
    }

    /** Prints what a snippet made. */
    private void show(Evaluated evaluated) {
        System.out.flush();
        last = evaluated;
        Snippet snippet = evaluated.snippet();
        switch (snippet) {
            case ImportSnippet _ -> {}
            case MethodSnippet method ->
                screen.note("created method " + method.name() + "(" + method.parameterTypes() + ")" + later(evaluated));
            case TypeDeclSnippet type -> screen.note("created " + kind(type) + " " + type.name() + later(evaluated));
            case VarSnippet variable
            when evaluated.value().isEmpty() ->
                screen.note("declared " + variable.name() + ", a variable of type " + variable.typeName()
                        + later(evaluated));
            default -> evaluated.value().ifPresent(shown -> value(ChainedCall.name(snippet), shown.value()));
        }
    }

    private static String kind(TypeDeclSnippet type) {
        return switch (type.subKind()) {
            case INTERFACE_SUBKIND -> "interface";
            case ENUM_SUBKIND -> "enum";
            case RECORD_SUBKIND -> "record";
            case ANNOTATION_TYPE_SUBKIND -> "annotation";
            default -> "class";
        };
    }

    private static String later(Evaluated evaluated) {
        return evaluated.missing().isEmpty()
                ? ""
                : ", which can be used once there is " + String.join(" and ", evaluated.missing());
    }

    private void value(String name, @Nullable Object value) {
        if (!runs.hasShown(value)) {
            screen.print(name, ShellValue.of(value, name, screen), value instanceof RunPlan && screen.hasColors());
        }
    }

    /** Makes jars and folders of classes known to what is typed from now on. */
    void add(Collection<Path> added) {
        libraries.addAll(added);
        cells().addToClassPath(added);
    }

    /** Forgets all that was declared. */
    void reset() {
        cells().close();
        inputs.clear();
        last = null;
        begun = "";
        failure = null;
        cells = open();
    }

    /** Stops what runs now. */
    void interrupt() {
        if (cells.isDone() && !cells.isCompletedExceptionally()) {
            cells.join().interrupt();
        }
    }

    @Override
    public void close() {
        if (!cells.isCompletedExceptionally()) {
            cells().close();
        }
    }
}

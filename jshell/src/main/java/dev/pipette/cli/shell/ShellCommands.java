package dev.pipette.cli.shell;

import dev.pipette.cli.CellSession;
import dev.pipette.cli.Libraries;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.text.NearestName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import jdk.jshell.ImportSnippet;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.VarSnippet;

/** What lines that begin with a slash do: those of JShell that people know, and a few more. */
final class ShellCommands {
    private static final int WIDTH_OF_NAMES = 22;
    private static final int LONGEST_VALUE = 100;

    /** Words that are commands without a slash, where no variable has that name. */
    private static final Set<String> WORDS = Set.of("exit", "quit", "help");

    /** Commands of JShell that are not here, and what to do instead. */
    private static final Map<String, String> INSTEAD = Map.of(
            "/edit",
                    "Edit a file with your editor, and run it with /open FILE. The arrow keys bring inputs back, whole.",
            "/reload", "/save FILE, /reset and /open FILE do the same, step by step.",
            "/set", "There is nothing to set: values, tables and errors fit the terminal.",
            "/methods", "/list shows the inputs that declared them.",
            "/types", "/list shows the inputs that declared them.");

    private final ShellSession session;
    private final List<Command> commands = List.of(
            new Command("/help", "", "lists the commands and keys", this::help),
            new Command("/exit", "[CODE]", "leaves; Ctrl-D does the same", this::exit),
            new Command("/list", "", "lists what was typed and ran; /3 runs the third again, /! the last", this::list),
            new Command("/vars", "", "lists the variables", this::variables),
            new Command("/imports", "", "lists the imports", this::imports),
            new Command("/open", "FILE", "runs a script, as 'pipette run' does", this::open),
            new Command("/save", "FILE", "writes what ran into a script for 'pipette run'", this::save),
            new Command("/drop", "NAME", "forgets a variable, a method or a class", this::drop),
            new Command("/reset", "", "forgets all that was declared", this::reset),
            new Command("/add", "GROUP:ARTIFACT:VERSION ..", "adds libraries from Maven repositories", this::add),
            new Command("/jar", "FILE ..", "adds jars, FOLDER/*.jar or folders of classes", this::jar),
            new Command("/env", "", "lists the libraries that were added", this::environment),
            new Command("/history", "", "lists the inputs of this shell and of those before it", this::history),
            new Command("/trace", "", "shows the stack trace of the last error", this::trace));

    /** What a command does with its words. */
    @FunctionalInterface
    private interface Action {
        OptionalInt run(List<String> words, ShellInput input) throws IOException;
    }

    private record Command(String name, String arguments, String help, Action action) {}

    ShellCommands(ShellSession session) {
        this.session = session;
    }

    /** Whether a line is for the shell and not for Java. */
    static boolean isCommand(String line) {
        return line.startsWith("/") && !line.startsWith("//") && !line.startsWith("/*");
    }

    static boolean isWord(String line) {
        return WORDS.contains(line);
    }

    /** For completion. */
    List<String> names() {
        return commands.stream().map(Command::name).toList();
    }

    /** Runs a command; returns the exit code of one that leaves. */
    OptionalInt run(String line, ShellInput input) {
        List<String> words = List.of(line.split("\\s+"));
        String name = words.getFirst().equals("quit") || words.getFirst().equals("exit") ? "/exit" : words.getFirst();
        try {
            return run(
                    name.equals("help") || name.equals("/?") ? "/help" : name, words.subList(1, words.size()), input);
        } catch (IOException | RuntimeException failed) {
            session.fail(ShellFailure.of(failed, "", true));
            return OptionalInt.empty();
        }
    }

    private OptionalInt run(String name, List<String> words, ShellInput input) throws IOException {
        if (name.matches("/(?:!|-?\\d{1,6})")) {
            return again(name.substring(1), input);
        }
        // as in JShell, the beginning of a name is enough where only one has it
        List<Command> found = commands.stream()
                .filter(command -> command.name().startsWith(name))
                .sorted(Comparator.comparing(Command::name))
                .toList();
        if (found.size() == 1 || !found.isEmpty() && found.getFirst().name().equals(name)) {
            return found.getFirst().action().run(words, input);
        }
        throw unknown(name, found);
    }

    private PipetteException unknown(String name, List<Command> found) {
        if (INSTEAD.containsKey(name)) {
            return new PipetteException(ErrorCode.BAD_USAGE, "there is no " + name + " here. " + INSTEAD.get(name));
        }
        return new PipetteException(
                ErrorCode.BAD_USAGE,
                found.isEmpty()
                        ? "there is no command " + name + "." + NearestName.question(name, names())
                                + " /help lists the commands."
                        : name + " may be "
                                + String.join(
                                        " or ",
                                        found.stream().map(Command::name).toList()) + ": type one more letter.");
    }

    /** Its exit code is a number, or an expression. */
    private OptionalInt exit(List<String> words, ShellInput input) {
        return words.isEmpty()
                ? OptionalInt.of(0)
                : session.cells().runTyped("exit", "/exit " + String.join(" ", words), _ -> {});
    }

    private OptionalInt again(String which, ShellInput input) {
        List<String> inputs = session.inputs();
        int number = which.equals("!")
                ? inputs.size()
                : which.startsWith("-") ? inputs.size() + 1 + Integer.parseInt(which) : Integer.parseInt(which);
        if (number < 1 || number > inputs.size()) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE, "there is no input " + which + ". /list shows the inputs and their numbers.");
        }
        String code = inputs.get(number - 1);
        session.screen().note(code);
        return session.take(code, input);
    }

    private OptionalInt help(List<String> words, ShellInput input) {
        ShellScreen screen = session.screen();
        screen.print("Type Java: a statement, an expression, a declaration. A semicolon at the end may be left out.");
        screen.print("");
        for (Command command : commands) {
            String name = (command.name() + " " + command.arguments()).strip();
            String gap = name.length() < WIDTH_OF_NAMES
                    ? " ".repeat(WIDTH_OF_NAMES - name.length())
                    : "\n" + " ".repeat(WIDTH_OF_NAMES + 2);
            screen.printColored("  " + screen.bold(name) + gap + command.help());
        }
        screen.print("");
        screen.print("Tab completes names, and paths in texts; Tab again shows signatures and documentation.");
        screen.print(
                "Ctrl-C stops what runs: a load stops before it publishes, and nothing is lost. Ctrl-R searches the history.");
        screen.print(
                "Pipette: p.run(..) loads, p.plan(..) shows what a run would do, p.dataset() reads, p.admin() inspects.");
        return OptionalInt.empty();
    }

    private OptionalInt list(List<String> words, ShellInput input) {
        List<String> inputs = session.inputs();
        IntStream.range(0, inputs.size())
                .forEach(at -> session.screen()
                        .print(String.format("%4d : ", at + 1) + inputs.get(at).replace("\n", "\n       ")));
        return OptionalInt.empty();
    }

    private OptionalInt variables(List<String> words, ShellInput input) {
        JShell shell = session.cells().shell();
        shell.variables()
                .filter(variable -> shell.status(variable) == Snippet.Status.VALID)
                .forEach(variable -> session.screen()
                        .print(variable.typeName() + " " + variable.name() + " = " + value(shell, variable)));
        return OptionalInt.empty();
    }

    /** The first line of what a variable holds. */
    private static String value(JShell shell, VarSnippet variable) {
        String text = shell.varValue(variable);
        String line = text.lines().findFirst().orElse("");
        String cut = line.length() > LONGEST_VALUE ? line.substring(0, LONGEST_VALUE) : line;
        return cut.length() < text.length() ? cut + " …" : cut;
    }

    private OptionalInt imports(List<String> words, ShellInput input) {
        session.cells().shell().imports().map(ImportSnippet::source).forEach(session.screen()::print);
        return OptionalInt.empty();
    }

    private OptionalInt open(List<String> words, ShellInput input) {
        Path script = Path.of(one("/open", "a file with code", words));
        if (!Files.isReadable(script) || Files.isDirectory(script)) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "there is no file " + script.toAbsolutePath().normalize() + " to read. Correct the path.");
        }
        return session.open(script);
    }

    private OptionalInt save(List<String> words, ShellInput input) throws IOException {
        Path script = Path.of(one("/save", "the name of a file", words));
        if (Files.exists(script)) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "there is a file " + script.toAbsolutePath().normalize()
                            + " already, and it stays as it is. Name another one, or delete it.");
        }
        List<String> inputs = session.inputs();
        Files.writeString(script, session.script(), StandardOpenOption.CREATE_NEW);
        session.screen()
                .print(inputs.size() + (inputs.size() == 1 ? " input" : " inputs")
                        + " written. Run them with: pipette run "
                        + (session.libraries().isEmpty() ? "" : "(and the --add and --jar of the libraries) ")
                        + script);
        return OptionalInt.empty();
    }

    private static String one(String command, String what, List<String> words) {
        if (words.size() != 1) {
            throw new PipetteException(ErrorCode.BAD_USAGE, command + " needs " + what + ".");
        }
        return words.getFirst().replaceFirst("^~(?=/)", System.getProperty("user.home"));
    }

    private OptionalInt drop(List<String> words, ShellInput input) {
        CellSession cells = session.cells();
        String name = one("/drop", "the name of a variable, a method or a class", words);
        List<? extends Snippet> found = Stream.of(
                        cells.shell()
                                .variables()
                                .filter(variable -> variable.name().equals(name)),
                        cells.shell().methods().filter(method -> method.name().equals(name)),
                        cells.shell().types().filter(type -> type.name().equals(name)))
                .flatMap(snippets -> snippets)
                .toList();
        if (found.isEmpty()) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE, "there is nothing with the name " + name + ". /vars lists the variables.");
        }
        found.forEach(cells.shell()::drop);
        return OptionalInt.empty();
    }

    private OptionalInt reset(List<String> words, ShellInput input) {
        session.reset();
        session.screen().print("All that was declared is forgotten. What was loaded stays.");
        return OptionalInt.empty();
    }

    private OptionalInt add(List<String> words, ShellInput input) {
        return added(Libraries.resolved(words, session.screen()::note));
    }

    private OptionalInt jar(List<String> words, ShellInput input) {
        if (words.isEmpty()) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE, "/jar needs files: a jar, a folder of classes, or FOLDER/*.jar.");
        }
        return added(Libraries.files(words));
    }

    private OptionalInt added(List<Path> libraries) {
        session.add(libraries);
        libraries.forEach(library -> session.screen().note("added " + library.getFileName()));
        return OptionalInt.empty();
    }

    private OptionalInt environment(List<String> words, ShellInput input) {
        if (session.libraries().isEmpty()) {
            session.screen()
                    .print("Pipette, its libraries and the JDK. /add and /jar add more; so do --add and --jar of"
                            + " 'pipette shell'.");
        }
        session.libraries().forEach(library -> session.screen().print(library.toString()));
        return OptionalInt.empty();
    }

    private OptionalInt history(List<String> words, ShellInput input) {
        input.history().forEach(session.screen()::print);
        return OptionalInt.empty();
    }

    private OptionalInt trace(List<String> words, ShellInput input) {
        session.screen().print(session.failure().map(ShellFailure::trace).orElse("There was no error yet."));
        return OptionalInt.empty();
    }
}

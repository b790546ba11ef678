package dev.pipette.cli;

import static java.util.Objects.requireNonNull;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.plan.PlanSample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.Stack;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code pipette run}: a source into its tables, or a program. */
@Command(
        name = "run",
        description = {
            "Loads what a source has that is new, or runs a program.",
            "",
            "'pipette sources' lists the sources and the settings that they need. Pipeline and dataset are named after"
                    + " the source. All rows become visible at once, or none; exports of many files are committed in"
                    + " steps. Run it again after any interruption.",
            "",
            "FILE.jsh is JShell code with the imports of 'pipette shell'. It stops at its first error. Its exit code is"
                    + " 0 at its end, N at '/exit N', 2 for code that does not compile, the usual one for an error of"
                    + " Pipette, and 1 for any other exception.",
            "",
            "FILE.java is Java source code and runs as with 'java FILE.java', with the same exit code.",
            "",
            "FILE.yaml is a replication file and loads what 'pipette replicate FILE.yaml' does. Arguments are its streams;"
                    + " with --interval, each stream loads the rows between two values of its cursor.",
            "",
            "Programs have Pipette and its libraries on the class path. --into, --dataset, --limit, --refresh, --plan, --param, --interval and --run-key, before"
                    + " FILE, win over what the program says in each of its runs. All arguments after FILE arrive in args;"
                    + " write -- before those that are also options of this command. The progress and the summary of each load that they run go to standard error; --quiet"
                    + " before FILE leaves them out."
        },
        sortOptions = false,
        footer = {
            "  pipette run everflow --into duckdb:signalroom.duckdb",
            "  pipette run redtrack --into duckdb:signalroom.duckdb --only daily_spend \\",
            "      --from 2025-12-01 --to 2025-12-18",
            "  pipette run jshell/examples/first.jsh",
            "  pipette run --into duckdb:trial.duckdb --limit 100 jshell/examples/first.jsh",
            "  pipette run --help-script jshell/examples/first.jsh",
            "  pipette run jshell/examples/First.java jshell/data/countries.json"
        })
final class RunCommand implements Callable<Integer> {
    private static final Set<String> OF_SOURCES = Set.of(
            "--into",
            "--dataset",
            "--run-key",
            LoadOptions.REFRESH,
            IntervalOption.NAME,
            JobIdentityOptions.JOB,
            JobIdentityOptions.OCCURRENCE);
    private static final Set<String> OF_PROGRAMS = Set.of(
            "--into",
            "--dataset",
            "--limit",
            "--plan",
            "--param",
            "--add",
            "--jar",
            "--help-script",
            "--run-key",
            LoadOptions.REFRESH,
            IntervalOption.NAME,
            JobIdentityOptions.JOB,
            JobIdentityOptions.OCCURRENCE);

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(
            index = "0",
            paramLabel = "SOURCE|FILE",
            preprocessor = RestIsThePrograms.class,
            completionCandidates = KnownSources.class,
            description = "The source: ${COMPLETION-CANDIDATES}. Or a file that ends in .jsh, .java or .yaml.")
    private String name = "";

    @Parameters(index = "1..*", paramLabel = "ARGUMENT", description = "For the program: everything after FILE.")
    private List<String> arguments = List.of();

    @Option(names = "--into", paramLabel = "DESTINATION", description = LoadOptions.INTO)
    private @Nullable String into;

    @Mixin
    private final LoadOptions options = new LoadOptions();

    @Option(
            names = "--limit",
            paramLabel = "ROWS",
            description =
                    "Lets a program load only the first ROWS rows of each resource, into a pipeline and a dataset whose"
                            + " names end with _limited.")
    private @Nullable Long limit;

    @Option(names = "--plan", description = "Prints the plan of each run of a program, and loads nothing.")
    private boolean plan;

    @Mixin
    private final ProgramOptions program = new ProgramOptions();

    @Option(names = "--help-script", description = "Lists the parameters of a program, and does not run it.")
    private boolean helpScript;

    @Mixin
    private final IntervalOption interval = new IntervalOption();

    @Mixin
    private final JobIdentityOptions identity = new JobIdentityOptions();

    @Mixin
    private final SourceOptions source = new SourceOptions();

    @Option(
            names = "--from",
            paramLabel = "VALUE",
            description =
                    "With --to, a backfill: loads only rows from this value of the resources' cursors on, and does not"
                            + " move the cursors.")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "VALUE", description = "The end of a backfill, exclusive.")
    private @Nullable String to;

    /** As with {@code java}, what follows a file is for the program, options included. */
    static final class RestIsThePrograms implements IParameterPreprocessor {
        @Override
        public boolean preprocess(
                Stack<String> words, CommandSpec command, ArgSpec argument, Map<String, Object> info) {
            if (!ProgramFile.isOne(words.peek())) {
                return false;
            }
            argument.setValue(words.pop());
            List<String> rest = new ArrayList<>(words.reversed());
            words.clear();
            command.positionalParameters().getLast().setValue(rest);
            return true;
        }
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        StoppableRuns.onCtrlC();
        if (ProgramFile.isOne(name)) {
            return runProgram();
        }
        refuseProgramOptions();
        boolean known = KnownSources.names().contains(name);
        if (!known) {
            refuseOtherFiles();
        } else if (into == null) {
            // in picocli's words, which cannot know that a program needs none
            throw new ParameterException(
                    requireNonNull(spec).commandLine(), "Missing required option: '--into=DESTINATION'");
        }
        refuseArguments();
        interval.checkAlone(from, to);
        return identity.context(interval, options.runKey())
                .call(() -> options.load(this::load, (load, info) -> Map.of(), (load, rows) -> rows.toString()));
    }

    private int runProgram() throws IOException, InterruptedException {
        refuseOptions();
        CommandLine line = requireNonNull(spec).commandLine();
        ProgramFile file = ProgramFile.of(name);
        if (helpScript) {
            line.getOut().println(file.help());
            return ExitCodes.SUCCESS;
        }
        return file.run(new ProgramRun(
                ProgramArguments.of("pipette run", name, arguments),
                new ProgramOverrides(
                                into,
                                options.dataset(),
                                null,
                                limit,
                                options.refresh(),
                                plan ? new ProgramPlan(PlanSample.USUAL, options.isJson()) : null,
                                program.params(),
                                null,
                                identity.of(interval, options.runKey(), program.params()))
                        .inside(ProgramOverrides.ofProcess()),
                interval.interval(),
                program.libraries(line.getErr()),
                Problems.isDebug(line),
                line.getOut(),
                options.isQuiet() ? null : line.getErr()));
    }

    private LoadOptions.Load load() {
        return new SourceLoad(name, source.project(), options.home(), source.only(), from, to, interval.interval())
                .into(requireNonNull(into));
    }

    /** What says how a source is loaded means nothing to a program. */
    private void refuseOptions() {
        List<String> given = requireNonNull(spec).commandLine().getParseResult().matchedOptions().stream()
                .filter(option -> !option.inherited())
                .map(OptionSpec::longestName)
                .filter(option -> !option.equals(LoadOptions.QUIET) && !OF_PROGRAMS.contains(option))
                .filter(option -> !(plan && option.equals("--json")))
                .toList();
        if (!given.isEmpty()) {
            boolean one = given.size() == 1;
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    String.join(", ", given) + (one ? " is" : " are") + " for a source, and " + name
                            + " is a program, which itself decides what it loads. Leave "
                            + (one ? "it" : "them") + " out; arguments of the program follow its name.");
        }
    }

    private void refuseProgramOptions() {
        List<String> given = requireNonNull(spec).commandLine().getParseResult().matchedOptions().stream()
                .map(OptionSpec::longestName)
                .filter(option -> OF_PROGRAMS.contains(option) && !OF_SOURCES.contains(option))
                .toList();
        if (!given.isEmpty()) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    String.join(", ", given) + (given.size() == 1 ? " is" : " are")
                            + " for a program, a .jsh, .java or .yaml file, and " + name + " is none."
                            + (plan ? " A source is planned by: pipette plan " + name + " --into DESTINATION" : ""));
        }
    }

    private void refuseArguments() {
        if (!arguments.isEmpty()) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "one source is run at a time, and " + name + " is followed by '" + String.join(" ", arguments)
                            + "'. Only programs, .jsh, .java and .yaml files, have arguments.");
        }
    }

    /** Other files hold data, and another command loads them. */
    private void refuseOtherFiles() {
        Path path = pathOf(name);
        String loading = "pipette load " + name + " --into " + (into == null ? "DESTINATION" : into);
        if (name.contains("://") || Files.isRegularFile(path)) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    name + " is neither a source nor a program: programs end in .jsh, .java or .yaml. Load it with: "
                            + loading);
        }
        if (Files.isDirectory(path)) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    name + " is a folder. Name a .jsh, .java or .yaml file, or a source: "
                            + String.join(", ", KnownSources.names()) + ".");
        }
        if (path.getNameCount() > 1 || path.isAbsolute()) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "there is no file " + path.toAbsolutePath().normalize()
                            + ". Name a .jsh, .java or .yaml file, or a source: "
                            + String.join(", ", KnownSources.names())
                            + ". Files with data are loaded with: " + loading);
        }
    }

    private static Path pathOf(String word) {
        try {
            return Path.of(word);
        } catch (InvalidPathException none) {
            return Path.of("");
        }
    }
}

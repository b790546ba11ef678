package dev.pipette.cli;

import static java.util.Objects.requireNonNull;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.plan.PlanSample;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.Stack;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
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

/** {@code pipette plan}: what a load would do. */
@Command(
        name = "plan",
        description = {
            "Shows what a load would do, and writes nothing.",
            "",
            "Takes what 'pipette load' takes, or a source or a program of 'pipette run', of which it plans each run. It reads a sample of the rows and compares it with"
                    + " the destination: which rows it would insert, update and delete, which columns it would add or change,"
                    + " the SQL, and what would be refused. All numbers are of the sample. If the load would be"
                    + " refused, the exit code is the one of the load."
        },
        sortOptions = false,
        footer = {
            "  pipette plan jshell/data/earthquakes.json --at features \\",
            "      --into duckdb:quakes.duckdb --merge id",
            "  pipette plan jshell/data/countries.json --into duckdb:world.duckdb \\",
            "      --table countries --replace --sample-rows 50 --json",
            "  pipette plan everflow --into duckdb:signalroom.duckdb --sample-requests 2"
        })
final class PlanCommand implements Callable<Integer> {
    /** What files and sources have in common. */
    private static final Set<String> OF_SOURCES = Set.of("--from", "--to");

    private static final Set<String> OF_PROGRAMS_ONLY = Set.of("--param", "--add", "--jar");

    private static final Set<String> OF_PROGRAMS = Set.of(
            "--into",
            "--dataset",
            "--json",
            "--param",
            "--add",
            "--jar",
            "--sample-rows",
            "--sample-seconds",
            "--sample-requests",
            "--run-key",
            LoadOptions.REFRESH,
            IntervalOption.NAME,
            LoadOptions.QUIET);

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(
            paramLabel = "SOURCE|FILE|PATH|GLOB|URL",
            arity = "1..*",
            preprocessor = RestIsThePrograms.class,
            completionCandidates = KnownSources.class,
            description =
                    "A source: ${COMPLETION-CANDIDATES}. A .jsh, .java or .yaml file, and its arguments. Or files, as for"
                            + " 'pipette load'.")
    private List<String> names = List.of();

    @Option(names = "--into", paramLabel = "DESTINATION", description = LoadOptions.INTO)
    private @Nullable String into;

    @Option(
            names = "--sample-rows",
            paramLabel = "ROWS",
            description = "Reads at most ROWS rows of each resource. Default: ${DEFAULT-VALUE}.")
    private long rows = PlanSample.USUAL.rows();

    @Option(
            names = "--sample-seconds",
            paramLabel = "SECONDS",
            description = "Reads each resource for at most SECONDS seconds. Default: ${DEFAULT-VALUE}.")
    private BigDecimal seconds = BigDecimal.valueOf(PlanSample.USUAL.time().toSeconds());

    @Option(
            names = "--sample-requests",
            paramLabel = "REQUESTS",
            description = "Sends at most REQUESTS requests to a web API for each resource. Default: ${DEFAULT-VALUE}.")
    private int requests = PlanSample.USUAL.requests();

    @Mixin
    private final LoadOptions options = new LoadOptions();

    @Mixin
    private final ProgramOptions program = new ProgramOptions();

    @Mixin
    private final IntervalOption interval = new IntervalOption();

    @Mixin
    private final SourceOptions source = new SourceOptions();

    @Mixin
    private final FileOptions files = new FileOptions();

    /** What follows the file of a program is for the program, as with {@code pipette run}. */
    static final class RestIsThePrograms implements IParameterPreprocessor {
        @Override
        public boolean preprocess(
                Stack<String> words, CommandSpec command, ArgSpec argument, Map<String, Object> info) {
            List<?> before = argument.getValue();
            if (!ProgramFile.isOne(words.peek()) || !before.isEmpty()) {
                return false;
            }
            argument.setValue(new ArrayList<>(words.reversed()));
            words.clear();
            return true;
        }
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (ProgramFile.isOne(names.getFirst())) {
            return planProgram(names.getFirst());
        }
        return interval.context().call(() -> options.plan(this::wanted, sample()));
    }

    private int planProgram(String name) throws IOException, InterruptedException {
        refuseOptions(option -> !OF_PROGRAMS.contains(option), "a source or files, and " + name + " is a program");
        CommandLine line = requireNonNull(spec).commandLine();
        return ProgramFile.of(name)
                .run(new ProgramRun(
                        ProgramArguments.of("pipette plan", name, names.subList(1, names.size())),
                        new ProgramOverrides(
                                        into,
                                        options.dataset(),
                                        null,
                                        null,
                                        options.refresh(),
                                        new ProgramPlan(sample(), options.isJson()),
                                        program.params(),
                                        null,
                                        interval.identity(options.runKey(), program.params()))
                                .inside(ProgramOverrides.ofProcess()),
                        interval.interval(),
                        program.libraries(line.getErr()),
                        Problems.isDebug(line),
                        line.getOut(),
                        options.isQuiet() ? null : line.getErr()));
    }

    private PlanSample sample() {
        Duration time = Duration.ofNanos(seconds.movePointRight(9).longValue());
        return new PlanSample(rows, time, requests);
    }

    private LoadOptions.Load wanted() {
        String name = names.getFirst();
        if (into == null) {
            // in picocli's words, which cannot know that a program needs none
            throw new ParameterException(
                    requireNonNull(spec).commandLine(), "Missing required option: '--into=DESTINATION'");
        }
        if (KnownSources.names().contains(name) && !Files.exists(Path.of(name))) {
            refuseOptions(OF_PROGRAMS_ONLY::contains, "a program, and " + name + " is a source");
            refuseOptions(PlanCommand::isForFiles, "files, and " + name + " is a source");
            refuseMore(name);
            interval.checkAlone(files.from(), files.to());
            return new SourceLoad(
                            name,
                            source.project(),
                            options.home(),
                            source.only(),
                            files.from(),
                            files.to(),
                            interval.interval())
                    .into(into);
        }
        refuseOptions(OF_PROGRAMS_ONLY::contains, "a program, and " + name + " is none");
        refuseOptions(SourceOptions.NAMES::contains, "a source, and " + name + " is none");
        refuseOptions(IntervalOption.NAME::equals, "a source or a program, and " + name + " is neither");
        return new LoadOptions.Load(files.pipeline(into), files.resources(names, into));
    }

    private void refuseMore(String source) {
        if (names.size() > 1) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "one source is planned at a time, and " + source + " is followed by '"
                            + String.join(" ", names.subList(1, names.size())) + "'.");
        }
    }

    /** Each option means something to some kinds of what is planned. */
    private void refuseOptions(Predicate<String> isForOthers, String forWhom) {
        List<String> given = requireNonNull(spec).commandLine().getParseResult().matchedOptions().stream()
                .filter(option -> !option.inherited())
                .map(OptionSpec::longestName)
                .filter(isForOthers)
                .toList();
        if (!given.isEmpty()) {
            boolean one = given.size() == 1;
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    String.join(", ", given) + (one ? " is for " : " are for ") + forWhom + ". Leave "
                            + (one ? "it" : "them") + " out.");
        }
    }

    private static boolean isForFiles(String option) {
        return !OF_SOURCES.contains(option)
                && CommandSpec.forAnnotatedObject(new FileOptions()).findOption(option) != null;
    }
}

package dev.pipette.cli;

import static java.util.Objects.requireNonNull;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.plan.PlanSample;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code pipette plan}: what a load would do. */
@Command(
        name = "plan",
        description = {
            "Shows what a load would do, and writes nothing.",
            "",
            "Takes what 'pipette load' takes, or a source of 'pipette run'. It reads a sample of the rows and compares it with"
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

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(
            paramLabel = "SOURCE|PATH|GLOB|URL",
            arity = "1..*",
            completionCandidates = KnownSources.class,
            description = "A source: ${COMPLETION-CANDIDATES}. Or files, as for 'pipette load'.")
    private List<String> names = List.of();

    @Option(names = "--into", required = true, paramLabel = "DESTINATION", description = LoadOptions.INTO)
    private String into = "";

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

    @Option(
            names = "--only",
            split = ",",
            hideParamSyntax = true,
            paramLabel = "RESOURCE,..",
            description = "Plans only these resources of the source.")
    private List<String> only = List.of();

    @Option(
            names = "--project",
            paramLabel = "FOLDER",
            description = "The folder of .env, secrets.toml and pipette.toml, for a source. Default: this one.")
    private Path project = Path.of("");

    @Mixin
    private final FileOptions files = new FileOptions();

    /** For completion and for the help text. */
    static final class KnownSources implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return SourceLoad.known().iterator();
        }
    }

    @Override
    public Integer call() {
        return options.plan(this::wanted, sample());
    }

    private PlanSample sample() {
        Duration time = Duration.ofNanos(seconds.movePointRight(9).longValue());
        return new PlanSample(rows, time, requests);
    }

    private LoadOptions.Load wanted() {
        String name = names.getFirst();
        if (ProgramFile.isOne(name)) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    name
                            + " is a program, which itself decides what it loads. Call pipeline.plan(..) in it in the place of"
                            + " pipeline.run(..), and run it with: pipette run " + name);
        }
        if (SourceLoad.known().contains(name) && !Files.exists(Path.of(name))) {
            refuseOptions(name, true);
            refuseMore(name);
            return new SourceLoad(name, project, options.home(), only, files.from(), files.to()).into(into);
        }
        refuseOptions(name, false);
        return new LoadOptions.Load(files.pipeline(into), List.of(files.resource(names, into)));
    }

    private void refuseMore(String source) {
        if (names.size() > 1) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "one source is planned at a time, and " + source + " is followed by '"
                            + String.join(" ", names.subList(1, names.size())) + "'.");
        }
    }

    /** What says how files become rows means nothing to a source, and the other way round. */
    private void refuseOptions(String name, boolean isSource) {
        List<String> given = requireNonNull(spec).commandLine().getParseResult().matchedOptions().stream()
                .map(OptionSpec::longestName)
                .filter(option -> isSource ? isForFiles(option) : option.equals("--only") || option.equals("--project"))
                .toList();
        if (!given.isEmpty()) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    String.join(", ", given) + (given.size() == 1 ? " is for " : " are for ")
                            + (isSource ? "files, and " + name + " is a source" : "a source, and " + name + " is none")
                            + ". Leave " + (given.size() == 1 ? "it" : "them") + " out.");
        }
    }

    private static boolean isForFiles(String option) {
        return !OF_SOURCES.contains(option)
                && CommandSpec.forAnnotatedObject(new FileOptions()).findOption(option) != null;
    }
}

package dev.pipette.cli;

import static java.util.Objects.requireNonNull;

import dev.pipette.LoadInfo;
import dev.pipette.Pipeline;
import dev.pipette.Resource;
import dev.pipette.Rows;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What the commands that load have in common: where to, what is remembered, and what is printed. */
final class LoadOptions {
    static final String QUIET = "--quiet";

    /** The option {@code --into}, which each command has itself: it is not mandatory in all of them. */
    static final String INTO =
            "Where to load to: duckdb:FILE (a file that is missing is made), postgres://USER@HOST/DATABASE, or"
                    + " the name of a section [destination.NAME] of the settings. Give a password by the settings.";

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    @Option(
            names = "--dataset",
            paramLabel = "NAME",
            description =
                    "The schema for the tables. Default: the pipeline's name with _dataset; for a source its name.")
    private @Nullable String dataset;

    @Option(
            names = "--run-key",
            paramLabel = "KEY",
            description = "Names the input, for instance 2025-12-24: what was loaded under a key is not loaded again.")
    private @Nullable String runKey;

    @Option(
            names = "--home",
            paramLabel = "FOLDER",
            description = "The working folder. Default: PIPETTE_HOME, or .pipette in your home.")
    private @Nullable Path home;

    @Option(names = "--json", description = "Prints one JSON document and nothing else on standard output.")
    private boolean json;

    @Option(
            names = QUIET,
            description = "Prints no progress and no summary; only errors, and what --json or --show asks for.")
    private boolean quiet;

    /** What is loaded, and where to. */
    record Load(Pipeline pipeline, List<Resource> resources) {}

    /** Whether progress and summaries are left out. */
    boolean isQuiet() {
        return quiet;
    }

    /** The working folder, where it was said. */
    @Nullable
    Path home() {
        return home;
    }

    /**
     * Loads, shows the progress, and prints what came of it, or as a document that it failed.
     *
     * @param wanted what to load, as the command says it; these options complete it
     * @param shown reads rows to print below, by table
     */
    int load(Supplier<Load> wanted, BiFunction<Load, LoadInfo, Map<String, Rows>> shown) {
        PrintWriter out = requireNonNull(command).commandLine().getOut();
        try {
            Load load = completed(wanted.get());
            LoadInfo info = run(load);
            Map<String, Rows> rows = shown.apply(load, info);
            if (json) {
                out.println(JsonDocument.indented(LoadSummary.json(info, rows)));
            } else {
                out.print(quiet ? LoadSummary.rows(rows) : LoadSummary.text(info, rows));
            }
            return ExitCodes.SUCCESS;
        } catch (RuntimeException failed) {
            if (json) {
                out.println(JsonDocument.indented(LoadSummary.json(failed)));
            }
            throw failed;
        } finally {
            out.flush();
        }
    }

    private Load completed(Load load) {
        Pipeline completed = dataset == null ? load.pipeline() : load.pipeline().dataset(dataset);
        if (home != null) {
            completed = completed.home(home);
        }
        return new Load(runKey == null ? completed : completed.runKey(runKey), load.resources());
    }

    private LoadInfo run(Load load) {
        CommandSpec spec = requireNonNull(command);
        try (ProgressTicker progress =
                new ProgressTicker(spec.qualifiedName(), spec.commandLine().getErr(), quiet)) {
            return load.pipeline().listener(progress.listener()).run(load.resources());
        }
    }
}

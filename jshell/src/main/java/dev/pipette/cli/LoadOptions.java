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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What the commands that load have in common: where to, what is remembered, and what is printed. */
final class LoadOptions {
    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    @Option(
            names = "--into",
            required = true,
            paramLabel = "DESTINATION",
            description =
                    "Where to load to: duckdb:FILE (a file that is missing is made), postgres://USER@HOST/DATABASE, or"
                            + " the name of a section [destination.NAME] of the settings. Give a password by the settings.")
    private String into = "";

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
            names = "--quiet",
            description = "Prints no progress and no summary; only errors, and what --json or --show asks for.")
    private boolean quiet;

    /**
     * What a load gave.
     *
     * @param shown rows to print, by table
     */
    record Loaded(LoadInfo info, Map<String, Rows> shown) {}

    /** The destination as it was written. */
    String into() {
        return into;
    }

    /** The working folder, where it was said. */
    @Nullable
    Path home() {
        return home;
    }

    /** A pipeline with what was said in these options. */
    Pipeline completed(Pipeline pipeline) {
        Pipeline completed = dataset == null ? pipeline : pipeline.dataset(dataset);
        if (home != null) {
            completed = completed.home(home);
        }
        return runKey == null ? completed : completed.runKey(runKey);
    }

    /** Runs and shows the progress. */
    LoadInfo run(Pipeline pipeline, List<Resource> resources) {
        CommandSpec spec = requireNonNull(command);
        try (ProgressTicker progress =
                new ProgressTicker(spec.qualifiedName(), spec.commandLine().getErr(), quiet)) {
            return pipeline.listener(progress.listener()).run(resources);
        }
    }

    /** Prints what a load gave, or as a document that it failed. */
    int report(Supplier<Loaded> load) {
        PrintWriter out = requireNonNull(command).commandLine().getOut();
        try {
            Loaded loaded = load.get();
            if (json) {
                out.println(JsonDocument.indented(LoadSummary.json(loaded.info(), loaded.shown())));
            } else {
                out.print(quiet ? LoadSummary.rows(loaded.shown()) : LoadSummary.text(loaded.info(), loaded.shown()));
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
}

package dev.pipette.cli;

import static java.util.Objects.requireNonNull;

import dev.pipette.LoadInfo;
import dev.pipette.Pipeline;
import dev.pipette.Resource;
import dev.pipette.plan.PlanSample;
import dev.pipette.plan.RunPlan;
import dev.pipette.rows.Rows;
import dev.pipette.schema.Refresh;
import dev.pipette.schema.SchemaContract;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
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
            "Where to load to: duckdb:FILE (a missing file is created), postgres://USER@HOST/DATABASE, or NAME"
                    + " of a section [destination.NAME] in pipette.toml. Put passwords into the settings.";

    static final String REFRESH = "--refresh";

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    @Option(
            names = "--dataset",
            paramLabel = "NAME",
            description = "The schema for the tables. Default: PIPELINE_dataset; for a source, its name.")
    private @Nullable String dataset;

    @Option(
            names = "--run-key",
            paramLabel = "KEY",
            description = "A name for this input, like 2025-12-24. Input with the same key is loaded only once.")
    private @Nullable String runKey;

    @Option(
            names = REFRESH,
            paramLabel = "WHAT",
            completionCandidates = Refreshes.class,
            description =
                    "Begins again, in the transaction of the load: drop-resources drops the tables and the state of what"
                            + " is loaded, drop-sources those of the whole source, and drop-data the rows and the state.")
    private @Nullable String refresh;

    @Option(
            names = "--contract",
            paramLabel = "CONTRACT",
            completionCandidates = Modes.class,
            description =
                    "How far this run may change the schema: evolve, freeze, discard_row or discard_value, for all or"
                            + " by what it is for, like columns=freeze,data_type=discard_row (tables, columns, data_type).")
    private @Nullable String contract;

    @Option(
            names = "--schema",
            paramLabel = "FILE",
            description =
                    "Declares the tables of a file of 'pipette schema export': types, NOT NULL, keys. With --contract, what the"
                            + " file does not have is new, also if the destination has it.")
    private @Nullable Path schema;

    @Option(names = "--home", paramLabel = "FOLDER", description = HomeFolder.HELP)
    private @Nullable Path home;

    @Option(names = "--json", description = "Prints one JSON document and nothing else on standard output.")
    private boolean json;

    @Option(
            names = QUIET,
            description = "Prints no progress and no summary, only errors and the output of --json and --show.")
    private boolean quiet;

    /** For completion. */
    static final class Modes implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(SchemaContract.Mode.values())
                    .map(SchemaContract.Mode::toString)
                    .iterator();
        }
    }

    /** For completion. */
    static final class Refreshes implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(Refresh.values()).map(Refresh::toString).iterator();
        }
    }

    /** What is loaded, and where to. */
    record Load(Pipeline pipeline, List<Resource> resources) {}

    /** Whether progress and summaries are left out. */
    boolean isQuiet() {
        return quiet;
    }

    /** Whether documents are printed in the place of text. */
    boolean isJson() {
        return json;
    }

    /** The dataset, where --dataset gives it. */
    @Nullable
    String dataset() {
        return dataset;
    }

    /** The run key, where --run-key gives it. */
    @Nullable
    String runKey() {
        return runKey;
    }

    /**
     * What begins again, where --refresh gives it.
     *
     * @throws dev.pipette.error.PipetteException BAD_USAGE for an unknown word
     */
    @Nullable
    Refresh refresh() {
        return refresh == null ? null : Refresh.of(refresh);
    }

    /** The working folder, where --home gives it. */
    @Nullable
    Path home() {
        return home;
    }

    /**
     * Loads, shows the progress, and prints what came of it, or as a document that it failed.
     *
     * @param wanted what to load, as the command says it; these options complete it
     * @param shown reads rows to print below, by table
     * @param look how they look
     */
    int load(
            Supplier<Load> wanted,
            BiFunction<Load, LoadInfo, Map<String, Rows>> shown,
            BiFunction<Load, Rows, String> look) {
        PrintWriter out = requireNonNull(command).commandLine().getOut();
        try {
            Load load = completed(wanted.get());
            LoadInfo info = run(load);
            rememberCommitted(info);
            Map<String, Rows> rows = shown.apply(load, info);
            if (json) {
                out.println(JsonDocument.indented(LoadSummary.json(info, rows)));
            } else {
                out.print(
                        quiet
                                ? LoadSummary.rows(rows, table -> look.apply(load, table))
                                : LoadSummary.text(info, rows, table -> look.apply(load, table)));
            }
            return ExitCodes.SUCCESS;
        } catch (RuntimeException failed) {
            if (json) {
                out.println(JsonDocument.indented(Problems.document(failed)));
            }
            throw failed;
        } finally {
            out.flush();
        }
    }

    /**
     * Plans, and prints what a load would do.
     *
     * @param wanted what to load, as the command says it; these options complete it
     * @return the exit code that the load would have
     */
    int plan(Supplier<Load> wanted, PlanSample sample) {
        PrintWriter out = requireNonNull(command).commandLine().getOut();
        try {
            Load load = completed(wanted.get());
            RunPlan plan = PlanSummary.inCommandWords(
                    heard(load.pipeline()).sample(sample).plan(load.resources()));
            if (json) {
                out.println(JsonDocument.indented(plan.toDocument()));
            } else if (!quiet) {
                PlanSummary.print(plan, Screen.of(out));
            }
            return PlanSummary.exitCode(plan);
        } catch (RuntimeException failed) {
            if (json) {
                out.println(JsonDocument.indented(Problems.document(failed)));
            }
            throw failed;
        } finally {
            out.flush();
        }
    }

    private Pipeline heard(Pipeline planned) {
        CommandSpec spec = requireNonNull(command);
        return quiet
                ? planned
                : planned.listener(
                        new PlanWaits(spec.qualifiedName(), spec.commandLine().getErr()));
    }

    private void rememberCommitted(LoadInfo info) {
        if (!info.nothingNew() && requireNonNull(command).root().userObject() instanceof PipetteCommand pipette) {
            pipette.committed = LoadSummary.packages(info);
        }
    }

    private Load completed(Load load) {
        Pipeline completed = dataset == null ? load.pipeline() : load.pipeline().datasetName(dataset);
        if (home != null) {
            completed = completed.home(home);
        }
        if (refresh != null) {
            completed = completed.refresh(Refresh.of(refresh));
        }
        if (contract != null) {
            completed = completed.contract(SchemaContract.of(contract));
        }
        if (schema != null) {
            completed = completed.schema(schema);
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

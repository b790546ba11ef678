package dev.pipette.cli;

import static java.util.Objects.requireNonNull;

import dev.pipette.Pipeline;
import dev.pipette.admin.CursorInfo;
import dev.pipette.admin.DropInfo;
import dev.pipette.admin.PipelineAdmin;
import dev.pipette.admin.SliceProgress;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.incremental.CursorKind;
import dev.pipette.settings.Settings;
import dev.pipette.text.Listing;
import dev.pipette.workers.WorkersProvider;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code pipette pipeline}: what is known of a pipeline, and what can be done about packages that wait. */
@Command(
        name = "pipeline",
        description = {
            "Inspects a pipeline and handles its pending packages. Without NAME: lists the pipelines.",
            "",
            "  info      destination, dataset, pending packages, last run, state (default)",
            "  trace     the last run: its steps and times, tables and rows, and its error",
            "  runs      the last runs, newest first",
            "  failed    failed runs and packages that were set aside, newest first",
            "  loads     the loads of the dataset, newest first",
            "  checks    how the checks of the loads ended, newest first",
            "  rejects   the rows that checks and contracts rejected, newest first",
            "  replay    loads rejected rows after all, corrected with --set, --set-sql or",
            "            --from; rows that still break a rule stay rejected",
            "  discard-rejects",
            "            counts rejected rows; with --yes, deletes them",
            "  state     the committed state of each resource",
            "  schema    the committed schema",
            "  slices    how far other processes are with the slices of its loads",
            "  pending   packages that are extracted but not loaded, with commands for them",
            "  retry     loads the package LOAD_ID on top of what is committed now",
            "  give-up   shows what giving the package LOAD_ID up would do; with --yes, its",
            "            rows become rejected rows, and no run reads them again",
            "  discard   deletes the package LOAD_ID, and later ones that depend on it; the",
            "            next run extracts their rows again",
            "  drop      lists what dropping RESOURCE would remove; with --yes, drops its",
            "            tables, its state and its pending packages, and the next run",
            "            loads it from the start",
            "  migrate   lists what renaming, dropping and retyping columns would change;",
            "            with --yes, changes them, and later loads know of it. Without",
            "            columns: how the tables differ from what was loaded",
            "  cursor    the committed value of RESOURCE's cursor; with --set VALUE, the",
            "            next load starts at this value",
            "  sync      replaces the local state by the one committed at the destination",
            "  forget    removes the pipeline's working folder from this machine; does not",
            "            change the destination",
            "  export-state",
            "            writes what Pipette knows of the rows at the cursors into dlt's",
            "            state, so that dlt continues without loading any of them twice"
        },
        sortOptions = false,
        footer = {
            "  pipette pipeline",
            "  pipette pipeline quakes info",
            "  pipette pipeline quakes loads --json",
            "  pipette pipeline quakes rejects --rule not-null --format csv",
            "  pipette pipeline quakes replay --rule range --set properties__mag=0",
            "  pipette pipeline quakes schema",
            "  pipette pipeline quakes trace",
            "  pipette pipeline quakes pending",
            "  pipette pipeline quakes export-state --for dlt",
            "  pipette pipeline quakes cursor quake_log",
            "  pipette pipeline quakes cursor quake_log --set 1735689600000",
            "  pipette pipeline quakes drop earthquakes",
            "  pipette pipeline quakes migrate --rename earthquakes.properties__mag=magnitude"
        })
final class PipelineCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(index = "0", arity = "0..1", paramLabel = "NAME", description = "The pipeline.")
    private @Nullable String name;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "ACTION",
            description = "${COMPLETION-CANDIDATES}. Default: info.")
    private @Nullable Action action;

    @Parameters(
            index = "2",
            arity = "0..1",
            paramLabel = "LOAD_ID|RESOURCE",
            description =
                    "The package for retry, give-up and discard (give-up: may be left out where one waits), or the"
                            + " resource for drop and cursor.")
    private @Nullable String object;

    @Option(
            names = "--yes",
            description =
                    "With give-up, drop, migrate and discard-rejects: does it, instead of listing what would be done. With discard"
                            + " and forget: changes nothing, they never ask.")
    private boolean yes;

    @Option(
            names = "--discard-pending",
            description = "With forget: also deletes pending packages. Their rows may exist nowhere else.")
    private boolean discardPending;

    @Option(
            names = "--accept",
            description = "With sync: continues even if rows that still exist may be loaded a second time.")
    private boolean accept;

    @Option(
            names = "--for",
            paramLabel = "TOOL",
            description = "With export-state: the tool that continues with the dataset. Only dlt.")
    private @Nullable String tool;

    @Option(
            names = "--key",
            paramLabel = "RESOURCE=COLUMN,..",
            description =
                    "With export-state: the columns of dlt's primary_key, in its order. Needed if the table has no"
                            + " key or one of several columns.")
    private List<String> keys = List.of();

    @Option(
            names = "--set",
            paramLabel = "VALUE",
            description =
                    "With cursor: sets it to this value. With replay: COLUMN=VALUE, sets a column of each row; may be"
                            + " repeated.")
    private List<String> set = List.of();

    @Option(
            names = "--as",
            paramLabel = "TYPE",
            description = "With --set: the type of the value, if the cursor compared another type until now: integer,"
                    + " decimal, timestamp, local_timestamp, date or text.")
    private @Nullable String setAs;

    @Option(
            names = "--path",
            paramLabel = "COLUMN",
            description = "With cursor: the cursor's column. Needed if the resource has several cursors.")
    private @Nullable String path;

    @Option(
            names = "--stage",
            paramLabel = "ADDRESS",
            description = "With slices: the folder or bucket that these processes share. Default: the setting"
                    + " workers.stage.")
    private @Nullable String stage;

    @Option(names = "--state-only", description = "With drop: drops only the state and keeps the tables.")
    private boolean stateOnly;

    @Mixin
    private final MigrateOptions migration = new MigrateOptions();

    @Mixin
    private final RejectOptions rejects = new RejectOptions();

    @Mixin
    private final PipelinePlace place = new PipelinePlace();

    @Option(names = "--json", description = "Prints one JSON document and nothing else.")
    private boolean json;

    private enum Action {
        INFO,
        TRACE,
        RUNS,
        FAILED,
        LOADS,
        CHECKS,
        REJECTS,
        REPLAY,
        DISCARD_REJECTS,
        STATE,
        SCHEMA,
        SLICES,
        PENDING,
        RETRY,
        GIVE_UP,
        DISCARD,
        DROP,
        MIGRATE,
        CURSOR,
        SYNC,
        FORGET,
        EXPORT_STATE;

        boolean takesObject() {
            return this == RETRY || this == GIVE_UP || this == DISCARD || this == DROP || this == CURSOR;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private static final Set<Action> OF_REJECTS = EnumSet.of(Action.REJECTS, Action.REPLAY, Action.DISCARD_REJECTS);

    /** The actions that an option belongs to; options that are not here belong to all. */
    private static final Map<String, Set<Action>> ACTIONS = Map.ofEntries(
            // also of those that never ask, so that a script may give it to each that deletes
            Map.entry(
                    "--yes",
                    EnumSet.of(
                            Action.GIVE_UP,
                            Action.DISCARD_REJECTS,
                            Action.DISCARD,
                            Action.DROP,
                            Action.MIGRATE,
                            Action.FORGET)),
            Map.entry("--discard-pending", EnumSet.of(Action.FORGET)),
            Map.entry("--accept", EnumSet.of(Action.SYNC)),
            Map.entry("--for", EnumSet.of(Action.EXPORT_STATE)),
            Map.entry("--key", EnumSet.of(Action.EXPORT_STATE)),
            Map.entry("--set", EnumSet.of(Action.REPLAY, Action.CURSOR)),
            Map.entry("--as", EnumSet.of(Action.CURSOR)),
            Map.entry("--path", EnumSet.of(Action.CURSOR)),
            Map.entry("--stage", EnumSet.of(Action.SLICES)),
            Map.entry("--state-only", EnumSet.of(Action.DROP)),
            Map.entry("--table", OF_REJECTS),
            Map.entry("--rule", OF_REJECTS),
            Map.entry("--load", OF_REJECTS),
            Map.entry("--row", OF_REJECTS),
            Map.entry("--replayed", EnumSet.of(Action.REJECTS, Action.DISCARD_REJECTS)),
            Map.entry("--format", EnumSet.of(Action.REJECTS)),
            Map.entry("--set-sql", EnumSet.of(Action.REPLAY)),
            Map.entry("--from", EnumSet.of(Action.REPLAY)),
            Map.entry("--overtaken", EnumSet.of(Action.REPLAY)),
            Map.entry("--contract", EnumSet.of(Action.REPLAY)),
            Map.entry("--rename", EnumSet.of(Action.MIGRATE)),
            Map.entry("--drop", EnumSet.of(Action.MIGRATE)),
            Map.entry("--retype", EnumSet.of(Action.MIGRATE)),
            Map.entry("--restore", EnumSet.of(Action.MIGRATE)));

    @Override
    public Integer call() {
        PrintWriter out = requireNonNull(spec).commandLine().getOut();
        PipelineSummary summary = new PipelineSummary(out, json);
        if (name == null) {
            summary.pipelines(PipelineAdmin.pipelines(place.folder()));
        } else {
            Action asked = action == null ? Action.INFO : action;
            if (object != null && !asked.takesObject()) {
                throw new PipetteException(
                        ErrorCode.BAD_USAGE,
                        "'" + asked + "' takes no load id and no resource, and '" + object + "' is given.");
            }
            checkOptions(asked);
            if (asked == Action.FORGET && !place.hasDestination()) {
                summary.forgotten(PipelineAdmin.forget(name, place.folder(), discardPending));
            } else {
                run(asked, place.pipeline(name), summary);
            }
        }
        out.flush();
        return ExitCodes.SUCCESS;
    }

    /** Refuses an option that another action has. */
    private void checkOptions(Action asked) {
        for (OptionSpec option :
                requireNonNull(spec).commandLine().getParseResult().matchedOptions()) {
            Set<Action> actions = ACTIONS.get(option.longestName());
            if (actions != null && !actions.contains(asked)) {
                throw new PipetteException(
                        ErrorCode.BAD_USAGE,
                        option.longestName() + " belongs to " + listed(actions) + ", and '" + asked
                                + "' is asked for.");
            }
        }
    }

    /** Names of actions, the last after "and". */
    private static String listed(Set<Action> actions) {
        List<String> names = actions.stream().map(Action::toString).toList();
        String others = String.join(", ", names.subList(0, names.size() - 1));
        return others.isEmpty() ? names.getLast() : others + " and " + names.getLast();
    }

    private void run(Action asked, Pipeline pipeline, PipelineSummary summary) {
        PipelineAdmin admin = pipeline.admin();
        switch (asked) {
            case INFO -> summary.info(admin.info());
            case TRACE -> summary.trace(admin.trace());
            case RUNS -> summary.runs(admin.traces());
            case FAILED -> summary.failed(admin.failed());
            case LOADS -> summary.loads(admin.loads());
            case CHECKS -> summary.checks(admin.checks());
            case REJECTS ->
                rejects.print(admin, json, requireNonNull(spec).commandLine().getOut());
            case REPLAY -> summary.retried(rejects.replay(pipeline, set));
            case DISCARD_REJECTS -> summary.discarded(rejects.discard(admin, yes));
            case STATE -> summary.state(admin.state());
            case SCHEMA -> summary.schema(admin.schema());
            case SLICES -> summary.slices(slices(admin));
            case PENDING -> summary.pending(admin.pending());
            case FORGET -> summary.forgotten(admin.forget(discardPending));
            case CURSOR ->
                summary.cursor(cursor(
                        admin,
                        needed(
                                object,
                                "cursor needs the name of the resource: pipette pipeline " + name
                                        + " cursor RESOURCE. 'state' lists the cursors of each.")));
            case MIGRATE -> summary.migrated(migration.apply(admin, yes));
            case SYNC -> summary.info(accept ? admin.syncAcceptingRepeatedRows() : admin.sync());
            case EXPORT_STATE -> summary.exported(admin.exportStateForDlt(exportKeys()));
            case RETRY ->
                summary.retried(admin.retry(needed(
                        object,
                        "retry needs the load id of the package: pipette pipeline " + name
                                + " retry LOAD_ID. 'pending' lists them.")));
            case GIVE_UP -> {
                String loadId = object == null ? onlyWaiting(admin) : object;
                if (yes) {
                    summary.retried(admin.giveUp(loadId));
                } else {
                    summary.givingUp(admin.planGiveUp(loadId));
                }
            }
            case DISCARD ->
                summary.discarded(admin.discard(needed(
                        object,
                        "discard needs the load id of the package: pipette pipeline " + name
                                + " discard LOAD_ID. 'pending' lists them.")));
            case DROP ->
                summary.dropped(drop(
                        admin,
                        needed(
                                object,
                                "drop needs the name of the resource: pipette pipeline " + name
                                        + " drop RESOURCE. 'schema' lists the tables of each.")));
        }
    }

    private Listing<SliceProgress> slices(PipelineAdmin admin) {
        Settings settings = Settings.from(Path.of(""), place.folder(), System.getenv());
        String address = stage == null
                ? settings.find(WorkersProvider.STAGE)
                        .orElseThrow(() -> new PipetteException(
                                ErrorCode.BAD_USAGE,
                                "no stage: name the folder or bucket that the run and its workers share with --stage, or"
                                        + " as stage = \"..\" under [workers] in pipette.toml."))
                : stage;
        return admin.slices(address, settings);
    }

    private String onlyWaiting(PipelineAdmin admin) {
        List<String> waiting = admin.pending().stream()
                .filter(found -> !found.state().equals("committed"))
                .map(PipelineAdmin.PendingPackage::loadId)
                .toList();
        if (waiting.size() == 1) {
            return waiting.getFirst();
        }
        throw new PipetteException(
                ErrorCode.BAD_USAGE,
                waiting.isEmpty()
                        ? "pipeline " + name
                                + " has no package that waits or was set aside, so there is nothing to give up."
                        : "several packages of pipeline " + name + " wait or were set aside: "
                                + String.join(", ", waiting) + ". Say which one: pipette pipeline " + name
                                + " give-up LOAD_ID. 'pending' shows what is in each.");
    }

    private CursorInfo cursor(PipelineAdmin admin, String resource) {
        if (set.size() > 1) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE, "a cursor has one value, and --set is given " + set.size() + " times.");
        }
        if (set.isEmpty()) {
            if (setAs != null) {
                throw new PipetteException(
                        ErrorCode.BAD_USAGE, "--as is about the value of --set, and --set is missing.");
            }
            return path == null ? admin.cursor(resource) : admin.cursor(resource, path);
        }
        return admin.setCursor(resource, path, set.getFirst(), setAs == null ? null : kind(setAs));
    }

    private static CursorKind kind(String word) {
        return CursorKind.ofWord(word)
                .orElseThrow(() -> new PipetteException(
                        ErrorCode.BAD_USAGE,
                        "--as " + word + ": a cursor has no such type. Types are "
                                + Stream.of(CursorKind.values())
                                        .map(CursorKind::word)
                                        .collect(Collectors.joining(", "))
                                + "."));
    }

    private Map<String, List<String>> exportKeys() {
        if (!"dlt".equals(tool)) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "export-state needs to know for whom: pipette pipeline " + name + " export-state --for dlt.");
        }
        Map<String, List<String>> byResource = new LinkedHashMap<>();
        for (String key : keys) {
            int equals = key.indexOf('=');
            if (equals < 1 || equals == key.length() - 1) {
                throw new PipetteException(
                        ErrorCode.BAD_USAGE, "--key " + key + " names no column. Write it like --key events=id.");
            }
            byResource.put(
                    key.substring(0, equals), List.of(key.substring(equals + 1).split(",")));
        }
        return byResource;
    }

    private DropInfo drop(PipelineAdmin admin, String resource) {
        if (stateOnly) {
            return yes ? admin.dropState(resource) : admin.planDropState(resource);
        }
        return yes ? admin.drop(resource) : admin.planDrop(resource);
    }

    private static String needed(@Nullable String given, String problem) {
        if (given == null) {
            throw new PipetteException(ErrorCode.BAD_USAGE, problem);
        }
        return given;
    }
}

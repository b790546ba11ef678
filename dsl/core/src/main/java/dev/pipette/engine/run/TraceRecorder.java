package dev.pipette.engine.run;

import dev.pipette.LoadInfo.LoadedPackage;
import dev.pipette.LoadInfo.TableLoad;
import dev.pipette.LoadListener;
import dev.pipette.Pipeline;
import dev.pipette.RunContext;
import dev.pipette.admin.RunStart;
import dev.pipette.admin.RunTrace;
import dev.pipette.admin.RunTrace.ColumnType;
import dev.pipette.admin.RunTrace.Failure;
import dev.pipette.admin.RunTrace.Input;
import dev.pipette.admin.RunTrace.Input.Kind;
import dev.pipette.admin.RunTrace.LoadPackage;
import dev.pipette.admin.RunTrace.Outcome;
import dev.pipette.admin.RunTrace.Step;
import dev.pipette.admin.RunTrace.TableColumns;
import dev.pipette.admin.RunningScript;
import dev.pipette.check.CheckResult;
import dev.pipette.engine.extract.ResourcePlan;
import dev.pipette.engine.folder.CheckNotes;
import dev.pipette.engine.folder.SealedPackage;
import dev.pipette.engine.folder.WorkingFolder;
import dev.pipette.engine.manifest.PackageTable;
import dev.pipette.engine.manifest.ResourceLoad;
import dev.pipette.error.PipetteException;
import dev.pipette.schema.Schema;
import dev.pipette.spi.LoadStep;
import dev.pipette.spi.RowSource;
import dev.pipette.text.Printable;
import dev.pipette.text.Secrets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Listens to a run and remembers its steps and packages, and calls the user's own listener. */
final class TraceRecorder implements LoadListener {
    private final LoadListener listener;
    private final WorkingFolder working;
    private final String runId = UUID.randomUUID().toString();
    private final String pipeline;
    private final Instant startedAt;
    private final RunContext context = RunContext.current();
    private final Optional<RunningScript> script;
    private final List<Input> inputs = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();
    private final Map<String, LoadPackage> packages = new LinkedHashMap<>();
    private final long begun = System.nanoTime();
    private long last = begun;

    TraceRecorder(LoadListener listener, Pipeline pipeline, WorkingFolder working) {
        this.listener = listener;
        this.working = working;
        this.pipeline = pipeline.name();
        this.script = context.script().map(running -> new RunningScript(shown(running.name()), running.sha256()));
        this.startedAt = pipeline.clock().instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /** The id of the run in its trace. */
    String runId() {
        return runId;
    }

    @Override
    public void reached(LoadStep step, String loadId) {
        steps.add(new Step(step, loadId, Duration.ofNanos(System.nanoTime() - last)));
        // a package of an earlier run first appears when it is published
        if (step == LoadStep.SEALED || (step == LoadStep.TRANSACTION_BEGUN && !packages.containsKey(loadId))) {
            look(loadId, step == LoadStep.TRANSACTION_BEGUN);
        }
        try {
            listener.reached(step, loadId);
        } finally {
            last = System.nanoTime();
        }
    }

    @Override
    public void reading(String resource, String file) {
        listener.reading(resource, Secrets.masked(file));
    }

    @Override
    public void extracted(String resource, long rows) {
        listener.extracted(resource, rows);
    }

    @Override
    public void waiting(String holder) {
        listener.waiting(Secrets.masked(holder));
    }

    @Override
    public void retrying(String why, Duration after) {
        listener.retrying(Secrets.masked(why), after);
    }

    private void look(String loadId, boolean recovered) {
        try {
            working.packages().find(loadId).ifPresent(found -> {
                SealedPackage.Size size = found.size();
                packages.put(
                        loadId,
                        new LoadPackage(
                                loadId,
                                false,
                                recovered,
                                size.files(),
                                size.bytes(),
                                tables(found),
                                List.of(),
                                List.of(),
                                List.of()));
            });
        } catch (PipetteException unreadable) {
            // then the load itself fails, and says so better
            packages.remove(loadId);
        }
    }

    private static List<TableLoad> tables(SealedPackage found) {
        List<TableLoad> tables = new ArrayList<>();
        for (PackageTable table : found.manifest().tables()) {
            ResourceLoad resource = found.manifest().resourceOf(table);
            tables.add(new TableLoad(
                    table.name(),
                    resource.name(),
                    Optional.ofNullable(table.parent()),
                    resource.disposition().kind(),
                    table.rows(),
                    0,
                    0,
                    0,
                    0));
        }
        return tables;
    }

    /** Where the rows of the resources come from. */
    void reads(List<ResourcePlan> resources) {
        for (ResourcePlan resource : resources) {
            switch (resource.source()) {
                case RowSource.Files files ->
                    files.locations().forEach(location -> read(resource, Kind.FILES, location.pattern()));
                case RowSource.Streamed stream -> read(resource, Kind.STREAM, stream.named());
                case RowSource.Supplied _ -> read(resource, Kind.ROWS, "");
                case RowSource.Derived derived -> read(resource, Kind.ROWS, derived.describe());
            }
        }
    }

    private void read(ResourcePlan resource, Kind kind, String location) {
        inputs.add(new Input(resource.name(), kind, shown(location)));
    }

    /** The run that begins. */
    RunStart start(PipelineRun run) {
        return new RunStart(
                runId,
                pipeline,
                Secrets.masked(run.destination()),
                Secrets.masked(run.address()),
                run.dataset(),
                startedAt,
                script);
    }

    /**
     * The trace of the run.
     *
     * @param failed why the run failed; empty when it did not
     */
    RunTrace trace(PipelineRun run, Optional<Throwable> failed) {
        List<LoadedPackage> loaded = run.loaded();
        for (LoadedPackage load : loaded) {
            packages.put(load.loadId(), committed(load, run.schemas().get(load.loadId())));
        }
        if (failed.isEmpty()) {
            // the others held nothing new, or were dropped because another machine was first, which the notes say
            packages.keySet()
                    .retainAll(loaded.stream().map(LoadedPackage::loadId).toList());
        }
        packages.replaceAll((loadId, load) -> load.committed() ? load : judged(load));
        Duration duration = Duration.ofNanos(System.nanoTime() - begun);
        Outcome outcome = failed.isPresent() ? Outcome.FAILED : loaded.isEmpty() ? Outcome.NOTHING_NEW : Outcome.LOADED;
        RunStart start = start(run);
        return new RunTrace(
                runId,
                pipeline,
                start.destination(),
                start.address(),
                start.dataset(),
                startedAt,
                script,
                context.job(),
                context.interval(),
                duration,
                outcome,
                inputs,
                steps,
                List.copyOf(packages.values()),
                run.notes().stream().map(TraceRecorder::shown).toList(),
                failed.map(TraceRecorder::failure));
    }

    /** With how the checks of a package ended whose transaction was rolled back. */
    private LoadPackage judged(LoadPackage load) {
        List<CheckResult> checks = working.packages()
                .find(load.loadId())
                .map(CheckNotes::of)
                .filter(attempts -> !attempts.isEmpty())
                .map(attempts -> attempts.getLast().results())
                .orElse(List.of());
        return new LoadPackage(
                load.loadId(),
                false,
                load.recovered(),
                load.files(),
                load.bytes(),
                load.tables(),
                load.columns(),
                load.schemaChanges(),
                shown(checks));
    }

    private LoadPackage committed(LoadedPackage load, @Nullable Schema schema) {
        LoadPackage seen = packages.get(load.loadId());
        return new LoadPackage(
                load.loadId(),
                true,
                load.recovered(),
                seen == null ? 0 : seen.files(),
                seen == null ? 0 : seen.bytes(),
                load.tables(),
                schema == null ? List.of() : columns(load, schema),
                load.schemaChanges(),
                shown(load.checks()));
    }

    private static List<TableColumns> columns(LoadedPackage load, Schema schema) {
        return load.tables().stream()
                .map(TableLoad::table)
                .distinct()
                .flatMap(table -> schema.table(table).stream())
                .map(table -> new TableColumns(
                        table.name(),
                        table.columns().values().stream()
                                .map(column -> new ColumnType(column.name(), column.typeText()))
                                .toList()))
                .toList();
    }

    /** Notes in an error how far the run was. */
    void locate(PipetteException failed) {
        if (!steps.isEmpty()) {
            Step done = steps.getLast();
            failed.after(done.step().name(), done.loadId());
        }
    }

    private static Failure failure(Throwable failed) {
        String code = failed instanceof PipetteException known ? known.code().name() : "INTERNAL_ERROR";
        String message = failed instanceof PipetteException
                ? String.valueOf(failed.getMessage())
                : failed.getClass().getSimpleName() + ": " + failed.getMessage();
        return new Failure(code, shown(message));
    }

    private static List<CheckResult> shown(List<CheckResult> checks) {
        return checks.stream()
                .map(result -> new CheckResult(
                        result.table(),
                        shown(result.check()),
                        result.severity(),
                        result.verdict(),
                        result.violations(),
                        shown(result.message())))
                .toList();
    }

    private static String shown(String text) {
        return Printable.of(Secrets.masked(text));
    }
}

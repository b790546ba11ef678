package dev.pipette.admin;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.pipette.LoadInfo;
import dev.pipette.Pipeline;
import dev.pipette.RunContext;
import dev.pipette.engine.distributed.SharedStage;
import dev.pipette.engine.distributed.StageOverview;
import dev.pipette.engine.folder.TraceFiles;
import dev.pipette.engine.load.bookkeeping.CommittedState;
import dev.pipette.engine.run.ReplayedRun;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.incremental.CursorKind;
import dev.pipette.incremental.LoadedFile;
import dev.pipette.rows.RowReader;
import dev.pipette.rows.RowStream;
import dev.pipette.rows.Rows;
import dev.pipette.schema.Migration;
import dev.pipette.settings.Settings;
import dev.pipette.slices.Stages;
import dev.pipette.text.Listing;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Looks into a pipeline and resolves what waits there: behind {@code pipette pipeline NAME ...}.
 *
 * <pre>{@code
 * for (PipelineAdmin.PendingPackage waiting : pipeline.admin().pending()) {
 *   System.out.println(waiting.loadId() + " " + waiting.state());
 * }
 * }</pre>
 */
public final class PipelineAdmin {
    private final Pipeline pipeline;

    public PipelineAdmin(Pipeline pipeline) {
        this.pipeline = pipeline;
    }

    /**
     * The pipeline of this name as its working folder remembers it: destination and dataset of its last run.
     *
     * @throws PipetteException BAD_USAGE where two pipelines have the name, into files in other folders than the current
     */
    public static Optional<Pipeline> find(String name, Path home) {
        return new PipelineFolders(home).find(name);
    }

    /** The names of the pipelines that have a working folder. */
    public static List<String> list(Path home) {
        return new PipelineFolders(home)
                .list().stream().map(KnownPipeline::name).distinct().toList();
    }

    /** The pipelines that have a working folder, each with its destination, its last run and what waits. */
    public static Listing<KnownPipeline> pipelines(Path home) {
        List<KnownPipeline> known = new PipelineFolders(home).list();
        return new Listing<>(known, AdminText.pipelines(known));
    }

    /** The pipelines whose working folders remember where they loaded to, as {@link #find} returns them. */
    public static List<Pipeline> remembered(Path home) {
        return new PipelineFolders(home).remembered();
    }

    /**
     * Removes the working folder of the pipeline of this name; the destination is as it was.
     *
     * @param discarding whether packages that wait are deleted with it
     * @throws PipetteException PACKAGE_PENDING where packages wait that are not to be deleted; BAD_USAGE where there is no
     *     such pipeline, or where the name is that of several
     */
    @CanIgnoreReturnValue
    public static ForgottenPipeline forget(String name, Path home, boolean discarding) {
        RunContext.checkWrites("admin.forget(..)");
        return new PipelineFolders(home).forget(name, discarding, Duration.ofSeconds(30));
    }

    /** Removes the working folder of this pipeline, as {@link #forget(String, Path, boolean)} does. */
    @CanIgnoreReturnValue
    public ForgottenPipeline forget(boolean discarding) {
        return PipelineFolders.forget(pipeline.name(), place().working(), discarding, pipeline.lockTimeout());
    }

    /** A load that is in {@code _dlt_loads}. */
    public record Load(String loadId, Instant insertedAt, long status, String schemaName) {}

    /**
     * An attempt at loading a package that failed.
     *
     * @param reason the error, without secrets
     */
    public record PackageAttempt(Instant at, String reason) {}

    /**
     * A package that was not loaded: {@code sealed} waits for the next run, which loads it, {@code giving_up} for the next run,
     * which makes rejected rows of its rows, {@code quarantined} for a person, and {@code committed} only for being ticked off.
     *
     * @param reason why it was set aside, or waits
     * @param attempts at loading it that failed, oldest first: the last 20
     * @param discardedWith load ids of packages that were extracted after it and continue with its state, so that discarding
     *     it deletes them as well
     */
    public record PendingPackage(
            String pipeline,
            String loadId,
            String state,
            Path folder,
            Map<String, Long> rows,
            Optional<String> reason,
            List<PackageAttempt> attempts,
            List<String> discardedWith) {
        /** Copies the lists. */
        public PendingPackage {
            attempts = List.copyOf(attempts);
            discardedWith = List.copyOf(discardedWith);
        }

        /** The command that shows its rows. */
        public String queryCommand() {
            return Commands.query(this);
        }

        /** The command that loads it. */
        public String retryCommand() {
            return Commands.retry(this);
        }

        /** The command that shows what giving it up does: its rows become rejected rows. */
        public String giveUpCommand() {
            return Commands.giveUp(this);
        }

        /** The command that deletes it; its rows are extracted again by the next run. */
        public String discardCommand() {
            return Commands.discard(this);
        }

        @Override
        public String toString() {
            return AdminText.pending(this);
        }
    }

    /** What is known of the pipeline. */
    public record Info(
            String pipeline,
            String destination,
            String dataset,
            Path folder,
            boolean committedBefore,
            PipelineState state,
            List<PendingPackage> pending,
            Optional<RunTrace> lastRun) {
        /** The version of the committed state; 0 before the first load. */
        public long stateVersion() {
            return state.version();
        }

        @Override
        public String toString() {
            return AdminText.info(this);
        }
    }

    /** Everything about the pipeline in one value. */
    public Info info() {
        AdminPlace place = place();
        CommittedState committed = place.committed();
        return new Info(
                pipeline.name(),
                place.client().describe(),
                place.dataset(),
                place.working().path(),
                committed.newestLoadId().isPresent(),
                PipelineState.of(committed),
                pending(),
                traces().stream().findFirst());
    }

    /**
     * What the last run did, step by step.
     *
     * @throws PipetteException BAD_USAGE when no run left a trace in this working folder
     */
    public RunTrace trace() {
        return traces().stream()
                .findFirst()
                .orElseThrow(() -> new PipetteException(
                        ErrorCode.BAD_USAGE,
                        "no run of pipeline " + pipeline.name() + " left a trace in "
                                + place().working().path()
                                + ". Run it from here first, or look into the working folder that it runs from."));
    }

    /** What the last runs did, the newest first; at most {@value RunTrace#KEPT} are kept. */
    public Listing<RunTrace> traces() {
        List<RunTrace> traces = new ArrayList<>();
        for (String document : new TraceFiles(place().working()).newestFirst()) {
            TraceDocument.read(document).ifPresent(traces::add);
        }
        return new Listing<>(traces, TraceText.runs(traces));
    }

    /**
     * The rows of a query over a package that waits, was quarantined, or was kept. Its tables have their own names, the
     * types that they would have as new tables, and the numbers of their rows: {@code _ordinal}, and in nested tables
     * {@code _parent_ordinal}, {@code _root_ordinal} and {@code _list_index}.
     *
     * <pre>{@code
     * admin.query("1766588400.5000000", "SELECT * FROM orders JOIN orders__lines l ON l._parent_ordinal = orders._ordinal");
     * }</pre>
     *
     * @throws PipetteException BAD_USAGE when there is no such package, or the text is not a query over it
     */
    public Rows query(String loadId, String sql) {
        return PackageRows.query(pipeline.home(), pipeline.name() + "/" + loadId, sql);
    }

    /**
     * The rows of a query over a package of any pipeline, as {@link #query(String, String)}.
     *
     * @param reference its load id, or {@code PIPELINE/LOAD_ID} where two pipelines have one
     */
    public static Rows queryPackage(String reference, String sql, Path home) {
        return PackageRows.query(home, reference, sql);
    }

    /**
     * Reads the rows of a query over a package one after the other, as {@link #queryPackage(String, String, Path)}, so that
     * memory does not grow with their number.
     *
     * @param reading gets the rows
     */
    public static <R> R queryPackage(String reference, String sql, Path home, Function<? super RowStream, R> reading) {
        return PackageRows.query(home, reference, sql, reading);
    }

    /** The runs that failed, newest first, and the packages in quarantine. */
    public FailedRuns failed() {
        return new FailedRuns(
                traces().stream()
                        .filter(trace -> trace.outcome() == RunTrace.Outcome.FAILED)
                        .toList(),
                pending().stream()
                        .filter(waiting -> waiting.state().equals("quarantined"))
                        .toList());
    }

    /** The loads of the dataset, newest first. */
    public Listing<Load> loads() {
        AdminPlace place = place();
        List<Load> loads = CommittedState.loads(place.client(), place.dataset()).stream()
                .map(load -> new Load(load.loadId(), load.insertedAt(), load.status(), load.schemaName()))
                .toList();
        return new Listing<>(loads, AdminText.loads(loads));
    }

    /**
     * How the checks of the pipeline's loads ended, newest first: of those that are committed, at most {@value
     * PipelineChecks#MOST} verdicts, and of the packages that wait or were set aside, each attempt.
     *
     * <pre>{@code
     * pipeline.admin().checks().stream().filter(run -> !run.result().passed()).toList();
     * }</pre>
     */
    public Listing<CheckRun> checks() {
        return new PipelineChecks(place()).list();
    }

    /**
     * How far other processes are with the slices of the pipeline's loads that have not ended, by resource.
     *
     * <pre>{@code
     * pipeline.admin().slices("s3://load-stage/pipette");
     * }</pre>
     *
     * @param stage that these processes share; its credentials are those of the settings
     * @throws PipetteException BAD_USAGE for an address that no stage has; WORKING_FOLDER_FAILED where it cannot be read
     */
    public Listing<SliceProgress> slices(String stage) {
        return slices(stage, Settings.load());
    }

    /** {@link #slices(String)} with settings of one's own. */
    public Listing<SliceProgress> slices(String stage, Settings settings) {
        try (SharedStage shared = new SharedStage(Stages.open(stage, settings))) {
            return SliceProgress.listing(
                    StageOverview.of(shared, pipeline.name()).stream()
                            .map(SliceProgress::of)
                            .toList(),
                    pipeline.name(),
                    stage);
        }
    }

    /** The rows that the checks of the pipeline's loads rejected, newest load first. */
    public Rows rejects() {
        return rejects(RejectFilter.ALL, RowReader::all);
    }

    /** Some of the rows that the checks of the pipeline's loads rejected, newest load first. */
    public Rows rejects(RejectFilter filter) {
        return rejects(filter, RowReader::all);
    }

    /**
     * Reads rejected rows one after the other, so that memory does not grow with their number.
     *
     * @param reading gets the rows; the destination is open until it returns
     */
    public <R> R rejects(RejectFilter filter, Function<? super RowStream, R> reading) {
        return new PipelineChecks(place()).rejects(filter, reading);
    }

    /**
     * Loads rejected rows after all: after their values were corrected, a rule was changed, or what they refer to arrived. They
     * are judged by the rules of their resource once more, and change the table as its write disposition says, without taking
     * away other rows than those with their own keys. Each row is loaded once, and marked in the same transaction; one that still
     * breaks a rule, or whose place later loads have filled, stays rejected.
     *
     * <pre>{@code
     * pipeline.admin().replay(Replay.of(RejectFilter.ALL.table("orders").rule("range")).set("amount", 0));
     * }</pre>
     *
     * @return what was loaded: a package for each resource and table
     * @throws PipetteException BAD_USAGE where values or a file are not what they should be; what a run throws otherwise. Then
     *     the rows of the table stay rejected
     */
    @CanIgnoreReturnValue
    public LoadInfo replay(Replay replay) {
        RunContext.checkWrites("admin.replay(..)");
        return new ReplayedRun(pipeline, replay).run();
    }

    /** How many rejected rows there are. */
    public int countRejects(RejectFilter filter) {
        return new PipelineChecks(place()).count(filter);
    }

    /**
     * Deletes rejected rows. Then they are nowhere else but at their source.
     *
     * @return how many there were
     */
    @CanIgnoreReturnValue
    public int discardRejects(RejectFilter filter) {
        RunContext.checkWrites("admin.discardRejects(..)");
        return new PipelineChecks(place()).discard(filter);
    }

    /** The committed state of each resource. */
    public PipelineState state() {
        return PipelineState.of(place().committed());
    }

    /** The committed schema. */
    public PipelineSchema schema() {
        return new PipelineSchema(place().committed().schema());
    }

    /** The packages that wait or were quarantined, oldest first. */
    public Listing<PendingPackage> pending() {
        return new WaitingPackages(place()).list();
    }

    /**
     * Deletes a package that waits, and those after it that continue with the state of the same resources. Their rows are
     * not lost while their sources are: state was not moved, so the next run extracts them again. Later packages of rows
     * that follow no state are kept.
     *
     * @return the load ids of the deleted packages
     * @throws PipetteException BAD_USAGE when there is no such package, or when it is committed: its rows would be
     *     loaded twice
     */
    public List<String> discard(String loadId) {
        RunContext.checkWrites("admin.discard(..)");
        return new WaitingPackages(place()).discard(loadId);
    }

    /**
     * Loads a package that waits or was set aside, on top of what is committed now: after another machine overtook it, or
     * after what the destination refused was fixed. In one transaction, and never a second time.
     *
     * <pre>{@code
     * for (PipelineAdmin.PendingPackage aside : admin.failed().quarantined()) {
     *   admin.retry(aside.loadId());
     * }
     * }</pre>
     *
     * @throws PipetteException BAD_USAGE when there is no such package; STATE_MOVED when the state of its resources moved
     *     since it was extracted, or newer rows would be taken away; what the destination says when it refuses the
     *     package again. Then the package is kept
     */
    @CanIgnoreReturnValue
    public LoadInfo retry(String loadId) {
        RunContext.checkWrites("admin.retry(..)");
        AdminPlace place = place();
        return new PackageRetry(pipeline, place.working(), loadId, false)
                .end(() -> new WaitingPackages(place).unknown(loadId));
    }

    /**
     * Returns what {@link #giveUp} would do, and changes nothing.
     *
     * @throws PipetteException BAD_USAGE when there is no such package, or when it cannot be given up, with the way out
     */
    public GiveUpInfo planGiveUp(String loadId) {
        return new GiveUpPlan(pipeline, place()).of(loadId);
    }

    /**
     * Gives up a package that waits or was set aside. Its rows become rejected rows, with the rule {@code given_up} and the
     * reason of the last attempt; state, cursors, run keys and the ledger of files move as if it had been loaded, so that no
     * later run reads the rows again. In one transaction, and never a second time. {@link #replay} loads the rows after a fix.
     *
     * <pre>{@code
     * System.out.println(admin.planGiveUp("1766588400.5000000"));   // looks, and changes nothing
     * admin.giveUp("1766588400.5000000");
     * admin.replay(Replay.of(RejectFilter.ALL.load("1766588400.5000000")).set("amount", 0));
     * }</pre>
     *
     * @throws PipetteException BAD_USAGE when there is no such package, or it cannot be given up; SOURCE_UNREADABLE or
     *     SOURCE_CHANGED when its rows cannot be read; STATE_MOVED when the state of its resources moved since it was extracted.
     *     Then the package is kept as it was
     */
    @CanIgnoreReturnValue
    public LoadInfo giveUp(String loadId) {
        RunContext.checkWrites("admin.giveUp(..)");
        AdminPlace place = place();
        new GiveUpPlan(pipeline, place).of(loadId);
        return new PackageRetry(pipeline, place.working(), loadId, true)
                .end(() -> new WaitingPackages(place).unknown(loadId));
    }

    /**
     * Forgets what this working folder believes of the destination and takes what is committed there as the truth.
     * Packages that were extracted from newer state than there is can never be loaded; they are set aside in quarantine.
     *
     * @throws PipetteException DATASET_REWOUND when state was lost and rows of append tables that were loaded with it are
     *     still there, so that cursors would load them again; then nothing was changed
     */
    public Info sync() {
        return sync(false);
    }

    /** The same where it is accepted that rows which are still there may be loaded again. */
    public Info syncAcceptingRepeatedRows() {
        return sync(true);
    }

    private Info sync(boolean accepting) {
        RunContext.checkWrites("admin.sync(..)");
        AdminPlace place = place();
        new StateSync(place).to(place.committed(), accepting);
        return info();
    }

    /**
     * Returns what {@link #drop(String)} would take away, and changes nothing.
     *
     * @throws PipetteException BAD_USAGE when there is nothing of such a resource, with the names of those there are
     */
    public DropInfo planDrop(String resource) {
        return new ResourceDropping(place(), resource, false).plan();
    }

    /**
     * Drops a resource, so that the next run loads it again: its tables with those nested in them, its state, its
     * boundary and run keys, in one transaction with a new version of the state, and its packages that wait, as {@link
     * #discard(String)} does.
     *
     * @throws PipetteException BAD_USAGE when there is nothing of such a resource; PACKAGE_PENDING when a package waits
     *     that could not be loaded any more. Then nothing was dropped
     */
    @CanIgnoreReturnValue
    public DropInfo drop(String resource) {
        RunContext.checkWrites("admin.drop(..)");
        return new ResourceDropping(place(), resource, false).drop();
    }

    /** Returns what {@link #dropState(String)} would take away, and changes nothing. */
    public DropInfo planDropState(String resource) {
        return new ResourceDropping(place(), resource, true).plan();
    }

    /** Forgets what a resource remembers, as {@link #drop(String)} does, and leaves its tables as they are. */
    @CanIgnoreReturnValue
    public DropInfo dropState(String resource) {
        RunContext.checkWrites("admin.dropState(..)");
        return new ResourceDropping(place(), resource, true).drop();
    }

    /**
     * Returns what {@link #migrate} would change, and changes nothing. Of {@link Migration#NONE}, how the destination differs
     * from what the loads made.
     *
     * <pre>{@code
     * System.out.println(admin.planMigration(Migration.rename("orders.cust", "customer_id")));
     * }</pre>
     *
     * @throws PipetteException as {@link #migrate} does
     */
    public MigrationInfo planMigration(Migration migration) {
        return new ColumnMigrating(place(), migration).plan();
    }

    /**
     * Renames, drops and retypes columns, in one transaction with a new version of the schema, which remembers it: later rows
     * with the former name of a column fill the new one. Packages that wait are not in the way. What was done before is not done
     * again.
     *
     * @throws PipetteException BAD_USAGE for a column that there is not, or that loads need; LOAD_REFUSED for one that something
     *     at the destination uses; TYPE_MISMATCH for values that another type would change. Then nothing was changed
     */
    @CanIgnoreReturnValue
    public MigrationInfo migrate(Migration migration) {
        RunContext.checkWrites("admin.migrate(..)");
        return new ColumnMigrating(place(), migration).migrate();
    }

    /**
     * Writes what is known of the rows at the pipeline's cursors into dlt's state, so that dlt continues with the dataset
     * without loading one of them again; in one transaction, as a new version of the state.
     *
     * @param keys the columns of dlt's {@code primary_key}, in its order, by resource; needed where the key of the table
     *     has none or several columns
     * @throws PipetteException BAD_USAGE where dlt's digests cannot be computed from the rows in the table, with what to
     *     say; PACKAGE_PENDING when a package waits. Then nothing was changed
     */
    @CanIgnoreReturnValue
    public DltExport exportStateForDlt(Map<String, List<String>> keys) {
        RunContext.checkWrites("admin.exportStateForDlt(..)");
        return new StateExport(place()).forDlt(keys);
    }

    /**
     * Returns where the cursor of a resource is.
     *
     * <pre>{@code
     * System.out.println(pipeline.admin().cursor("events"));   // events: cursor at is at 2025-01-31T06:00:00Z ..
     * }</pre>
     *
     * @throws PipetteException BAD_USAGE when the resource has no cursor, or several
     */
    public CursorInfo cursor(String resource) {
        return new CursorAdmin(place(), resource, Optional.empty()).cursor();
    }

    /** Returns where the cursor is that follows a column, for a resource that has several. */
    public CursorInfo cursor(String resource, String path) {
        return new CursorAdmin(place(), resource, Optional.of(path)).cursor();
    }

    /**
     * Sets the cursor of a resource, in one transaction, as a new version of the state: the next load takes the rows from
     * this value on, those at the value included, because the keys of loaded rows are forgotten.
     *
     * <pre>{@code
     * pipeline.admin().setCursor("events", Instant.parse("2025-01-31T06:00:00Z"));
     * }</pre>
     *
     * @param value of any type that a cursor compares; a text is read in the type that the cursor has
     * @throws PipetteException BAD_USAGE when the resource has no cursor, or several, or the value is of another type;
     *     PACKAGE_PENDING when a package waits. Then nothing was changed
     */
    @CanIgnoreReturnValue
    public CursorInfo setCursor(String resource, Object value) {
        RunContext.checkWrites("admin.setCursor(..)");
        return new CursorAdmin(place(), resource, Optional.empty()).set(value, Optional.empty());
    }

    /** Sets the cursor of a resource that follows a column, for a resource that has several. */
    @CanIgnoreReturnValue
    public CursorInfo setCursor(String resource, String path, Object value) {
        RunContext.checkWrites("admin.setCursor(..)");
        return new CursorAdmin(place(), resource, Optional.of(path)).set(value, Optional.empty());
    }

    /**
     * Sets a cursor to a value that is written as text.
     *
     * @param path the column that it follows; null for the only one
     * @param kind what the value is; null for what the cursor compares
     */
    @CanIgnoreReturnValue
    public CursorInfo setCursor(String resource, @Nullable String path, String value, @Nullable CursorKind kind) {
        RunContext.checkWrites("admin.setCursor(..)");
        return new CursorAdmin(place(), resource, Optional.ofNullable(path)).set(value, Optional.ofNullable(kind));
    }

    /** The files of a resource that its ledger remembers, in the order of their keys. */
    public List<LoadedFile> files(String resource) {
        AdminPlace place = place();
        return CommittedState.files(place.client(), place.dataset(), pipeline.name(), resource);
    }

    private AdminPlace place() {
        return AdminPlace.of(pipeline);
    }
}

package dev.pipette;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.google.errorprone.annotations.CheckReturnValue;
import dev.pipette.admin.PipelineAdmin;
import dev.pipette.admin.PipelineSchema;
import dev.pipette.admin.PipelineState;
import dev.pipette.engine.ValueStyle;
import dev.pipette.engine.run.Listeners;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.incremental.LoadedFile;
import dev.pipette.plan.PlanSample;
import dev.pipette.plan.RunPlan;
import dev.pipette.schema.Refresh;
import dev.pipette.schema.SchemaContract;
import dev.pipette.schema.file.SchemaFile;
import dev.pipette.settings.ProcessEnvironment;
import dev.pipette.slices.SliceExecutor;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.immutables.value.Value;

/**
 * A name bound to a destination and a dataset. State is kept under the name; what is true of it is what was committed
 * at the destination together with the rows.
 *
 * <pre>{@code
 * Pipeline p = pipeline("scratch", duckdb("scratch.duckdb"));
 * LoadInfo info = p.run(orders, customers);   // one load package: all of it becomes visible, or nothing
 * }</pre>
 *
 * <p>Immutable, and may be shared by threads. One run at a time works in the working folder of a pipeline: a second one, of
 * another thread or process, waits for it as long as {@link #lockTimeout} allows, and then fails with PIPELINE_LOCKED.
 * Different pipelines run side by side.
 */
@Value.Immutable
@ValueStyle
@CheckReturnValue
public abstract class Pipeline {
    Pipeline() {}

    /** The name. */
    public abstract String name();

    /** Where the rows go. */
    public abstract Destination destination();

    /** The dataset that was named for this pipeline. */
    abstract Optional<String> ownDataset();

    /**
     * The schema at the destination that holds the tables: the one of {@link #datasetName(String)}, without it the {@code
     * dataset} of the destination's settings, and without that the pipeline's name with {@code _dataset}. A {@link RunContext}
     * may name another.
     */
    public final String datasetName() {
        return isDecided() ? declaredDataset() : decided().datasetName();
    }

    private String declaredDataset() {
        return ownDataset().or(destination()::defaultDataset).orElseGet(() -> name() + "_dataset");
    }

    /** The working folder of all pipelines: {@code PIPETTE_HOME}, or {@code .pipette} in the user's home. */
    @Value.Default
    public Path home() {
        return defaultHome();
    }

    /** The identity of the input of the next run; see {@link #runKey(String)}. */
    public abstract Optional<String> runKey();

    /** What the next run takes away before it loads; see {@link #refresh(Refresh)}. */
    public abstract Optional<Refresh> refresh();

    /** How far the next run may change the schema; see {@link #contract(SchemaContract)}. */
    public abstract Optional<SchemaContract> contract();

    /** The schema that the next run declares; see {@link #schema(SchemaFile)}. */
    public abstract Optional<SchemaFile> declaredSchema();

    @Value.Default
    public Clock clock() {
        return Clock.systemUTC();
    }

    @Value.Default
    public Duration lockTimeout() {
        return Duration.ofSeconds(30);
    }

    @Value.Default
    public LoadListener listener() {
        return LoadListener.NONE;
    }

    @Value.Default
    public boolean keepsPackages() {
        return false;
    }

    /** Who reads the slices of resources; empty where this process does. See {@link #executor(SliceExecutor)}. */
    @Value.Auxiliary
    public abstract Optional<SliceExecutor> executor();

    /** How much a plan reads of each resource at most. */
    @Value.Default
    public PlanSample sample() {
        return PlanSample.USUAL;
    }

    /** Whether it has what the context of its run decides. */
    @Value.Default
    @Value.Auxiliary
    boolean isDecided() {
        return false;
    }

    private Pipeline decided() {
        return DecidedRun.of(this).pipeline();
    }

    public static Pipeline of(String name, Destination destination) {
        return ImmutablePipeline.builder().name(name).destination(destination).build();
    }

    @Value.Check
    void check() {
        if (!name().matches("[A-Za-z0-9][A-Za-z0-9_.-]{0,99}")) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    "'" + name() + "' is not a pipeline name: use 1 to 100 letters, digits, '_', '-' and '.',"
                            + " beginning with a letter or digit.");
        }
    }

    /** The working folder by default: {@code PIPETTE_HOME}, or {@code .pipette} in the user's home. */
    public static Path defaultHome() {
        return ProcessEnvironment.home();
    }

    /** Loads into another dataset; it wins over the one of the destination's settings. */
    public final Pipeline datasetName(String dataset) {
        return copy().withOwnDataset(dataset);
    }

    /** Loads into another destination. */
    public final Pipeline destination(Destination destination) {
        return copy().withDestination(destination);
    }

    /** Keeps working folders somewhere else. */
    public final Pipeline home(Path home) {
        return copy().withHome(home);
    }

    /**
     * Gives the input of the run an identity that is committed with its rows: a later run of the same resources with
     * the same key loads nothing, wherever it runs.
     */
    public final Pipeline runKey(String key) {
        return copy().withRunKey(key);
    }

    /**
     * Lets the next run begin again: it takes tables or rows away, and what resources remember, and loads as if for the first time.
     * All in the transaction of the load: where it fails, everything is as it was.
     *
     * <pre>{@code
     * pipeline.refresh(Refresh.DROP_RESOURCES).run(orders);
     * }</pre>
     */
    public final Pipeline refresh(Refresh refresh) {
        return copy().withRefresh(refresh);
    }

    /**
     * Sets how far the next run may change the schema, whatever its resources and the schema say. It is not remembered.
     *
     * <pre>{@code
     * pipeline.contract(SchemaContract.frozen()).run(orders);
     * }</pre>
     */
    public final Pipeline contract(SchemaContract contract) {
        return copy().withContract(contract);
    }

    /**
     * Declares the tables of a schema file for the next run: types, NOT NULL, keys, indexes and descriptions of the root tables, as
     * resources declare them, and the types of nested ones. With {@link #contract(SchemaContract)} the file is what tables are held
     * to, also those that are not there yet: what the file does not have is new.
     *
     * <pre>{@code
     * pipeline.schema(Path.of("shop.schema.yaml")).contract(SchemaContract.frozen()).run(orders);
     * }</pre>
     *
     * @throws PipetteException BAD_USAGE when there is no such file, or it is not a schema file, with the line
     */
    public final Pipeline schema(Path file) {
        return schema(SchemaFile.read(file));
    }

    /** Declares the tables of a schema for the next run; see {@link #schema(Path)}. */
    public final Pipeline schema(SchemaFile schema) {
        return copy().withDeclaredSchema(schema);
    }

    /** Takes the time from another clock: load ids, {@code inserted_at}, and what resources ask of the context. */
    public final Pipeline clock(Clock clock) {
        return copy().withClock(clock);
    }

    /**
     * Lets other processes read the slices of resources that are cut ({@link NamedResource#slices}) and that a {@link Sources
     * source} makes, which they have as well. This process loads, in one transaction, as without it. What cannot be cut is read here.
     *
     * <pre>{@code
     * pipeline("events", warehouse).executor(executor).run(Sources.open("shop", Settings.load()));
     * }</pre>
     */
    public final Pipeline executor(SliceExecutor executor) {
        return copy().withExecutor(executor);
    }

    /** Waits this long while another process runs the same pipeline in the same working folder. */
    public final Pipeline lockTimeout(Duration timeout) {
        return copy().withLockTimeout(timeout);
    }

    /** Is called with every step of a load, after the listeners that were given before. */
    public final Pipeline listener(LoadListener listener) {
        return heardBy(Listeners.of(List.of(listener(), listener)));
    }

    /** The same for a run that calls one listener only. */
    public final Pipeline heardBy(LoadListener only) {
        return copy().withListener(only);
    }

    /** Keeps the load packages of this pipeline after they were committed. */
    public final Pipeline keepPackages() {
        return copy().withKeepsPackages(true);
    }

    /**
     * Loads the resources, all of them or none, and first what an earlier run left.
     *
     * @throws PipetteException with the reason; the destination is as it was before the failed step; BAD_USAGE without
     *     resources where no package of an earlier run waits
     */
    @CanIgnoreReturnValue
    public final LoadInfo run(Resource... resources) {
        return resources.length == 0 ? DecidedRun.of(this).finishWaiting() : run(List.of(resources));
    }

    /**
     * Loads the resources, all of them or none, and first what an earlier run left. The list of a program may be empty.
     *
     * @throws PipetteException with the reason; the destination is as it was before the failed step
     */
    @CanIgnoreReturnValue
    public final LoadInfo run(List<Resource> resources) {
        return DecidedRun.of(this).run(resources);
    }

    /**
     * Loads all resources of a source, or none, and first what an earlier run left.
     *
     * @throws PipetteException with the reason; the destination is as it was before the failed step
     */
    @CanIgnoreReturnValue
    public final LoadInfo run(Source source) {
        return run(source.resources().stream()
                .map(resource -> resource.inSource(source.name()))
                .toList());
    }

    /** Lets plans read more or less of each resource: {@code pipeline.sample(PlanSample.USUAL.rows(50)).plan(orders)}. */
    public final Pipeline sample(PlanSample bounds) {
        return copy().withSample(bounds);
    }

    /**
     * What a run of the resources would do, found out with a sample of their rows. Nothing is written, neither at the
     * destination nor in the working folder, and packages that wait stay as they are.
     *
     * <pre>{@code
     * RunPlan plan = pipeline.plan(orders);
     * plan.refusals();                     // []
     * plan.table("orders").newColumns();   // [discount double precision]
     * }</pre>
     *
     * @throws PipetteException where the destination or the working folder cannot be read. What a run would be refused for
     *     is a part of the plan
     */
    public final RunPlan plan(Resource... resources) {
        return plan(List.of(resources));
    }

    /** What a run of the resources would do; see {@link #plan(Resource...)}. */
    public final RunPlan plan(List<Resource> resources) {
        return DecidedRun.of(this).plan(resources);
    }

    /** What a run of all resources of a source would do; see {@link #plan(Resource...)}. */
    public final RunPlan plan(Source source) {
        return plan(source.resources().stream()
                .map(resource -> resource.inSource(source.name()))
                .toList());
    }

    /** The tables that this pipeline loads, for reading. Opens nothing before rows are read. */
    public final Dataset dataset() {
        return new Dataset(decided());
    }

    /** What its resources remember, as it is committed at the destination. */
    public final PipelineState state() {
        return admin().state();
    }

    /** The files of a resource that are loaded, as its ledger is committed at the destination. */
    public final List<LoadedFile> files(String resource) {
        return admin().files(resource);
    }

    /** The tables that it made, as they are committed at the destination. */
    public final PipelineSchema schema() {
        return admin().schema();
    }

    /** What is known of the pipeline here and at the destination, and what can be done about packages that wait. */
    public final PipelineAdmin admin() {
        return new PipelineAdmin(decided());
    }

    private ImmutablePipeline copy() {
        return (ImmutablePipeline) this;
    }

    @Override
    public final String toString() {
        Pipeline decided = decided();
        return decided.name() + " -> " + decided.destination() + ", dataset " + decided.datasetName();
    }
}

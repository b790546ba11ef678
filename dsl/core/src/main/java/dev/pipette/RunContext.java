package dev.pipette;

import dev.pipette.admin.RunningJob;
import dev.pipette.admin.RunningScript;
import dev.pipette.engine.ValueStyle;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.plan.PlanSample;
import dev.pipette.plan.RunPlan;
import dev.pipette.schema.Refresh;
import dev.pipette.settings.Parameters;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.ServiceLoader;
import java.util.function.Consumer;
import org.immutables.value.Value;
import org.jspecify.annotations.Nullable;

/**
 * What whoever starts a program decides about its runs, in the place of what the program says: each run, plan and reading of a
 * pipeline asks for it. {@code pipette run} makes one of its options.
 *
 * <pre>{@code
 * RunContext trial = RunContext.NONE.into(duckdb("trial.duckdb")).limit(100).param("days", 3);
 * trial.call(() -> pipeline.run(orders));   // loads 100 rows into trial.duckdb
 * }</pre>
 *
 * <p>Immutable, and may be shared by threads.
 */
@Value.Immutable(singleton = true, builder = false)
@ValueStyle
public abstract class RunContext {
    /** Decides nothing. */
    public static final RunContext NONE = ImmutableRunContext.of();

    /** What the names of a limited pipeline and of its dataset end with. */
    public static final String LIMITED = "_limited";

    private static final InheritableThreadLocal<@Nullable Scope> SCOPE = new InheritableThreadLocal<>();

    RunContext() {}

    /** A context for as long as a call runs; a thread that outlives the call does not keep it. */
    private static final class Scope {
        private final RunContext context;
        private final RunKeys keys;
        private final RunRefreshes refreshes = new RunRefreshes();
        private volatile boolean isOpen = true;

        Scope(RunContext context, RunKeys keys) {
            this.context = context;
            this.keys = keys;
        }
    }

    /** Work that returns something. */
    @FunctionalInterface
    public interface Work<T extends @Nullable Object, X extends Exception> {
        T call() throws X;
    }

    /** The destination of all pipelines. */
    public abstract Optional<Destination> destination();

    /** The dataset of all pipelines. */
    public abstract Optional<String> dataset();

    /** The working folder of all pipelines. */
    public abstract Optional<Path> home();

    /** How many rows of each resource are loaded. */
    public abstract OptionalLong limit();

    /** What begins again before it is loaded; see {@link #refresh(Refresh)}. */
    public abstract Optional<Refresh> refresh();

    /** Gets the plan of each run, which then loads nothing. */
    public abstract Optional<Consumer<RunPlan>> plans();

    /** Gets each pipeline before its run is planned. */
    public abstract Optional<Consumer<Pipeline>> beforePlans();

    /** How much plans read. */
    public abstract Optional<PlanSample> sample();

    /** The script that runs, as traces name it. */
    public abstract Optional<RunningScript> script();

    /** The job whose work runs. */
    public abstract Optional<RunningJob> job();

    /** The part of time whose rows are loaded. */
    public abstract Optional<RunInterval> interval();

    /** The run key of all runs whose pipeline has none of its own; see {@link #runKey(String)}. */
    public abstract Optional<String> runKey();

    /** The texts of parameters by name. */
    @Value.Redacted
    public abstract Map<String, String> parameters();

    /** Lets all pipelines load into this destination. */
    public final RunContext into(Destination destination) {
        return copy().withDestination(destination);
    }

    /** Lets all pipelines load into this dataset. */
    public final RunContext dataset(String dataset) {
        return copy().withDataset(dataset);
    }

    /** Lets all pipelines keep their working folders here. */
    public final RunContext home(Path folder) {
        return copy().withHome(folder);
    }

    /**
     * Loads the first rows of each resource only, as {@link Resource#limit} takes them. A limited run is one of another
     * pipeline: its name and its dataset end with {@code _limited}. So the tables, cursors and file ledgers of the pipeline
     * itself stay as they are.
     *
     * @param rows 1 or more
     */
    public final RunContext limit(long rows) {
        if (rows < 1) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE, "a limit of " + rows + " rows: a limited run takes 1 or more rows.");
        }
        return copy().withLimit(rows);
    }

    /**
     * Begins again, as {@link Pipeline#refresh} does, in the first run of each resource; {@link Refresh#DROP_SOURCES} in the first
     * run of each pipeline. Later runs add to what the first one loaded. A run that fails refreshes nothing, and the next one does.
     *
     * <pre>{@code
     * RunContext.NONE.refresh(Refresh.DROP_RESOURCES).call(() -> pipeline.run(orders));   // orders: as if for the first time
     * }</pre>
     */
    public final RunContext refresh(Refresh refresh) {
        return copy().withRefresh(refresh);
    }

    /** Plans each run in the place of loading, and hands the plan over. */
    public final RunContext plan(Consumer<RunPlan> shown) {
        return copy().withPlans(shown);
    }

    /**
     * Hands each pipeline over before a run of it is planned, as this context decides it: {@code
     * RunContext.NONE.plan(shown).beforePlan(pipeline -> pipeline.destination().diagnose())}.
     */
    public final RunContext beforePlan(Consumer<Pipeline> seen) {
        return copy().withBeforePlans(seen);
    }

    /** Lets plans read more or less. */
    public final RunContext sample(PlanSample bounds) {
        return copy().withSample(bounds);
    }

    /** Names the script that runs: {@code RunContext.NONE.script(RunningScript.of(path)).call(() -> pipeline.run(orders))}. */
    public final RunContext script(RunningScript running) {
        return copy().withScript(running);
    }

    /** Names the job whose work runs, and which attempt at it this is: {@code RunContext.NONE.job("orders", 2)}. */
    public final RunContext job(String name, int attempt) {
        return copy().withJob(new RunningJob(name, attempt));
    }

    /**
     * Says which part of time is loaded. A program reads it by {@link Pipette#run}, or as the parameters {@code from} and
     * {@code to}.
     */
    public final RunContext interval(RunInterval interval) {
        return copy().withInterval(interval);
    }

    /**
     * Gives each run an identity whose pipeline has none of its own ({@link Pipeline#runKey(String)}), so that a program that is
     * run again after it was killed loads each of its runs once. The runs of a call are told apart by their order: the second
     * run of the same resource by the same pipeline has {@code " #2"} behind the key. So a program must run them in the same order
     * each time, and after a run that failed it cannot run that resource again.
     *
     * <pre>{@code
     * RunContext.NONE.runKey("job orders 2025-12-24").call(() -> pipeline.run(orders));   // loads it
     * RunContext.NONE.runKey("job orders 2025-12-24").call(() -> pipeline.run(orders));   // loads nothing
     * }</pre>
     */
    public final RunContext runKey(String key) {
        return copy().withRunKey(key);
    }

    /** Gives a parameter its value, of which {@link Pipette#param} reads the text. */
    public final RunContext param(String name, Object value) {
        Map<String, String> all = new LinkedHashMap<>(parameters());
        all.put(name, value.toString());
        return copy().withParameters(all);
    }

    /** The context of this thread: that of the call that it is in, without one that of the process, or {@link #NONE}. */
    public static RunContext current() {
        Scope scope = SCOPE.get();
        return scope != null && scope.isOpen ? scope.context : ofProcess();
    }

    private static RunContext ofProcess() {
        return Installed.ALL.stream()
                .flatMap(provider -> provider.context().stream())
                .findFirst()
                .orElse(NONE);
    }

    /** The keys of the runs of this thread's context. */
    static RunKeys keys() {
        Scope scope = SCOPE.get();
        return scope != null && scope.isOpen
                ? scope.keys
                : RunKeys.ofProcess(ofProcess().runKey());
    }

    /** What began again in this thread's context. */
    static RunRefreshes refreshes() {
        Scope scope = SCOPE.get();
        return scope != null && scope.isOpen ? scope.refreshes : RunRefreshes.OF_PROCESS;
    }

    /** Looked for once: each call of a pipeline asks for the context. */
    private static final class Installed {
        static final List<RunContextProvider> ALL =
                ServiceLoader.load(RunContextProvider.class, RunContextProvider.class.getClassLoader()).stream()
                        .map(ServiceLoader.Provider::get)
                        .toList();
    }

    /**
     * Does work with this context, on this thread and on those that it starts, as long as the work runs. What
     * runs does not change with it: a context without a script, a job, an interval, or a run key has the one of the call that it is
     * in.
     */
    public final <T extends @Nullable Object, X extends Exception> T call(Work<T, X> work) throws X {
        Scope outer = SCOPE.get();
        RunContext context = within(current());
        Scope scope = new Scope(context, keys().of(context.runKey()));
        SCOPE.set(scope);
        try {
            return work.call();
        } finally {
            scope.isOpen = false;
            if (outer == null) {
                SCOPE.remove();
            } else {
                SCOPE.set(outer);
            }
        }
    }

    private RunContext within(RunContext outer) {
        return copy().withScript(script().or(outer::script))
                .withJob(job().or(outer::job))
                .withInterval(interval().or(outer::interval))
                .withRunKey(runKey().or(outer::runKey));
    }

    /** The value of a parameter. */
    final <T> Optional<T> value(String name, Class<T> type) {
        return IntervalParameters.isOne(name)
                ? new IntervalParameters(parameters(), interval()).value(name, type)
                : new Parameters(parameters()).value(name, type);
    }

    /** Refuses what would write while runs are planned only. */
    public static void checkWrites(String call) {
        if (current().plans().isPresent()) {
            throw new PipetteException(
                    ErrorCode.BAD_USAGE,
                    call
                            + " would write, and this program runs with --plan, which writes nothing. Leave --plan out, or call"
                            + " it only where RunContext.current().plans() is empty.");
        }
    }

    private ImmutableRunContext copy() {
        return (ImmutableRunContext) this;
    }
}

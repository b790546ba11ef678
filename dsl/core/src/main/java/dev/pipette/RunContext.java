package dev.pipette;

import dev.pipette.admin.RunningScript;
import dev.pipette.engine.ValueStyle;
import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import dev.pipette.plan.PlanSample;
import dev.pipette.plan.RunPlan;
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
        private volatile boolean isOpen = true;

        Scope(RunContext context) {
            this.context = context;
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

    /** Gets the plan of each run, which then loads nothing. */
    public abstract Optional<Consumer<RunPlan>> plans();

    /** How much plans read. */
    public abstract Optional<PlanSample> sample();

    /** The script that runs, as traces name it. */
    public abstract Optional<RunningScript> script();

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

    /** Plans each run in the place of loading, and hands the plan over. */
    public final RunContext plan(Consumer<RunPlan> shown) {
        return copy().withPlans(shown);
    }

    /** Lets plans read more or less. */
    public final RunContext sample(PlanSample bounds) {
        return copy().withSample(bounds);
    }

    /** Names the script that runs: {@code RunContext.NONE.script(RunningScript.of(path)).call(() -> pipeline.run(orders))}. */
    public final RunContext script(RunningScript running) {
        return copy().withScript(running);
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

    /** Looked for once: each call of a pipeline asks for the context. */
    private static final class Installed {
        static final List<RunContextProvider> ALL =
                ServiceLoader.load(RunContextProvider.class, RunContextProvider.class.getClassLoader()).stream()
                        .map(ServiceLoader.Provider::get)
                        .toList();
    }

    /**
     * Does work with this context, on this thread and on those that it starts, as long as the work runs. A context that names no
     * script has the one of the call that it is in.
     */
    public final <T extends @Nullable Object, X extends Exception> T call(Work<T, X> work) throws X {
        Scope outer = SCOPE.get();
        Scope scope = new Scope(within(current()));
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
        return script().isPresent() || outer.script().isEmpty() ? this : copy().withScript(outer.script());
    }

    /** Reads parameters. */
    final Parameters values() {
        return new Parameters(parameters());
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

package dev.pipette.cli;

import dev.pipette.RunContext;
import dev.pipette.RunContextProvider;
import dev.pipette.plan.RunPlan;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The context of the runs of a program that {@code pipette run} runs. The engine finds it as a service: in the JVM of a Java
 * source file it is in the properties of the system; a script has it on its thread, and where the process is the script's alone,
 * on all threads.
 */
public final class ProgramContext implements RunContextProvider {
    /** Made once: it may read settings. */
    private static final Supplier<Optional<RunContext>> OF_PROPERTIES = new Supplier<>() {
        private @Nullable Optional<RunContext> made;

        @Override
        public synchronized Optional<RunContext> get() {
            Optional<RunContext> known = made;
            if (known == null) {
                ProgramOverrides overrides = ProgramOverrides.of(System.getProperties());
                known = overrides.equals(ProgramOverrides.NONE) && !RunReport.isDiagnosing()
                        ? Optional.empty()
                        : Optional.of(overrides.context(printing(overrides.plan())));
                made = known;
            }
            return known;
        }
    };

    private static volatile boolean isProcessOurs;
    private static volatile @Nullable RunContext ofScript;

    private static Consumer<RunPlan> printing(@Nullable ProgramPlan planned) {
        if (planned == null) {
            return plan -> {};
        }
        PrintWriter out = planned.output();
        return plan -> planned.print(plan, out);
    }

    /** For one run; the engine makes it. */
    public ProgramContext() {}

    /** A script that runs in this JVM. */
    @FunctionalInterface
    interface Script {
        int run() throws IOException;
    }

    /** Says that this process runs one command, which ends with it. */
    static void processIsOurs() {
        isProcessOurs = true;
    }

    /** Says that this process runs several programs, which must not know each other. */
    static void processIsShared() {
        isProcessOurs = false;
    }

    /** Whether this process runs one command, and ends with it. */
    static boolean isProcessOurs() {
        return isProcessOurs;
    }

    /** Runs a script with a context. Work that has a report of its own shares this process with other work. */
    static int during(RunContext context, Script script) throws IOException {
        if (isProcessOurs && !RunReport.isOfThread()) {
            ofScript = context; // also for threads that the JVM started before the script
        }
        return context.call(script::run);
    }

    @Override
    public Optional<RunContext> context() {
        return Optional.ofNullable(ofScript).or(OF_PROPERTIES);
    }
}

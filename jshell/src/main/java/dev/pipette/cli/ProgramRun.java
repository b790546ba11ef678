package dev.pipette.cli;

import dev.pipette.RunInterval;
import dev.pipette.admin.RunningScript;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * How a program is run.
 *
 * @param arguments that it finds in {@code args}
 * @param overrides what is decided in its place
 * @param interval that the command names, which a replication file loads the part of
 * @param libraries that it uses besides Pipette
 * @param debug whether an error is printed with its stack trace
 * @param out where plans are printed
 * @param err where to show what it loads; null for nowhere
 */
record ProgramRun(
        List<String> arguments,
        ProgramOverrides overrides,
        @Nullable RunInterval interval,
        List<Path> libraries,
        boolean debug,
        PrintWriter out,
        @Nullable PrintWriter err) {
    /** What a program that ended at an error after a plan is likely to have met. */
    static final String WAS_PLANNED =
            "Its runs were planned and loaded nothing, so what it reads after them may not be there.";

    /** The same with the name of the program. */
    ProgramRun of(RunningScript program) {
        return new ProgramRun(arguments, overrides.of(program), interval, libraries, debug, out, err);
    }

    /** Runs a script in this JVM; its exit code. */
    int script(ScriptFile script) throws IOException {
        return here(() -> ScriptRun.run(script, arguments, libraries));
    }

    /** Runs work of this JVM as a program; its exit code. */
    int here(ProgramContext.Script work) throws IOException {
        AtomicInteger plans = new AtomicInteger();
        ProgramPlan planned = overrides.plan();
        PrintStream usual = System.out;
        if (planned != null && planned.json()) {
            System.setOut(System.err);
        }
        try {
            return ProgramContext.during(
                    overrides.context(plan -> {
                        plans.incrementAndGet();
                        if (planned != null) {
                            planned.print(plan, out);
                        }
                    }),
                    () -> err == null ? work.run() : ProgramProgress.shown(err, work::run));
        } catch (ScriptException failed) {
            throw plans.get() == 0 ? failed : failed.with(WAS_PLANNED);
        } finally {
            System.setOut(usual);
        }
    }
}

package dev.pipette.cli;

import dev.pipette.RunContext;
import dev.pipette.RunInterval;
import dev.pipette.error.PipetteException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/**
 * Runs an attempt of a job in this JVM, on the thread that asks for it.
 *
 * <pre>{@code
 * JobProgram.run(List.of("run", "orders.jsh"), "orders", 1, interval, key, report, out);
 * }</pre>
 */
public final class JobProgram {
    private JobProgram() {}

    /**
     * Runs {@code pipette run}.
     *
     * @param words of the command
     * @param report where it writes what its runs loaded
     * @param out where it prints what it prints
     * @return its exit code
     * @throws Exception why it failed, after its message is printed
     */
    public static int run(
            List<String> words,
            String job,
            int attempt,
            RunInterval interval,
            String runKey,
            Path report,
            PrintStream out)
            throws Exception {
        ProgramContext.processIsShared();
        RunContext context =
                RunContext.NONE.job(job, attempt).interval(interval).runKey(runKey);
        return RunReport.during(report, () -> context.call(() -> execute(words, out)));
    }

    private static int execute(List<String> words, PrintStream out) throws Exception {
        PrintWriter printed = new PrintWriter(out, true, StandardCharsets.UTF_8);
        String[] arguments = words.toArray(String[]::new);
        AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
        CommandLine pipette = Main.commandLine(printed, printed, arguments);
        pipette.setExecutionExceptionHandler((failed, command, parsed) -> {
            failure.set(failed);
            return Problems.failed(failed, command, parsed);
        });
        int exitCode = pipette.execute(arguments);
        Exception failed = failure.get();
        if (failed != null) {
            throw failed instanceof ScriptException script && script.getCause() instanceof PipetteException known
                    ? known
                    : failed;
        }
        return exitCode;
    }
}

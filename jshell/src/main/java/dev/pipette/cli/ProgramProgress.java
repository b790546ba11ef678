package dev.pipette.cli;

import dev.pipette.LoadInfo;
import dev.pipette.LoadListener;
import dev.pipette.rows.Rows;
import dev.pipette.spi.LoadStep;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Shows the progress and the summary of each run of a program that {@code pipette run} runs, as {@code pipette load} does for
 * its own, but all of it on standard error: standard output is the program's. The engine finds it as a service, and makes one
 * for each run; in other programs it shows nothing.
 */
public final class ProgramProgress implements LoadListener {
    /** Set for the JVM that a Java source file runs in. */
    private static final String SHOWN = "pipette.program.progress";

    private static final String COMMAND = "pipette run";

    /** Where a script that runs in this JVM shows it; also for the threads that the script starts. */
    private static final InheritableThreadLocal<@Nullable PrintWriter> SCRIPT = new InheritableThreadLocal<>();

    private final @Nullable PrintWriter err;
    private final LoadListener planned;
    private @Nullable ProgressTicker ticker;

    /** For one run, on the thread that runs it. */
    public ProgramProgress() {
        PrintWriter script = SCRIPT.get();
        err = script == null && Boolean.getBoolean(SHOWN) ? new PrintWriter(System.err, true) : script;
        planned = err == null ? NONE : new PlanWaits("pipette plan", err);
    }

    /** A script that runs in this JVM. */
    @FunctionalInterface
    interface Script {
        int run() throws IOException;
    }

    /** Runs a script, and shows what it loads. */
    static int shown(PrintWriter err, Script script) throws IOException {
        SCRIPT.set(err);
        try {
            return script.run();
        } finally {
            SCRIPT.remove();
        }
    }

    /** What the JVM of a Java source file needs to know, so that what it loads is shown. */
    static List<String> options() {
        return List.of(
                "-D" + SHOWN + "=true",
                "-D" + ProgressTicker.TERMINAL + "=" + System.getProperty(ProgressTicker.TERMINAL, ""));
    }

    @Override
    public void started(String pipeline) {
        if (err != null) {
            ticker = new ProgressTicker(COMMAND, err, false);
        }
    }

    private LoadListener progress() {
        ProgressTicker running = ticker;
        return running == null ? planned : running.listener();
    }

    @Override
    public void reached(LoadStep step, String loadId) {
        progress().reached(step, loadId);
    }

    @Override
    public void reading(String resource, String file) {
        progress().reading(resource, file);
    }

    @Override
    public void extracted(String resource, long rows) {
        progress().extracted(resource, rows);
    }

    @Override
    public void retrying(String why, Duration after) {
        progress().retrying(why, after);
    }

    @Override
    public void waiting(String holder) {
        progress().waiting(holder);
    }

    @Override
    public void finished(LoadInfo info) {
        stop();
        if (err != null) {
            err.print(LoadSummary.text(info, Map.of(), Rows::toString));
            err.println();
            err.flush();
        }
    }

    @Override
    public void failed(Throwable problem) {
        stop();
    }

    private void stop() {
        ProgressTicker running = ticker;
        if (running != null) {
            running.close();
            ticker = null;
        }
    }
}

package dev.pipette.cli;

import dev.pipette.LoadListener;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Lets a display show the progress of a load while the load runs. */
final class ProgressTicker implements AutoCloseable {
    /** Set by the launcher: the width of the terminal that standard error is, or {@code none} where it is not a terminal. */
    static final String TERMINAL = "pipette.terminal";

    private static final long PAUSE_MILLIS = 100;
    private static final int NARROWEST = 20;

    private final LoadProgress progress = new LoadProgress(System::nanoTime);
    private final Optional<ProgressDisplay> display;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("pipette-progress").factory());

    /**
     * Starts to show. The JVM's console does not help here: it is about standard input and output, and this is about
     * standard error. The launcher knows; where it did not start this JVM, nothing is shown.
     *
     * @param command the name that lines of a log begin with
     */
    ProgressTicker(String command, PrintWriter err, boolean quiet) {
        String terminal = System.getProperty(TERMINAL, "");
        if (quiet || terminal.isEmpty()) {
            display = Optional.empty();
        } else if (terminal.matches("[1-9][0-9]{0,4}")) {
            int width = Math.max(NARROWEST, Integer.parseInt(terminal));
            display = Optional.of(new ProgressDisplay.Live(progress, err, width));
        } else {
            display = Optional.of(new ProgressDisplay.Plain(command, progress, err));
        }
        display.ifPresent(
                shown -> clock.scheduleAtFixedRate(shown::tick, PAUSE_MILLIS, PAUSE_MILLIS, TimeUnit.MILLISECONDS));
    }

    /** The listener that the pipeline reports to. */
    LoadListener listener() {
        return progress;
    }

    /** Stops, and returns when nothing more will be shown. */
    @Override
    public void close() {
        clock.close(); // waits for a tick that continues
        display.ifPresent(ProgressDisplay::close);
    }
}

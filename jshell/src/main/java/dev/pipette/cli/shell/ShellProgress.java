package dev.pipette.cli.shell;

import dev.pipette.LoadInfo;
import dev.pipette.LoadListener;
import dev.pipette.cli.LoadProgress;
import dev.pipette.spi.LoadStep;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Shows the progress of each run in one line of the terminal, which ends as the summary. The engine finds it as a service, and makes
 * one for each run; outside of a shell on a terminal it shows nothing.
 */
public final class ShellProgress implements LoadListener {
    private static final long FIRST_MILLIS = 200;
    private static final long PAUSE_MILLIS = 100;
    private static final int USUAL_WIDTH = 80;
    private static final String CLEAR = "\r\u001b[K";

    private static final ScheduledExecutorService CLOCK = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("pipette-shell-progress").factory());

    /** Where the runs of a shell are shown; also those of threads that its snippets start. */
    private static final InheritableThreadLocal<@Nullable Runs> RUNS = new InheritableThreadLocal<>();

    private final @Nullable Runs runs = RUNS.get();
    private final LoadProgress progress = new LoadProgress(System::nanoTime);
    private @Nullable ScheduledFuture<?> ticks;
    private String name = "";
    private boolean isDrawn;

    /** The runs of one shell. */
    static final class Runs {
        private final ShellScreen screen;
        private volatile @Nullable LoadInfo last;

        Runs(ShellScreen screen) {
            this.screen = screen;
        }

        /** Shows all runs of this thread from now on, if there is a terminal to show them on. */
        void begin() {
            if (screen.width().isPresent()) {
                RUNS.set(this);
            }
        }

        void end() {
            RUNS.remove();
        }

        /** Whether the summary of a run is the line above already. */
        boolean hasShown(@Nullable Object value) {
            LoadInfo shown = last;
            return value instanceof LoadInfo info
                    && shown != null
                    && shown.pipelineName().equals(info.pipelineName())
                    && shown.packages().equals(info.packages())
                    && shown.duration().equals(info.duration());
        }
    }

    @Override
    public synchronized void started(String pipeline) {
        name = pipeline;
        if (runs != null) {
            ticks = CLOCK.scheduleAtFixedRate(this::tick, FIRST_MILLIS, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private synchronized void tick() {
        Runs shown = runs;
        if (shown != null && ticks != null) {
            int width = shown.screen.width().orElse(USUAL_WIDTH);
            // one place less than there is: a terminal wraps after its last one
            String line = progress.line(Math.max(1, width - name.length() - 3));
            shown.screen.out().control("\r");
            shown.screen.out().print(name + ": " + line);
            shown.screen.out().control("\u001b[K");
            shown.screen.out().flush();
            isDrawn = true;
        }
    }

    private synchronized void stop(Runs shown) {
        ScheduledFuture<?> running = ticks;
        if (running != null) {
            running.cancel(false);
            ticks = null;
        }
        if (isDrawn) {
            shown.screen.out().control(CLEAR);
            shown.screen.out().flush();
            isDrawn = false;
        }
    }

    @Override
    public void finished(LoadInfo info) {
        Runs shown = runs;
        if (shown != null) {
            stop(shown);
            shown.screen.print(ShellValue.summary(info));
            shown.last = info;
        }
    }

    @Override
    public void failed(Throwable problem) {
        Runs shown = runs;
        if (shown != null) {
            stop(shown);
        }
    }

    @Override
    public void reached(LoadStep step, String loadId) {
        progress.reached(step, loadId);
    }

    @Override
    public void reading(String resource, String file) {
        progress.reading(resource, file);
    }

    @Override
    public void extracted(String resource, long rows) {
        progress.extracted(resource, rows);
    }

    @Override
    public void retrying(String why, Duration after) {
        progress.retrying(why, after);
    }

    @Override
    public void waiting(String holder) {
        progress.waiting(holder);
    }
}

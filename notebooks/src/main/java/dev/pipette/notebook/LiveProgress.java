package dev.pipette.notebook;

import dev.pipette.LoadInfo;
import dev.pipette.LoadListener;
import dev.pipette.cli.LoadProgress;
import dev.pipette.spi.LoadStep;
import dev.pipette.text.Secrets;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.dflib.jjava.jupyter.kernel.DisplayStream;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.jspecify.annotations.Nullable;

/**
 * Shows the progress of each run below its cell, in one line that changes in place and ends as the summary. The engine finds it
 * as a service, and makes one for each run; where no notebook shows this JVM's output, it shows nothing.
 */
public final class LiveProgress implements LoadListener {
    private static final long FIRST_MILLIS = 300;
    private static final long PAUSE_MILLIS = 250;
    private static final int WIDTH = 110;

    private static final ScheduledExecutorService CLOCK = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("pipette-notebook-progress").factory());

    private static final AtomicReference<@Nullable Summary> LAST = new AtomicReference<>();

    private final Optional<DisplayStream> display = Frontend.display();
    private final LoadProgress progress = new LoadProgress(System::nanoTime);
    private final String id = "pipette-" + UUID.randomUUID();
    private @Nullable ScheduledFuture<?> ticks;
    private String name = "";
    private boolean isShown;

    /** The last run that ended well, and the place of its summary. */
    private record Summary(String displayId, LoadInfo info) {}

    /** The pipeline that ran last in this notebook. */
    static Optional<String> lastPipeline() {
        return Optional.ofNullable(LAST.get()).map(summary -> summary.info().pipelineName());
    }

    /** Where the summary of a run is shown, if it is that of the last one: the whole of it may take its place. */
    static Optional<String> placeOf(LoadInfo info) {
        return Optional.ofNullable(LAST.get())
                .filter(last -> last.info().pipelineName().equals(info.pipelineName())
                        && last.info().packages().equals(info.packages())
                        && last.info().duration().equals(info.duration()))
                .map(Summary::displayId);
    }

    @Override
    public void started(String pipeline) {
        name = pipeline;
        if (display.isPresent()) {
            ticks = CLOCK.scheduleAtFixedRate(this::tick, FIRST_MILLIS, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private synchronized void tick() {
        if (ticks != null) {
            show(name + ": " + progress.line(WIDTH), Html.Progress.RUNNING);
        }
    }

    private synchronized void end(String line, Html.Progress state) {
        ScheduledFuture<?> running = ticks;
        if (running != null) {
            running.cancel(false);
            ticks = null;
        }
        show(line, state);
    }

    private void show(String line, Html.Progress state) {
        String text = Secrets.masked(line);
        DisplayData data = new DisplayData(text);
        data.putHTML(Html.progress(text, state));
        data.setDisplayId(id);
        if (isShown) {
            display.ifPresent(stream -> stream.updateDisplay(data));
        } else {
            display.ifPresent(stream -> stream.display(data));
            isShown = true;
        }
    }

    @Override
    public void finished(LoadInfo info) {
        if (display.isPresent()) {
            end(info.toString(), Html.Progress.DONE);
            LAST.set(new Summary(id, info));
        }
    }

    @Override
    public void failed(Throwable problem) {
        if (display.isPresent()) {
            end(name + ": stopped after " + Math.round(progress.seconds()) + " s", Html.Progress.STOPPED);
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

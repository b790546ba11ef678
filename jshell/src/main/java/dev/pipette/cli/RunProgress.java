package dev.pipette.cli;

import dev.pipette.LoadInfo;
import dev.pipette.LoadListener;
import dev.pipette.spi.LoadStep;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Follows one run and lets a view draw it again and again until the run ends. The engine finds the classes that extend this one
 * as services, and makes one of each for each run; each brings its view.
 *
 * <pre>{@code
 * public final class CountedProgress extends RunProgress {
 *     public CountedProgress() {
 *         super(new CountedView(), 200, 100);
 *     }
 * }
 * }</pre>
 */
public abstract class RunProgress implements LoadListener {
    private static final ScheduledExecutorService CLOCK = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("pipette-run-progress").factory());

    private final @Nullable View view;
    private final long firstMillis;
    private final long pauseMillis;
    private final LoadProgress progress = new LoadProgress(System::nanoTime);
    private @Nullable ScheduledFuture<?> ticks;
    private String name = "";

    /** How a run is shown. One thread calls it at a time, and nothing is drawn after the run has ended. */
    public interface View {
        /** Draws what the run does now. */
        void draw(String pipeline, LoadProgress progress);

        /** Shows that the run ended well. */
        void finished(LoadInfo info);

        /** Shows that the run failed. */
        void failed(String pipeline, LoadProgress progress);
    }

    /**
     * Follows a run that is about to start.
     *
     * @param view what shows the run; {@code null} where nothing does
     * @param firstMillis how long a run takes at least before it is drawn
     * @param pauseMillis the time between two drawings
     */
    protected RunProgress(@Nullable View view, long firstMillis, long pauseMillis) {
        this.view = view;
        this.firstMillis = firstMillis;
        this.pauseMillis = pauseMillis;
    }

    /** Whether two summaries are of one run. */
    protected static boolean isSameRun(LoadInfo one, LoadInfo other) {
        return one.pipelineName().equals(other.pipelineName())
                && one.packages().equals(other.packages())
                && one.duration().equals(other.duration());
    }

    @Override
    public final synchronized void started(String pipeline) {
        name = pipeline;
        if (view != null) {
            ticks = CLOCK.scheduleAtFixedRate(this::tick, firstMillis, pauseMillis, TimeUnit.MILLISECONDS);
        }
    }

    private synchronized void tick() {
        if (view != null && ticks != null) {
            view.draw(name, progress);
        }
    }

    private synchronized void end(Consumer<View> last) {
        ScheduledFuture<?> running = ticks;
        if (running != null) {
            running.cancel(false);
            ticks = null;
        }
        if (view != null) {
            last.accept(view);
        }
    }

    @Override
    public final void finished(LoadInfo info) {
        end(shown -> shown.finished(info));
    }

    @Override
    public final void failed(Throwable problem) {
        end(shown -> shown.failed(name, progress));
    }

    @Override
    public final void reached(LoadStep step, String loadId) {
        progress.reached(step, loadId);
    }

    @Override
    public final void reading(String resource, String file) {
        progress.reading(resource, file);
    }

    @Override
    public final void extracted(String resource, long rows) {
        progress.extracted(resource, rows);
    }

    @Override
    public final void retrying(String why, Duration after) {
        progress.retrying(why, after);
    }

    @Override
    public final void waiting(String holder) {
        progress.waiting(holder);
    }
}

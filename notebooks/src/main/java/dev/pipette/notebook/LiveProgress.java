package dev.pipette.notebook;

import dev.pipette.LoadInfo;
import dev.pipette.cli.LoadProgress;
import dev.pipette.cli.RunProgress;
import dev.pipette.text.Secrets;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.dflib.jjava.jupyter.kernel.DisplayStream;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.jspecify.annotations.Nullable;

/**
 * Shows the progress of each run below its cell, in one line that changes in place and ends as the summary. The engine finds it
 * as a service, and makes one for each run; where no notebook shows this JVM's output, it shows nothing.
 */
public final class LiveProgress extends RunProgress {
    private static final long FIRST_MILLIS = 300;
    private static final long PAUSE_MILLIS = 250;
    private static final int WIDTH = 110;

    private static final AtomicReference<@Nullable Summary> LAST = new AtomicReference<>();

    /** For one run. */
    public LiveProgress() {
        super(Frontend.display().map(Line::new).orElse(null), FIRST_MILLIS, PAUSE_MILLIS);
    }

    /** The last run that ended well, and the place of its summary. */
    private record Summary(String displayId, LoadInfo info) {}

    /** The pipeline that ran last in this notebook. */
    static Optional<String> lastPipeline() {
        return Optional.ofNullable(LAST.get()).map(summary -> summary.info().pipelineName());
    }

    /** Where the summary of a run is shown, if it is that of the last one: the whole of it may take its place. */
    static Optional<String> placeOf(LoadInfo info) {
        return Optional.ofNullable(LAST.get())
                .filter(last -> isSameRun(last.info(), info))
                .map(Summary::displayId);
    }

    /** The line of one run. */
    private static final class Line implements View {
        private final DisplayStream display;
        private final String id = "pipette-" + UUID.randomUUID();
        private boolean isShown;

        Line(DisplayStream display) {
            this.display = display;
        }

        @Override
        public void draw(String pipeline, LoadProgress progress) {
            show(pipeline + ": " + progress.line(WIDTH), Html.Progress.RUNNING);
        }

        @Override
        public void finished(LoadInfo info) {
            show(info.toString(), Html.Progress.DONE);
            LAST.set(new Summary(id, info));
        }

        @Override
        public void failed(String pipeline, LoadProgress progress) {
            show(pipeline + ": stopped after " + Math.round(progress.seconds()) + " s", Html.Progress.STOPPED);
        }

        private void show(String line, Html.Progress state) {
            String text = Secrets.masked(line);
            DisplayData data = new DisplayData(text);
            data.putHTML(Html.progress(text, state));
            data.setDisplayId(id);
            if (isShown) {
                display.updateDisplay(data);
            } else {
                display.display(data);
                isShown = true;
            }
        }
    }
}

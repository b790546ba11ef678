package dev.pipette.cli.shell;

import dev.pipette.LoadInfo;
import dev.pipette.cli.LiveLine;
import dev.pipette.cli.LoadProgress;
import dev.pipette.cli.RunProgress;
import org.jspecify.annotations.Nullable;

/**
 * Shows the progress of each run in one line of the terminal, which ends as the summary. The engine finds it as a service, and makes
 * one for each run; outside of a shell on a terminal it shows nothing.
 */
public final class ShellProgress extends RunProgress {
    private static final long FIRST_MILLIS = 200;
    private static final long PAUSE_MILLIS = 100;
    private static final int USUAL_WIDTH = 80;

    /** Where the runs of a shell are shown; also those of threads that its snippets start. */
    private static final InheritableThreadLocal<@Nullable Runs> RUNS = new InheritableThreadLocal<>();

    /** For one run, on the thread that runs it. */
    public ShellProgress() {
        super(view(RUNS.get()), FIRST_MILLIS, PAUSE_MILLIS);
    }

    private static @Nullable View view(@Nullable Runs runs) {
        return runs == null ? null : new Line(runs);
    }

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
            return value instanceof LoadInfo info && shown != null && isSameRun(shown, info);
        }
    }

    /** The line of one run. */
    private static final class Line implements View {
        private final Runs runs;
        private final LiveLine line;

        Line(Runs runs) {
            this.runs = runs;
            this.line = new LiveLine(runs.screen.out());
        }

        @Override
        public void draw(String pipeline, LoadProgress progress) {
            line.draw(pipeline + ": ", progress, runs.screen.width().orElse(USUAL_WIDTH));
        }

        @Override
        public void finished(LoadInfo info) {
            line.clear();
            runs.screen.print(ShellValue.summary(info));
            runs.last = info;
        }

        @Override
        public void failed(String pipeline, LoadProgress progress) {
            line.clear();
        }
    }
}

package dev.pipette.cli;

import java.io.PrintWriter;

/** Shows the progress of a load; asked again and again by a clock, and closed before anything else is printed. */
sealed interface ProgressDisplay {
    /** Shows what has to be shown by now. */
    void tick();

    /** Clears the line, so that other output is not disturbed. */
    void close();

    /** One line of a terminal that is drawn again in place. */
    final class Live implements ProgressDisplay {
        private final LoadProgress progress;
        private final LiveLine line;
        private final int width;

        /** @param width of the terminal, in characters */
        Live(LoadProgress progress, PrintWriter out, int width) {
            this.progress = progress;
            this.line = new LiveLine(Screen.of(out));
            this.width = width;
        }

        @Override
        public void tick() {
            line.draw("", progress, width);
        }

        @Override
        public void close() {
            line.clear();
        }
    }

    /**
     * Lines of a log: nothing in the first seconds, then a line for a step that is new, at most every few seconds, and now
     * and then a line for one that lasts.
     */
    final class Plain implements ProgressDisplay {
        static final double FIRST = 2;
        static final double NEW_STEP = 3;
        static final double SAME_STEP = 30;

        private static final int LONGEST = 200;

        private final String command;
        private final LoadProgress progress;
        private final PrintWriter out;
        private String step = "";
        private double printed = Double.NEGATIVE_INFINITY;

        Plain(String command, LoadProgress progress, PrintWriter out) {
            this.command = command;
            this.progress = progress;
            this.out = out;
        }

        @Override
        public void tick() {
            double now = progress.seconds();
            String current = progress.step();
            double pause = current.equals(step) ? SAME_STEP : NEW_STEP;
            if (now >= FIRST && now - printed >= pause) {
                out.println(command + ": " + progress.line(LONGEST));
                out.flush();
                step = current;
                printed = now;
            }
        }

        @Override
        public void close() {}
    }
}

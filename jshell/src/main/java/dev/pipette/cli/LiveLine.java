package dev.pipette.cli;

/**
 * One line of a terminal that is drawn again in place.
 *
 * <pre>{@code
 * LiveLine line = new LiveLine(screen);
 * line.draw("shop: ", progress, 80);   // again and again
 * line.clear();                        // before anything else is printed
 * }</pre>
 */
public final class LiveLine {
    private static final String BEGIN = "\r";
    private static final String TO_THE_END = "\033[K";

    private final Screen out;
    private boolean isDrawn;

    /** A line that is empty so far. */
    public LiveLine(Screen out) {
        this.out = out;
    }

    /**
     * Draws the line in the place of what it was.
     *
     * @param beginning what it begins with
     * @param width of the terminal, in characters
     */
    public void draw(String beginning, LoadProgress progress, int width) {
        // one place less than there is: a terminal wraps after its last one
        String line = progress.line(Math.max(1, width - 1 - beginning.length()));
        out.control(BEGIN);
        out.print(beginning + line);
        out.control(TO_THE_END);
        out.flush();
        isDrawn = true;
    }

    /** Clears the line where it is drawn, so that other output is not disturbed. */
    public void clear() {
        if (isDrawn) {
            out.control(BEGIN + TO_THE_END);
            out.flush();
            isDrawn = false;
        }
    }
}

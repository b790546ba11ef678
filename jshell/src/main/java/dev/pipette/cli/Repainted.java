package dev.pipette.cli;

import java.io.PrintWriter;

/**
 * Text of several lines that a terminal shows again in its place. Elsewhere only its last state is printed.
 *
 * <pre>{@code
 * Repainted table = new Repainted(out);
 * table.draw("1 of 2 done");   // again and again
 * table.last("2 of 2 done");
 * }</pre>
 */
public final class Repainted {
    private static final String CLEAR_BELOW = "\033[J";

    private final Screen out;
    private int lines;

    /** Text that is drawn on a screen. */
    public Repainted(PrintWriter out) {
        this.out = Screen.of(out);
    }

    /** Whether a terminal shows it before it is drawn for the last time. */
    public static boolean isShown() {
        return Boolean.getBoolean(Screen.OUTPUT_IS_TERMINAL);
    }

    /** Draws the text in the place of what it was. */
    public void draw(String text) {
        if (isShown()) {
            erase();
            out.println(text);
            lines = (int) text.lines()
                    .mapToInt(line -> 1
                            + Math.max(0, line.length() - 1)
                                    / TerminalWidth.ofOutput().ofHelp())
                    .sum();
            out.flush();
        }
    }

    /** Draws the text for the last time. */
    public void last(String text) {
        erase();
        out.println(text);
        out.flush();
    }

    private void erase() {
        if (lines > 0) {
            out.control("\033[" + lines + "A\r" + CLEAR_BELOW);
            lines = 0;
        }
    }
}

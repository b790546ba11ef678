package dev.pipette.cli.shell;

import dev.pipette.cli.Screen;
import java.io.PrintWriter;
import java.util.OptionalInt;
import java.util.function.Supplier;

/**
 * Where a shell prints: values and errors, with colors on a terminal. Secrets are masked and control characters are escapes in all
 * of it.
 */
final class ShellScreen {
    private static final String DIM = "\u001b[2m";
    private static final String RED = "\u001b[31m";
    private static final String BOLD = "\u001b[1m";
    private static final String PLAIN = "\u001b[0m";

    private final Screen out;
    private final Screen err;
    private final boolean hasColors;
    private final Supplier<OptionalInt> width;

    /** @param width of the terminal; empty where there is none */
    ShellScreen(PrintWriter out, PrintWriter err, boolean hasColors, Supplier<OptionalInt> width) {
        this.out = Screen.of(out);
        this.err = Screen.of(err);
        this.hasColors = hasColors;
        this.width = width;
    }

    OptionalInt width() {
        return width.get();
    }

    boolean hasColors() {
        return hasColors;
    }

    /** Where progress is shown in place. */
    Screen out() {
        return out;
    }

    void print(String text) {
        out.println(text);
        out.flush();
    }

    /** A text that may have colors of its own. */
    void printColored(String text) {
        out.printColored(text);
        out.flush();
    }

    /**
     * A name and its value.
     *
     * @param isColored whether the value has colors of its own; those of data are escapes
     */
    void print(String name, String value, boolean isColored) {
        if (!name.isEmpty()) {
            print(out, DIM, name + " ==>", value.contains("\n") ? "\n" : " ");
        }
        if (isColored) {
            out.printColored(value);
        } else {
            out.println(value);
        }
        out.flush();
    }

    void note(String text) {
        print(out, DIM, text, "\n");
        out.flush();
    }

    /** An error: its first words, and what follows them. */
    void failed(String place, String message) {
        print(err, RED, place + ":", " " + message + "\n");
        err.flush();
    }

    /** More about an error. */
    void failedNote(String text) {
        print(err, DIM, text, "\n");
        err.flush();
    }

    /** A text in a color, and one without. */
    private void print(Screen screen, String color, String text, String rest) {
        if (hasColors) {
            screen.control(color);
        }
        screen.print(text);
        if (hasColors) {
            screen.control(PLAIN);
        }
        screen.print(rest);
    }

    String bold(String text) {
        return hasColors ? BOLD + text + PLAIN : text;
    }
}

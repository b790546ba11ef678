package dev.pipette.cli;

import dev.pipette.text.Printable;
import dev.pipette.text.Secrets;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the command prints to. Secrets are masked and control characters are escapes in everything that goes through it,
 * whoever wrote it; only the command itself moves the cursor or sets colors.
 *
 * <pre>{@code
 * Screen screen = Screen.of(out);
 * screen.println("\033]0;title\007");   // prints \u001b]0;title\u0007, and sets no title
 * screen.control("\033[K");             // clears the rest of the line
 * Screen.rows(out).println("a,b");      // rows: masks nothing, because an export equals its data
 * }</pre>
 */
public final class Screen extends PrintWriter {
    /** Set by the launcher: {@code true} where standard output is a terminal. */
    static final String OUTPUT_IS_TERMINAL = "pipette.output.terminal";

    /** What sets a color, or letters that are bold or faint, and ends it. */
    private static final Pattern COLOR = Pattern.compile("\u001b\\[(?:0|1|2|31|32|33)m");

    private final PrintWriter target;
    private final Filter filter;

    private Screen(PrintWriter target, Filter filter) {
        super(filter, true);
        this.target = target;
        this.filter = filter;
    }

    /** A screen that writes to a writer; the writer itself where it is a screen. */
    public static Screen of(PrintWriter out) {
        return out instanceof Screen screen
                ? screen
                : new Screen(out, new Filter(out, text -> Printable.of(Secrets.maskedValues(text))));
    }

    /** For rows in a text format: control characters are escapes, which JSON reads as the same values. */
    static PrintWriter rows(PrintWriter out) {
        PrintWriter target = target(out);
        return new Screen(target, new Filter(target, Printable::of));
    }

    /** For rows in a format that has no escapes: the bytes as they are, but on a terminal. */
    static PrintWriter exactRows(PrintWriter out) {
        return Boolean.getBoolean(OUTPUT_IS_TERMINAL) ? rows(out) : target(out);
    }

    private static PrintWriter target(PrintWriter out) {
        return out instanceof Screen screen ? screen.target : out;
    }

    /** Prints what commands the terminal: a constant of this program, never a part of the data. */
    public void control(String sequence) {
        flush();
        target.write(sequence);
    }

    /** Whether what is printed for people has colors: on a terminal, unless {@code NO_COLOR} is set to anything. */
    public static boolean hasColors(boolean isTerminal, UnaryOperator<String> environment) {
        return isTerminal && environment.apply("NO_COLOR").isEmpty();
    }

    /** Prints a text with colors. All else in it is filtered, as everywhere. */
    public void printColored(String text) {
        Matcher color = COLOR.matcher(text);
        int from = 0;
        while (color.find()) {
            print(text.substring(from, color.start()));
            control(color.group());
            from = color.end();
        }
        println(text.substring(from));
    }

    /** Lets help texts, which hold nothing of the data, have their colors. */
    static <T> T trusting(PrintWriter out, Supplier<T> help) {
        if (!(out instanceof Screen screen)) {
            return help.get();
        }
        screen.filter.trusts = true;
        try {
            return help.get();
        } finally {
            screen.flush();
            screen.filter.trusts = false;
        }
    }

    /** Whether something could not be written, here or below. */
    @Override
    public boolean checkError() {
        boolean here = super.checkError();
        return target.checkError() || here;
    }

    /** Filters each text as a whole, as it was printed. */
    private static final class Filter extends Writer {
        private final PrintWriter target;
        private final UnaryOperator<String> shown;
        private boolean trusts;

        Filter(PrintWriter target, UnaryOperator<String> shown) {
            this.target = target;
            this.shown = shown;
        }

        @Override
        public void write(char[] characters, int offset, int length) {
            write(new String(characters, offset, length), 0, length);
        }

        @Override
        public void write(String text, int offset, int length) {
            String part = text.substring(offset, offset + length);
            target.write(trusts ? part : shown.apply(part));
        }

        @Override
        public void flush() {
            target.flush();
        }

        @Override
        public void close() {
            target.close();
        }
    }
}

package dev.pipette.cli;

import java.util.OptionalInt;
import java.util.function.UnaryOperator;

/** How wide the terminal is that standard output goes to. The launcher knows; the JVM does not. */
final class TerminalWidth {
    /** Set by the launcher: how many columns the terminal has. */
    static final String OUTPUT_WIDTH = "pipette.output.width";

    /** The width of help texts that no terminal shows, so that they are the same on every machine. */
    static final int USUAL = 100;

    private static final int WHERE_UNKNOWN = 80;

    /** Narrower terminals are served as if they were so wide. */
    private static final int NARROWEST = 40;

    /** picocli refuses to write help texts for fewer columns. */
    private static final int NARROWEST_HELP = 55;

    private final OptionalInt columns;

    private TerminalWidth(OptionalInt columns) {
        this.columns = columns;
    }

    /** The terminal of this process. {@code COLUMNS} of the environment wins, as with other commands. */
    static TerminalWidth ofOutput() {
        return of(name -> System.getProperty(name, ""), name -> {
            String value = System.getenv(name);
            return value == null ? "" : value;
        });
    }

    /** The same, of given system properties and a given environment; absent ones are empty. */
    static TerminalWidth of(UnaryOperator<String> property, UnaryOperator<String> environment) {
        if (!Boolean.parseBoolean(property.apply(Screen.OUTPUT_IS_TERMINAL))) {
            return new TerminalWidth(OptionalInt.empty());
        }
        int width = number(environment.apply("COLUMNS"), number(property.apply(OUTPUT_WIDTH), WHERE_UNKNOWN));
        return new TerminalWidth(OptionalInt.of(Math.max(NARROWEST, width)));
    }

    private static int number(String text, int otherwise) {
        return text.matches("[1-9][0-9]{0,4}") ? Integer.parseInt(text) : otherwise;
    }

    /** How wide tables may be; empty where no terminal shows them. */
    OptionalInt ofTables() {
        return columns;
    }

    /** How wide help texts are. */
    int ofHelp() {
        return Math.max(NARROWEST_HELP, columns.orElse(USUAL));
    }
}

package dev.pipette.cli;

import java.util.List;
import java.util.Locale;

/**
 * What the engine logs of runs, on standard error. The command itself reports progress, results and errors, so that by default
 * the log is off.
 */
enum RunLogLevel {
    OFF,
    ERROR,
    WARN,
    INFO,
    DEBUG;

    private static final String PREFIX = "org.slf4j.simpleLogger.";
    private static final String RUNS = PREFIX + "log.dev.pipette.run";

    /** Sets the level, before anything is logged. */
    void use() {
        System.setProperty(RUNS, toString());
        if (this != OFF) {
            System.setProperty(PREFIX + "showDateTime", "true");
            System.setProperty(PREFIX + "dateTimeFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSXXX");
        }
    }

    /** The same for another JVM, as its arguments. */
    static List<String> options() {
        return List.of("-D" + RUNS + "=" + System.getProperty(RUNS, OFF.toString()));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}

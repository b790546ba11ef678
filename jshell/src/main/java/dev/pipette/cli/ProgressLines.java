package dev.pipette.cli;

import java.io.PrintWriter;
import java.util.function.LongSupplier;

/**
 * Lines on standard error about work that takes long, as a log shows them. Where the launcher did not start this JVM, nothing is
 * printed.
 *
 * <pre>{@code
 * ProgressLines lines = ProgressLines.of("pipette promote", err);
 * lines.print("runs its test cells");           // pipette promote: runs its test cells
 * lines.nowAndThen("3 of 24 have ended");       // again and again
 * }</pre>
 */
public final class ProgressLines {
    private static final long PAUSE_NANOS = 10_000_000_000L;

    private final String command;
    private final PrintWriter err;
    private final boolean isShown;
    private final LongSupplier nanoTime;
    private String last = "";
    private long printed;

    ProgressLines(String command, PrintWriter err, boolean isShown, LongSupplier nanoTime) {
        this.command = command;
        this.err = err;
        this.isShown = isShown;
        this.nanoTime = nanoTime;
    }

    /** Lines that begin with the name of a command. */
    public static ProgressLines of(String command, PrintWriter err) {
        boolean isShown = !System.getProperty(ProgressTicker.TERMINAL, "").isEmpty();
        return new ProgressLines(command, err, isShown, System::nanoTime);
    }

    /** Prints a line. */
    public void print(String line) {
        if (isShown) {
            err.println(command + ": " + line);
            err.flush();
        }
        last = line;
        printed = nanoTime.getAsLong();
    }

    /** Prints a line that is new, and not sooner than 10 s after the one before it. */
    public void nowAndThen(String line) {
        if (!line.equals(last) && (last.isEmpty() || nanoTime.getAsLong() - printed >= PAUSE_NANOS)) {
            print(line);
        }
    }
}

package dev.pipette.cli;

import dev.pipette.LoadListener;
import dev.pipette.spi.LoadStep;
import java.io.PrintWriter;
import java.time.Duration;

/** Says at once what a plan waits for. A plan has no other progress: without a line it would look as if nothing happened. */
final class PlanWaits implements LoadListener {
    private final String command;
    private final PrintWriter err;
    private final LoadProgress words = new LoadProgress(System::nanoTime);
    private String last = "";

    /** @param command the name that the lines begin with */
    PlanWaits(String command, PrintWriter err) {
        this.command = command;
        this.err = err;
    }

    @Override
    public void reached(LoadStep step, String loadId) {
        // a plan has no steps
    }

    @Override
    public synchronized void waiting(String holder) {
        words.waiting(holder);
        print();
    }

    @Override
    public synchronized void retrying(String why, Duration after) {
        words.retrying(why, after);
        print();
    }

    private void print() {
        if (!words.step().equals(last)) {
            last = words.step();
            err.println(command + ": " + last);
            err.flush();
        }
    }
}

package dev.pipette.cli;

import dev.pipette.LoadInfo;
import dev.pipette.LoadListener;
import dev.pipette.spi.LoadStep;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Lets Ctrl-C stop the runs of this process instead of killing the process. The thread of each run is interrupted. The run then fails
 * with {@code [INTERRUPTED]} and leaves its trace, and the command ends as after any other error. The engine finds this listener as a
 * service, and makes one for each run.
 *
 * <pre>{@code
 * StoppableRuns.onCtrlC();   // from here on: the first Ctrl-C stops the runs, the second one ends the process at once
 * }</pre>
 */
public final class StoppableRuns implements LoadListener {
    /** How long a run may take to stop. Then the process ends without it. */
    private static final Duration PATIENCE = Duration.ofSeconds(4);

    private static final String KILLED =
            "interrupted, and ended before the run could stop by itself. What was committed stays,"
                    + " and the next run continues with what was not.";

    private static final String CLEAR_LINE = "\r\u001b[K";

    private static final Map<StoppableRuns, Thread> RUNNING = new ConcurrentHashMap<>();
    private static final AtomicBoolean STOPPING = new AtomicBoolean();

    /** For one run; the engine makes it. */
    public StoppableRuns() {}

    /** Lets Ctrl-C stop the runs of the command, where this process runs nothing else. */
    static void onCtrlC() {
        if (ProgramContext.isProcessOurs()) {
            handleSignals();
            Supervisor.watch();
        }
    }

    /** A terminal sends Ctrl-C to all its processes, and the supervisor of this one decides when it stops. */
    private static void handleSignals() {
        if (Supervisor.isThere()) {
            ProcessSignal.handle("INT", () -> {});
            ProcessSignal.handle("TERM", Supervisor::stop);
        } else {
            ProcessSignal.handle("INT", StoppableRuns::interrupted);
        }
    }

    /** Lets Ctrl-C, and the end of the command that started this process, stop the runs of a Java program. */
    static void onCtrlCOrEndOfCommand() {
        handleSignals();
        if (Supervisor.isThere()) {
            Supervisor.watch();
            return;
        }
        // the terminal sends INT to both processes, and the command then sends TERM to this one
        ProcessSignal.handle("TERM", () -> {
            if (!STOPPING.get()) {
                interrupted();
            }
        });
    }

    /** Stops the runs. Whoever asks for it decides how long that may take. */
    static void stop() {
        STOPPING.set(true);
        if (!interruptRuns()) {
            exit();
        }
    }

    private static void exit() {
        RunReport.interrupted(KILLED);
        System.exit(ExitCodes.INTERRUPTED);
    }

    private static void interrupted() {
        boolean isFirst = !STOPPING.getAndSet(true);
        if (!interruptRuns()) {
            exit();
        }
        if (!isFirst) {
            kill();
        }
        Thread.ofPlatform().daemon().name("pipette-interrupt").start(() -> {
            try {
                Thread.sleep(PATIENCE);
            } catch (InterruptedException hurry) {
                Thread.currentThread().interrupt();
            }
            kill();
        });
    }

    private static void kill() {
        if (!RUNNING.isEmpty()) {
            boolean isTerminal = System.getProperty(ProgressTicker.TERMINAL, "").matches("\\d+");
            System.err.println((isTerminal ? CLEAR_LINE : "") + "pipette: " + KILLED);
        }
        exit();
    }

    /** Interrupts the thread of each run, and returns whether there was one. */
    private static boolean interruptRuns() {
        RUNNING.values().forEach(Thread::interrupt);
        return !RUNNING.isEmpty();
    }

    @Override
    public void started(String pipeline) {
        RUNNING.put(this, Thread.currentThread());
        if (STOPPING.get()) {
            Thread.currentThread().interrupt(); // a program that went on after its run was stopped
        }
    }

    @Override
    public void reached(LoadStep step, String loadId) {}

    @Override
    public void finished(LoadInfo info) {
        RUNNING.remove(this);
    }

    @Override
    public void failed(Throwable problem) {
        RUNNING.remove(this);
    }
}

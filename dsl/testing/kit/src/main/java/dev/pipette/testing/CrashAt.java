package dev.pipette.testing;

import dev.pipette.LoadInfo;
import dev.pipette.LoadListener;
import dev.pipette.Pipeline;
import dev.pipette.Resource;
import dev.pipette.spi.LoadStep;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/**
 * Breaks a load off when it reaches a step: by an error inside a test, or by the death of the process.
 *
 * <pre>{@code
 * CrashAt.step(LoadStep.SEALED).whileRunning(pipeline, orders);      // the next run finds a package that waits
 * pipeline.listener(CrashAt.step(LoadStep.SEALED)).run(orders);      // throws Crash
 * java -Dpipette.test.crash-at=SEALED ..                             // SIGKILL, by KillOnRequest
 * }</pre>
 *
 * <p>An error is close to a death and not the same: locks are released and transactions rolled back, as the operating
 * system and the database do for a process that is gone; nothing else may happen on the way out.
 */
public final class CrashAt implements LoadListener {
    /** Names the step at which {@link #fromSystemProperties()} ends the process; nothing happens without it. */
    public static final String STEP_PROPERTY = "pipette.test.crash-at";

    /** Says how: {@code kill} (the default) sends the process SIGKILL, {@code halt} calls {@link Runtime#halt(int)}. */
    public static final String WAY_PROPERTY = "pipette.test.crash-by";

    /** The exit code of a process that SIGKILL ended, as Java and shells report it: 128 and the signal's number. */
    public static final int KILLED = 137;

    private final LoadStep step;
    private final Way way;

    private enum Way {
        THROW,
        KILL,
        HALT
    }

    private CrashAt(LoadStep step, Way way) {
        this.step = step;
        this.way = way;
    }

    /** Throws a {@link Crash} each time the step is reached. */
    public static CrashAt step(LoadStep step) {
        return new CrashAt(step, Way.THROW);
    }

    /**
     * Runs resources, and checks that the run was broken off. What it left is there for the next run.
     *
     * <pre>{@code
     * CrashAt.step(LoadStep.SEALED).whileRunning(pipeline, orders);
     * assertThat(pipeline.run(orders)).recovered();
     * }</pre>
     */
    public void whileRunning(Pipeline pipeline, Resource... resources) {
        LoadInfo info;
        try {
            info = pipeline.listener(this).run(resources);
        } catch (Crash expected) {
            return;
        }
        throw new AssertionError(Failures.notBrokenOff(step, FailureTexts.loaded(info)));
    }

    /** Ends this process at the step that the system properties name, or listens to nothing. */
    public static LoadListener fromSystemProperties() {
        String step = System.getProperty(STEP_PROPERTY);
        String way = System.getProperty(WAY_PROPERTY, "kill");
        return step == null
                ? LoadListener.NONE
                : new CrashAt(LoadStep.valueOf(step), Way.valueOf(way.toUpperCase(Locale.ROOT)));
    }

    @Override
    public void reached(LoadStep reached, String loadId) {
        if (reached == step) {
            switch (way) {
                case THROW -> throw new Crash(step);
                case HALT -> Runtime.getRuntime().halt(KILLED);
                case KILL -> kill();
            }
        }
    }

    /** Sends SIGKILL to this process from another one, because Java does not let a process kill itself. */
    private static void kill() {
        String self = String.valueOf(ProcessHandle.current().pid());
        try {
            new ProcessBuilder("kill", "-9", self).start();
        } catch (IOException noSuchCommand) {
            throw new UncheckedIOException(
                    "no command 'kill' here; set -D" + WAY_PROPERTY + "=halt instead", noSuchCommand);
        }
        while (true) {
            LockSupport.park();
        }
    }
}

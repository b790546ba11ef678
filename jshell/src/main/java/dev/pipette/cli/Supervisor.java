package dev.pipette.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lets the process that started this one stop it: by the line {@code stop} on standard input, or by its own death, which ends
 * standard input. So no process works on alone.
 *
 * <pre>{@code
 * Supervisor.watch();   // in a process that runs one command, and only where it was started with -Dpipette.run.supervised=true
 * }</pre>
 */
final class Supervisor {
    private static final String SUPERVISED = "pipette.run.supervised";
    private static final String STOP = "stop";

    /** How long a process may work on after the one that started it is gone. */
    private static final Duration GRACE = Duration.ofSeconds(20);

    /** The JVM of the program that this process runs. */
    private static volatile @Nullable Process program;

    private Supervisor() {}

    /** Whether another process supervises this one. */
    static boolean isThere() {
        return Boolean.getBoolean(SUPERVISED);
    }

    /** What the JVM of a program needs to know. */
    static List<String> options() {
        return isThere() ? List.of("-D" + SUPERVISED + "=true") : List.of();
    }

    /** Listens from here on, where another process supervises this one. Standard input is then empty for programs. */
    static void watch() {
        if (isThere()) {
            InputStream input = System.in;
            System.setIn(InputStream.nullInputStream());
            Thread.ofPlatform().daemon().name("pipette-supervisor").start(() -> listen(input));
        }
    }

    private static void listen(InputStream input) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(input, UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.equals(STOP)) { // a stop that hangs must not hide the end of the one that asked for it
                    Thread.ofPlatform().daemon().name("pipette-stop").start(Supervisor::stop);
                }
            }
        } catch (IOException broken) {
            // it is gone
        }
        Thread.ofPlatform().daemon().name("pipette-orphan").start(Supervisor::haltLater);
        stop();
    }

    /** Stops what this process runs. The JVM of a program stops by itself, and this process ends after it. */
    static void stop() {
        Process running = program;
        if (running == null) {
            StoppableRuns.stop();
        } else {
            send(running);
        }
    }

    private static void send(Process running) {
        try {
            OutputStream input = running.getOutputStream();
            input.write((STOP + "\n").getBytes(UTF_8));
            input.flush();
        } catch (IOException ended) {
            // it does not listen any more
        }
    }

    private static void haltLater() {
        try {
            Thread.sleep(GRACE);
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
        Process running = program;
        if (running != null) {
            running.destroyForcibly();
        }
        Runtime.getRuntime().halt(ExitCodes.INTERRUPTED);
    }

    /** Passes on to the JVM of a program what this process is asked. Its standard input is a pipe. */
    static void passTo(Process started) {
        program = started;
    }
}

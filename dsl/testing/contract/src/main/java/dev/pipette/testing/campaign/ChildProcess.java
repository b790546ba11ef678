package dev.pipette.testing.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.spi.LoadStep;
import dev.pipette.testing.CrashAt;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A process that runs {@link ChildMain}; dies with its closing. */
public final class ChildProcess implements AutoCloseable {
    private static final long TOO_LONG_SECONDS = 600;

    private final Process process;
    private final Path errors;

    private ChildProcess(Process process, Path errors) {
        this.process = process;
        this.errors = errors;
    }

    /** Starts one that kills itself when it reaches a step. */
    static ChildProcess startUntil(LoadStep step, Places places, Path folder, String work, String... arguments) {
        return start(Optional.of(step), ChildMain.class, places, folder, List.of(work), List.of(arguments));
    }

    /** Starts one of another program, which kills itself when it reaches a step; its first argument are the places. */
    public static ChildProcess startUntil(
            LoadStep step, Class<?> main, Places places, Path folder, String... arguments) {
        return start(Optional.of(step), main, places, folder, List.of(), List.of(arguments));
    }

    /**
     * Starts one.
     *
     * @param folder for what it says
     * @param work and arguments are those of {@link ChildMain}, without the places
     */
    public static ChildProcess start(Places places, Path folder, String work, String... arguments) {
        return start(Optional.empty(), ChildMain.class, places, folder, List.of(work), List.of(arguments));
    }

    private static ChildProcess start(
            Optional<LoadStep> crash,
            Class<?> main,
            Places places,
            Path folder,
            List<String> work,
            List<String> arguments) {
        List<String> command = ChildLibrary.of(places)
                .command(
                        main,
                        crash.map(step -> new String[] {"-D" + CrashAt.STEP_PROPERTY + "=" + step})
                                .orElseGet(() -> new String[0]));
        command.addAll(work);
        command.add(places.getClass().getName());
        command.addAll(arguments);
        try {
            Path errors = Files.createTempFile(folder, "child-", ".err");
            return new ChildProcess(
                    new ProcessBuilder(command).redirectError(errors.toFile()).start(), errors);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Waits until its work begins. */
    public ChildProcess ready() {
        try {
            BufferedReader lines = process.inputReader();
            String line = lines.readLine();
            while (line != null && !line.equals(ChildMain.READY)) {
                line = lines.readLine();
            }
            assertThat(line).as("the child says that it is ready: %s", errors()).isNotNull();
            return this;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Its number. */
    public long pid() {
        return process.pid();
    }

    /** How the operating system calls the program that it runs. */
    public String program() {
        return process.info().command().orElseThrow();
    }

    /** Lets a child that holds something continue. */
    public void release() {
        try {
            process.getOutputStream().close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Sends SIGKILL after a time, unless it has ended by then. */
    public void killAfter(Duration delay) throws InterruptedException {
        if (!endsWithin(delay)) {
            process.destroyForcibly();
        }
    }

    boolean endsWithin(Duration delay) throws InterruptedException {
        return process.waitFor(delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Waits for its end. False when it was killed; an error when it failed by itself. */
    public boolean ended() throws InterruptedException {
        assertThat(process.waitFor(TOO_LONG_SECONDS, TimeUnit.SECONDS))
                .as("the child ends within %s s", TOO_LONG_SECONDS)
                .isTrue();
        assertThat(process.exitValue())
                .as("exit code of the child: %s", errors())
                .isIn(0, CrashAt.KILLED);
        return process.exitValue() == 0;
    }

    /** Waits for its end. False when it was killed or failed. */
    public boolean endedOrFailed() throws InterruptedException {
        assertThat(process.waitFor(TOO_LONG_SECONDS, TimeUnit.SECONDS))
                .as("the child ends within %s s", TOO_LONG_SECONDS)
                .isTrue();
        return process.exitValue() == 0;
    }

    private String errors() {
        try {
            return Files.readString(errors);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}

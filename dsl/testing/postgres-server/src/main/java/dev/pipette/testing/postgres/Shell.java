package dev.pipette.testing.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Runs a command to its end. */
final class Shell {
    private Shell() {}

    /** What a command printed on both streams, and its exit code; 127 where there is no such command. */
    record Result(int exit, String output) {}

    static Result run(Path folder, List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectInput(new java.io.File("/dev/null"))
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Result(process.waitFor(), output.strip());
        } catch (IOException noSuchCommand) {
            return new Result(127, String.valueOf(noSuchCommand.getMessage()));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while running " + command.getFirst(), interrupted);
        }
    }

    /** Sends a signal with the shell's own {@code kill}, as the command of that name is not everywhere. */
    static void signal(String name, long pid) {
        run(Path.of("/"), List.of("sh", "-c", "kill -" + name + " " + pid));
    }

    /** The first line of a small file, or nothing while it cannot be read. */
    static List<String> lines(Path file) {
        try {
            return java.nio.file.Files.readAllLines(file);
        } catch (java.nio.file.NoSuchFileException notYet) {
            return List.of();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}

package dev.pipette.jobs.export;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs programs of the machine, with any words as their arguments whatever the locale of the JVM is. */
final class Tool {
    private Tool() {}

    /** What a program wrote, and how it ended. */
    record Result(int code, String out) {
        /** The words that {@link #printer} wrote. */
        List<String> words() {
            return Arrays.asList(out.split("\0"));
        }
    }

    static boolean isInstalled(String name) {
        return Arrays.stream(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
    }

    /** A program that writes its arguments, each with a NUL behind it. */
    static Path printer(Path folder) {
        return program(folder, "printf '%s\\0' \"$@\"\n");
    }

    static Path program(Path folder, String lines) {
        try {
            Path file = folder.resolve("pipette");
            Files.writeString(file, "#!/bin/sh\n" + lines);
            if (!file.toFile().setExecutable(true)) {
                throw new IOException("not made executable: " + file);
            }
            return file;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    static Result run(List<String> words, Map<String, String> environment) {
        try {
            ProcessBuilder builder = new ProcessBuilder("xargs", "-0", "env").redirectErrorStream(true);
            builder.environment().putAll(environment);
            Process process = builder.start();
            try (OutputStream in = process.getOutputStream()) {
                in.write((String.join("\0", words) + "\0").getBytes(StandardCharsets.UTF_8));
            }
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("still runs: " + words);
            }
            return new Result(process.exitValue(), out);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}

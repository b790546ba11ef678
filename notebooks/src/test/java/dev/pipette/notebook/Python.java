package dev.pipette.notebook;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * A Python that has what speaks to a kernel as Jupyter does: that of {@code PIPETTE_TEST_PYTHON}, the installed one, or one in an
 * environment that is made once and kept in {@code ~/.cache/pipette}.
 */
final class Python {
    private static final List<String> PACKAGES = List.of("jupyter_client==8.10.0", "nbclient==0.11.0");
    private static final String CHECK = "import jupyter_client, nbclient, nbformat";
    private static final Duration LONGEST_INSTALL = Duration.ofMinutes(15);
    private static final Duration LONGEST_CHECK = Duration.ofMinutes(2);

    private Python() {}

    /** The program; where there is none, the tests are skipped with the reason, and with {@code CI=true} they fail. */
    static String program() throws IOException, InterruptedException {
        Optional<String> installed = Stream.of(
                        Optional.ofNullable(System.getenv("PIPETTE_TEST_PYTHON"))
                                .orElse(""),
                        "python3",
                        "/usr/bin/python3")
                .filter(program -> !program.isEmpty())
                .filter(Python::isReady)
                .findFirst();
        if (installed.isPresent()) {
            return installed.get();
        }
        Path environment = Path.of(
                System.getProperty("user.home"),
                ".cache",
                "pipette",
                "jupyter-" + Integer.toHexString(PACKAGES.hashCode()));
        String problem = made(environment);
        if (!problem.isEmpty()) {
            String reason = "there is no Python with jupyter_client and nbclient here, and none can be made in "
                    + environment + ": " + problem;
            if (Boolean.parseBoolean(System.getenv("CI"))) {
                Assertions.fail(reason);
            }
            Assumptions.abort(reason);
        }
        return python(environment);
    }

    private static String python(Path environment) {
        return environment.resolve("bin").resolve("python").toString();
    }

    /** Makes the environment, one build at a time; returns why it cannot be made. */
    private static String made(Path environment) throws IOException, InterruptedException {
        Files.createDirectories(environment.getParent());
        Path lock = environment.resolveSibling(environment.getFileName() + ".lock");
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock _ = channel.lock()) {
            if (isReady(python(environment))) {
                return "";
            }
            String problem = output(LONGEST_CHECK, "python3", "-m", "venv", "--clear", environment.toString());
            if (!problem.isEmpty()) {
                return problem;
            }
            return output(
                    LONGEST_INSTALL,
                    Stream.concat(
                                    Stream.of(python(environment), "-m", "pip", "install", "--quiet", "--retries", "0"),
                                    PACKAGES.stream())
                            .toArray(String[]::new));
        }
    }

    private static boolean isReady(String python) {
        try {
            return output(LONGEST_CHECK, python, "-c", CHECK).isEmpty();
        } catch (IOException none) {
            return false;
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Runs a program; returns the last line that it printed if it failed, and nothing if it did not. */
    private static String output(Duration longest, String... command) throws IOException, InterruptedException {
        File printed = File.createTempFile("pipette-python", ".log");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(printed)
                    .start();
            if (!process.waitFor(longest.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return command[0] + " did not end within " + longest.toMinutes() + " minutes";
            }
            List<String> lines = Files.readAllLines(printed.toPath(), UTF_8);
            return process.exitValue() == 0 ? "" : lines.isEmpty() ? "it failed" : lines.getLast();
        } finally {
            Files.delete(printed.toPath());
        }
    }
}

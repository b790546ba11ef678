package dev.pipette.testing;

import dev.pipette.testing.child.ChildJava;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A class with a {@code main} method, as a process of its own.
 *
 * @param main the class
 * @param arguments what it is started with, given the folder of an attempt
 */
record Program(Class<?> main, Function<Path, List<String>> arguments) {
    private static final long MINUTES = 20;
    private static final int SHOWN = 15;

    /**
     * Runs it to its end, with {@code PIPETTE_HOME} in the folder.
     *
     * @param options of its JVM
     * @return its exit code
     */
    int run(Path folder, String... options) {
        String[] words = arguments.apply(folder).toArray(String[]::new);
        ProcessBuilder builder = new ProcessBuilder(ChildJava.command(List.of(options), main, words))
                .redirectErrorStream(true)
                .redirectOutput(output(folder).toFile());
        builder.environment().put("PIPETTE_HOME", home(folder).toString());
        try {
            Process process = builder.start();
            try {
                if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
                    throw new IllegalStateException(
                            main.getName() + " did not end within " + MINUTES + " minutes: " + printed(folder));
                }
                return process.exitValue();
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    static Path home(Path folder) {
        return folder.resolve("home");
    }

    private static Path output(Path folder) {
        return folder.resolve("output.txt");
    }

    /** The last lines of what it printed. */
    static String printed(Path folder) {
        try (Stream<String> lines = Files.lines(output(folder))) {
            List<String> all = lines.toList();
            return all.stream()
                    .skip(Math.max(0, all.size() - SHOWN))
                    .collect(Collectors.collectingAndThen(
                            Collectors.joining("\n"),
                            text -> Optional.of(text)
                                    .filter(last -> !last.isBlank())
                                    .orElse("it printed nothing")));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    @Override
    public String toString() {
        return main.getName();
    }
}

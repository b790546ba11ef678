package dev.pipette.jobs.process;

import java.nio.file.Path;
import java.util.List;

/**
 * How a JVM is started. It must hold no secrets: every user of a machine can read the command lines of its processes.
 *
 * <pre>{@code
 * new JvmCommand(Path.of(System.getProperty("java.home"), "bin", "java"), List.of("--enable-native-access=ALL-UNNAMED"),
 *         System.getProperty("java.class.path"), "dev.pipette.cli.Main", List.of("run", "orders.jsh"));
 * }</pre>
 *
 * @param java the program
 * @param options of the JVM, without its heap
 * @param classPath as {@code --class-path} takes it
 * @param mainClass that runs
 * @param words its arguments
 */
public record JvmCommand(Path java, List<String> options, String classPath, String mainClass, List<String> words) {
    /** Copies the lists. */
    public JvmCommand {
        options = List.copyOf(options);
        words = List.copyOf(words);
    }
}

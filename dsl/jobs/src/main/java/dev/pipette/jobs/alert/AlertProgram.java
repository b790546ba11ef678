package dev.pipette.jobs.alert;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The program of an alert that is a command, as this machine finds it.
 *
 * <pre>{@code
 * AlertProgram.isThere("notify --job orders", System.getenv("PATH"));   // false: there is no program notify
 * }</pre>
 */
public final class AlertProgram {
    private static final List<String> ENDINGS = List.of("", ".exe");

    private AlertProgram() {}

    /** The first word of a command; empty where it has none. */
    public static String of(String command) {
        return Command.words(command).stream().findFirst().orElse("");
    }

    /**
     * Whether the program of a command is there: by its path, or in a folder of the search path.
     *
     * @param path folders, as the environment variable PATH has them
     */
    public static boolean isThere(String command, String path) {
        String program = of(command);
        Stream<String> folders = program.contains("/") || program.contains(File.separator)
                ? Stream.of("")
                : Pattern.compile(Pattern.quote(File.pathSeparator)).splitAsStream(path);
        return !program.isEmpty() && folders.anyMatch(folder -> isProgram(folder, program));
    }

    private static boolean isProgram(String folder, String program) {
        try {
            return ENDINGS.stream()
                    .map(ending -> Path.of(folder, program + ending))
                    .anyMatch(file -> Files.isRegularFile(file) && Files.isExecutable(file));
        } catch (InvalidPathException other) {
            return false;
        }
    }
}

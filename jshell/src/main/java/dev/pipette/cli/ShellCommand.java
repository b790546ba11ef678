package dev.pipette.cli;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import jdk.jshell.tool.JavaShellToolBuilder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code pipette shell}: JShell with Pipette's class path and imports. */
@Command(
        name = "shell",
        description = {
            "Starts JShell with Pipette's class path and imports.",
            "",
            "Runs the given scripts first. JShell continues after an error in a script, and stays open unless a script"
                    + " ends with /exit. For jobs use 'pipette run', which stops at the first error."
        },
        footer = {"  pipette shell jshell/examples/first.jsh"})
final class ShellCommand implements Callable<Integer> {
    /** JShell keeps its settings in the user's preferences, whose library reports that it makes their folder. */
    private static final Logger PREFERENCES = Logger.getLogger("java.util.prefs");

    @Parameters(arity = "0..*", paramLabel = "SCRIPT", description = "Files with JShell code.")
    private List<Path> scripts = List.of();

    @Override
    public Integer call() throws Exception {
        for (Path script : scripts) {
            if (!Files.isReadable(script)) {
                throw new PipetteException(
                        ErrorCode.BAD_USAGE, "there is no script " + script + " to read. Correct the path.");
            }
        }
        PREFERENCES.setLevel(Level.WARNING);
        Path start = Files.createTempFile("pipette-", ".jsh");
        try {
            Files.writeString(start, StartScript.text());
            return JavaShellToolBuilder.builder().start(arguments(start).toArray(String[]::new));
        } finally {
            Files.deleteIfExists(start);
        }
    }

    private List<String> arguments(Path start) {
        List<String> arguments = new ArrayList<>(
                List.of("--class-path", OtherJvm.classPath(), "--startup", "DEFAULT", "--startup", start.toString()));
        OtherJvm.OPTIONS.forEach(option -> arguments.add("-R" + option));
        RunLogLevel.options().forEach(option -> arguments.add("-R" + option));
        scripts.forEach(script -> arguments.add(script.toString()));
        return arguments;
    }
}

package dev.pipette.cli;

import static java.util.Objects.requireNonNull;

import dev.pipette.error.ErrorCode;
import dev.pipette.error.PipetteException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code pipette shell}: a prompt for Java with Pipette's imports. */
@Command(
        name = "shell",
        description = {
            "Evaluates Java line by line, with Pipette's imports, and prints values.",
            "",
            "Runs the given scripts first, each up to its first error, and stays open unless one ends with /exit. Lines may"
                    + " also come from a pipe. A line that begins with a dot continues the line above. /help in the shell"
                    + " lists its commands. For jobs use 'pipette run', which stops at the first error."
        },
        sortOptions = false,
        footer = {
            "  pipette shell",
            "  pipette shell --add org.apache.commons:commons-csv:1.14.1",
            "  pipette shell jshell/examples/first.jsh"
        })
final class ShellCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(arity = "0..*", paramLabel = "SCRIPT", description = "Files with code that runs first.")
    private List<Path> scripts = List.of();

    @Mixin
    private final LibraryOptions libraries = new LibraryOptions();

    @Option(
            names = "--home",
            paramLabel = "FOLDER",
            description = "The folder of the history. Default: $PIPETTE_HOME, or ~/.pipette")
    private @Nullable Path home;

    @Override
    public Integer call() throws IOException {
        for (Path script : scripts) {
            if (!Files.isReadable(script)) {
                throw new PipetteException(
                        ErrorCode.BAD_USAGE, "there is no script " + script + " to read. Correct the path.");
            }
        }
        CommandLine line = requireNonNull(spec).commandLine();
        return ShellProgram.find()
                .run(new ShellProgram.Start(
                        scripts,
                        libraries.paths(line.getErr()),
                        home == null ? HomeFolder.usual() : home,
                        Problems.isDebug(line),
                        line.getOut(),
                        line.getErr()));
    }
}

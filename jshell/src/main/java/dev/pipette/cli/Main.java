package dev.pipette.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/** Starts the command and ends the JVM with its exit code. */
public final class Main {
    private Main() {}

    /** Runs one command; see {@code pipette --help}. */
    public static void main(String... arguments) {
        ProgramContext.processIsOurs();
        RunReport.atShutdown();
        int exitCode = run(StandardOutput.ofProcess(), utf8(new FileOutputStream(FileDescriptor.err)), arguments);
        RunReport.end(exitCode);
        System.exit(exitCode);
    }

    /** Runs one command and returns its exit code, which is not 0 where its output is not whole. */
    static int run(StandardOutput output, PrintWriter err, String... arguments) {
        PrintWriter out = utf8(output);
        CommandLine pipette = commandLine(out, err, arguments);
        int exitCode = pipette.execute(arguments);
        String committed = ((PipetteCommand) pipette.getCommand()).committed;
        return output.exitCode(exitCode, committed, out, err);
    }

    /** The command with everything set that these words need, writing to the given writers. */
    static CommandLine commandLine(PrintWriter out, PrintWriter err, String... words) {
        CommandLine commandLine = PipetteCommand.with(words)
                .setOut(Screen.of(out))
                .setErr(Screen.of(err))
                .setCaseInsensitiveEnumValuesAllowed(true)
                // words are what they are: those of a program, and files whose names begin with @
                .setExpandAtFiles(false)
                .setParameterExceptionHandler(Problems::badArguments)
                .setExecutionExceptionHandler(Problems::failed)
                .setExecutionStrategy(Execution::run);
        commandLine.setUsageHelpWidth(TerminalWidth.ofOutput().ofHelp());
        return commandLine;
    }

    /** UTF-8 whatever the locale says: under LANG=C the JVM would write '?' for letters it cannot show. */
    private static PrintWriter utf8(OutputStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
    }
}

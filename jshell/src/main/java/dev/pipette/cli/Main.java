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
        System.exit(
                commandLine(utf8(FileDescriptor.out), utf8(FileDescriptor.err)).execute(arguments));
    }

    /** The command with everything set, writing to the given writers. */
    static CommandLine commandLine(PrintWriter out, PrintWriter err) {
        CommandLine commandLine = new CommandLine(new PipetteCommand())
                .setOut(Screen.of(out))
                .setErr(Screen.of(err))
                .setCaseInsensitiveEnumValuesAllowed(true)
                // words are what they are: those of a program, and files whose names begin with @
                .setExpandAtFiles(false)
                .setParameterExceptionHandler(Problems::badArguments)
                .setExecutionExceptionHandler(Problems::failed)
                .setExecutionStrategy(Execution::run);
        // texts are checked by tests, so they do not depend on the machine
        commandLine.setUsageHelpWidth(100);
        return commandLine;
    }

    /** UTF-8 whatever the locale says: under LANG=C the JVM would write '?' for letters it cannot show. */
    private static PrintWriter utf8(FileDescriptor descriptor) {
        OutputStream stream = new FileOutputStream(descriptor);
        return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
    }
}

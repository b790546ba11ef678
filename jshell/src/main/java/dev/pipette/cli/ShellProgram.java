package dev.pipette.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;

/** What talks with the person who types into {@code pipette shell}. It is found as a service, so that the command does not know it. */
public interface ShellProgram {
    /**
     * How a shell begins.
     *
     * @param scripts that run first
     * @param libraries jars and folders of classes that snippets use
     * @param home Pipette's folder, where the history is kept
     * @param debug whether each error is printed with its stack trace
     */
    record Start(
            List<Path> scripts, List<Path> libraries, Path home, boolean debug, PrintWriter out, PrintWriter err) {}

    /** Runs a shell to its end; returns its exit code. */
    int run(Start start) throws IOException;

    /** Runs one without a terminal, for the JVM to record which classes a shell needs. */
    void rehearse(Start start) throws IOException;

    /** The one of the class path. */
    static ShellProgram find() {
        return ServiceLoader.load(ShellProgram.class)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the class path has no shell: build Pipette again"));
    }
}

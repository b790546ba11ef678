package dev.pipette.cli;

import java.io.IOException;
import java.util.Map;
import java.util.stream.Stream;
import jdk.jshell.JShell;

/** A JShell with Pipette's class path and imports, for one script or for the cells of a notebook. */
record SnippetShell(JShell shell, SnippetControl control, ScriptTrace trace) implements AutoCloseable {
    /** What JShell itself begins with. */
    private static final String DEFAULT_IMPORT = "import module java.base;";

    static SnippetShell open(SnippetControl control) throws IOException {
        JShell shell =
                JShell.builder().executionEngine(control.provider(), Map.of()).build();
        shell.addToClasspath(OtherJvm.classPath());
        Stream.concat(Stream.of(DEFAULT_IMPORT), StartScript.imports()).forEach(shell::eval);
        return new SnippetShell(shell, control, new ScriptTrace());
    }

    @Override
    public void close() {
        shell.close();
    }
}

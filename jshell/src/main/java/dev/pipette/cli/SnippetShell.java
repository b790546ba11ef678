package dev.pipette.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import jdk.jshell.JShell;

/** A JShell with Pipette's class path and imports, for one script or for the cells of a notebook. */
record SnippetShell(JShell shell, SnippetControl control, ScriptTrace trace) implements AutoCloseable {
    /** What JShell itself begins with. */
    private static final String DEFAULT_IMPORT = "import module java.base;";

    static SnippetShell open(SnippetControl control) throws IOException {
        AtomicInteger values = new AtomicInteger();
        JShell shell = JShell.builder()
                .executionEngine(control.provider(), Map.of())
                .tempVariableNameGenerator(() -> "$" + values.incrementAndGet())
                .build();
        shell.addToClasspath(OtherJvm.classPath());
        Stream.concat(Stream.of(DEFAULT_IMPORT), StartScript.imports()).forEach(shell::eval);
        return new SnippetShell(shell, control, new ScriptTrace());
    }

    /** Makes jars and folders of classes known to the snippets that follow. */
    void add(Collection<Path> libraries) {
        libraries.forEach(library -> shell.addToClasspath(library.toString()));
    }

    @Override
    public void close() {
        shell.close();
    }
}

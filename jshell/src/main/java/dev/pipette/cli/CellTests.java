package dev.pipette.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import jdk.jshell.MethodSnippet;
import jdk.jshell.Snippet;
import org.jspecify.annotations.Nullable;

/**
 * The test cells of a script: {@code // %% test NAME}. Each is evaluated after the cells before it that are no tests, which are
 * its set-up and are evaluated once. In a Java source file, which has declarations only, the methods without parameters that a
 * test cell declares are called.
 *
 * <pre>{@code
 * CellTests tests = CellTests.in(script);
 * tests.names();   // [each row has a name]
 * }</pre>
 */
final class CellTests {
    private final ScriptFile script;
    private final List<Part> parts = new ArrayList<>();

    /** A cell and its place. */
    private record Part(ScriptCell cell, int begin, int end) {}

    /**
     * A test, and what is evaluated for the first time before it.
     *
     * @param call where the methods that it declares are called; empty where its lines are the test
     */
    record Test(String name, List<ScriptFile> setUp, ScriptFile code, Optional<ScriptFile> call) {}

    private CellTests(ScriptFile script) {
        this.script = script;
        List<Integer> begins = CellScript.begins(script.text());
        for (int at = 0; at < begins.size(); at++) {
            boolean last = at == begins.size() - 1;
            int end = last ? script.text().length() : begins.get(at + 1);
            String text = script.text().substring(begins.get(at), end);
            parts.add(new Part(ScriptCell.parsed(text, last), begins.get(at), end));
        }
    }

    static CellTests in(ScriptFile script) {
        return new CellTests(script);
    }

    /** The script without its tests, for a run; all other lines are where they were. */
    ScriptFile others() {
        StringBuilder text = new StringBuilder(script.text());
        parts.stream()
                .filter(part -> part.cell().test().isPresent())
                .forEach(part -> blank(text, part.begin(), part.end()));
        return new ScriptFile(script.name(), text.toString());
    }

    /** In the order in which they are written. */
    List<Test> all() {
        List<Test> tests = new ArrayList<>();
        List<ScriptFile> setUp = new ArrayList<>();
        for (Part part : parts) {
            Optional<String> name = part.cell().test();
            if (name.isPresent()) {
                int line = script.line(part.begin());
                Optional<ScriptFile> call = script.name().endsWith(".java")
                        ? Optional.of(new ScriptFile(script.name(), "\n".repeat(line - 1)))
                        : Optional.empty();
                tests.add(new Test(
                        name.get().isBlank() ? "line " + line : name.get(), List.copyOf(setUp), only(part), call));
                setUp.clear();
            } else if (part.cell().kind() == ScriptCell.Kind.CODE) {
                setUp.add(only(part));
            }
        }
        return tests;
    }

    /** The script with nothing but one cell, whose lines are where they were. */
    private ScriptFile only(Part part) {
        StringBuilder text = new StringBuilder(script.text());
        blank(text, 0, part.begin());
        blank(text, part.end(), text.length());
        return new ScriptFile(script.name(), text.toString());
    }

    private static void blank(StringBuilder text, int begin, int end) {
        for (int at = begin; at < end; at++) {
            if (text.charAt(at) != '\n') {
                text.setCharAt(at, ' ');
            }
        }
    }

    /** Evaluates tests one after the other, in one shell. */
    static final class Session implements AutoCloseable {
        private final SnippetShell snippets;
        private @Nullable ScriptException broken;

        /**
         * Opens the shell.
         *
         * @param libraries that the tests use besides Pipette
         */
        Session(List<String> imports, List<Path> libraries) throws IOException {
            snippets = SnippetShell.open(new ScriptControl());
            snippets.add(libraries);
            imports.forEach(snippets.shell()::eval);
        }

        /**
         * Evaluates a test.
         *
         * @throws ScriptException where it fails, or where a set-up failed
         */
        void run(Test test) {
            if (broken != null) {
                throw new ScriptException("not run, because the set-up of a test above failed.");
            }
            for (ScriptFile setUp : test.setUp()) {
                try {
                    new ScriptRun(setUp, snippets).toTheEnd();
                } catch (ScriptException failed) {
                    broken = failed;
                    throw failed;
                }
            }
            Set<Snippet> before = snippets.shell().snippets().collect(Collectors.toSet());
            new ScriptRun(test.code(), snippets).toTheEnd();
            if (test.call().isPresent()) {
                snippets.shell()
                        .methods()
                        .filter(method -> !before.contains(method)
                                && method.parameterTypes().isEmpty())
                        .toList()
                        .forEach(method -> call(method, test.call().get()));
            }
        }

        private void call(MethodSnippet method, ScriptFile place) {
            String call = place.text() + method.name() + "();";
            new ScriptRun(new ScriptFile(place.name(), call), snippets).toTheEnd();
        }

        @Override
        public void close() {
            snippets.close();
        }
    }
}

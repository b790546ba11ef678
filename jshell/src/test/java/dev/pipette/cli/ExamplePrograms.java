package dev.pipette.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/**
 * The programs of the folder of examples, as cheap to run as can be: JShell compiles a script line by line, which costs ten times
 * what it does. So scripts that only do one thing after the other are compiled together, as methods. Those with test cells or with
 * methods of their own run as {@code pipette test} and {@code pipette run} run them.
 */
final class ExamplePrograms implements AutoCloseable {
    private static final List<String> TEST_IMPORTS = List.of("import static dev.pipette.testing.PipetteAssertions.*;");
    private static final Pattern METHOD =
            Pattern.compile("(?m)^\\w[\\w<>\\[\\], ]* \\w+\\([^()]*\\)(?: throws .*)? \\{$");

    private final URLClassLoader classes;

    private ExamplePrograms(URLClassLoader classes) {
        this.classes = classes;
    }

    /**
     * Compiles what can be compiled together.
     *
     * @param folder for sources and classes
     */
    static ExamplePrograms of(List<Path> files, Path folder) throws IOException {
        Path sources = Files.createDirectories(folder.resolve("sources"));
        List<String> arguments =
                new ArrayList<>(List.of("-d", sources.toString(), "-proc:none", "-cp", OtherJvm.classPath()));
        for (Path file : files) {
            if (isPlain(file)) {
                Path source = sources.resolve(className(file) + ".java");
                arguments.add(Files.writeString(source, asClass(file)).toString());
            }
        }
        ByteArrayOutputStream problems = new ByteArrayOutputStream();
        int exitCode = requireNonNull(ToolProvider.getSystemJavaCompiler())
                .run(null, null, problems, arguments.toArray(String[]::new));
        if (exitCode != 0) {
            throw new IllegalStateException(problems.toString(UTF_8));
        }
        return new ExamplePrograms(new URLClassLoader(new URL[] {sources.toUri().toURL()}));
    }

    /** Runs one of them. */
    void run(Path file, PrintWriter out) throws Throwable {
        if (file.toString().endsWith(".java")) {
            SourceProgram.main(file.toString());
        } else if (isPlain(file)) {
            try {
                classes.loadClass(className(file)).getMethod("run").invoke(null);
            } catch (InvocationTargetException failed) {
                throw failed.getCause();
            }
        } else {
            List<CellTests.Test> tests = CellTests.in(ScriptFile.read(file)).all();
            if (tests.isEmpty()) {
                ExampleRunner.command("pipette run --quiet " + file, out);
            } else {
                test(tests, out);
            }
        }
    }

    private static void test(List<CellTests.Test> tests, PrintWriter out) throws IOException {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (CellTests.Session session = new CellTests.Session(TEST_IMPORTS)) {
            for (CellTests.Test test : tests) {
                session.run(test);
                out.println("passed  " + test.name());
            }
        } finally {
            thread.setContextClassLoader(before); // JShell puts its own in its place
        }
    }

    private static boolean isPlain(Path file) throws IOException {
        String text = Files.readString(file);
        return file.toString().endsWith(".jsh")
                && !METHOD.matcher(text).find()
                && CellTests.in(ScriptFile.read(file)).all().isEmpty();
    }

    /** The statements of a script in a method, with its imports and those that each script has. */
    private static String asClass(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        String imports = Stream.of(
                        Stream.of("import module java.base;"),
                        StartScript.imports(),
                        lines.stream().filter(line -> line.startsWith("import ")))
                .flatMap(all -> all)
                .collect(Collectors.joining("\n"));
        String statements =
                lines.stream().filter(line -> !line.startsWith("import ")).collect(Collectors.joining("\n"));
        return imports + "\npublic class " + className(file) + " {\npublic static void run() throws Exception {\n"
                + statements + "\n}\n}\n";
    }

    private static String className(Path file) {
        return file.getFileName().toString().replaceAll("\\W", "_");
    }

    @Override
    public void close() throws IOException {
        classes.close();
    }
}

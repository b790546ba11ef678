package dev.pipette.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/**
 * The programs of the folder of examples, compiled together. JShell compiles a script line by line, which costs several times what
 * its lines do; so each script is a compact source file here, whose main method has its lines, those of its test cells too. Hence
 * the scripts of the folder declare no methods, and end their lines with semicolons. How scripts and cells run in JShell is seen by
 * those that help texts and the page run.
 */
final class ExamplePrograms implements AutoCloseable {
    private static final String TEST_MARK = "// %% test ";

    private final URLClassLoader classes;

    private ExamplePrograms(URLClassLoader classes) {
        this.classes = classes;
    }

    /**
     * Compiles programs.
     *
     * @param folder for sources and classes
     */
    static ExamplePrograms of(List<Path> files, Path folder) throws IOException {
        Path sources = Files.createDirectories(folder.resolve("sources"));
        List<String> arguments =
                new ArrayList<>(List.of("-d", sources.toString(), "-proc:none", "-cp", OtherJvm.classPath()));
        for (Path file : files) {
            Path source = sources.resolve(className(file) + ".java");
            boolean isScript = file.toString().endsWith(".jsh");
            Files.writeString(source, isScript ? program(Files.readAllLines(file)) : Files.readString(file));
            arguments.add(source.toString());
        }
        ByteArrayOutputStream problems = new ByteArrayOutputStream();
        int exitCode = requireNonNull(ToolProvider.getSystemJavaCompiler(), "this Java has no compiler: use a JDK")
                .run(null, null, problems, arguments.toArray(String[]::new));
        if (exitCode != 0) {
            throw new IllegalStateException(problems.toString(UTF_8));
        }
        return new ExamplePrograms(new URLClassLoader(new URL[] {sources.toUri().toURL()}));
    }

    /** Runs one of them. */
    void run(Path file) throws Throwable {
        Class<?> program = classes.loadClass(className(file));
        Constructor<?> constructor = program.getDeclaredConstructor();
        Method main = program.getDeclaredMethod("main");
        constructor.setAccessible(true);
        main.setAccessible(true);
        try {
            main.invoke(constructor.newInstance());
        } catch (InvocationTargetException failed) {
            throw failed.getCause();
        }
    }

    /** A script as a compact source file, with the imports that each script has, and that test cells have. */
    private static String program(List<String> lines) throws IOException {
        String imports = Stream.of(
                        StartScript.imports(),
                        Stream.of("import static dev.pipette.testing.PipetteAssertions.*;"),
                        lines.stream().filter(line -> line.startsWith("import ")))
                .flatMap(all -> all)
                .collect(Collectors.joining("\n"));
        StringBuilder main = new StringBuilder();
        String passed = "";
        for (String line : lines) {
            if (line.startsWith("// %%")) {
                main.append(passed);
                passed = line.startsWith(TEST_MARK)
                        ? "IO.println(\"passed  " + line.substring(TEST_MARK.length()) + "\");\n"
                        : "";
            } else if (!line.startsWith("import ")) {
                main.append(line).append('\n');
            }
        }
        return imports + "\nvoid main() throws Exception {\n" + main + passed + "}\n";
    }

    private static String className(Path file) {
        return file.getFileName().toString().replaceFirst("\\..*", "").replace('-', '_');
    }

    @Override
    public void close() throws IOException {
        classes.close();
    }
}

package dev.pipette.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** Compiles a program and runs nothing of it. */
final class ProgramCompiler {
    private final ScriptFile source;
    private final List<Path> libraries;

    private ProgramCompiler(ScriptFile source, List<Path> libraries) {
        this.source = source;
        this.libraries = libraries;
    }

    /** Why a program does not compile: the first error. */
    static Optional<String> problem(Path file, List<Path> libraries) throws IOException {
        ScriptFile source = ScriptFile.read(file);
        ProgramCompiler compiler = new ProgramCompiler(source, libraries);
        return source.name().endsWith(".java") ? compiler.javaProblem() : compiler.scriptProblem();
    }

    private Optional<String> scriptProblem() throws IOException {
        try {
            ScriptRun.run(CellTests.in(source).others(), List.of(), libraries, CompileOnlyControl::new);
            return Optional.empty();
        } catch (ScriptException refused) {
            return Optional.of(String.valueOf(refused.getMessage()));
        }
    }

    private Optional<String> javaProblem() throws IOException {
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
        try (JavaFileManager files = new ForgetfulFiles(javac.getStandardFileManager(found, Locale.ROOT, null))) {
            String classPath = LibraryOptions.classPath(TestCommand.classPath(), libraries);
            List<String> options = List.of("-proc:none", "-Xlint:none", "-nowarn", "--class-path", classPath);
            boolean compiles = javac.getTask(
                            new StringWriter(), files, found, options, null, List.of(new Program(source.text())))
                    .call();
            return compiles
                    ? Optional.empty()
                    : found.getDiagnostics().stream()
                            .filter(one -> one.getKind() == Diagnostic.Kind.ERROR)
                            .findFirst()
                            .map(this::text)
                            .or(() -> Optional.of(source.name() + " does not compile."));
        }
    }

    private String text(Diagnostic<? extends JavaFileObject> error) {
        String message = error.getMessage(Locale.ROOT).replaceAll("\\s+", " ");
        if (error.getPosition() == Diagnostic.NOPOS) {
            return source.name() + ": " + message + ".";
        }
        int offset = (int) error.getPosition();
        return source.place(offset) + ": " + message + "." + System.lineSeparator() + source.excerpt(offset);
    }

    /** A source file whose classes may have any name, as for {@code java FILE.java}. */
    private static final class Program extends SimpleJavaFileObject {
        private final String text;

        Program(String text) {
            super(URI.create("string:///Program.java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }

        @Override
        public boolean isNameCompatible(String simpleName, Kind kind) {
            return true;
        }
    }

    /** Keeps no classes. */
    private static final class ForgetfulFiles extends ForwardingJavaFileManager<JavaFileManager> {
        ForgetfulFiles(JavaFileManager files) {
            super(files);
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                Location location, String className, JavaFileObject.Kind kind, @Nullable FileObject sibling) {
            return new SimpleJavaFileObject(
                    URI.create("string:///" + className.replace('.', '/') + kind.extension), kind) {
                @Override
                public OutputStream openOutputStream() {
                    return OutputStream.nullOutputStream();
                }
            };
        }
    }
}

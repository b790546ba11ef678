package dev.pipette.cli;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.File;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * The Javadoc of Pipette's own classes, where their source code is there; JShell knows that of the JDK only.
 *
 * <pre>{@code
 * SourceDocs.usual().of("LoadInfo Pipeline.run(Resource... resources)");
 * }</pre>
 */
final class SourceDocs {
    /** Set by the launcher: folders of source code. */
    static final String SOURCES = "pipette.sources";

    /** {@code RETURN Type.method(PARAMETERS)}, and {@code R Type.<R>method(PARAMETERS)}. */
    private static final Pattern METHOD =
            Pattern.compile("(?:.*\\s)?(?:\\w+\\.)*([A-Z]\\w*)(?:<.*>)?\\.(?:<.*>)?(\\w+)\\((.*)\\)");

    private static final Pattern TYPE = Pattern.compile("(?:[a-z]\\w*\\.)*([A-Z]\\w*)(?:<.*>)?");

    private final List<Path> roots;

    SourceDocs(List<Path> roots) {
        this.roots = roots;
    }

    /** Those of this build. */
    static SourceDocs usual() {
        return new SourceDocs(Arrays.stream(System.getProperty(SOURCES, "").split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .map(Path::of)
                .filter(Files::isDirectory)
                .toList());
    }

    /** The comment of what a signature names, as it is written; empty where it is not found. */
    Optional<String> of(String signature) {
        Matcher method = METHOD.matcher(signature.replaceFirst("\\s*throws .*", ""));
        if (method.matches()) {
            return comment(method.group(1), method.group(2), types(method.group(3)));
        }
        Matcher type = TYPE.matcher(signature);
        return type.matches() ? comment(type.group(1), "", List.of()) : Optional.empty();
    }

    private Optional<String> comment(String type, String method, List<String> parameters) {
        for (Path file : files(type)) {
            try {
                Optional<String> found = comment(file, type, method, parameters);
                if (found.isPresent()) {
                    return found;
                }
            } catch (IOException gone) {
                // then it has no comment
            }
        }
        return Optional.empty();
    }

    private List<Path> files(String type) {
        List<Path> found = new ArrayList<>();
        for (Path root : roots) {
            try (Stream<Path> files = Files.find(
                    root, 16, (file, attributes) -> file.endsWith(type + ".java"), FileVisitOption.FOLLOW_LINKS)) {
                files.forEach(found::add);
            } catch (IOException gone) {
                // another one may have it
            }
        }
        return found;
    }

    private static Optional<String> comment(Path file, String type, String method, List<String> parameters)
            throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task =
                    (JavacTask) compiler.getTask(null, files, problem -> {}, null, null, List.of(new Source(file)));
            Comments comments = new Comments(Trees.instance(task), type, method, parameters);
            for (CompilationUnitTree unit : task.parse()) {
                comments.scan(unit, null);
            }
            return Optional.ofNullable(comments.exact == null ? comments.near : comments.exact);
        }
    }

    /** Of {@code Resource... resources, int limit} the types. */
    private static List<String> types(String parameters) {
        List<String> types = new ArrayList<>();
        int depth = 0;
        StringBuilder type = new StringBuilder();
        for (char here : (parameters + ",").toCharArray()) {
            depth += here == '<' ? 1 : here == '>' ? -1 : 0;
            if (here == ',' && depth == 0) {
                types.add(plain(type.toString().strip().replaceFirst("\\s+\\w+$", "")));
                type.setLength(0);
            } else {
                type.append(here);
            }
        }
        return parameters.isBlank() ? List.of() : types;
    }

    /** A type without annotations, packages and spaces. */
    private static String plain(String type) {
        return type.replaceAll("@[\\w.]+(?:\\([^)]*\\))?\\s*", "")
                .replaceAll("\\b(?:[a-z]\\w*\\.)+", "")
                .replaceAll("\\s", "");
    }

    /** A file of source code. */
    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(Path file) throws IOException {
            super(file.toUri(), Kind.SOURCE);
            text = Files.readString(file);
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    /** Finds the comment of a type, or of the method with the same parameters, or else with as many. */
    private static final class Comments extends TreePathScanner<@Nullable Void, @Nullable Void> {
        private final Trees trees;
        private final String type;
        private final String method;
        private final List<String> parameters;
        private @Nullable String exact;
        private @Nullable String near;

        Comments(Trees trees, String type, String method, List<String> parameters) {
            this.trees = trees;
            this.type = type;
            this.method = method;
            this.parameters = parameters;
        }

        @Override
        public @Nullable Void visitClass(ClassTree tree, @Nullable Void none) {
            if (method.isEmpty() && tree.getSimpleName().contentEquals(type)) {
                exact = trees.getDocComment(getCurrentPath());
            }
            return super.visitClass(tree, none);
        }

        @Override
        public @Nullable Void visitMethod(MethodTree tree, @Nullable Void none) {
            TreePath above = getCurrentPath().getParentPath();
            boolean isOfType = above.getLeaf() instanceof ClassTree owner
                    && owner.getSimpleName().contentEquals(type);
            if (isOfType && tree.getName().contentEquals(method)) {
                List<String> types =
                        tree.getParameters().stream().map(Comments::type).toList();
                if (types.equals(parameters)) {
                    exact = trees.getDocComment(getCurrentPath());
                } else if (types.size() == parameters.size() && near == null) {
                    near = trees.getDocComment(getCurrentPath());
                }
            }
            return none;
        }

        /** As in a signature, with the dots of a parameter that may be given several times. */
        private static String type(VariableTree parameter) {
            return plain(parameter.toString().strip().replaceFirst("\\s+\\w+$", ""));
        }
    }
}

package dev.pipette.cli;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** The Javadoc of one declaration in a source file, which the JDK's compiler parses. */
final class JavadocComment extends TreePathScanner<@Nullable Void, @Nullable Void> {
    private final Declared wanted;
    private final DocTrees docs;
    private final Deque<String> classes = new ArrayDeque<>();
    private @Nullable String found;

    /**
     * What a signature names.
     *
     * @param packageName empty where the signature has none
     * @param classes the class, behind those that it is in
     * @param member a field or a method; empty for the class itself
     * @param parameters their types, without what they are of; empty for what has none
     */
    record Declared(String packageName, List<String> classes, String member, Optional<List<String>> parameters) {
        /** Reads what JShell writes, as {@code Dataset Pipeline.dataset()}, {@code Kind.BAR}, {@code dev.pipette.Pipeline}. */
        static Optional<Declared> of(String signature) {
            String plain = withoutTypeArguments(signature);
            int parenthesis = plain.indexOf('(');
            int colon = plain.indexOf(':');
            if (parenthesis >= 0) {
                List<String> names = names(plain.substring(0, parenthesis));
                String within = plain.substring(parenthesis + 1, Math.max(parenthesis + 1, plain.lastIndexOf(')')));
                List<String> parameters = Stream.of(within.split(","))
                        .filter(one -> !one.isBlank())
                        .map(Declared::type)
                        .toList();
                return isClass(names.getLast())
                        ? of(names, "<init>", Optional.of(parameters))
                        : of(names.subList(0, names.size() - 1), names.getLast(), Optional.of(parameters));
            }
            if (colon >= 0) {
                List<String> names = names(plain.substring(0, colon));
                return of(names.subList(0, names.size() - 1), names.getLast(), Optional.empty());
            }
            return of(names(plain), "", Optional.empty());
        }

        /** @param names of the class, with or without those of its package */
        private static Optional<Declared> of(List<String> names, String member, Optional<List<String>> parameters) {
            int begin = 0;
            while (begin < names.size() && !isClass(names.get(begin))) {
                begin++;
            }
            return begin == names.size()
                    ? Optional.empty()
                    : Optional.of(new Declared(
                            String.join(".", names.subList(0, begin)),
                            List.copyOf(names.subList(begin, names.size())),
                            member,
                            parameters));
        }

        private static boolean isClass(String name) {
            return Character.isUpperCase(name.charAt(0));
        }

        private static String withoutTypeArguments(String signature) {
            StringBuilder plain = new StringBuilder();
            int depth = 0;
            for (char character : signature.toCharArray()) {
                depth -= character == '>' ? 1 : 0;
                depth += character == '<' ? 1 : 0;
                if (depth == 0 && character != '>') {
                    plain.append(character);
                }
            }
            return plain.toString();
        }

        /** Of {@code Dataset Pipeline.dataset} the last word, at its dots. */
        private static List<String> names(String words) {
            String last = words.strip().replaceFirst("(?s).*\\s", "");
            return Stream.of(last.split("\\.")).filter(name -> !name.isEmpty()).toList();
        }

        /** Of a parameter such as {@code java.util.List names} the simple name of its type. */
        private static String type(String parameter) {
            return parameter
                    .strip()
                    .replaceFirst("\\s+\\w+$", "")
                    .replace("...", "[]")
                    .replaceAll("@[\\w.]+\\s*", "")
                    .replaceAll("[\\w.]*\\.", "");
        }

        /** The file that it is declared in. */
        String file() {
            return (packageName.isEmpty() ? "" : packageName.replace('.', '/') + "/") + classes.getFirst() + ".java";
        }

        private boolean hasParametersOf(MethodTree method) {
            return parameters
                    .map(types -> types.equals(method.getParameters().stream()
                            .map(one -> type(withoutTypeArguments(one.getType() + " name")))
                            .toList()))
                    .orElse(true);
        }
    }

    private JavadocComment(Declared wanted, DocTrees docs) {
        this.wanted = wanted;
        this.docs = docs;
    }

    /** The text of the comment; empty where the file has no such declaration, or it has no Javadoc. */
    static Optional<String> in(String source, Declared wanted) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        SimpleJavaFileObject file =
                new SimpleJavaFileObject(URI.create("string:///Source.java"), SimpleJavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return source;
                    }
                };
        JavacTask task =
                (JavacTask) compiler.getTask(null, null, problem -> {}, List.of("-proc:none"), null, List.of(file));
        try {
            JavadocComment comment = new JavadocComment(wanted, DocTrees.instance(task));
            task.parse().forEach(unit -> comment.scan(unit, null));
            return Optional.ofNullable(comment.found);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    @Override
    public @Nullable Void visitClass(ClassTree type, @Nullable Void nothing) {
        classes.addLast(type.getSimpleName().toString());
        if (wanted.member().isEmpty()) {
            take();
        }
        super.visitClass(type, nothing);
        classes.removeLast();
        return null;
    }

    @Override
    public @Nullable Void visitMethod(MethodTree method, @Nullable Void nothing) {
        if (method.getName().contentEquals(wanted.member()) && wanted.hasParametersOf(method)) {
            take();
        }
        return null; // what is declared inside has no Javadoc
    }

    @Override
    public @Nullable Void visitVariable(VariableTree variable, @Nullable Void nothing) {
        if (wanted.parameters().isEmpty() && variable.getName().contentEquals(wanted.member())) {
            take();
        }
        return super.visitVariable(variable, nothing);
    }

    private void take() {
        if (new ArrayList<>(classes).equals(wanted.classes())) {
            String comment = docs.getDocComment(getCurrentPath());
            found = comment == null ? found : comment;
        }
    }
}

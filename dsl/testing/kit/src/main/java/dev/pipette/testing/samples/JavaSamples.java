package dev.pipette.testing.samples;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * The Java that a Markdown page shows, and whether it compiles.
 *
 * <pre>{@code
 * JavaSamples samples = new JavaSamples(folder);
 * for (String sample : JavaSamples.of(Path.of("README.md"))) {
 *   assertThat(samples.problems("Sample", sample)).isEmpty();
 * }
 * }</pre>
 *
 * @param classes the folder for compiled classes
 */
public record JavaSamples(Path classes) {
    private static final Pattern BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    /** The content of all blocks of Java on a page, in their order. */
    public static List<String> of(Path page) {
        try {
            return BLOCK.matcher(Files.readString(page))
                    .results()
                    .map(match -> match.group(1))
                    .toList();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /**
     * Compiles a source file against the class path of this process.
     *
     * @param className the name of its class
     * @return what the compiler reports; empty when the file compiles
     */
    public String problems(String className, String source) {
        StringWriter problems = new StringWriter();
        boolean compiled = Objects.requireNonNull(
                        ToolProvider.getSystemJavaCompiler(), "this Java has no compiler: use a JDK")
                .getTask(
                        problems,
                        null,
                        null,
                        List.of(
                                "-d",
                                classes.toString(),
                                "-proc:none",
                                "-cp",
                                System.getProperty("java.class.path", "")),
                        null,
                        List.of(new SourceText(className, source)))
                .call();
        return compiled ? "" : problems.toString();
    }

    /** A source file in memory. */
    private static final class SourceText extends SimpleJavaFileObject {
        private final String text;

        SourceText(String className, String text) {
            super(URI.create("string:///" + className + ".java"), JavaFileObject.Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}

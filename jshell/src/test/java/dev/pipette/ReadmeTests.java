package dev.pipette;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README and the pages about settings, files and PostgreSQL show is true Java. */
class ReadmeTests {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    @TempDir
    Path classes;

    @Test
    void every_java_sample_compiles() throws IOException {
        List<String> samples = samples("README.md");

        assertThat(samples).hasSize(6);
        for (String sample : samples) {
            assertThat(problems(sample)).as(sample).isEmpty();
        }
    }

    @Test
    void every_java_sample_about_settings_compiles() throws IOException {
        List<String> samples = samples("dsl/docs/settings.md");

        assertThat(samples).hasSize(2);
        for (String sample : samples) {
            assertThat(problems(sample)).as(sample).isEmpty();
        }
    }

    @Test
    void every_java_sample_about_postgres_compiles() throws IOException {
        List<String> samples = samples("dsl/docs/postgres.md");

        assertThat(samples).hasSize(2);
        for (String sample : samples) {
            assertThat(problems(sample)).as(sample).isEmpty();
        }
    }

    @Test
    void every_java_sample_about_files_compiles() throws IOException {
        List<String> samples = samples("dsl/docs/files.md");

        assertThat(samples).hasSize(4);
        for (String sample : samples) {
            assertThat(problems(sample)).as(sample).isEmpty();
        }
    }

    @Test
    void every_java_sample_about_the_sources_compiles() throws IOException {
        List<String> samples = samples("sources/signalroom/docs/signalroom.md");

        assertThat(samples).hasSize(1);
        for (String sample : samples) {
            assertThat(problems(sample)).as(sample).isEmpty();
        }
    }

    private static List<String> samples(String page) throws IOException {
        return Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(ROOT.resolve(page)))
                .results()
                .map(match -> match.group(1))
                // tests are compiled, and run, by those of the test kit
                .filter(sample -> !sample.contains("@LoadTest"))
                .toList();
    }

    /** Compiles statements inside a method of a class that has the names that a sample takes for granted. */
    private String problems(String sample) {
        String imports =
                sample.lines().filter(line -> line.startsWith("import ")).collect(Collectors.joining("\n"));
        String statements = sample.lines()
                .filter(line -> !line.startsWith("import "))
                .map(line -> line.replaceFirst("(^|\\s)//.*", "").stripTrailing())
                .collect(Collectors.joining("\n"))
                .replaceAll("\n\\s+\\.", ".")
                .lines()
                .map(ReadmeTests::ended)
                .collect(Collectors.joining("\n"));
        String source = """
                import static dev.pipette.Pipette.*;
                import dev.pipette.*;
                import java.nio.file.Path;
                import java.util.stream.Stream;
                %s
                class Sample {
                  interface Api { Stream<?> orders(String since); }
                  Object run(Api api) throws Exception {
                    %s
                    return api;
                  }
                }
                """.formatted(imports, statements);
        StringWriter problems = new StringWriter();
        JavaFileObject file =
                new SimpleJavaFileObject(URI.create("string:///Sample.java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return source;
                    }
                };
        boolean compiled = ToolProvider.getSystemJavaCompiler()
                .getTask(
                        problems,
                        null,
                        null,
                        List.of("-d", classes.toString(), "-proc:none", "-cp", System.getProperty("java.class.path")),
                        null,
                        List.of(file))
                .call();
        return compiled ? "" : problems.toString();
    }

    /** JShell needs no semicolon at the end of a line; a file does. */
    private static String ended(String line) {
        return !line.startsWith(" ") && line.endsWith(")") ? line + ";" : line;
    }
}

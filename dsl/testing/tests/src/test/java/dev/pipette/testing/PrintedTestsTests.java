package dev.pipette.testing;

import static dev.pipette.testing.PipetteAssertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.platform.testkit.engine.EngineExecutionResults;

/** The tests that are in the README and in the page about testing compile, run and pass. */
class PrintedTestsTests {
    private static final Path ROOT =
            Path.of("").toAbsolutePath().resolve("../../..").normalize();

    @TempDir
    Path classes;

    @ParameterizedTest
    @CsvSource({"README.md, 1, 6", "dsl/docs/testing.md, 1, 4"})
    void printed_tests_pass(String page, int samples, int passed) throws Exception {
        List<String> found = samples(page);

        assertThat(found).hasSize(samples);
        for (String sample : found) {
            assertThat(problems(sample)).as(sample).isEmpty();
        }
        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {classes.toUri().toURL()}, getClass().getClassLoader())) {
            long succeeded = 0;
            for (String sample : found) {
                EngineExecutionResults results = Kit.run(loader.loadClass(name(sample)));
                assertThat(Kit.failures(results)).isEmpty();
                succeeded += results.testEvents().succeeded().count();
            }
            assertThat(succeeded).isEqualTo(passed);
        }
    }

    private static List<String> samples(String page) throws IOException {
        return Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(ROOT.resolve(page)))
                .results()
                .map(match -> match.group(1))
                .filter(sample -> sample.contains("@LoadTest"))
                .toList();
    }

    private static String name(String sample) {
        return Pattern.compile("^class (\\w+)", Pattern.MULTILINE)
                .matcher(sample)
                .results()
                .map(match -> match.group(1))
                .findFirst()
                .orElseThrow();
    }

    private String problems(String sample) {
        StringWriter problems = new StringWriter();
        JavaFileObject file =
                new SimpleJavaFileObject(
                        URI.create("string:///" + name(sample) + ".java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return sample;
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
}

package dev.pipette.testing;

import static dev.pipette.testing.PipetteAssertions.assertThat;

import dev.pipette.testing.samples.JavaSamples;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
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
            assertThat(new JavaSamples(classes).problems(name(sample), sample))
                    .as(sample)
                    .isEmpty();
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

    private static List<String> samples(String page) {
        return JavaSamples.of(ROOT.resolve(page)).stream()
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
}

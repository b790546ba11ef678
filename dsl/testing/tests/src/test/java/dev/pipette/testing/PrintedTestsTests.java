package dev.pipette.testing;

import static dev.pipette.testing.PipetteAssertions.assertThat;

import dev.pipette.testing.samples.JavaSamples;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The tests that are in the README, in the page about testing and in notebooks compile, run and pass. */
class PrintedTestsTests {
    private static final Path ROOT =
            Path.of("").toAbsolutePath().resolve("../../..").normalize();

    @TempDir
    Path folder;

    @TempDir
    Path classes;

    @ParameterizedTest
    @CsvSource({
        "README.md, 1, 6",
        "dsl/docs/testing.md, 1, 4",
        "dsl/docs/from-a-line-to-a-test.md, 1, 3",
        "notebooks/web-api.ipynb, 1, 2"
    })
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

    private List<String> samples(String page) throws IOException {
        Path file = ROOT.resolve(page);
        return JavaSamples.of(page.endsWith(".ipynb") ? markdown(file) : file).stream()
                .filter(sample -> sample.contains("@LoadTest"))
                .toList();
    }

    /** The text of a notebook as a page. */
    private Path markdown(Path notebook) throws IOException {
        String text = new JsonMapper()
                .readTree(Files.readString(notebook))
                .path("cells")
                .valueStream()
                .filter(cell -> cell.path("cell_type").asString().equals("markdown"))
                .flatMap(cell ->
                        Stream.concat(cell.path("source").valueStream().map(JsonNode::asString), Stream.of("\n")))
                .collect(Collectors.joining());
        return Files.writeString(folder.resolve("notebook.md"), text);
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

package dev.pipette.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.testing.samples.JavaSamples;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the README and the pages about settings, files, plans and PostgreSQL show is true Java. */
class ReadmeTests {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    /** A sample that is a file of its own. */
    private static final Pattern WHOLE_CLASS = Pattern.compile("^public final class (\\w+)", Pattern.MULTILINE);

    @TempDir
    Path classes;

    @ParameterizedTest
    @CsvSource({
        "README.md, 7",
        "dsl/docs/settings.md, 2",
        "dsl/docs/postgres.md, 2",
        "dsl/docs/files.md, 10",
        "dsl/docs/plan.md, 1",
        "dsl/docs/distributed.md, 3",
        "sources/signalroom/docs/signalroom.md, 1"
    })
    void every_java_sample_compiles(String page, int count) {
        List<String> samples = samples(page);

        assertThat(samples).hasSize(count);
        for (String sample : samples) {
            assertThat(problems(sample)).as(sample).isEmpty();
        }
    }

    private static List<String> samples(String page) {
        return JavaSamples.of(ROOT.resolve(page)).stream()
                // tests are compiled, and run, by those of the test kit
                .filter(sample -> !sample.contains("@LoadTest"))
                .toList();
    }

    /** Compiles statements inside a method of a class that has the names that a sample takes for granted. */
    private String problems(String sample) {
        Matcher whole = WHOLE_CLASS.matcher(sample);
        if (whole.find()) {
            return new JavaSamples(classes).problems(whole.group(1), sample);
        }
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
                import dev.pipette.testing.samples.JavaSamples;
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
        return new JavaSamples(classes).problems("Sample", source);
    }

    /** JShell needs no semicolon at the end of a line; a file does. */
    private static String ended(String line) {
        return !line.startsWith(" ") && line.endsWith(")") ? line + ";" : line;
    }
}

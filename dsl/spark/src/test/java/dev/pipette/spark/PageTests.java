package dev.pipette.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pipette.testing.samples.JavaSamples;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the page about Spark shows is true Java. */
class PageTests {
    @TempDir
    Path classes;

    @Test
    void every_java_sample_compiles() {
        List<String> samples = JavaSamples.of(Path.of("../docs/spark.md"));

        assertThat(samples).hasSize(1);
        for (String sample : samples) {
            String imports =
                    sample.lines().filter(line -> line.startsWith("import ")).collect(Collectors.joining("\n"));
            String members =
                    sample.lines().filter(line -> !line.startsWith("import ")).collect(Collectors.joining("\n"));
            assertThat(new JavaSamples(classes).problems("Sample", imports + "\nclass Sample {\n" + members + "\n}\n"))
                    .as(sample)
                    .isEmpty();
        }
    }
}

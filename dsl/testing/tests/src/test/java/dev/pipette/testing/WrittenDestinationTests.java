package dev.pipette.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page for authors of destinations shows the code of the worked example, which is compiled and run here. */
class WrittenDestinationTests {
    private static final Path ROOT =
            Path.of("").toAbsolutePath().resolve("../../..").normalize();
    private static final Path EXAMPLE = ROOT.resolve("dsl/testing/tests/src/test/java/dev/pipette/testing/quack");

    @Test
    void the_page_shows_code_of_the_worked_example() throws IOException {
        List<MatchResult> blocks = Pattern.compile("```java file=(\\w+\\.java)\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(ROOT.resolve("dsl/docs/write-a-destination.md")))
                .results()
                .toList();

        assertThat(blocks).hasSizeGreaterThan(5);
        for (MatchResult block : blocks) {
            assertThat(Files.readString(EXAMPLE.resolve(block.group(1))))
                    .as(block.group(1))
                    .contains(block.group(2));
        }
    }
}

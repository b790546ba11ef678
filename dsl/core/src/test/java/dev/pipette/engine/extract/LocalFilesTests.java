package dev.pipette.engine.extract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What patterns mean here is what they mean in stores. */
class LocalFilesTests {
    @TempDir
    Path folder;

    @BeforeEach
    void write() throws IOException {
        for (String name :
                List.of("1.csv", "2.csv.gz", "[a].csv", "a.csv", "2025/3.csv", "2025/12/4.csv", "2025/12/5.txt")) {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, "id\n");
        }
    }

    private List<String> found(String pattern) {
        return LocalFiles.paths("orders", folder + "/" + pattern).stream()
                .map(file -> folder.relativize(file).toString())
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*.csv              | 1.csv [a].csv a.csv",
                "**/*.csv           | 1.csv 2025/12/4.csv 2025/3.csv [a].csv a.csv",
                "20*/**/*.csv       | 2025/12/4.csv 2025/3.csv",
                "2025/**/12/**/*.*  | 2025/12/4.csv 2025/12/5.txt",
                "2025/**            | 2025/12/4.csv 2025/12/5.txt 2025/3.csv",
                "*/3.csv            | 2025/3.csv",
                "{1,2}.csv{,.gz}    | 1.csv 2.csv.gz",
                "[0-9].csv          | 1.csv",
                "[a].csv            | [a].csv",
                "[a].cs?            | a.csv",
                "\\[a].csv          | [a].csv",
                "\\[a]*             | [a].csv",
                "no/*.csv           | ''",
            })
    void a_pattern_means_these_files(String pattern, String names) {
        assertThat(String.join(" ", found(pattern))).isEqualTo(names);
    }

    @Test
    void files_of_a_folder_that_is_a_link_are_named_as_in_the_pattern() throws IOException {
        Path _ = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("2025"));

        assertThat(found("link/*.csv")).containsExactly("link/3.csv");
        assertThat(found("link/**/*.csv")).containsExactly("link/12/4.csv", "link/3.csv");
    }

    @Test
    void a_pattern_that_cannot_be_one_is_told_like_that_of_a_store() {
        String pattern = folder + "/[z-a].csv";

        assertThatThrownBy(() -> LocalFiles.paths("orders", pattern))
                .hasMessage("[BAD_USAGE] resource orders: '" + pattern
                        + "' is not a pattern: Illegal character range. Write a"
                        + " backslash before a character that stands for itself.");
    }

    @Test
    void a_name_in_which_a_character_stands_for_itself_is_told_as_it_is() {
        assertThatThrownBy(() -> found("\\[b].csv"))
                .hasMessage(
                        "[SOURCE_MISSING] resource orders: there is no file " + folder + "/[b].csv. Correct the path.");
    }
}

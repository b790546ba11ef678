package dev.pipette.engine.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which files one statement reads: those of one first letter, and a word that begins with a dot alone. */
class FileGroupsTests {
    private static List<List<String>> alike(String... files) {
        return FileGroups.alike(List.of(files), file -> file.startsWith(".") ? null : file.charAt(0));
    }

    private static List<List<String>> runs(String... files) {
        return FileGroups.runs(List.of(files), file -> file.startsWith(".") ? null : file.charAt(0));
    }

    @Test
    void files_that_agree_are_a_group_wherever_they_are() {
        assertThat(alike("a1", "b1", ".x", "a2", ".y", "b2", "a3"))
                .containsExactly(List.of("a1", "a2", "a3"), List.of("b1", "b2"), List.of(".x"), List.of(".y"));
    }

    @Test
    void only_files_that_follow_one_another_are_a_run() {
        assertThat(runs("a1", "a2", "b1", ".x", ".y", "b2", "b3", "a3"))
                .containsExactly(
                        List.of("a1", "a2"),
                        List.of("b1"),
                        List.of(".x"),
                        List.of(".y"),
                        List.of("b2", "b3"),
                        List.of("a3"));
    }

    @Test
    void a_statement_reads_a_thousand_files_at_most() {
        String[] files =
                IntStream.range(0, 2_001).mapToObj(number -> "a" + number).toArray(String[]::new);

        assertThat(alike(files)).extracting(List::size).containsExactly(1_000, 1_000, 1);
        assertThat(runs(files)).extracting(List::size).containsExactly(1_000, 1_000, 1);
        assertThat(runs(files).stream().flatMap(List::stream)).containsExactly(files);
    }

    @Test
    void no_file_is_no_group() {
        assertThat(alike()).isEmpty();
        assertThat(runs()).isEmpty();
    }

    @Test
    void a_column_of_the_name_that_numbers_files_hides_their_numbers() {
        assertThat(FileGroups.canBeTold(List.of("id", "file"))).isTrue();
        assertThat(FileGroups.canBeTold(List.of("id", "File_Index"))).isFalse();
    }
}
